using Patella.Platform.Storage;
using Patella.Service.Connectors.Mail;
using Patella.Service.Connectors.Mail.Inbox;
using Patella.Service.Connectors.Mail.Outbox;
using Patella.Tests.Platform;

namespace Patella.Tests.Service.Connectors;

public class MailIntakeTests
{
    private static string Mail(int number, string body = "hello", string more = "") => $"From: Li <li@example.com>\nMessage-ID: <{number}@example.com>\nSubject: s{number}\n{more}\n{body}";

    [Theory, OnSqlite, OnPostgres]
    public async Task A_mail_is_taken_once_whatever_dies_between_keeping_and_reading(StoreKind kind)
    {
        await using var mail = await MailWorld.Create(kind);
        await mail.Keep(1, Mail(1));
        Assert.Equal(("stored", null), ((await mail.Find(1))!.State, (await mail.Find(1))!.Subject));
        Assert.Equal(0, await mail.Count(MailEvents.Received));

        // The process died here and its successor fetches again from the cursor it finds, perhaps the same mail.
        await mail.Keep(1, Mail(1));
        await mail.Read();
        await mail.Keep(1, Mail(1));
        await mail.Read();
        Assert.Equal(1, await mail.Count(MailEvents.Received));
        Assert.Equal(("done", "message", "li@example.com", "hello"), ((await mail.Find(1))!.State, (await mail.Find(1))!.Kind, (await mail.Find(1))!.Sender, (await mail.Find(1))!.Body));
        var state = await mail.World.Read(reader => reader.One<MailboxState>(MailStore.Sql["FindState"], new { mailbox = MailWorld.Box }));
        Assert.Equal((1, 1), (state!.UidValidity, state.LastUid));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task New_uids_for_the_same_mails_bring_nothing_twice(StoreKind kind)
    {
        await using var mail = await MailWorld.Create(kind);
        for (var uid = 1; uid <= 5; uid++)
        {
            await mail.Keep(uid, Mail(uid));
        }

        await mail.Read();
        for (var uid = 1; uid <= 6; uid++)
        {
            await mail.Keep(uid, Mail(uid), validity: 2);
        }

        await mail.Read();
        Assert.Equal(6, await mail.Count(MailEvents.Received));
        Assert.Equal(("duplicate", "message"), ((await mail.Find(3, 2))!.Kind, (await mail.Find(6, 2))!.Kind));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_mail_that_cannot_be_read_is_set_aside_and_read_again_on_demand(StoreKind kind)
    {
        await using var mail = await MailWorld.Create(kind);
        await mail.Keep(1, "Subject: nobody wrote this\n\nhello");
        await mail.Keep(2, Mail(2));
        await mail.Read();
        Assert.Equal(("quarantined", "no-sender"), ((await mail.Find(1))!.State, (await mail.Find(1))!.Reason));
        Assert.Equal((1, 1), (await mail.Count(MailEvents.Received), await mail.Count(MailEvents.Quarantined)));
        var desk = mail.World.Get<MailDesk>();
        Assert.True((await desk.Replay(mail.World.Staff(), (await mail.Find(1))!.Id, asMessage: false)).Succeeded);
        Assert.Equal("stored", (await mail.Find(1))!.State);
        await mail.Read();
        Assert.Equal("quarantined", (await mail.Find(1))!.State);
    }

    [Fact]
    public async Task More_mails_of_one_address_than_a_person_writes_are_set_aside_as_a_loop()
    {
        await using var mail = await MailWorld.Create(StoreKind.Sqlite);
        for (var uid = 1; uid <= MailDecision.MostPerHour + 5; uid++)
        {
            await mail.Keep(uid, Mail(uid));
        }

        await mail.Read();
        Assert.Equal(MailDecision.MostPerHour, await mail.Count(MailEvents.Received));
        Assert.Equal(5, await mail.World.Read(reader => reader.One<long>("select count(*) from mail where tenant = @tenant and kind = 'loop' and reason = 'too-many'")));
        mail.World.Clock.Now += TimeSpan.FromHours(2);
        await mail.Keep(100, Mail(100));
        await mail.Read();
        Assert.Equal("message", (await mail.Find(100))!.Kind);
    }

    [Fact]
    public async Task Our_own_mail_that_comes_back_is_a_loop()
    {
        await using var mail = await MailWorld.Create(StoreKind.Sqlite);
        await mail.Keep(1, Mail(1).Replace("li@example.com", "support@patella.test", StringComparison.Ordinal));
        await mail.Keep(2, Mail(2, more: MailComposer.OwnField + ": " + MailComposer.MarkOf(await mail.World.Get<MailStore>().Secret(mail.World.Tenant)) + "\n"));
        await mail.Keep(3, Mail(3, more: MailComposer.OwnField + ": somebody elses\n"));
        await mail.Read();
        Assert.Equal(("loop", "loop", "message"), ((await mail.Find(1))!.Kind, (await mail.Find(2))!.Kind, (await mail.Find(3))!.Kind));
    }

    [Fact]
    public async Task Five_hundred_hostile_mails_end_as_done_or_set_aside_and_none_is_lost()
    {
        await using var mail = await MailWorld.Create(StoreKind.Sqlite);
        for (var uid = 1; uid <= 500; uid++)
        {
            var raw = HostileMail.Make(900_000 + uid);
            await mail.World.Get<MailIntake>().Keep(mail.Ownership, mail.World.Tenant, MailWorld.Box, 1, uid, raw, raw.Length, null);
        }

        await mail.Read();
        var states = await mail.World.Read(reader => reader.Many<string>("select state from mail where tenant = @tenant"));
        Assert.Equal(500, states.Count);
        Assert.DoesNotContain("stored", states);
    }

    [Fact]
    public async Task A_password_is_not_in_the_store_and_opens_only_in_its_place()
    {
        await using var mail = await MailWorld.Create(StoreKind.Sqlite);
        var row = (await mail.World.Read(reader => reader.One<MailboxRow>(MailStore.Sql["FindMailbox"], new { id = MailWorld.Box })))!;
        Assert.DoesNotContain("secret", row.Secret, StringComparison.Ordinal);
        var box = mail.World.Get<Patella.Service.Access.SecretBox>();
        Assert.Equal("secret", await box.Open(mail.World.Tenant, MailboxRow.PlaceOf(MailWorld.Box), row.Secret));
        Assert.Null(await box.Open(mail.World.Tenant, MailboxRow.PlaceOf("other"), row.Secret));
        Assert.Null(await box.Open(new("rival"), MailboxRow.PlaceOf(MailWorld.Box), row.Secret));
        Assert.Null(await box.Open(mail.World.Tenant, MailboxRow.PlaceOf(MailWorld.Box), row.Secret[..^4] + "AAA="));
    }
}
