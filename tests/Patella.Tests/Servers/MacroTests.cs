using System.Net;
using System.Text.Json.Nodes;
using Patella.Platform.Storage;
using Patella.Tests.Platform;

namespace Patella.Tests.Servers;

public class MacroTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task A_macro_says_and_does_everything_at_once_and_only_once(StoreKind kind)
    {
        await using var server = await TestServer.Start(kind);
        var (conversation, agent) = await InHand(server);
        var supervisor = await server.SignIn("supervisor@acme.example");
        await server.Post("/api/v1/tags", supervisor, new { id = "late", name = "晚到" });
        var saved = await server.Post("/api/v1/macros", supervisor, new
        {
            id = "late", title = "晚到致歉", reply = "很抱歉让您久等了，我是{{agent.name}}。",
            actions = new object[] { new { @do = "topic", value = "late-parcel" }, new { @do = "tag", value = "late" }, new { @do = "note", value = "已致歉：{{agent.name}}" }, new { @do = "close" } },
        });
        Assert.True(saved.Status == HttpStatusCode.Created, saved.ToString());
        var preview = await server.Post($"/api/v1/conversations/{conversation}/macro-previews", agent, new { macro = "late" });
        Assert.Equal("很抱歉让您久等了，我是agent。", preview.Text("text"));
        Assert.All(preview.Json["effects"]!.AsArray(), effect => Assert.False(effect!.AsObject().ContainsKey("refusal")));
        for (var time = 0; time < 2; time++)
        {
            var run = await server.Post($"/api/v1/conversations/{conversation}/macro-runs", agent, new { clientId = "run", macro = "late" });
            Assert.True(run.Status == HttpStatusCode.Created, run.ToString());
            Assert.Equal(["late"], DeskTests.Words(run.Json["tags"]!));
        }

        var entries = await ConversationTests.Entries(server, conversation, agent);
        Assert.Single(entries, entry => (string?)entry["text"] == "很抱歉让您久等了，我是agent。");
        Assert.Single(entries, entry => (string?)entry["text"] == "已致歉：agent");
        var after = await server.Get($"/api/v1/conversations/{conversation}", agent);
        Assert.Equal(("closed", "late-parcel"), (after.Text("state"), after.Text("topic")));
        Assert.Equal(1, (long)(await server.Get("/api/v1/macros", agent)).Json["items"]![0]!["uses"]!);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task One_thing_that_cannot_be_done_leaves_everything_undone(StoreKind kind)
    {
        await using var server = await TestServer.Start(kind);
        var (conversation, agent) = await InHand(server);
        var supervisor = await server.SignIn("supervisor@acme.example");
        await server.Post("/api/v1/macros", supervisor, new { id = "m", title = "m", reply = "马上处理好", actions = new[] { new { @do = "tag", value = "gone" } } });
        Assert.NotNull((string?)(await server.Post($"/api/v1/conversations/{conversation}/macro-previews", agent, new { macro = "m" })).Json["effects"]![0]!["refusal"]);
        var before = (await ConversationTests.Entries(server, conversation, agent)).Count;
        Assert.Equal(HttpStatusCode.BadRequest, (await server.Post($"/api/v1/conversations/{conversation}/macro-runs", agent, new { clientId = "run", macro = "m" })).Status);
        Assert.Equal(before, (await ConversationTests.Entries(server, conversation, agent)).Count);
        var stranger = await server.Post($"/api/v1/conversations/{conversation}/macro-runs", await server.SignIn("traveller@acme.example"), new { clientId = "other", macro = "m" });
        Assert.Equal("not-yours", stranger.Code);
        Assert.Equal(HttpStatusCode.NotFound, (await server.Post($"/api/v1/conversations/{conversation}/macro-runs", await server.SignIn("agent@rival.example", "rival"), new { clientId = "x", macro = "m" })).Status);
    }

    [Fact]
    public async Task A_variable_without_a_value_is_shown_and_never_sent()
    {
        await using var server = await TestServer.Start(StoreKind.Sqlite);
        var (conversation, agent) = await InHand(server);
        Assert.Equal(HttpStatusCode.Created, (await server.Post("/api/v1/macros", agent, new { id = "own", title = "own", owner = "acme-agent", reply = "订单 {{order.number}} 已查到" })).Status);
        var preview = await server.Post($"/api/v1/conversations/{conversation}/macro-previews", agent, new { macro = "own" });
        Assert.Equal("订单 ⟦order.number⟧ 已查到", preview.Text("text"));
        Assert.Equal(["order.number"], DeskTests.Words(preview.Json["missing"]!));
        Assert.Equal("unfilled", (await server.Post($"/api/v1/conversations/{conversation}/macro-runs", agent, new { clientId = "r1", macro = "own" })).Code);
        Assert.Equal(HttpStatusCode.Created, (await server.Post($"/api/v1/conversations/{conversation}/macro-runs", agent, new { clientId = "r2", macro = "own", text = "订单 A-7 已查到" })).Status);
        var values = (await server.Get($"/api/v1/conversations/{conversation}/variables", agent)).Json["values"]!;
        Assert.Equal(("agent", "集市"), ((string)values["agent.name"]!, (string)values["unit.name"]!));
    }

    [Theory]
    [InlineData("""{"title":"x","reply":"{{customer.password}}"}""", "customer.password")]
    [InlineData("""{"title":"x","reply":"{{customer.name"}""", "/reply")]
    [InlineData("""{"title":"x","actions":[{"do":"drop table"}]}""", "/actions/0/do")]
    [InlineData("""{"title":"x","actions":[null]}""", "/actions/0/do")]
    [InlineData("""{"title":"x"}""", "/reply")]
    [InlineData("""{"title":"","reply":"x"}""", "/title")]
    [InlineData("""{"title":"x","reply":"x","owner":"a","unit":"b"}""", "/owner")]
    [InlineData("""{"title":"x","reply":"x","actions":[{"do":"close"},{"do":"transfer","value":"market"}]}""", "/actions")]
    [InlineData("""{"title":"x","actions":[{"do":"snooze","minutes":-5}]}""", "/actions/0/minutes")]
    public async Task A_macro_that_cannot_work_is_refused_where_it_is_wrong(string body, string names)
    {
        await using var server = await TestServer.Start(StoreKind.Sqlite);
        var answer = await server.Send(HttpMethod.Post, "/api/v1/macros", await server.SignIn("supervisor@acme.example"), new StringContent(body, System.Text.Encoding.UTF8, "application/json"));
        Assert.Equal((HttpStatusCode.BadRequest, "invalid"), (answer.Status, answer.Code));
        Assert.Contains(names, answer.Json["errors"]!.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ones_own_texts_are_ones_own_and_a_units_are_the_units()
    {
        await using var server = await TestServer.Start(StoreKind.Sqlite);
        var (agent, traveller, supervisor) = (await server.SignIn("agent@acme.example"), await server.SignIn("traveller@acme.example"), await server.SignIn("supervisor@acme.example"));
        foreach (var path in new[] { "macros", "canned-replies" })
        {
            object Text(string id, string? owner = null, string? unit = null) => new { id, title = id, reply = "一句话", text = "一句话", language = "zh-CN", owner, unit };
            Assert.Equal(HttpStatusCode.Created, (await server.Post("/api/v1/" + path, agent, Text("mine", owner: "acme-agent"))).Status);
            Assert.Equal(HttpStatusCode.Forbidden, (await server.Post("/api/v1/" + path, agent, Text("ours"))).Status);
            Assert.Equal(HttpStatusCode.Forbidden, (await server.Post("/api/v1/" + path, traveller, Text("foreign", owner: "acme-agent"))).Status);
            Assert.Equal(HttpStatusCode.NotFound, (await server.Post("/api/v1/" + path, traveller, Text("mine", owner: "acme-traveller"))).Status);
            Assert.Equal(HttpStatusCode.Created, (await server.Post("/api/v1/" + path, supervisor, Text("travels", unit: "travel"))).Status);
            async Task<List<string>> Seen(string token) => (await server.Get("/api/v1/" + path, token)).Json["items"]!.AsArray().Select(item => (string)item!["id"]!).Where(id => id is "mine" or "travels").ToList();
            Assert.Equal(["mine"], await Seen(agent));
            Assert.Equal(["travels"], await Seen(traveller));
            Assert.Equal(["travels"], await Seen(supervisor));
            Assert.Equal(HttpStatusCode.NotFound, (await server.Send(HttpMethod.Delete, $"/api/v1/{path}/mine", supervisor)).Status);
            Assert.Equal(HttpStatusCode.NoContent, (await server.Send(HttpMethod.Delete, $"/api/v1/{path}/mine", agent)).Status);
        }
    }

    [Fact]
    public async Task Settings_carry_tags_and_macros_there_and_back()
    {
        await using var server = await TestServer.Start(StoreKind.Sqlite);
        var administrator = await server.SignIn("admin@acme.example");
        var document = new { tags = new[] { new { id = "vip", name = "贵宾", colour = "violet" } }, macros = new[] { new { id = "hello", title = "问好", reply = "您好，{{customer.name}}" } } };
        Assert.Equal(HttpStatusCode.Created, (await server.Post("/api/v1/settings/import", administrator, document)).Status);
        var exported = (await server.Get("/api/v1/settings/export", administrator)).Json;
        Assert.Equal("violet", (string)exported["tags"]![0]!["colour"]!);
        Assert.Equal("您好，{{customer.name}}", (string)exported["macros"]![0]!["reply"]!);
        Assert.Equal(HttpStatusCode.Created, (await server.Post("/api/v1/settings/import", administrator, exported)).Status);
    }

    /// <summary>A conversation that is with the agent.</summary>
    internal static async Task<(string Conversation, string Agent)> InHand(TestServer server, string text = "你好")
    {
        var (_, conversation) = await ConversationTests.Begin(server, text);
        await server.Post($"/api/v1/conversations/{conversation}/assignments", await server.SignIn("supervisor@acme.example"), new { staff = "acme-agent" });
        return (conversation, await server.SignIn("agent@acme.example"));
    }
}
