using System.Net;
using System.Text.Json.Nodes;
using Patella.Platform.Storage;
using Patella.Tests.Platform;

namespace Patella.Tests.Servers;

public class ConversationTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task A_contact_of_one_unit_is_answered_rated_and_counted(StoreKind kind)
    {
        await using var server = await TestServer.Start(kind);
        var consumer = await server.Visit();
        var agent = await server.SignIn("agent@acme.example");
        var conversation = (string)(await server.Post("/api/v1/conversations", consumer, new { entryUnit = "market", message = new { clientId = "m1", text = "我要找人工" } })).Json["id"]!;
        await server.Send(HttpMethod.Put, "/api/v1/presence", agent, new { state = "available" });

        var offer = await Offer(server, agent);
        Assert.Equal(conversation, (string)offer["conversation"]!["id"]!);
        Assert.Equal(HttpStatusCode.Created, (await server.Post($"/api/v1/offers/{offer["id"]}/acceptances", agent)).Status);
        Assert.Equal(HttpStatusCode.Created, (await server.Post($"/api/v1/conversations/{conversation}/messages", agent, new { clientId = "a1", text = "您的包裹今天18点前送到。" })).Status);
        Assert.Equal(HttpStatusCode.Created, (await server.Post($"/api/v1/conversations/{conversation}/ratings", consumer, new { satisfied = 5, solved = true })).Status);
        Assert.Equal("closed", (string)(await server.Post($"/api/v1/conversations/{conversation}/closures", agent)).Json["state"]!);

        var supervisor = await server.SignIn("supervisor@acme.example");
        await Waiting.Until(async () => (long)(await server.Get("/api/v1/board", supervisor)).Json["figures"]!["today"]!["gotPerson"]! == 1, "the board's count of one who got a person");
        var today = (await server.Get("/api/v1/board", supervisor)).Json["figures"]!["today"]!;
        Assert.Equal((1, 1, 1, 1), ((long)today["offered"]!, (long)today["pickedUp"]!, (long)today["replied"]!, (long)today["askedForPerson"]!));
        var behind = (await server.Get("/api/v1/board/conversations?figure=got-person&window=today", supervisor)).Json["items"]!.AsArray();
        Assert.Equal(conversation, (string)behind[0]!["id"]!);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task The_same_message_sent_again_is_the_same_entry(StoreKind kind)
    {
        await using var server = await TestServer.Start(kind);
        var (consumer, conversation) = await Begin(server, "你好");
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => server.Post($"/api/v1/conversations/{conversation}/messages", consumer, new { clientId = "twice", text = "还在吗" })));
        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.Created, answer.Status));
        Assert.Single(answers.Select(answer => (long)answer.Json["sequence"]!).Distinct());
        Assert.Single(await Texts(server, conversation, consumer), text => text == "还在吗");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Sequences_stay_gapless_when_many_speak_at_once(StoreKind kind)
    {
        await using var server = await TestServer.Start(kind);
        var (consumer, conversation) = await Begin(server, "你好");
        await using var page = await LivePage.Open(server, consumer);
        await page.Send(new { type = "subscribe", topic = "conversation", id = conversation, after = 0 });
        await Task.WhenAll(Enumerable.Range(0, 60).Select(number => number % 2 == 0
            ? server.Post($"/api/v1/conversations/{conversation}/messages", consumer, new { clientId = $"n{number}", text = $"第{number}句" })
            : page.Send(new { type = "send", conversation, clientId = $"n{number}", text = $"第{number}句" }).ContinueWith(_ => new Answer(HttpStatusCode.Created, null, "", new Dictionary<string, string>()), TaskScheduler.Default)));
        await Waiting.Until(() => page.OfType("accepted").Count() == 30, "thirty acceptances over the channel");
        var entries = await Entries(server, conversation, consumer);
        Assert.Equal(Enumerable.Range(1, entries.Count).Select(number => (long)number), entries.Select(entry => (long)entry["sequence"]!));
        await Waiting.Until(() => page.Sequences(conversation).Count >= entries.Count, "all entries on the page");
        Assert.Equal(Enumerable.Range(1, page.Sequences(conversation).Count).Select(number => (long)number), page.Sequences(conversation));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_page_resumes_from_the_last_number_it_saw(StoreKind kind)
    {
        await using var server = await TestServer.Start(kind);
        var (consumer, conversation) = await Begin(server, "一");
        foreach (var (text, number) in new[] { ("二", 2), ("三", 3), ("四", 4) })
        {
            Assert.Equal(HttpStatusCode.Created, (await server.Post($"/api/v1/conversations/{conversation}/messages", consumer, new { clientId = "c" + number, text })).Status);
        }

        await using var page = await LivePage.Open(server, consumer);
        await page.Send(new { type = "subscribe", topic = "conversation", id = conversation, after = 3 });
        await page.Wait("entry", message => (string?)message["entry"]!["text"] == "四");
        Assert.DoesNotContain(page.Sequences(conversation), sequence => sequence <= 3);
        await page.Send(new { type = "subscribe", topic = "conversation", id = conversation, after = 9_999 });
        Assert.Equal("invalid", (string)(await page.Wait("refused"))["problem"]!["code"]!);
    }

    [Fact]
    public async Task Notes_fill_their_number_but_are_never_shown_to_the_consumer()
    {
        await using var server = await TestServer.Start(StoreKind.Sqlite);
        var (consumer, conversation) = await Begin(server, "你好");
        var supervisor = await server.SignIn("supervisor@acme.example");
        await using var page = await LivePage.Open(server, consumer);
        await page.Send(new { type = "subscribe", topic = "conversation", id = conversation, after = 0 });
        Assert.Equal(HttpStatusCode.Created, (await server.Post($"/api/v1/conversations/{conversation}/notes", supervisor, new { clientId = "note", text = "内部备注 secret" })).Status);
        await page.Wait("entry", message => (string?)message["entry"]!["event"] == "hidden");
        Assert.DoesNotContain(page.Received, message => message.ToJsonString().Contains("secret", StringComparison.Ordinal));
        Assert.DoesNotContain(await Entries(server, conversation, consumer), entry => entry.ToJsonString().Contains("secret", StringComparison.Ordinal));
        Assert.Contains(await Entries(server, conversation, supervisor), entry => (string?)entry["text"] == "内部备注 secret");
    }

    [Fact]
    public async Task Nobody_reads_or_writes_in_somebody_elses_conversation()
    {
        await using var server = await TestServer.Start(StoreKind.Sqlite);
        var (_, conversation) = await Begin(server, "我的秘密");
        foreach (var stranger in new[] { await server.Visit(), await server.Visit("rival"), await server.SignIn("supervisor@rival.example", "rival"), await server.SignIn("merchant@acme.example") })
        {
            Assert.Contains((await server.Get($"/api/v1/conversations/{conversation}", stranger)).Status, new[] { HttpStatusCode.NotFound, HttpStatusCode.Forbidden });
            Assert.Contains((await server.Get($"/api/v1/conversations/{conversation}/entries", stranger)).Status, new[] { HttpStatusCode.NotFound, HttpStatusCode.Forbidden });
            Assert.Contains((await server.Post($"/api/v1/conversations/{conversation}/messages", stranger, new { clientId = "x", text = "x" })).Status, new[] { HttpStatusCode.NotFound, HttpStatusCode.Forbidden });
            await using var page = await LivePage.Open(server, stranger);
            await page.Send(new { type = "subscribe", topic = "conversation", id = conversation, after = 0 });
            Assert.Equal("not-found", (string)(await page.Wait("refused"))["problem"]!["code"]!);
        }
    }

    [Fact]
    public async Task A_person_asked_for_is_not_answered_by_the_bot_any_more()
    {
        await using var server = await TestServer.Start(StoreKind.Sqlite);
        var (consumer, conversation) = await Begin(server, "你好");
        Assert.Equal("queued", (string)(await server.Post($"/api/v1/conversations/{conversation}/person-requests", consumer, new { clientId = "p" })).Json["state"]!);
        await server.Post($"/api/v1/conversations/{conversation}/messages", consumer, new { clientId = "q", text = "怎么退货" });
        await server.Post($"/api/v1/conversations/{conversation}/messages", consumer, new { clientId = "r", text = "在吗" });
        // The bot's answer to a later conversation shows that it has read past this one.
        var (other, second) = await Begin(server, "怎么退货");
        await Waiting.Until(async () => (await Entries(server, second, other)).Any(entry => (string)entry["author"]!["party"]! == "bot"), "the bot's answer elsewhere");
        Assert.DoesNotContain((await Entries(server, conversation, consumer)).SkipWhile(entry => (string)entry["event"]! != "person-requested"), entry => (string)entry["author"]!["party"]! == "bot");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task What_was_said_can_be_found_by_staff_and_by_nobody_else(StoreKind kind)
    {
        await using var server = await TestServer.Start(kind);
        var (_, conversation) = await Begin(server, "紫砂茶壶裂了一道缝");
        var agent = await server.SignIn("agent@acme.example");
        await Waiting.Until(async () => (await server.Get("/api/v1/search?q=" + Uri.EscapeDataString("紫砂茶壶"), agent)).Json["items"]!.AsArray().Any(item => (string)item!["id"]! == conversation), "the conversation among what is found");
        var rival = await server.SignIn("agent@rival.example", "rival");
        Assert.Empty((await server.Get("/api/v1/search?q=" + Uri.EscapeDataString("紫砂茶壶"), rival)).Json["items"]!.AsArray());
    }

    [Fact]
    public async Task A_contact_that_is_handed_on_is_not_offered_back_while_somebody_else_could_come()
    {
        await using var server = await TestServer.Start(StoreKind.Sqlite);
        var (consumer, conversation) = await Begin(server, "你好");
        await server.Post($"/api/v1/conversations/{conversation}/person-requests", consumer, new { clientId = "p" });
        var (agent, supervisor) = (await server.SignIn("agent@acme.example"), await server.SignIn("supervisor@acme.example"));
        await server.Send(HttpMethod.Put, "/api/v1/presence", agent, new { state = "available" });
        var offer = await Offer(server, agent);
        await server.Post($"/api/v1/offers/{offer["id"]}/acceptances", agent);
        await server.Send(HttpMethod.Put, "/api/v1/presence", supervisor, new { state = "available" });
        Assert.Equal("queued", (string)(await server.Post($"/api/v1/conversations/{conversation}/transfers", agent, new { clientId = "t", unit = "market", reason = "somebody who knows more" })).Json["state"]!);
        Assert.Equal(conversation, (string)(await Offer(server, supervisor))["conversation"]!["id"]!);
        Assert.Empty((await server.Get("/api/v1/inbox", agent)).Json["offers"]!.AsArray());
    }

    [Fact]
    public async Task An_anonymous_visitors_conversation_goes_along_when_they_sign_in()
    {
        await using var server = await TestServer.Start(StoreKind.Sqlite);
        var (visitor, conversation) = await Begin(server, "我是游客");
        var signedIn = await server.Post("/api/v1/visitor-sessions", null, new { tenant = "acme", previous = visitor, token = ConsumerJwt.Make("acme", "buyer-7", "小林") });
        Assert.Equal(HttpStatusCode.Created, signedIn.Status);
        Assert.False((bool)signedIn.Json["consumer"]!["anonymous"]!);
        var entries = await Entries(server, conversation, signedIn.Text("token"));
        Assert.Contains(entries, entry => (string?)entry["text"] == "我是游客");
    }

    [Fact]
    public async Task Greetings_and_canned_texts_count_as_no_reply()
    {
        Assert.False(Patella.Service.Conversations.Usefulness.Of("您好，请稍等。", false, 0));
        Assert.False(Patella.Service.Conversations.Usefulness.Of("Hello! One moment please.", false, 0));
        Assert.False(Patella.Service.Conversations.Usefulness.Of("任何内容", canned: true, 0));
        Assert.True(Patella.Service.Conversations.Usefulness.Of("您好，您的包裹已经到长沙了。", false, 0));
        Assert.True(Patella.Service.Conversations.Usefulness.Of(null, false, files: 1));
        await Task.CompletedTask;
    }

    [Theory]
    [InlineData("{", "malformed-json")]
    [InlineData("{\"clientId\":5,\"text\":\"x\"}", "malformed-json")]
    [InlineData("{\"text\":\"no id\"}", "invalid")]
    [InlineData("{\"clientId\":\"a b\",\"text\":\"x\"}", "invalid")]
    [InlineData("{\"clientId\":\"ok\",\"text\":\"   \"}", "invalid")]
    [InlineData("{\"clientId\":\"ok\",\"text\":\"null\\u0000byte\"}", "invalid")]
    [InlineData("{\"clientId\":\"ok\",\"text\":\"x\",\"files\":[\"no-such-file\"]}", "invalid")]
    public async Task A_malformed_message_is_refused_with_a_code_and_changes_nothing(string body, string code)
    {
        await using var server = await TestServer.Start(StoreKind.Sqlite);
        var (consumer, conversation) = await Begin(server, "你好");
        var before = (await Entries(server, conversation, consumer)).Count(entry => (string)entry["author"]!["party"]! == "consumer");
        var answer = await server.Send(HttpMethod.Post, $"/api/v1/conversations/{conversation}/messages", consumer, new StringContent(body, System.Text.Encoding.UTF8, "application/json"));
        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal(code, answer.Code);
        Assert.NotEmpty(answer.Json["errors"]!.AsArray());
        Assert.Equal(before, (await Entries(server, conversation, consumer)).Count(entry => (string)entry["author"]!["party"]! == "consumer"));
    }

    [Fact]
    public async Task Hostile_texts_come_back_as_they_were_sent()
    {
        await using var server = await TestServer.Start(StoreKind.Sqlite);
        var (consumer, conversation) = await Begin(server, "你好");
        string[] texts = ["<script>alert(1)</script>", "'; drop table conversation; --", "\u202Etxet desrever\u202C", "zero\u200Bwidth\u200D", "مرحبا بالعالم", "👩‍👩‍👧‍👦🏳️‍🌈", "ﷺ", new string('字', 4_000), "{{7*7}} ${7*7} %s %n", "\\u0000 \\x00"];
        for (var index = 0; index < texts.Length; index++)
        {
            Assert.Equal(HttpStatusCode.Created, (await server.Post($"/api/v1/conversations/{conversation}/messages", consumer, new { clientId = "h" + index, text = texts[index] })).Status);
        }

        var kept = await Texts(server, conversation, consumer);
        Assert.All(texts, text => Assert.Contains(text, kept));
        var tooLong = await server.Post($"/api/v1/conversations/{conversation}/messages", consumer, new { clientId = "long", text = new string('x', 1 << 20) });
        Assert.Equal("invalid", tooLong.Code);
    }

    internal static async Task<JsonNode> Offer(TestServer server, string agent)
    {
        JsonNode? offer = null;
        await Waiting.Until(async () => (offer = (await server.Get("/api/v1/inbox", agent)).Json["offers"]!.AsArray().FirstOrDefault()) is not null, "an offer");
        return offer!;
    }

    internal static async Task<(string Consumer, string Conversation)> Begin(TestServer server, string text, string unit = "market", string? appVersion = null)
    {
        var consumer = await server.Visit();
        var opened = await server.Post("/api/v1/conversations", consumer, new { entryUnit = unit, appVersion, message = new { clientId = "first", text } });
        Assert.True(opened.Status == HttpStatusCode.Created, opened.ToString());
        return (consumer, opened.Text("id"));
    }

    internal static async Task<List<JsonNode>> Entries(TestServer server, string conversation, string token)
        => (await server.Get($"/api/v1/conversations/{conversation}/entries?limit=200", token)).Json["items"]!.AsArray().Select(entry => entry!).ToList();

    private static async Task<List<string?>> Texts(TestServer server, string conversation, string token)
        => (await Entries(server, conversation, token)).Select(entry => (string?)entry["text"]).ToList();
}
