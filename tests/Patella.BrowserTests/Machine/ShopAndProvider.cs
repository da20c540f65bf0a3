using System.Text.Json;
using Patella.Simulator.Marketplace;

namespace Patella.BrowserTests.Machine;

/// <summary>The marketplace and payment provider on the other side of the connectors: orders of the customer buyer-1, which Patella is told of as any order system would.</summary>
internal sealed class ShopAndProvider : IAsyncDisposable
{
    public const string Customer = "buyer-1";
    public const string Card = "card-lin";
    private static readonly string Secret = Signature.SecretOf("the browser stories' marketplace");
    private readonly MarketplaceServer _server = new(new MarketplaceOptions { Secret = Secret }, TimeProvider.System, TimeProvider.System);

    public FaultBox Faults => _server.Faults;

    public ShopState State => _server.Marketplace.State;

    /// <summary>Opens with these orders of two items each: a teapot for 80.00 and two cups for 25.00 each, all paid by card.</summary>
    public static async Task<ShopAndProvider> Open(Marketplace marketplace, params (string Number, bool Delivered)[] orders)
    {
        var shop = new ShopAndProvider();
        shop._server.Marketplace.State = ShopState.Of(
            orders.Select(order => new ShopOrder(
                order.Number, Customer, "CNY", order.Delivered ? ShopStatus.Delivered : ShopStatus.Pending, [Piece("pot", 80_00), Piece("cup", 25_00), Piece("cup", 25_00)],
                JsonSerializer.SerializeToElement(new { address1 = "人民路1号", city = "长沙" }), "market", Card, null, 0, DateTimeOffset.UtcNow.AddDays(-1))),
            [new ShopVariant("pot", "p-pot", "紫砂茶壶", new Dictionary<string, string>(), 80_00, true), new ShopVariant("cup", "p-cup", "品茗杯", new Dictionary<string, string>(), 25_00, true)],
            [new ShopInstrument(Card, Customer, "card", "招商银行 6688")]);
        await shop._server.Start();
        var address = shop._server.Address.ToString();
        await marketplace.Send(HttpMethod.Post, "/api/v1/settings/import", marketplace.Administrator, new { marketplace = new { url = address, secret = Secret, timeoutSeconds = 2 }, payments = new { url = address, secret = Secret } });
        await marketplace.Send(HttpMethod.Post, "/api/v1/events", marketplace.EventsKey, Told(orders));
        return shop;
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private static ShopItem Piece(string sku, long price) => new(sku, "p-" + sku, sku == "pot" ? "紫砂茶壶" : "品茗杯", new Dictionary<string, string>(), price);

    private static object[] Told((string Number, bool Delivered)[] orders)
    {
        var yesterday = DateTimeOffset.UtcNow.AddDays(-1);
        return
        [
            Event("identity.profile", Customer + "-means", yesterday, new { consumer = new { externalId = Customer, name = "林小满", instruments = new[] { new { id = Card, kind = "card", label = "招商银行 6688" } } } }),
            .. orders.SelectMany(order => Told(order.Number, order.Delivered, yesterday)),
        ];
    }

    private static IEnumerable<object> Told(string number, bool delivered, DateTimeOffset at)
    {
        static object Item(string sku, string title, int quantity, long price) => new { sku, productId = "p-" + sku, title, quantity, price = Money(price) };
        yield return Event("order.created", number, at, new
        {
            order = new
            {
                number, consumer = new { externalId = Customer, name = "林小满", language = "zh-CN" }, merchant = new { externalId = "market-shop", name = "山谷小店" }, unit = "market", total = Money(130_00), placedAt = at,
                items = new[] { Item("pot", "紫砂茶壶", 1, 80_00), Item("cup", "品茗杯", 2, 25_00) }, address = new { address1 = "人民路1号", city = "长沙" },
            },
        });
        yield return Event("order.paid", number, at.AddMinutes(1), new { order = new { number } });
        yield return Event("payment.captured", number, at.AddMinutes(1), new { payment = new { id = number + "-paid", order = number, amount = Money(130_00), instrument = Card } });
        if (delivered)
        {
            var parcel = new { trackingNumber = "SF" + number, carrier = MarketplaceFacts.Carrier, order = number };
            yield return Event("order.shipped", number, at.AddHours(1), new { order = new { number }, parcel });
            yield return Event("logistics.delivered", number, at.AddHours(20), new { parcel, text = "已签收", place = "长沙" });
        }
    }

    private static object Money(long amount) => new { amount, currency = "CNY" };

    private static object Event(string kind, string subject, DateTimeOffset time, object data)
        => new { specversion = "1.0", id = $"{subject}-{kind}", source = "/market/orders", type = $"patella.{kind}.v1", subject, time, unit = "market", data };
}
