using Patella.Simulator.Api;

namespace Patella.Simulator.Ecosystem;

/// <summary>
/// What a few shops of the first merchant's trade sold in the last weeks, with questions before buying, refunds and ratings: enough that their scores can be told. The first shop
/// does better than the others until, some days ago, it leaves questions and parcels lying; so it earned the badge and lost it.
/// </summary>
internal static class ShopHistory
{
    private const int MostShops = 8;
    private const int Orders = 40;
    private const int Refunds = 12;

    /// <summary>Days before the present on which the first shop's bad days begin.</summary>
    private const int WentBad = 6;

    private static readonly object Simulated = new { simulated = true };

    /// <summary>Ecosystems with fewer merchants have too few in one trade to be ranked.</summary>
    public static bool Has(DemoEcosystem ecosystem) => ecosystem.Scale.Merchants >= 100;

    public static IEnumerable<CloudEvent> Of(DemoEcosystem ecosystem)
    {
        if (!Has(ecosystem))
        {
            yield break;
        }

        var first = ecosystem.Merchants[0];
        var shops = ecosystem.Merchants.Where(shop => shop.Unit == first.Unit).Take(MostShops).ToList();
        for (var shop = 0; shop < shops.Count; shop++)
        {
            for (var number = 0; number < Orders + (shop == 0 ? Orders / 4 : 0); number++)
            {
                foreach (var one in Sold(ecosystem, shops[shop], shop, number).Concat(Asked(ecosystem, shops[shop], shop, number)))
                {
                    yield return one;
                }
            }
        }
    }

    /// <summary>One order from its placing to its rating.</summary>
    private static IEnumerable<CloudEvent> Sold(DemoEcosystem ecosystem, SimulatedMerchant merchant, int shop, int number)
    {
        var name = $"8{ecosystem.Seed % 10_000:0000}{shop:00}{number:00000}";
        var product = ecosystem.Products.First(one => one.Merchant == merchant);
        var consumer = ecosystem.Consumers[1 + (((shop * 97) + (number * 7)) % (ecosystem.Consumers.Count - 1))];
        var placed = Placed(ecosystem, shop, number);
        var source = $"/{merchant.Unit.Code}/orders";
        var price = new Money(product.Variants[0].Price, "CNY");
        CloudEvent Event(string kind, double hours, object data, int version, string? from = null, string? subject = null)
            => new($"sim-{ecosystem.Seed}-{name}-{kind}", from ?? source, $"patella.{kind}.v1", subject ?? name, placed.AddHours(hours), merchant.Unit.Code, version, data);
        var order = new { number = name };
        yield return Event("order.created", 0, new
        {
            order = new
            {
                number = name, consumer = new { consumer.ExternalId, consumer.Name, consumer.Language }, merchant = new { merchant.ExternalId, merchant.Name }, unit = merchant.Unit.Code,
                items = new[] { new { product.Variants[0].Sku, productId = product.Id, title = product.Title.For(consumer.Language), quantity = 1, price } },
                total = price, placedAt = placed, shipBy = placed.AddHours(48), attributes = Simulated,
            },
        }, 1);
        yield return Event("order.paid", 0.05, new { order }, 2);
        var collected = CollectedAfterHours(shop, number);
        var parcel = new { trackingNumber = "SIM" + name, carrier = "顺达", order = name, items = new[] { product.Variants[0].Sku } };
        yield return Event("logistics.picked-up", collected, new { parcel }, 1, $"/{merchant.Unit.Code}/logistics", "SIM" + name);
        yield return Event("logistics.delivered", collected + 20, new { parcel }, 2, $"/{merchant.Unit.Code}/logistics", "SIM" + name);
        yield return Event("order.finished", collected + 21, new { order }, 3);
        yield return Event("order.rated", collected + 22, new { order, rating = new { goods = shop == 0 || number % 3 > 0 ? 5 : 4, service = shop == 0 || number % 2 > 0 ? 5 : 4, logistics = 5 } }, 4);
        if (number < Refunds)
        {
            var refund = new { id = "ref-" + name, order = name, amount = price, reason = "simulated" };
            yield return Event("refund.created", collected + 24, new { refund }, 1, $"/{merchant.Unit.Code}/refunds", "ref-" + name);
            yield return Event("refund.succeeded", collected + 24 + (shop == 0 ? 3 : 10), new { refund }, 2, $"/{merchant.Unit.Code}/refunds", "ref-" + name);
        }
    }

    /// <summary>A question before buying, in the shops' opening hours, and a person's answer.</summary>
    private static IEnumerable<CloudEvent> Asked(DemoEcosystem ecosystem, SimulatedMerchant merchant, int shop, int number)
    {
        var id = $"q-{ecosystem.Seed % 10_000:0000}-{shop:00}-{number:00000}";
        var asked = Noon(Placed(ecosystem, shop, number)).AddMinutes(number);
        var bad = shop == 0 && number >= Orders;
        var seconds = bad ? 900 : shop == 0 || number % 5 > 0 ? 45 + (number % 60) : 400;
        yield return new CloudEvent(
            $"sim-{ecosystem.Seed}-{id}", $"/{merchant.Unit.Code}/consults", "patella.consult.answered.v1", id, asked.AddSeconds(seconds), merchant.Unit.Code, 1,
            new { consult = new { id, merchant = merchant.ExternalId, askedAt = asked, by = "person" } });
    }

    private static DateTimeOffset Placed(DemoEcosystem ecosystem, int shop, int number)
    {
        var day = shop == 0 && number >= Orders ? WentBad : 10 + (number % 18);
        return Noon(ecosystem.Now.AddDays(-day)).AddMinutes(shop + number);
    }

    private static double CollectedAfterHours(int shop, int number) => shop == 0 ? (number >= Orders ? 50 : 9) : number % 7 == 0 ? 56 : 18 + shop;

    /// <summary>Noon of the ecosystem's own day (UTC+8).</summary>
    private static DateTimeOffset Noon(DateTimeOffset at) => new DateTimeOffset(at.ToOffset(TimeSpan.FromHours(8)).Date, TimeSpan.FromHours(8)).AddHours(12).ToUniversalTime();
}
