using Patella.Platform.Segments;
using Patella.Platform.Storage;
using Patella.Service.Connectors.Mail;
using Patella.Service.Connectors.Mail.Inbox;
using Patella.Service.Connectors.Mail.Outbox;
using Patella.Service.Parties.Privacy;
using Patella.Tests.Platform;

namespace Patella.Tests.Service.Connectors;

public class MailDataTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Erasing_a_person_leaves_nothing_of_their_mails_and_touches_nobody_elses(StoreKind kind)
    {
        await using var mail = await MailWorld.Create(kind);
        await mail.Keep(1, "From: Li <li@example.com>\nMessage-ID: <1@example.com>\nSubject: my unusual-word lamp\n\nIt is unusual-word.");
        await mail.Keep(2, "From: Wang <wang@example.com>\nMessage-ID: <2@example.com>\nSubject: other\n\nkept-word");
        await mail.Read();
        await mail.World.Write(async transaction =>
        {
            var mails = mail.World.Get<MailStore>();
            foreach (var (uid, person) in new[] { (1, "p1"), (2, "p2") })
            {
                var one = (await mails.Find(transaction, MailIntake.IdOf(MailWorld.Box, 1, uid)))!;
                await mails.KeepPersonOf(transaction, one.Sender!, person);
                await mails.Join(transaction, one, "c-" + person, person);
                await mail.World.Get<OutgoingMails>().Reply(transaction, new MailReply("a-" + person, "c-" + person, person, "answer about unusual-word or kept-word", [], "Agent", "en"));
            }
        });
        var subject = new PersonSubject(mail.World.Tenant, ["p1"]);
        subject.Conversations.Add("c-p1");
        var part = mail.World.Get<IEnumerable<IPersonData>>().OfType<MailData>().Single();
        Assert.True(await part.Erase(mail.World.Store, subject) > 0);
        Assert.Equal(0, await part.Erase(mail.World.Store, subject));

        var left = await mail.World.Read(async reader => new[]
        {
            await reader.Many<string>("select coalesce(sender, '') || coalesce(sender_name, '') || coalesce(subject, '') || coalesce(body, '') || coalesce(message_id, '') || coalesce(refs, '') from mail where tenant = @tenant"),
            await reader.Many<string>("select address || name || subject || coalesce(last_message, '') || refs from mail_thread where tenant = @tenant"),
            await reader.Many<string>("select address from mail_sender_person where tenant = @tenant"),
            await reader.Many<string>("select address || name || subject || body || coalesce(in_reply_to, '') || refs from outgoing_mail where tenant = @tenant"),
        }.SelectMany(rows => rows).ToList());
        Assert.Equal(7, left.Count);
        Assert.DoesNotContain(left, text => text.Contains("li@example.com", StringComparison.Ordinal) || text.Contains("1@example.com", StringComparison.Ordinal) || text.Contains("lamp", StringComparison.Ordinal));
        Assert.Null((await mail.Find(1))!.Body);
        Assert.Equal("kept-word", (await mail.Find(2))!.Body);
        var segments = mail.World.Get<ISegments>();
        Assert.Null(await segments.Find(mail.World.Tenant, MailIntake.KeyOf(MailIntake.IdOf(MailWorld.Box, 1, 1))));
        Assert.NotNull(await segments.Find(mail.World.Tenant, MailIntake.KeyOf(MailIntake.IdOf(MailWorld.Box, 1, 2))));
    }
}
