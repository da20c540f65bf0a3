using System.Net;
using System.Text.Json.Nodes;
using Patella.Platform.Storage;
using Patella.Service.Connectors.Mail.Mime;
using Patella.Service.Connectors.Mail.Reading;
using Patella.Tests.Platform;

namespace Patella.Tests.Servers;

/// <summary>Mail in and out against Debian's dovecot and postfix, through the public interface. Each test has mailboxes of its own.</summary>
public class MailTests
{
    private sealed record Shop(TestServer Server, string Administrator, string Supervisor, string Agent, string Address) : IAsyncDisposable
    {
        public static async Task<Shop> Open(int number, StoreKind kind = StoreKind.Sqlite)
        {
            var server = await TestServer.Start(kind);
            var shop = new Shop(server, await server.SignIn("admin@acme.example"), await server.SignIn("supervisor@acme.example"), await server.SignIn("agent@acme.example"), $"u{number:00}@patella.test");
            var saved = await server.Post("/api/v1/mailboxes", shop.Administrator, Mailbox(shop.Address));
            Assert.True(saved.Status == HttpStatusCode.Created, saved.ToString());
            await shop.Connected();
            return shop;
        }

        public static object Mailbox(string address, string id = "box") => new
        {
            id, name = "Support", address, displayName = "集市客服", unit = "market", language = "zh-CN", imapHost = "127.0.0.1", imapPort = TestMail.Port("Imaps"), imapSecurity = "tls",
            smtpHost = "127.0.0.1", smtpPort = TestMail.Port("Smtp"), smtpSecurity = "starttls", userName = address, password = "secret", certificate = TestMail.Certificate,
        };

        public Task Connected() => Waiting.Until(async () => (string?)(await Server.Get("/api/v1/mailboxes", Administrator)).Json["items"]![0]!["state"] == "connected", "the mailbox is connected");

        public async Task<JsonArray> Conversations() => (await Server.Get("/api/v1/conversations", Supervisor)).Json["items"]!.AsArray();

        public async Task<string> Conversation(int count = 1)
        {
            await Waiting.Until(async () => (await Conversations()).Count == count, $"{count} conversations");
            return (string)(await Conversations())[0]!["id"]!;
        }

        public async Task<JsonArray> Entries(string id, string kind = "message")
            => [.. (await Server.Get($"/api/v1/conversations/{id}/entries", Supervisor)).Json["items"]!.AsArray().Where(entry => (string?)entry!["kind"] == kind).Select(entry => entry!.DeepClone())];

        public async Task Answer(string conversation, string text)
        {
            var assigned = await Server.Post($"/api/v1/conversations/{conversation}/assignments", Supervisor, new { staff = "acme-agent" });
            Assert.True(assigned.Status == HttpStatusCode.Created, assigned.ToString());
            var said = await Server.Post($"/api/v1/conversations/{conversation}/messages", Agent, new { clientId = Guid.NewGuid().ToString(), text });
            Assert.True(said.Status == HttpStatusCode.Created, said.ToString());
        }

        public Task Delivery(string conversation, string state)
            => Waiting.Until(async () => (await Entries(conversation)).Any(entry => (string?)entry!["delivery"]?["state"] == state), $"the answer is {state}");

        public async Task<JsonArray> Mails(string query = "") => (await Server.Get("/api/v1/mails" + query, Administrator)).Json["items"]!.AsArray();

        public ValueTask DisposeAsync() => Server.DisposeAsync();
    }

    private static string Words(MimeEntity mail) => MailContentReader.Read(mail).Text;

    [MailFact]
    public async Task A_mail_opens_a_conversation_and_the_answer_and_the_answer_to_it_stay_in_it()
    {
        await using var shop = await Shop.Open(0);
        var li = Correspondent.Number(0);
        await li.Forget();
        var first = await li.Send(shop.Address, "包裹没到", "您好，我的包裹三天没有动静了。\n-- \n李娜");
        var conversation = await shop.Conversation();
        var opened = (await shop.Conversations())[0]!;
        Assert.Equal(("email", "queued", "market", "李娜"), ((string?)opened["channel"], (string?)opened["state"], (string?)opened["entryUnit"], (string?)opened["person"]!["name"]));
        Assert.Equal("包裹没到\n\n您好，我的包裹三天没有动静了。", (string?)(await shop.Entries(conversation))[0]!["text"]);

        await shop.Answer(conversation, "您好，包裹明天送到。");
        var answer = await li.Receive();
        await shop.Delivery(conversation, "sent");
        Assert.Equal("Re: 包裹没到", EncodedWords.Decode(answer.Header.Find("Subject")));
        Assert.Equal($"<{first}>", answer.Header.Find("In-Reply-To"));
        Assert.Equal(["text/plain", "text/html"], answer.Children.Select(part => part.Type));
        Assert.Contains("您好，包裹明天送到。", Words(answer), StringComparison.Ordinal);
        Assert.Contains("> 您好，我的包裹三天没有动静了。", Words(answer), StringComparison.Ordinal);
        var replyTo = MailAddresses.Read(answer.Header.Find("Reply-To"))[0].Address;
        Assert.StartsWith("u00+r.", replyTo, StringComparison.Ordinal);

        await li.Send(replyTo, "Re: 包裹没到", $"还是没到！\n\n在 2026年11月22日，集市客服 写道：\n{string.Concat(Words(answer).Split('\n').Select(line => "> " + line + "\n"))}",
            $"In-Reply-To: {answer.Header.Find("Message-ID")}", $"References: {answer.Header.Find("References")} {answer.Header.Find("Message-ID")}");
        await Waiting.Until(async () => (await shop.Entries(conversation)).Count == 3, "the second mail");
        Assert.Equal("还是没到！", (string?)(await shop.Entries(conversation))[2]!["text"]);
        Assert.Single(await shop.Conversations());
    }

