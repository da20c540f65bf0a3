using System.Net;
using System.Text.Json;
using ModelContextProtocol;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;
using Patella.Platform.Storage;
using Patella.Tests.Platform;
using Patella.Tests.Servers;

namespace Patella.Tests.Actions;

/// <summary>The same actions as tools, called by a client of the protocol's own SDK.</summary>
public class McpTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task A_client_finds_an_order_previews_and_does_the_same_as_the_api(StoreKind kind)
    {
        await using var world = await ActionWorld.Create(kind);
        var order = await world.Order("gift-1");
        await using var client = await Connect(world.Server, world.Consumer);
        var tools = await client.ListToolsAsync();
        Assert.Equal(["cancel_items", "cancel_order", "change_address", "change_items", "change_payment", "exchange_items", "find_order", "pickup", "preview", "return_items"], tools.Select(tool => tool.Name).Order(StringComparer.Ordinal));
        Assert.Equal("mug-red", Structured(await Call(client, "find_order", new { order })).GetProperty("items")[0].GetProperty("sku").GetString());

        var arguments = new { reason = "不想要了" };
        var refused = await Call(client, "cancel_order", new { order, id = "m1", arguments });
        Assert.Equal((true, "consent-needed"), (refused.IsError, Structured(refused).GetProperty("code").GetString()));
        var preview = Structured(await Call(client, "preview", new { order, kind = "cancel-order", arguments }));
        var yes = await world.Server.Post($"/api/v1/previews/{preview.GetProperty("id").GetString()}/consents", world.Consumer, new { hash = preview.GetProperty("hash").GetString() });
        Assert.Equal(HttpStatusCode.Created, yes.Status);
        var done = Structured(await Call(client, "cancel_order", new { order, id = "m1", arguments }));
        Assert.Equal("done", done.GetProperty("state").GetString());

        // By the API the same command is the same one, and its entry in the timeline is the only one.
        Assert.Equal("done", (await world.Act(order, "m1", "cancel-order", arguments, world.Consumer)).Text("state"));
        Assert.Equal(1, world.Shop.Sent["m1"]);
        Assert.Single(await world.Timeline(order));
        Assert.Equal(1_000 + (2 * ActionWorld.Price), await world.Account("buyer-value:gift-1:CNY"));
    }

    [Fact]
    public async Task It_lets_in_and_shows_what_the_credential_says()
    {
        await using var world = await ActionWorld.Create(StoreKind.Sqlite);
        var order = await world.Order("gift-1", delivered: true);
        await using (var agent = await Connect(world.Server, world.Agent))
        {
            Assert.Contains("refund", (await agent.ListToolsAsync()).Select(tool => tool.Name));
            Assert.Equal("done", Structured(await Call(agent, "refund", new { order, id = "g1", arguments = new { amount = 100, reason = "迟到" } })).GetProperty("state").GetString());
            await Assert.ThrowsAsync<McpProtocolException>(async () => await Call(agent, "drop_tables", new { order }));
        }

        await using (var stranger = await Connect(world.Server, await world.SignIn("somebody-else")))
        {
            Assert.Equal("not-found", Structured(await Call(stranger, "find_order", new { order })).GetProperty("code").GetString());
        }

        Assert.Equal(HttpStatusCode.Unauthorized, (await world.Server.Post("/api/v1/mcp", null, new { jsonrpc = "2.0", id = 1, method = "tools/list" })).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await world.Server.Post("/api/v1/mcp", await world.Server.SignIn("merchant@acme.example"), new { })).Status);
        Assert.Equal("malformed-json", (await world.Server.Post("/api/v1/mcp", world.Agent, new { hello = 1 })).Code);
    }

    private static Task<McpClient> Connect(TestServer server, string token) => McpClient.CreateAsync(new HttpClientTransport(new HttpClientTransportOptions
    {
        Endpoint = new Uri(server.Http.BaseAddress!, "/api/v1/mcp"), TransportMode = HttpTransportMode.StreamableHttp, AdditionalHeaders = new Dictionary<string, string> { ["Authorization"] = "Bearer " + token },
    }));

    private static async Task<CallToolResult> Call(McpClient client, string tool, object arguments)
        => await client.CallToolAsync(tool, JsonSerializer.SerializeToElement(arguments).EnumerateObject().ToDictionary(member => member.Name, member => (object?)member.Value));

    private static JsonElement Structured(CallToolResult result) => JsonSerializer.SerializeToElement(result.StructuredContent);
}
