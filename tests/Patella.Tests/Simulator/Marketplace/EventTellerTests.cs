using Patella.Platform.Storage;
using Patella.Simulator.Marketplace;
using Patella.Tests.Platform;
using Patella.Tests.Servers;

namespace Patella.Tests.Simulator.Marketplace;

/// <summary>What happens at the marketplace reaches Patella by itself too, without anybody having asked for it there.</summary>
public class EventTellerTests
{
    [Fact]
    public async Task What_the_shop_does_is_told_to_Patella_and_telling_it_twice_is_knowing_it_once()
    {
        await using var server = await TestServer.Start(StoreKind.Sqlite);
        var (key, consumer, staff) = (await server.Key("acme", "events"), await Consumer(server), await server.SignIn("supervisor@acme.example"));
        await Known(server, key, "P");
        await using var shop = await Shop.Open(options => options with { Patella = server.Http.BaseAddress, ApiKey = key, Faults = [new Fault(FaultKind.Twice, 1)] });
        Assert.Equal("done", (await shop.Cancel("k1")).Word);
        await Waiting.Until(async () => await StateOf(server, consumer) == "cancelled", "the cancelled order in the mirror");
        await Waiting.Until(() => shop.Marketplace.NextParcel() is null, "everything told");
        var id = (string)(await server.Get("/api/v1/me/orders", consumer)).Json["items"]![0]!["id"]!;
        Assert.Single((await server.Get($"/api/v1/orders/{id}/timeline", staff)).Json["items"]!.AsArray(), entry => (string)entry!["kind"]! == "order.closed");
    }

    [Fact]
    public async Task What_could_not_be_told_waits_until_Patella_is_there_again()
    {
        await using var server = await TestServer.Start(StoreKind.Sqlite);
        var (key, consumer) = (await server.Key("acme", "events"), await Consumer(server));
        await Known(server, key, "P");
        await using var proxy = new TcpProxy(server.Http.BaseAddress!.Port);
        proxy.Cut();
        await using var shop = await Shop.Open(options => options with { Patella = new Uri($"http://127.0.0.1:{proxy.Port}"), ApiKey = key });
        await shop.Cancel("k1");
        await Task.Delay(300);
        Assert.NotNull(shop.Marketplace.NextParcel());
        proxy.Mend();
        await Waiting.Until(async () => await StateOf(server, consumer) == "cancelled", "the cancelled order in the mirror", TimeSpan.FromSeconds(40));
    }

    private static async Task<string> Consumer(TestServer server)
        => (await server.Post("/api/v1/visitor-sessions", null, new { tenant = "acme", token = ConsumerJwt.Make("acme", "ada") })).Text("token");

    private static async Task<string?> StateOf(TestServer server, string consumer) => (string?)(await server.Get("/api/v1/me/orders", consumer)).Json["items"]![0]!["state"];

    private static async Task Known(TestServer server, string key, string number)
    {
        var answer = await server.Post("/api/v1/events", key, new
        {
            specversion = "1.0", id = "e1", source = "/shop", type = "patella.order.created.v1", subject = number, time = "2026-01-01T00:00:00Z", unit = "market",
            data = new { order = new { number, consumer = new { externalId = "ada" }, items = new[] { new { sku = "lamp-red", title = "Lamp", quantity = 2 } } } },
        });
        Assert.True((int)answer.Status is 200 or 202, answer.ToString());
    }
}
