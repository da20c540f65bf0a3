using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Patella.Platform.Storage;
using Patella.Tests.Platform;

namespace Patella.Tests.Servers;

public class ListViewTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task A_filter_shows_what_it_says_in_groups_of_all_and_any(StoreKind kind)
    {
        await using var server = await TestServer.Start(kind);
        var supervisor = await server.SignIn("supervisor@acme.example");
        await server.Post("/api/v1/tags", supervisor, new { id = "late", name = "晚到" });
        var (tagged, agent) = await MacroTests.InHand(server, "一");
        var (_, travel) = await ConversationTests.Begin(server, "二", "travel");
        var (_, plain) = await ConversationTests.Begin(server, "三");
        await server.Post($"/api/v1/conversations/{tagged}/tags", agent, new { clientId = "t", add = new[] { "late" } });
        await server.Post($"/api/v1/conversations/{plain}/snoozes", agent, new { clientId = "s" });
        await server.Send(HttpMethod.Put, $"/api/v1/conversations/{travel}/draft", agent, new { version = 0, text = "写到一半" });
        async Task Shows(string filter, params string[] expected)
        {
            var answer = await server.Get("/api/v1/conversation-lines?filter=" + Uri.EscapeDataString(filter), agent);
            Assert.True(answer.Status == HttpStatusCode.OK, filter + ": " + answer);
            Assert.Equal(expected.Order(), Ids(answer).Order());
        }

        await Shows("", tagged, travel, plain);
        await Shows("""{"all":[]}""", tagged, travel, plain);
        await Shows("""{"field":"tag","operator":"is","values":["late"]}""", tagged);
        await Shows("""{"field":"tag","operator":"is-not","values":["late"]}""", travel, plain);
        await Shows("""{"all":[{"field":"state","operator":"is","values":["agent"]},{"field":"assignee","operator":"is","values":["me"]}]}""", tagged);
        await Shows("""{"all":[{"field":"assignee","operator":"is","values":["nobody"]},{"field":"unit","operator":"is-not","values":["travel"]}]}""", plain);
        await Shows("""{"all":[{"field":"assignee","operator":"is-not","values":["me"]}]}""", travel, plain);
        await Shows("""{"any":[{"field":"unit","operator":"is","values":["travel"]},{"field":"tag","operator":"is","values":["late"]}]}""", tagged, travel);
        await Shows("""{"all":[{"any":[{"field":"unit","operator":"is","values":["travel"]},{"field":"tag","operator":"is","values":["late"]}]},{"field":"language","operator":"is","values":["zh-CN"]}]}""", tagged, travel);
        await Shows("""{"all":[{"field":"draft","operator":"is","value":true}]}""", travel);
        await Shows("""{"all":[{"field":"snoozed","operator":"is","value":true}]}""", plain);
        await Shows("""{"all":[{"field":"snoozed","operator":"is","value":false}]}""", tagged, travel);
        await Shows("""{"all":[{"field":"merged","operator":"is","value":true}]}""");
        await Shows("""{"all":[{"field":"tier","operator":"is-not","values":["gold"]}]}""", tagged, travel, plain);
        await Shows("""{"all":[{"field":"waiting-minutes","operator":"at-least","value":60}]}""");
        await Shows("""{"all":[{"field":"quiet-minutes","operator":"less-than","value":60}]}""", tagged, travel, plain);
        await Shows("""{"all":[{"field":"opened-days","operator":"at-least","value":1}]}""");
    }

    [Theory]
    [InlineData("""{"field":"state; drop table conversation","operator":"is","values":["agent"]}""", "filter/field")]
    [InlineData("""{"field":"unit","operator":"= '' or 1=1 --","values":["x"]}""", "filter/operator")]
    [InlineData("""{"field":"unit","operator":"at-least","values":["x"]}""", "filter/operator")]
    [InlineData("""{"all":[{"field":"state","operator":"is","values":["agent"]},{"field":"state","operator":"is","values":["everything"]}]}""", "filter/all/1/values/0")]
    [InlineData("""{"all":[{"field":"unit","operator":"is","values":[]}]}""", "filter/all/0/values")]
    [InlineData("""{"all":[{"field":"unit","operator":"is","values":[{"$ne":1}]}]}""", "filter/all/0/values/0")]
    [InlineData("""{"all":[{"field":"unit","operator":"is","values":["x"],"sql":"1=1"}]}""", "filter/all/0/sql")]
    [InlineData("""{"all":[{"field":"waiting-minutes","operator":"at-least","value":"1 or 1=1"}]}""", "filter/all/0/value")]
    [InlineData("""{"all":[{"field":"waiting-minutes","operator":"at-least","value":-1}]}""", "filter/all/0/value")]
    [InlineData("""{"all":[{"field":"draft","operator":"is","value":"true"}]}""", "filter/all/0/value")]
    [InlineData("""{"all":[{"all":[{"all":[{"all":[{"all":[]}]}]}]}]}""", "filter/all/0/all/0/all/0/all/0/all")]
    [InlineData("""{"all":{"field":"unit"}}""", "filter/all")]
    [InlineData("""{"all":[],"any":[]}""", "filter/")]
    [InlineData("""[1,2]""", "filter")]
    [InlineData("""{"all":[""", "filter")]
    public async Task A_hostile_filter_is_refused_by_what_and_where(string filter, string pointer)
    {
        await using var server = await TestServer.Start(StoreKind.Sqlite);
        var agent = await server.SignIn("agent@acme.example");
        var answer = await server.Get("/api/v1/conversation-lines?filter=" + Uri.EscapeDataString(filter), agent);
        Assert.Equal((HttpStatusCode.BadRequest, "invalid"), (answer.Status, answer.Code));
        Assert.Contains(answer.Json["errors"]!.AsArray(), error => ((string)error!["pointer"]!).StartsWith(pointer, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_view_is_kept_for_its_owner_or_shared_by_a_supervisor_and_counts()
    {
        await using var server = await TestServer.Start(StoreKind.Sqlite);
        var (agent, traveller, supervisor) = (await server.SignIn("agent@acme.example"), await server.SignIn("traveller@acme.example"), await server.SignIn("supervisor@acme.example"));
        await ConversationTests.Begin(server, "一", "travel");
        await ConversationTests.Begin(server, "二");
        object View(string id, bool shared) => new { id, name = "旅行", shared, filter = JsonSerializer.Deserialize<JsonElement>("""{"all":[{"field":"unit","operator":"is","values":["travel"]}]}""") };
        Assert.Equal(HttpStatusCode.BadRequest, (await server.Post("/api/v1/conversation-views", agent, View("v1", true))).Status);
        Assert.Equal(HttpStatusCode.Created, (await server.Post("/api/v1/conversation-views", agent, View("v1", false))).Status);
        Assert.Equal(HttpStatusCode.Created, (await server.Post("/api/v1/conversation-views", supervisor, View("v2", true))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await server.Post("/api/v1/conversation-views", agent, View("v2", false))).Status);
        Assert.Equal(["v2"], Items(await server.Get("/api/v1/conversation-views", traveller)).Select(view => (string)view["id"]!));
        Assert.Equal(["v1", "v2"], Items(await server.Get("/api/v1/conversation-views", agent)).Select(view => (string)view["id"]!).Order());
        Assert.All(Items(await server.Get("/api/v1/conversation-views/counts", agent)), count => Assert.Equal((1, false), ((long)count["count"]!, (bool)count["more"]!)));
        Assert.Single(Ids(await server.Get("/api/v1/conversation-lines?view=v2", traveller)));
        Assert.Equal(HttpStatusCode.NotFound, (await server.Get("/api/v1/conversation-lines?view=v1", traveller)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await server.Get("/api/v1/conversation-lines?view=v2", await server.SignIn("agent@rival.example", "rival"))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await server.Send(HttpMethod.Delete, "/api/v1/conversation-views/v2", agent)).Status);
        Assert.Equal(HttpStatusCode.NoContent, (await server.Send(HttpMethod.Delete, "/api/v1/conversation-views/v2", supervisor)).Status);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Pages_of_a_list_give_every_line_once_in_order(StoreKind kind)
    {
        await using var server = await TestServer.Start(kind);
        var agent = await server.SignIn("agent@acme.example");
        var all = new List<string>();
        for (var number = 0; number < 7; number++)
        {
            all.Add((await ConversationTests.Begin(server, "第" + number)).Conversation);
        }

        await Settled(server, agent);
        foreach (var filter in new[] { "", """{"all":[{"field":"state","operator":"is","values":["bot","queued","agent"]}]}""", """{"all":[{"field":"unit","operator":"is","values":["market"]}]}""" })
        {
            var seen = new List<string>();
            for (string? after = null; seen.Count < 20;)
            {
                var page = await server.Get($"/api/v1/conversation-lines?limit=2&filter={Uri.EscapeDataString(filter)}&after={after}", agent);
                seen.AddRange(Ids(page));
                after = (string?)page.Json["next"];
                if (after is null)
                {
                    break;
                }
            }

            Assert.Equal(all.AsEnumerable().Order(), seen.Order());
        }
    }

    /// <summary>A line that is answered moves to the top, and one that moves between two pages is on both or on neither: the bot answers first.</summary>
    private static async Task Settled(TestServer server, string agent)
    {
        async Task<string> Read() => (await server.Get("/api/v1/conversation-lines?limit=50", agent)).Body;
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        for (var (before, now) = ("", await Read()); before != now; (before, now) = (now, await Read()))
        {
            await Task.Delay(TimeSpan.FromSeconds(1), patience.Token);
        }
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_batch_reports_each_item_and_can_be_undone(StoreKind kind)
    {
        await using var server = await TestServer.Start(kind);
        var supervisor = await server.SignIn("supervisor@acme.example");
        await server.Post("/api/v1/tags", supervisor, new { id = "late", name = "晚到" });
        var (mine, agent) = await MacroTests.InHand(server, "一");
        var (_, waiting) = await ConversationTests.Begin(server, "二");
        var (_, rivals) = await BeginAt(server, "rival");
        Task<Answer> Batch(string token, object batch) => server.Post("/api/v1/conversation-batches", token, batch);
        var tagged = await Batch(agent, new { clientId = "b1", @do = "tag", value = "late", conversations = new[] { mine, waiting, rivals, "no-such" } });
        Assert.Equal((2, 2), ((int)tagged.Json["done"]!, (int)tagged.Json["refused"]!));
        Assert.Equal(["not-found", "not-found"], tagged.Json["items"]!.AsArray().Select(item => (string?)item!["code"]).Where(code => code is not null));
        Assert.Equal(2, (int)(await Batch(agent, new { clientId = "b1", @do = "tag", value = "late", conversations = new[] { mine, waiting } })).Json["done"]!);
        Assert.Equal(2, (int)(await Batch(agent, new { clientId = "b2", @do = "untag", value = "late", conversations = new[] { mine, waiting } })).Json["done"]!);
        var closed = await Batch(agent, new { clientId = "b3", @do = "close", conversations = new[] { mine, waiting } });
        Assert.Equal((1, "not-yours"), ((int)closed.Json["done"]!, (string)closed.Json["items"]![1]!["code"]!));
        Assert.Equal(1, (int)(await Batch(agent, new { clientId = "b4", @do = "reopen", conversations = new[] { mine } })).Json["done"]!);
        Assert.Equal(HttpStatusCode.BadRequest, (await Batch(agent, new { clientId = "b5", @do = "assign", value = "acme-agent", conversations = new[] { waiting } })).Status);
        var assigned = await Batch(supervisor, new { clientId = "b6", @do = "assign", value = "acme-traveller", conversations = new[] { mine, waiting } });
        Assert.Equal((2, "acme-agent"), ((int)assigned.Json["done"]!, (string)assigned.Json["items"]![0]!["before"]!["id"]!));
        var back = await Batch(supervisor, new { clientId = "b7", @do = "take-back", conversations = new[] { mine } });
        Assert.Equal(1, (int)back.Json["done"]!);
        Assert.Equal(HttpStatusCode.BadRequest, (await Batch(agent, new { clientId = "b8", @do = "close", conversations = Enumerable.Range(0, 201).Select(number => "c" + number) })).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await Batch(agent, new { clientId = "b9", @do = "delete", conversations = new[] { mine } })).Status);
    }

    private static async Task<(string Consumer, string Conversation)> BeginAt(TestServer server, string tenant)
    {
        var consumer = await server.Visit(tenant);
        return (consumer, (await server.Post("/api/v1/conversations", consumer, new { entryUnit = "market", message = new { clientId = "m", text = "你好" } })).Text("id"));
    }

    private static List<JsonNode> Items(Answer answer) => answer.Json["items"]!.AsArray().Select(item => item!).ToList();

    private static List<string> Ids(Answer answer) => Items(answer).Select(line => (string)line["conversation"]!["id"]!).ToList();
}
