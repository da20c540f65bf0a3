using System.Text.Json.Nodes;
using Patella.Platform.Storage;
using Patella.Tests.Platform;

namespace Patella.Tests.Servers;

/// <summary>The bot through the public door.</summary>
public class BotTests
{
    [Fact]
    public async Task A_thing_that_was_bought_leads_to_its_order_and_a_general_how_to_to_none()
    {
        await using var server = await TestServer.Start(StoreKind.Sqlite);
        var events = await server.Key("acme", "events");
        var at = DateTimeOffset.UtcNow.AddDays(-2);
        foreach (var (number, unit, title) in new[] { ("TR9", "travel", "湖景大床房 两晚"), ("MK9", "market", "羊毛围巾") })
        {
            await server.Post("/api/v1/events", events, new
            {
                specversion = "1.0", id = number, source = $"/{unit}/orders", type = "patella.order.created.v1", subject = number, time = at, unit,
                data = new { order = new { number, unit, consumer = new { externalId = "buyer" }, items = new[] { new { sku = "s", productId = "p", title, quantity = 1, price = new { amount = 100, currency = "CNY" } } }, total = new { amount = 100, currency = "CNY" }, placedAt = at } },
            });
        }

        var consumer = (string)(await server.Post("/api/v1/visitor-sessions", null, new { tenant = "acme", language = "zh-CN", token = ConsumerJwt.Make("acme", "buyer") })).Json["token"]!;
        var asked = await Ask(server, consumer, "怎么退货");
        Assert.Equal("market", (string)asked["unit"]!);
        Assert.Null(asked["orderId"]);
        var named = await Ask(server, consumer, "我订的大床房到哪一步了");
        Assert.Equal("travel", (string)named["unit"]!);
        Assert.Contains("TR9", (string)named["lastText"]!, StringComparison.Ordinal);
    }

    private static async Task<JsonNode> Ask(TestServer server, string consumer, string text)
    {
        var id = (string)(await server.Post("/api/v1/conversations", consumer, new { entryUnit = "market", message = new { clientId = "m", text } })).Json["id"]!;
        await Waiting.Until(async () => (string)(await server.Get($"/api/v1/conversations/{id}", consumer)).Json["lastBy"]! == "bot", "the bot's answer");
        return (await server.Get($"/api/v1/conversations/{id}", consumer)).Json;
    }
}
