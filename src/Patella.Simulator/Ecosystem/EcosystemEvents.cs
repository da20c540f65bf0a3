using Patella.Simulator.Api;

namespace Patella.Simulator.Ecosystem;

/// <summary>The ecosystem as events: what the marketplace's own systems would send.</summary>
public static class EcosystemEvents
{
    /// <summary>Profiles and orders of the consumer to be: enough to open the demonstration.</summary>
    public static IEnumerable<CloudEvent> Essential(DemoEcosystem ecosystem)
    {
        yield return Profile(ecosystem, 0);
        yield return GiftCard(ecosystem, ecosystem.Consumers[0]);
        foreach (var order in ecosystem.Orders().TakeWhile(order => order.Consumer == ecosystem.Consumers[0]))
        {
            foreach (var one in OrderEvents.Of(ecosystem.Seed, order))
            {
                yield return one;
            }
        }
    }

    /// <summary>Everything: products, profiles, and the orders with all that happened to them.</summary>
    public static IEnumerable<CloudEvent> All(DemoEcosystem ecosystem)
    {
        var products = Enumerable.Range(0, ecosystem.Products.Count).Select(index => Product(ecosystem, index));
        var profiles = Enumerable.Range(0, ecosystem.Consumers.Count).Select(index => Profile(ecosystem, index));
        var orders = ecosystem.Orders().SelectMany(order => OrderEvents.Of(ecosystem.Seed, order));
        var cards = ecosystem.Consumers.Where(Instruments.HasGiftCard).Select(consumer => GiftCard(ecosystem, consumer));
        return products.Concat(profiles).Concat(cards).Concat(orders).Concat(ShopHistory.Of(ecosystem));
    }

    private static CloudEvent Profile(DemoEcosystem ecosystem, int index)
    {
        var consumer = ecosystem.Consumers[index];
        return new CloudEvent(
            $"sim-{ecosystem.Seed}-{consumer.ExternalId}", "/identity", "patella.identity.profile.v1", consumer.ExternalId,
            ecosystem.Now.AddDays(-ecosystem.Scale.HistoryDays), null, 1, new
            {
                consumer = new
                {
                    consumer.ExternalId, consumer.Name, consumer.Language, consumer.Tier, consumer.Email, consumer.Phone, consumer.Address, instruments = Instruments.Of(consumer),
                    attributes = new { simulated = true },
                },
            });
    }

    private static CloudEvent GiftCard(DemoEcosystem ecosystem, SimulatedConsumer consumer) => new(
        $"sim-{ecosystem.Seed}-{Instruments.GiftCardOf(consumer)}", "/values", "patella.payment.value-opened.v1", Instruments.GiftCardOf(consumer), ecosystem.Now.AddDays(-ecosystem.Scale.HistoryDays), null, 1,
        new { instrument = Instruments.Of(consumer).Where(instrument => instrument.Kind == "stored-value").Select(instrument => new { instrument.Id, instrument.Label }).Single(), consumer = consumer.ExternalId, amount = Instruments.GiftCard });

    private static CloudEvent Product(DemoEcosystem ecosystem, int index)
    {
        var product = ecosystem.Products[index];
        var unit = product.Merchant.Unit.Code;
        return new CloudEvent(
            $"sim-{ecosystem.Seed}-{product.Id}", $"/{unit}/products", "patella.product.listed.v1", product.Id,
            ecosystem.Now.AddDays(-ecosystem.Scale.HistoryDays), unit, 1, new
            {
                product = new
                {
                    id = product.Id, title = product.Title.Chinese, unit, merchant = product.Merchant.ExternalId,
                    variants = product.Variants.Select(Variant),
                    attributes = new { simulated = true, titleEn = product.Title.English },
                },
            });
    }

    private static object Variant(SimulatedVariant variant) => new
    {
        variant.Sku,
        options = variant.Options.ToDictionary(option => option.Name.Chinese, option => option.Value.Chinese),
        price = new Money(variant.Price, "CNY"),
        variant.Available,
    };
}
