using System.Text.Json;
using Patella.Simulator.Api;
using Patella.Simulator.Marketplace;
using Patella.Tests.Servers;

namespace Patella.Tests.Cluster;

/// <summary>A shop of lamps for the stress of service actions: the state of the reference marketplace, and the same told to Patella as events.</summary>
internal sealed class ActionShop(int consumers, int orders)
{
    public const long FirstPrice = 1_000;
    public const long GiftCard = 50_000;
    private static readonly Dictionary<string, string> NoOptions = [];

    public IEnumerable<string> Consumers => Enumerable.Range(0, consumers).Select(index => $"c{index}");

    public static IReadOnlyList<string> Means(string consumer) => [$"{consumer}-card", $"{consumer}-wallet", $"{consumer}-gift"];

    public IEnumerable<string> OrdersOf(string consumer) => Enumerable.Range(0, orders).Select(index => $"{consumer}-{index}");

    /// <summary>Two lamps of the first kind and one of the second, paid with the card.</summary>
    public ShopState State(DateTimeOffset now) => ShopState.Of(
        from consumer in Consumers from number in OrdersOf(consumer) select new ShopOrder(
            number, consumer, "USD", ShopStatus.Pending, [Lamp(0), Lamp(0), Lamp(1)], JsonSerializer.SerializeToElement(new { line = "1 Hill" }), "market", $"{consumer}-card", null, 0, now),
        Enumerable.Range(0, 4).Select(kind => new ShopVariant(Lamp(kind).Sku, "lamp", "Lamp", NoOptions, Lamp(kind).Price, true)),
        Consumers.SelectMany(consumer => Means(consumer).Select(means => new ShopInstrument(means, consumer, KindOf(means), means))));

    public IEnumerable<CloudEvent> Events(DateTimeOffset now)
    {
        var at = now.AddHours(-1);
        yield return Event("product.listed", "lamp", at, new
        {
            product = new { id = "lamp", title = "Lamp", unit = "market", merchant = "shop-1", variants = Enumerable.Range(0, 4).Select(kind => new { sku = Lamp(kind).Sku, price = new Money(Lamp(kind).Price, "USD"), available = true }) },
        });
        foreach (var consumer in Consumers)
        {
            yield return Event("identity.profile", consumer, at, new { consumer = new { externalId = consumer, name = consumer, language = "en", instruments = Means(consumer).Select(means => new { id = means, kind = KindOf(means), label = means }) } });
            yield return Event("payment.value-opened", consumer + "-gift", at, new { instrument = consumer + "-gift", consumer, amount = new Money(GiftCard, "USD") });
            foreach (var one in OrdersOf(consumer).SelectMany(number => Order(consumer, number, at)))
            {
                yield return one;
            }
        }
    }

    public static string Token(string consumer) => ConsumerJwt.Make("acme", consumer);

    private static IEnumerable<CloudEvent> Order(string consumer, string number, DateTimeOffset at)
    {
        yield return Event("order.created", number, at, new
        {
            order = new
            {
                number, consumer = new { externalId = consumer, name = consumer, language = "en" }, merchant = new { externalId = "shop-1", name = "Lamps" }, unit = "market",
                items = new[] { (0, 2), (1, 1) }.Select(line => new { sku = Lamp(line.Item1).Sku, productId = "lamp", title = "Lamp", quantity = line.Item2, price = new Money(Lamp(line.Item1).Price, "USD") }),
                total = new Money((2 * Lamp(0).Price) + Lamp(1).Price, "USD"), placedAt = at, address = new { line = "1 Hill" },
            },
        });
        yield return Event("order.paid", number, at.AddSeconds(1), new { order = new { number } }, 2);
        yield return Event("payment.captured", "pay-" + number, at.AddSeconds(1), new { payment = new { id = "pay-" + number, order = number, amount = new Money((2 * Lamp(0).Price) + Lamp(1).Price, "USD"), method = "card", instrument = consumer + "-card" } });
    }

    private static ShopItem Lamp(int kind) => new($"lamp-{kind}", "lamp", "Lamp", NoOptions, FirstPrice + (kind * 333));

    private static string KindOf(string means) => means.EndsWith("-gift", StringComparison.Ordinal) ? "stored-value" : means.EndsWith("-card", StringComparison.Ordinal) ? "card" : "wallet";

    private static CloudEvent Event(string kind, string subject, DateTimeOffset at, object data, int version = 1) => new($"{kind}/{subject}", "/shop", $"patella.{kind}.v1", subject, at, "market", version, data);
}