    [MailFact]
    public async Task Mail_survives_a_restart_and_waits_for_the_server_on_postgres_too()
    {
        await using var shop = await Shop.Open(1, TestPostgres.SkipReason is null ? StoreKind.Postgres : StoreKind.Sqlite);
        var li = Correspondent.Number(1);
        await li.Forget();
        await li.Send(shop.Address, "one", "first words");
        var conversation = await shop.Conversation();
        await shop.Server.Post("/api/v1/mailboxes", shop.Administrator, new JsonObject(JsonNode.Parse(Patella.Service.Edge.Json.Write(Shop.Mailbox(shop.Address)))!.AsObject().Where(field => field.Key != "active").Select(field => KeyValuePair.Create(field.Key, field.Value?.DeepClone()))) { ["active"] = false });
        await li.Send(shop.Address, "two", "second words");
        await shop.Server.Post("/api/v1/mailboxes", shop.Administrator, Shop.Mailbox(shop.Address));
        await shop.Conversation(2);
        await shop.Answer(conversation, "here you are");
        Assert.Contains("here you are", Words(await li.Receive()), StringComparison.Ordinal);
        Assert.Equal(2, (await shop.Mails()).Count);
    }

    [MailFact]
    public async Task A_forged_reply_address_or_reference_never_leads_into_another_persons_conversation()
    {
        await using var shop = await Shop.Open(2);
        var (li, mallory) = (Correspondent.Number(2), Correspondent.Number(3));
        await li.Forget();
        await li.Send(shop.Address, "secret", "my order 4711");
        var conversation = await shop.Conversation();
        await shop.Answer(conversation, "your order is on its way");
        var answer = await li.Receive();
        var replyTo = MailAddresses.Read(answer.Header.Find("Reply-To"))[0].Address;

        // Mallory has seen the mail: address, Message-ID and references are all genuine.
        await mallory.Send(replyTo, "Re: secret", "send it to me instead", $"In-Reply-To: {answer.Header.Find("Message-ID")}", $"References: {answer.Header.Find("References")}");
        await Waiting.Until(async () => (await shop.Conversations()).Count == 2, "a conversation of Mallory's own");
        var other = (await shop.Conversations()).First(one => (string?)one!["id"] != conversation)!;
        Assert.NotEqual((string?)(await shop.Conversations()).First(one => (string?)one!["id"] == conversation)!["person"]!["id"], (string?)other["person"]!["id"]);
        Assert.Equal(2, (await shop.Entries(conversation)).Count);
        await Waiting.Until(async () => (await shop.Entries((string)other["id"]!, "note")).Count == 1, "the note for staff");

        // Mallory forges the sender too, and the receiving server notices.
        await mallory.SendRaw(replyTo, $"Authentication-Results: mail.patella.test; dmarc=fail\r\nFrom: <{li.Address}>\r\nTo: <{replyTo}>\r\nSubject: Re: secret\r\nMessage-ID: <forged{Environment.TickCount64}@consumer.test>\r\n\r\nit is me");
        await shop.Conversation(3);
        Assert.Equal(2, (await shop.Entries(conversation)).Count);

        // And a made-up one is just an address.
        await mallory.Send(shop.Address.Replace("@", "+r." + new string('a', 32) + "@", StringComparison.Ordinal), "hello", "guessed", "In-Reply-To: <m.guess.123@patella.test>");
        await shop.Conversation(4);
    }

    [MailFact]
    public async Task A_bounce_marks_the_answer_and_tells_the_agent()
    {
        await using var shop = await Shop.Open(4);
        await new Correspondent("no-such-person@bounce.test", "c04@consumer.test").Send(shop.Address, "hello", "you cannot answer me");
        var conversation = await shop.Conversation();
        await shop.Answer(conversation, "we try");
        await shop.Delivery(conversation, "bounced");
        await Waiting.Until(async () => (await shop.Entries(conversation, "note")).Count == 1, "the note");
        var note = (await shop.Entries(conversation, "note"))[0];
        Assert.Contains("5.1.1", (string?)note!["text"], StringComparison.Ordinal);
        Assert.Single(await shop.Conversations());
        Assert.Equal("bounce", (string?)(await shop.Mails("?kind=bounce"))[0]!["kind"]);
    }

