using Patella.Simulator.Api;

namespace Patella.Simulator.Ecosystem;

/// <summary>Makes orders one by one; each depends on seed and position only, never on the one before.</summary>
internal sealed class OrderPlanner(DemoEcosystem ecosystem)
{
    /// <summary>Shares of the fates in 50 orders; every block of 50 holds exactly these, so that none is ever missing.</summary>
    private static readonly List<OrderFate> Block =
    [
        .. Enumerable.Repeat(OrderFate.Finished, 22), .. Enumerable.Repeat(OrderFate.Delivered, 5),
        .. Enumerable.Repeat(OrderFate.InTransit, 4), .. Enumerable.Repeat(OrderFate.Paid, 3),
        .. Enumerable.Repeat(OrderFate.Cancelled, 3), .. Enumerable.Repeat(OrderFate.OutForDelivery, 2),
        .. Enumerable.Repeat(OrderFate.Unpaid, 2), .. Enumerable.Repeat(OrderFate.Refunding, 2),
        .. Enumerable.Repeat(OrderFate.Refunded, 2), OrderFate.PickedUp, OrderFate.Exception,
        OrderFate.TrackingMissing, OrderFate.PaidLate, OrderFate.Lost,
    ];

    /// <summary>What the consumer to be finds in the demonstration: several units, several states.</summary>
    private static readonly (string Unit, OrderFate Fate)[] Demonstration =
    [
        ("market", OrderFate.InTransit), ("takeaway", OrderFate.OutForDelivery), ("digital", OrderFate.Refunding),
        ("hotels", OrderFate.Paid), ("market", OrderFate.PaidLate), ("fashion", OrderFate.Delivered),
        ("crossborder", OrderFate.Exception), ("tickets", OrderFate.Finished), ("beauty", OrderFate.Unpaid),
    ];

    private readonly Dictionary<string, List<SimulatedProduct>> _byUnit =
        ecosystem.Products.GroupBy(product => product.Merchant.Unit.Code).ToDictionary(group => group.Key, group => group.ToList());

    private readonly List<string> _codes = ecosystem.Units.Select(unit => unit.Code).ToList();

    public IEnumerable<SimulatedOrder> All()
    {
        for (var index = 0; index < ecosystem.Scale.Orders; index++)
        {
            yield return Recent(index);
        }
        for (var index = 0; index < ecosystem.Scale.LastFestivalOrders; index++)
        {
            yield return LastFestival(ecosystem.Scale.Orders + index);
        }
    }

    private SimulatedOrder Recent(int index)
    {
        var random = new SeededRandom(ecosystem.Seed).Fork($"order-{index}");
        var shown = index < Demonstration.Length;
        var unit = shown ? UnitCatalogue.ByCode(Demonstration[index].Unit) : random.PickWeighted(ecosystem.Units, one => one.Weight);
        var fate = FateTable.Fit(shown ? Demonstration[index].Fate : FateOf(index), unit.Fulfilment);
        var script = OrderScript.Of(fate, unit.Fulfilment, random);
        var consumer = shown ? ecosystem.Consumers[0] : random.Pick(ecosystem.Consumers);
        var reach = script.Reach(ecosystem.Scale.HistoryDays, random);
        return Make(index, unit, consumer, fate, script, ecosystem.Now - reach, random);
    }

    private SimulatedOrder LastFestival(int index)
    {
        var random = new SeededRandom(ecosystem.Seed).Fork($"order-{index}");
        var unit = random.PickWeighted(ecosystem.Units, one => one.Weight);
        var (start, end) = ecosystem.LastFestival;
        var placed = start + ((end - start) * FestivalCurve.Days.Quantile(random.NextDouble()));
        return Make(index, unit, random.Pick(ecosystem.Consumers), OrderFate.Finished, OrderScript.Coarse, placed, random);
    }

    private OrderFate FateOf(int index)
    {
        var block = new SeededRandom(ecosystem.Seed).Fork($"fates-{index / Block.Count}").Shuffle(Block);
        return block[index % Block.Count];
    }

    private SimulatedOrder Make(
        int index, SimulatedUnit unit, SimulatedConsumer consumer, OrderFate fate, OrderScript script, DateTimeOffset placed, SeededRandom random)
    {
        var product = random.Pick(_byUnit[unit.Code]);
        var told = fate != OrderFate.TrackingMissing && unit.Fulfilment == Fulfilment.Parcel && script.HasParcel;
        var carrier = unit.Fulfilment == Fulfilment.Rider ? $"骑手 {NameCatalogue.Person(Languages.Chinese, random)}" : random.Pick(NameCatalogue.Of("carriers"));
        var whole = placed.AddTicks(-(placed.Ticks % TimeSpan.TicksPerSecond));
        return new SimulatedOrder(
            NumberOf(index, unit), unit, product.Merchant, consumer, Items(product, consumer, random), whole, fate,
            script.At(whole, consumer), told ? $"SIM{random.NextBits() % 1_000_000_000_000:000000000000}" : null, carrier);
    }

    private string NumberOf(int index, SimulatedUnit unit) =>
        $"{_codes.IndexOf(unit.Code) + 10}{ecosystem.Seed % 10_000:0000}{index + 1:000000}";

    private List<SimulatedItem> Items(SimulatedProduct first, SimulatedConsumer consumer, SeededRandom random)
    {
        var products = new List<SimulatedProduct> { first };
        if (first.Merchant.Unit.Fulfilment is Fulfilment.Parcel or Fulfilment.Rider && random.Chance(0.3))
        {
            products.AddRange(_byUnit[first.Merchant.Unit.Code].Where(other => other.Merchant == first.Merchant && other != first).Take(1));
        }
        return products.Select(product => Item(product, random.Pick(product.Variants), consumer, random)).ToList();
    }

    private static SimulatedItem Item(SimulatedProduct product, SimulatedVariant variant, SimulatedConsumer consumer, SeededRandom random) => new(
        variant.Sku, product.Id, product.Title.For(consumer.Language),
        variant.Options.ToDictionary(option => option.Name.For(consumer.Language), option => option.Value.For(consumer.Language)),
        random.Chance(0.85) ? 1 : 2, new Money(variant.Price, "CNY"));
}
