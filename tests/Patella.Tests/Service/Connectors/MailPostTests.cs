using Patella.Platform.Storage;
using Patella.Service.Connectors.Mail;
using Patella.Service.Connectors.Mail.Outbox;
using Patella.Tests.Platform;

namespace Patella.Tests.Service.Connectors;

public class MailPostTests
{
    private static async Task<MailWorld> WithAnswer(StoreKind kind, FakeSmtp smtp)
    {
        var mail = await MailWorld.Create(kind, smtp.Port);
        await mail.Keep(1, "From: Li <li@example.com>\nMessage-ID: <1@example.com>\nSubject: lamp\n\nIt is broken.\n.leading dot");
        await mail.Read();
        await mail.World.Write(async transaction =>
        {
            await mail.World.Get<MailStore>().Join(transaction, (await mail.World.Get<MailStore>().Find(transaction, (await mail.Find(1))!.Id))!, "c1", "p1");
            Assert.True(await mail.World.Get<OutgoingMails>().Reply(transaction, new MailReply("a1", "c1", "p1", "We send a new one.\n.and a dot", [], "Agent", "en")));
        });
        return mail;
    }

    private static Task Send(MailWorld mail) => mail.World.Get<MailPost>().Send(mail.Ownership, mail.World.Tenant, MailWorld.Box);

    private static async Task<OutgoingRow> Row(MailWorld mail) => (await mail.World.Read(reader => reader.One<OutgoingRow>(MailStore.Sql["FindOutgoing"], new { id = "a1" })))!;

    [Theory, OnSqlite, OnPostgres]
    public async Task What_the_server_takes_is_sent_once(StoreKind kind)
    {
        await using var smtp = new FakeSmtp();
        await using var mail = await WithAnswer(kind, smtp);
        await Send(mail);
        await Send(mail);
        Assert.Contains($"Message-ID: <{(await Row(mail)).MessageId}>", Assert.Single(smtp.Taken), StringComparison.Ordinal);
        Assert.Equal("sent", (await Row(mail)).State);
        Assert.Equal(1, await mail.Count(MailEvents.Sent));
    }

    [Theory]
    [InlineData("RCPT", "550 5.1.1 no such user", "failed")]
    [InlineData("RCPT", "450 try later", "queued")]
    [InlineData("MAIL", null, "queued")]
    [InlineData("DATA", null, "queued")]
    [InlineData("END", "554 no", "failed")]
    [InlineData("END", "451 later", "queued")]
    [InlineData("END", null, "queued")]
    public async Task Each_way_of_going_wrong_ends_in_its_own_state(string word, string? answer, string state)
    {
        await using var smtp = new FakeSmtp { Answers = said => said == word ? answer : "250 ok" };
        await using var mail = await WithAnswer(StoreKind.Sqlite, smtp);
        await Send(mail);
        var first = await Row(mail);
        Assert.Equal(state, first.State);
        Assert.NotNull(first.Problem);

        // Whatever the state, at once nothing more is sent; what waits goes out later under the same Message-ID.
        smtp.Answers = _ => "250 ok";
        var handed = smtp.Taken.Count;
        await Send(mail);
        Assert.Equal(handed, smtp.Taken.Count);
        mail.World.Clock.Now += TimeSpan.FromHours(3);
        await Send(mail);
        Assert.Equal(state == "queued" ? "sent" : state, (await Row(mail)).State);
        Assert.All(smtp.Taken, taken => Assert.Contains(first.MessageId, taken, StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_cannot_be_handed_over_for_two_days_has_failed()
    {
        await using var smtp = new FakeSmtp { Answers = said => said == "RCPT" ? "450 later" : "250 ok" };
        await using var mail = await WithAnswer(StoreKind.Sqlite, smtp);
        for (var hour = 0; hour < 60 && (await Row(mail)).State == "queued"; hour++)
        {
            await Send(mail);
            mail.World.Clock.Now += TimeSpan.FromHours(1);
        }

        Assert.Equal("failed", (await Row(mail)).State);
        Assert.Equal(1, await mail.Count(MailEvents.Failed));
    }

    [Fact]
    public async Task A_doubtful_one_is_sent_again_as_the_very_same_mail_and_after_some_times_only_by_hand()
    {
        await using var smtp = new FakeSmtp { Answers = said => said == "END" ? null : "250 ok" };
        await using var mail = await WithAnswer(StoreKind.Sqlite, smtp);
        for (var minute = 0; minute < 10; minute++)
        {
            await Send(mail);
            mail.World.Clock.Now += TimeSpan.FromMinutes(1);
        }

        Assert.Equal("unknown", (await Row(mail)).State);
        Assert.Equal((OutgoingMails.MostDoubts, 1), (smtp.Taken.Count, await mail.Count(MailEvents.Unknown)));
        smtp.Answers = _ => "250 ok";
        Assert.True((await mail.World.Get<MailDesk>().Resend(mail.World.Staff(), "a1")).Succeeded);
        await Send(mail);
        Assert.Equal("sent", (await Row(mail)).State);
        Assert.Equal(OutgoingMails.MostDoubts + 1, smtp.Taken.Count);
        Assert.Single(smtp.Taken.Distinct());
    }

    [Fact]
    public void No_word_of_a_stranger_becomes_a_field()
    {
        var row = new OutgoingRow { Id = "a", Address = "li@example.com", Name = "Li\r\nBcc: all@example.com", Subject = "s\r\nX-Evil: yes\u2028" + new string('长', 200), Body = "x", MessageId = "m@x", InReplyTo = "i@x\r\nX-Evil: 1" };
        var box = new MailboxRow { Id = "b", Address = "support@patella.test", DisplayName = "Support\nX-Evil: 2", PlusAddresses = 1 };
        var text = System.Text.Encoding.ASCII.GetString(MailComposer.Write(new MailDraft(row, box, new string('a', 32), "mark", null, [], 0)));
        var head = Patella.Service.Connectors.Mail.Mime.MimeReader.Read(System.Text.Encoding.ASCII.GetBytes(text)).Header;
        Assert.False(head.Has("X-Evil") || head.Has("Bcc"));
        Assert.All(text.Split("\r\n"), line => Assert.True(line.Length <= 998, line));
    }
}