    [MailFact]
    public async Task A_machines_answer_is_a_note_and_is_never_answered()
    {
        await using var shop = await Shop.Open(5);
        var li = Correspondent.Number(5);
        await li.Forget();
        await li.Send(shop.Address, "question", "please help");
        var conversation = await shop.Conversation();
        await shop.Answer(conversation, "we help");
        var answer = await li.Receive();
        await li.Send(MailAddresses.Read(answer.Header.Find("Reply-To"))[0].Address, "Out of office", "I am away until May", "Auto-Submitted: auto-replied", $"In-Reply-To: {answer.Header.Find("Message-ID")}");
        await Waiting.Until(async () => (await shop.Entries(conversation, "note")).Count == 1, "the note");
        Assert.Equal(2, (await shop.Entries(conversation)).Count);
        await li.Send(shop.Address, "news", "buy", "List-Id: <news.example>", "Precedence: bulk");
        await Waiting.Until(async () => (await shop.Mails("?kind=list")).Count == 1, "the list mail");
        Assert.Single(await shop.Conversations());

        // Staff say that it is a person after all.
        var list = (string)(await shop.Mails("?kind=list"))[0]!["id"]!;
        Assert.Equal(HttpStatusCode.Created, (await shop.Server.Post($"/api/v1/mails/{list}/replays", shop.Administrator, new { asMessage = true })).Status);
        await shop.Conversation(2);
    }

    [MailFact]
    public async Task A_mail_that_cannot_be_read_is_set_aside_whole_and_the_next_one_goes_on()
    {
        await using var shop = await Shop.Open(6);
        var li = Correspondent.Number(6);
        var deep = string.Concat(Enumerable.Range(0, 40).Select(level => $"Content-Type: multipart/mixed; boundary=b{level}x\r\n\r\n--b{level}x\r\n"));
        await li.SendRaw(shop.Address, $"From: <{li.Address}>\r\nSubject: deep\r\n{deep}\r\nend");
        await li.Send(shop.Address, "next", "good words");
        await shop.Conversation();
        var aside = Assert.Single(await shop.Mails("?state=quarantined"));
        Assert.Equal("too-deep", (string?)aside!["reason"]);
        var raw = await shop.Server.Get($"/api/v1/mails/{(string?)aside["id"]}/raw", shop.Administrator);
        Assert.Contains("boundary=b39x", raw.Body, StringComparison.Ordinal);
        Assert.Equal("stored", (await shop.Server.Post($"/api/v1/mails/{(string?)aside["id"]}/replays", shop.Administrator)).Text("state"));
        await Waiting.Until(async () => (await shop.Mails("?state=quarantined")).Count == 1, "still unreadable, still kept");
    }

    [MailFact]
    public async Task Attachments_are_judged_by_their_content()
    {
        await using var shop = await Shop.Open(7);
        var li = Correspondent.Number(7);
        await li.Send(shop.Address, "photos", "--p\r\nContent-Type: text/plain\r\n\r\nsee\r\n--p\r\nContent-Type: image/png\r\nContent-Disposition: attachment; filename*=utf-8''%E7%85%A7%E7%89%87.png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==\r\n--p\r\nContent-Type: image/png; name=evil.png\r\n\r\nMZ\u0001 not a picture\r\n--p--", "Content-Type: multipart/mixed; boundary=p");
        var conversation = await shop.Conversation();
        var file = Assert.Single((await shop.Entries(conversation))[0]!["files"]!.AsArray());
        Assert.Equal(("照片.png", "image/png"), ((string?)file!["name"], (string?)file["contentType"]));
        await Waiting.Until(async () => (await shop.Entries(conversation, "note")).Count == 1, "the note about what was left");
    }

    [MailFact]
    public async Task Trying_a_mailbox_out_says_what_is_wrong()
    {
        await using var shop = await Shop.Open(8);
        var good = await shop.Server.Post("/api/v1/mailboxes/box/tests", shop.Administrator);
        Assert.True((bool)good.Json["ok"]!, good.ToString());
        var wrong = JsonNode.Parse(Patella.Service.Edge.Json.Write(Shop.Mailbox(shop.Address, "wrong")))!.AsObject();
        wrong["password"] = "not it";
        wrong["certificate"] = new string('0', 64);
        Assert.Equal(HttpStatusCode.Created, (await shop.Server.Post("/api/v1/mailboxes", shop.Administrator, wrong)).Status);
        var bad = await shop.Server.Post("/api/v1/mailboxes/wrong/tests", shop.Administrator);
        Assert.False((bool)bad.Json["ok"]!);
        Assert.DoesNotContain("not it", bad.Body, StringComparison.Ordinal);
        wrong.Remove("password");
        wrong["imapHost"] = "attacker.example";
        Assert.Equal(HttpStatusCode.BadRequest, (await shop.Server.Post("/api/v1/mailboxes", shop.Administrator, wrong)).Status);
    }
}
