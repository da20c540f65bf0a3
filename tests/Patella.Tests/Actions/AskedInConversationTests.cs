using System.Net;
using System.Text.Json.Nodes;
using Patella.Platform.Storage;
using Patella.Tests.Platform;
using Patella.Tests.Servers;

namespace Patella.Tests.Actions;

/// <summary>Somebody of the staff asks in the conversation; the consumer's one tap does it, and the conversation says how it ended.</summary>
public class AskedInConversationTests
{
    private static readonly object Why = new { reason = "不想要了" };

    [Theory, OnSqlite, OnPostgres]
    public async Task The_consumers_yes_does_it_in_the_name_of_who_asked_and_the_conversation_tells_how_it_ended(StoreKind kind)
    {
        await using var world = await ActionWorld.Create(kind);
        var (order, talk) = (await world.Order("gift-1"), await Talk(world));
        var preview = await world.Preview(order, "cancel-order", Why);
        var asked = await Ask(world, talk, preview);
        Assert.True(asked.Status == HttpStatusCode.Created, asked.ToString());
        Assert.Equal("consent", (string?)asked.Json["cards"]![0]!["type"]);
        Assert.Contains("取消订单", asked.Text("text"), StringComparison.Ordinal);
        Assert.Empty(world.Shop.Sent);

        var yes = await Yes(world, preview);
        Assert.True(yes.Status == HttpStatusCode.Created, yes.ToString());
        Assert.Equal("used", (string?)yes.Json["consent"]!["state"]);
        Assert.Equal(HttpStatusCode.Created, (await Yes(world, preview)).Status);

        var action = await Wait(async () => (await world.Server.Get($"/api/v1/orders/{order}/actions", world.Agent)).Json["items"]!.AsArray().SingleOrDefault(one => (string?)one!["state"] == "done"), "the action is done");
        Assert.Equal("staff", (string?)action["by"]!["kind"]);
        Assert.Equal(talk, (string?)action["conversation"]);
        var told = await Wait(async () => (await Entries(world, talk)).SingleOrDefault(entry => (string?)entry!["author"]!["party"] == "system" && (string?)entry["kind"] == "message"), "the conversation tells it");
        Assert.Contains("已办好", (string)told["text"]!, StringComparison.Ordinal);
        Assert.Contains("礼品卡", (string)told["text"]!, StringComparison.Ordinal);
        Assert.Single(world.Shop.Sent);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Asking_twice_is_asking_once_and_nobody_is_asked_for_another_or_about_what_needs_no_yes(StoreKind kind)
    {
        await using var world = await ActionWorld.Create(kind);
        var (order, talk) = (await world.Order("gift-1"), await Talk(world));
        var preview = await world.Preview(order, "cancel-order", Why);
        Assert.Equal(HttpStatusCode.Created, (await Ask(world, talk, preview, "q1")).Status);
        Assert.Equal(HttpStatusCode.Created, (await Ask(world, talk, preview, "q1")).Status);
        Assert.Single(await Entries(world, talk), entry => entry!["cards"] is JsonArray { Count: 1 });

        var others = await world.SignIn("buyer-2");
        var theirs = await Talk(world, others);
        Assert.Equal("other-person", (await Ask(world, theirs, preview)).Code);
        Assert.Equal("not-your-preview", (await Ask(world, talk, await world.Preview(order, "cancel-order", Why, world.Supervisor))).Code);
        var address = new { address = new { city = "上海" } };
        Assert.Equal("nothing-to-ask", (await Ask(world, talk, await world.Preview(order, "change-address", address))).Code);
        Assert.Empty(world.Shop.Sent);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_yes_that_comes_when_it_cannot_be_done_any_more_is_told_so_and_undone(StoreKind kind)
    {
        await using var world = await ActionWorld.Create(kind);
        var (order, talk) = (await world.Order("gift-1"), await Talk(world));
        var preview = await world.Preview(order, "cancel-order", Why);
        Assert.Equal(HttpStatusCode.Created, (await Ask(world, talk, preview)).Status);
        Assert.Equal(HttpStatusCode.OK, (await world.Do(order, "c1", "cancel-order", new { reason = "买错了" })).Status);

        var late = await Yes(world, preview);
        Assert.True(late.Status is HttpStatusCode.UnprocessableEntity or HttpStatusCode.Conflict, late.ToString());
        Assert.Equal("asked", (string?)(await world.Server.Get($"/api/v1/previews/{preview.Text("id")}", world.Consumer)).Json["consent"]!["state"]);
        Assert.Single(world.Shop.Sent);
    }

    private static async Task<JsonNode> Wait(Func<Task<JsonNode?>> look, string what)
    {
        JsonNode? found = null;
        await Waiting.Until(async () => (found = await look()) is not null, what);
        return found!;
    }

    private static async Task<string> Talk(ActionWorld world, string? consumer = null)
    {
        var made = await world.Server.Post("/api/v1/conversations", consumer ?? world.Consumer, new { entryUnit = "market", message = new { clientId = "m1", text = "找人工" } });
        Assert.True(made.Status == HttpStatusCode.Created, made.ToString());
        var staff = (string)(await world.Server.Get("/api/v1/session", world.Agent)).Json["person"]!["id"]!;
        var taken = await world.Server.Post($"/api/v1/conversations/{made.Text("id")}/assignments", world.Supervisor, new { staff });
        Assert.True((int)taken.Status < 300, taken.ToString());
        return made.Text("id");
    }

    private static Task<Answer> Ask(ActionWorld world, string talk, Answer preview, string? clientId = null)
    {
        Assert.True(preview.Status == HttpStatusCode.Created, preview.ToString());
        return world.Server.Post($"/api/v1/conversations/{talk}/consent-questions", world.Agent, new { clientId = clientId ?? Guid.NewGuid().ToString("N"), preview = preview.Text("id") });
    }

    private static Task<Answer> Yes(ActionWorld world, Answer preview)
        => world.Server.Post($"/api/v1/previews/{preview.Text("id")}/consents", world.Consumer, new { hash = preview.Text("hash") });

    private static async Task<JsonArray> Entries(ActionWorld world, string talk) => (await world.Server.Get($"/api/v1/conversations/{talk}/entries", world.Consumer)).Json["items"]!.AsArray();
}
