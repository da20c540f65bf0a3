using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Patella.Platform.Identifiers;
using Patella.Platform.Storage;
using Patella.Platform.Timeline;
using Patella.Service.Conversations.Desk;
using Patella.Tests.Platform;

namespace Patella.Tests.Servers;

/// <summary>What an agent does with a conversation beside speaking: once, twice, too late, by the wrong person, from another tenant.</summary>
public class DeskTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task A_mention_calls_for_the_one_mentioned_once_and_for_nobody_else(StoreKind kind)
    {
        await using var server = await TestServer.Start(kind);
        var (consumer, conversation) = await ConversationTests.Begin(server, "你好");
        var (agent, supervisor) = (await server.SignIn("agent@acme.example"), await server.SignIn("supervisor@acme.example"));
        await using var page = await LivePage.Open(server, supervisor);
        await page.Send(new { type = "subscribe", topic = "desk" });
        await page.Wait("desk", message => (long)message["unread"]! == 0);
        for (var time = 0; time < 2; time++)
        {
            var note = await server.Post($"/api/v1/conversations/{conversation}/notes", agent, new { clientId = "n1", text = "请何督导看一下", mentions = new[] { "acme-supervisor" } });
            Assert.True(note.Status == HttpStatusCode.Created, note.ToString());
        }

        await page.Wait("desk", message => (long)message["unread"]! == 1);
        var item = Assert.Single((await server.Get("/api/v1/desk-items", supervisor)).Json["items"]!.AsArray());
        Assert.Equal(("mention", "请何督导看一下", conversation), ((string)item!["kind"]!, (string)item["text"]!, (string)item["conversation"]!));
        Assert.Equal(0, (long)(await server.Get("/api/v1/desk-items", agent)).Json["unread"]!);
        Assert.DoesNotContain(await ConversationTests.Entries(server, conversation, consumer), entry => entry.ToJsonString().Contains("督导", StringComparison.Ordinal));
        Assert.Equal(0, (long)(await server.Post("/api/v1/desk-items/reads", supervisor, new { conversation })).Json["unread"]!);
        await page.Wait("desk", message => (long)message["unread"]! == 0 && page.OfType("desk").Count() > 2);
        var nobody = await server.Post($"/api/v1/conversations/{conversation}/notes", agent, new { clientId = "n2", text = "hello", mentions = new[] { "rival-agent" } });
        Assert.Equal(HttpStatusCode.BadRequest, nobody.Status);
        Assert.Contains("rival-agent", nobody.Body, StringComparison.Ordinal);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_note_is_changed_and_withdrawn_by_its_author_alone_and_never_shown_to_the_consumer(StoreKind kind)
    {
        await using var server = await TestServer.Start(kind);
        var (consumer, conversation) = await ConversationTests.Begin(server, "你好");
        var (agent, supervisor) = (await server.SignIn("agent@acme.example"), await server.SignIn("supervisor@acme.example"));
        var note = (long)(await server.Post($"/api/v1/conversations/{conversation}/notes", agent, new { clientId = "n", text = "内部一" })).Json["sequence"]!;
        var path = $"/api/v1/conversations/{conversation}/notes/{note}/changes";
        var changed = await server.Post(path, agent, new { clientId = "c1", text = "内部二" });
        Assert.Equal("note-changed", changed.Text("event"));
        Assert.Equal((long)changed.Json["sequence"]!, (long)(await server.Post(path, agent, new { clientId = "c1", text = "内部二" })).Json["sequence"]!);
        Assert.Equal("not-found", (await server.Post(path, supervisor, new { clientId = "c2", text = "别人的" })).Code);
        Assert.Equal("not-found", (await server.Post(path.Replace($"/{note}/", "/1/", StringComparison.Ordinal), agent, new { clientId = "c3", text = "不是备注" })).Code);
        Assert.Equal("note-withdrawn", (await server.Post(path, agent, new { clientId = "c4" })).Text("event"));
        var seen = await ConversationTests.Entries(server, conversation, consumer);
        Assert.DoesNotContain(seen, entry => entry.ToJsonString().Contains("内部", StringComparison.Ordinal));
        Assert.Equal(Enumerable.Range(1, seen.Count).Select(number => (long)number), seen.Select(entry => (long)entry["sequence"]!));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Tags_are_put_on_and_taken_off_once_and_only_those_there_are(StoreKind kind)
    {
        await using var server = await TestServer.Start(kind);
        var (_, conversation) = await ConversationTests.Begin(server, "你好");
        var (agent, supervisor) = (await server.SignIn("agent@acme.example"), await server.SignIn("supervisor@acme.example"));
        Assert.Equal(HttpStatusCode.Created, (await server.Post("/api/v1/tags", supervisor, new { id = "damaged", name = "破损", colour = "red" })).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await server.Post("/api/v1/tags", agent, new { id = "own", name = "own" })).Status);
        var path = $"/api/v1/conversations/{conversation}/tags";
        var first = await server.Post(path, agent, new { clientId = "t1", add = new[] { "damaged" } });
        Assert.Equal(["damaged"], Words(first.Json["tags"]!));
        var count = (await ConversationTests.Entries(server, conversation, agent)).Count;
        Assert.Equal(["damaged"], Words((await server.Post(path, agent, new { clientId = "t1", add = new[] { "damaged" } })).Json["tags"]!));
        Assert.Equal(count, (await ConversationTests.Entries(server, conversation, agent)).Count);
        Assert.Contains("no-such", (await server.Post(path, agent, new { clientId = "t2", add = new[] { "no-such" } })).Body, StringComparison.Ordinal);
        Assert.Empty(Words((await server.Post(path, agent, new { clientId = "t3", remove = new[] { "damaged" } })).Json["tags"]!));
        Assert.Equal(HttpStatusCode.NotFound, (await server.Post(path, await server.SignIn("agent@rival.example", "rival"), new { clientId = "t4", remove = new[] { "damaged" } })).Status);
        await server.Send(HttpMethod.Delete, "/api/v1/tags/damaged", supervisor);
        Assert.Equal(HttpStatusCode.BadRequest, (await server.Post(path, agent, new { clientId = "t5", add = new[] { "damaged" } })).Status);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task What_is_put_away_comes_back_at_its_time_or_when_the_consumer_speaks(StoreKind kind)
    {
        await using var server = await TestServer.Start(kind);
        var (_, timed) = await ConversationTests.Begin(server, "一");
        var (consumer, replied) = await ConversationTests.Begin(server, "二");
        var agent = await server.SignIn("agent@acme.example");
        var until = DateTimeOffset.UtcNow.AddSeconds(1.5);
        var snoozed = await server.Post($"/api/v1/conversations/{timed}/snoozes", agent, new { clientId = "s1", until, what = "问快递站" });
        Assert.True(snoozed.Status == HttpStatusCode.Created, snoozed.ToString());
        Assert.Equal("问快递站", (string)snoozed.Json["snooze"]!["what"]!);
        Assert.NotNull((await server.Post($"/api/v1/conversations/{replied}/snoozes", agent, new { clientId = "s2" })).Json["snooze"]);
        await server.Post($"/api/v1/conversations/{replied}/messages", consumer, new { clientId = "again", text = "还在吗" });
        await Waiting.Until(async () => (await server.Get("/api/v1/desk-items", agent)).Json["items"]!.AsArray().Count == 2, "both conversations back among what calls for the agent");
        var items = (await server.Get("/api/v1/desk-items", agent)).Json["items"]!.AsArray();
        Assert.All(items, item => Assert.Equal("woken", (string)item!["kind"]!));
        Assert.Equal("问快递站", (string)items.Single(item => (string)item!["conversation"]! == timed)!["text"]!);
        foreach (var conversation in new[] { timed, replied })
        {
            Assert.Null((await server.Get($"/api/v1/conversations/{conversation}/desk", agent)).Json["snooze"]);
        }

        Assert.Equal(HttpStatusCode.BadRequest, (await server.Post($"/api/v1/conversations/{timed}/snoozes", agent, new { clientId = "s3", until = DateTimeOffset.UtcNow.AddHours(-1) })).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await server.Post($"/api/v1/conversations/{timed}/snoozes", agent, new { clientId = "s4", until = DateTimeOffset.UtcNow.AddYears(3) })).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await server.Post($"/api/v1/conversations/{timed}/snoozes", agent, new { clientId = "s5", onReply = false })).Status);
    }

    [Fact]
    public async Task What_is_taken_out_by_hand_does_not_come_back_a_second_time()
    {
        await using var server = await TestServer.Start(StoreKind.Sqlite);
        var (consumer, conversation) = await ConversationTests.Begin(server, "一");
        var agent = await server.SignIn("agent@acme.example");
        await server.Post($"/api/v1/conversations/{conversation}/snoozes", agent, new { clientId = "s", until = DateTimeOffset.UtcNow.AddSeconds(1) });
        Assert.Null((await server.Post($"/api/v1/conversations/{conversation}/wakings", agent, new { clientId = "w" })).Json["snooze"]);
        Assert.Equal(HttpStatusCode.Created, (await server.Post($"/api/v1/conversations/{conversation}/wakings", agent, new { clientId = "w" })).Status);
        await server.Post($"/api/v1/conversations/{conversation}/messages", consumer, new { clientId = "more", text = "二" });
        // Another conversation's return shows that timer and follower have gone past this one.
        var (_, other) = await ConversationTests.Begin(server, "三");
        await server.Post($"/api/v1/conversations/{other}/snoozes", agent, new { clientId = "s", until = DateTimeOffset.UtcNow.AddSeconds(1.2) });
        await Waiting.Until(async () => (await server.Get("/api/v1/desk-items", agent)).Json["items"]!.AsArray().Count > 0, "the other conversation's return");
        Assert.DoesNotContain((await server.Get("/api/v1/desk-items", agent)).Json["items"]!.AsArray(), item => (string)item!["conversation"]! == conversation);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Two_conversations_of_one_person_are_merged_once_never_both_ways_and_part_again(StoreKind kind)
    {
        await using var server = await TestServer.Start(kind);
        var consumer = await server.Visit();
        var ids = new List<string>();
        foreach (var number in Enumerable.Range(0, 3))
        {
            ids.Add((await server.Post("/api/v1/conversations", consumer, new { entryUnit = "market", message = new { clientId = "m", text = "第" + number } })).Text("id"));
        }

        var (_, strangers) = await ConversationTests.Begin(server, "别人");
        var supervisor = await server.SignIn("supervisor@acme.example");
        Task<Answer> Merge(string from, string into, string clientId) => server.Post($"/api/v1/conversations/{from}/merges", supervisor, new { clientId, into });
        var merged = await Merge(ids[0], ids[1], "m1");
        Assert.Equal((HttpStatusCode.Created, ids[1]), (merged.Status, merged.Text("mergedInto")));
        Assert.Equal(HttpStatusCode.Created, (await Merge(ids[0], ids[1], "m1")).Status);
        Assert.Equal("closed", (await server.Get($"/api/v1/conversations/{ids[0]}", supervisor)).Text("state"));
        Assert.Equal(ids[0], (string)(await server.Get($"/api/v1/conversations/{ids[1]}/desk", supervisor)).Json["merged"]![0]!["conversation"]!);
        Assert.Equal("merged-already", (await Merge(ids[1], ids[0], "m2")).Code);
        Assert.Equal("merged-already", (await Merge(ids[0], ids[2], "m3")).Code);
        Assert.Equal(HttpStatusCode.BadRequest, (await Merge(ids[2], ids[2], "m4")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await Merge(ids[2], strangers, "m5")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await Merge(ids[2], "no-such", "m6")).Status);
        var parted = await server.Post($"/api/v1/conversations/{ids[0]}/partings", supervisor, new { clientId = "p1" });
        Assert.Equal((HttpStatusCode.Created, false), (parted.Status, parted.Json.AsObject().ContainsKey("mergedInto")));
        Assert.Equal("not-merged", (await server.Post($"/api/v1/conversations/{ids[0]}/partings", supervisor, new { clientId = "p2" })).Code);
    }

    [Fact]
    public async Task Words_from_before_that_are_read_late_neither_part_what_was_merged_nor_bring_back_what_was_put_away()
    {
        await using var server = await TestServer.Start(StoreKind.Sqlite);
        var consumer = await server.Visit();
        var agent = await server.SignIn("supervisor@acme.example");
        async Task<string> Begin(string text) => (await server.Post("/api/v1/conversations", consumer, new { entryUnit = "market", message = new { clientId = "m", text } })).Text("id");
        var (merged, target, away) = (await Begin("一"), await Begin("二"), await Begin("三"));
        Assert.Equal(HttpStatusCode.Created, (await server.Post($"/api/v1/conversations/{merged}/merges", agent, new { clientId = "merge", into = target })).Status);
        Assert.Equal(HttpStatusCode.Created, (await server.Post($"/api/v1/conversations/{away}/snoozes", agent, new { clientId = "away" })).Status);
        var store = server.Services.GetRequiredService<IStore>();
        Task Read(string conversation, long sequence) => store.Write(new TenantId("acme"), transaction => server.Services.GetRequiredService<SnoozeWaker>().Apply(transaction,
        [
            new TimelineEntry { Id = $"{conversation}-{sequence}", Kind = "conversation.message", At = 1, RecordedAt = 1, Conversation = conversation, Sequence = sequence, AuthorParty = "consumer" },
        ]));
        await Read(merged, 1);
        await Read(away, 1);
        Assert.Equal(target, (string)(await server.Get($"/api/v1/conversations/{merged}/desk", agent)).Json["mergedInto"]!);
        Assert.NotNull((await server.Get($"/api/v1/conversations/{away}/desk", agent)).Json["snooze"]);
        await Read(merged, 100);
        await Read(away, 100);
        Assert.Null((await server.Get($"/api/v1/conversations/{merged}/desk", agent)).Json["mergedInto"]);
        Assert.Null((await server.Get($"/api/v1/conversations/{away}/desk", agent)).Json["snooze"]);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Merges_the_opposite_way_at_the_same_time_leave_one_pointer(StoreKind kind)
    {
        await using var server = await TestServer.Start(kind);
        var consumer = await server.Visit();
        async Task<string> Open() => (await server.Post("/api/v1/conversations", consumer, new { entryUnit = "market", message = new { clientId = "m", text = "你好" } })).Text("id");
        var supervisor = await server.SignIn("supervisor@acme.example");
        for (var round = 0; round < 4; round++)
        {
            var (one, other) = (await Open(), await Open());
            var answers = await Task.WhenAll(
                server.Post($"/api/v1/conversations/{one}/merges", supervisor, new { clientId = "a", into = other }), server.Post($"/api/v1/conversations/{other}/merges", supervisor, new { clientId = "b", into = one }));
            Assert.Single(answers, answer => answer.Status == HttpStatusCode.Created);
            Assert.Single(answers, answer => answer.Code == "merged-already");
        }
    }

    [Fact]
    public async Task A_consumer_who_goes_on_in_a_merged_conversation_is_seen_again()
    {
        await using var server = await TestServer.Start(StoreKind.Sqlite);
        var consumer = await server.Visit();
        async Task<string> Open() => (await server.Post("/api/v1/conversations", consumer, new { entryUnit = "market", message = new { clientId = "m", text = "你好" } })).Text("id");
        var (one, other) = (await Open(), await Open());
        var supervisor = await server.SignIn("supervisor@acme.example");
        await server.Post($"/api/v1/conversations/{one}/merges", supervisor, new { clientId = "a", into = other });
        await server.Post($"/api/v1/conversations/{one}/messages", consumer, new { clientId = "more", text = "我还在这里" });
        await Waiting.Until(async () => !(await server.Get($"/api/v1/conversations/{one}/desk", supervisor)).Json.AsObject().ContainsKey("mergedInto"), "the pointer to go");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_draft_survives_and_an_older_device_is_told_that_there_is_a_newer_one(StoreKind kind)
    {
        await using var server = await TestServer.Start(kind);
        var (_, conversation) = await ConversationTests.Begin(server, "你好");
        var agent = await server.SignIn("agent@acme.example");
        Task<Answer> Put(long version, string text, string? token = null) => server.Send(HttpMethod.Put, $"/api/v1/conversations/{conversation}/draft", token ?? agent, new { version, text });
        Assert.Equal(1, (long)(await Put(0, "您好，我")).Json["version"]!);
        Assert.Equal(2, (long)(await Put(1, "您好，我查一下")).Json["version"]!);
        var older = await Put(1, "旧设备");
        Assert.Equal(("newer-draft", 2), (older.Code, (long)older.Json["currentVersion"]!));
        Assert.Equal("newer-draft", (await Put(0, "新设备")).Code);
        Assert.Equal("您好，我查一下", (string)(await server.Get("/api/v1/drafts", agent)).Json["items"]![0]!["text"]!);
        Assert.Equal("您好，我查一下", (string)(await server.Get($"/api/v1/conversations/{conversation}/desk", agent)).Json["draft"]!["text"]!);
        Assert.Empty((await server.Get("/api/v1/drafts", await server.SignIn("supervisor@acme.example"))).Json["items"]!.AsArray());
        Assert.Equal(HttpStatusCode.NotFound, (await Put(0, "x", await server.SignIn("agent@rival.example", "rival"))).Status);
        Assert.Equal(3, (long)(await Put(2, "")).Json["version"]!);
        Assert.Empty((await server.Get("/api/v1/drafts", agent)).Json["items"]!.AsArray());
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_closing_is_taken_back_with_its_agent_and_only_once(StoreKind kind)
    {
        await using var server = await TestServer.Start(kind);
        var (_, conversation) = await ConversationTests.Begin(server, "你好");
        var supervisor = await server.SignIn("supervisor@acme.example");
        await server.Post($"/api/v1/conversations/{conversation}/assignments", supervisor, new { staff = "acme-agent" });
        var agent = await server.SignIn("agent@acme.example");
        await server.Post($"/api/v1/conversations/{conversation}/closures", agent);
        Assert.Equal("not-yours", (await server.Post($"/api/v1/conversations/{conversation}/reopenings", await server.SignIn("traveller@acme.example"), new { clientId = "r0" })).Code);
        Assert.Equal(HttpStatusCode.Created, (await server.Post($"/api/v1/conversations/{conversation}/reopenings", agent, new { clientId = "r1" })).Status);
        Assert.Equal(HttpStatusCode.Created, (await server.Post($"/api/v1/conversations/{conversation}/reopenings", agent, new { clientId = "r1" })).Status);
        Assert.Equal("not-closed", (await server.Post($"/api/v1/conversations/{conversation}/reopenings", agent, new { clientId = "r2" })).Code);
        var now = await server.Get($"/api/v1/conversations/{conversation}", agent);
        Assert.Equal(("agent", "acme-agent"), (now.Text("state"), (string)now.Json["assignee"]!["id"]!));
    }

    [Fact]
    public async Task Who_looks_at_a_conversation_is_told_to_staff_and_never_to_the_consumer()
    {
        await using var server = await TestServer.Start(StoreKind.Sqlite);
        var (consumer, conversation) = await ConversationTests.Begin(server, "你好");
        await using var phone = await LivePage.Open(server, consumer);
        await using var one = await LivePage.Open(server, await server.SignIn("agent@acme.example"));
        await using var other = await LivePage.Open(server, await server.SignIn("supervisor@acme.example"));
        await one.Send(new { type = "look", conversation, state = "reading" });
        foreach (var page in new[] { phone, one, other })
        {
            await page.Send(new { type = "subscribe", topic = "conversation", id = conversation, after = 0 });
            await page.Wait("conversation");
        }

        await one.Send(new { type = "look", conversation, state = "writing", ask = true });
        var look = await other.Wait("look");
        Assert.Equal(("acme-agent", "writing", true), ((string)look["staff"]!["id"]!, (string)look["state"]!, (bool)look["ask"]!));
        await phone.Send(new { type = "look", conversation, state = "reading" });
        await one.Send(new { type = "typing", conversation });
        await phone.Wait("typing");
        Assert.Empty(phone.OfType("look"));
        Assert.All(other.OfType("look"), seen => Assert.Equal("acme-agent", (string)seen["staff"]!["id"]!));
    }

    internal static List<string> Words(JsonNode list) => list.AsArray().Select(item => (string)item!).ToList();
}
