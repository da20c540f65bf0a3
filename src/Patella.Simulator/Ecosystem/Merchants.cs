namespace Patella.Simulator.Ecosystem;

/// <summary>An invented merchant of one unit.</summary>
public sealed record SimulatedMerchant(Guid Id, string ExternalId, string Name, string EnglishName, SimulatedUnit Unit);

/// <summary>A product with its variants; prices in fen.</summary>
public sealed record SimulatedProduct(
    string Id, Bilingual Title, SimulatedMerchant Merchant, IReadOnlyList<SimulatedVariant> Variants);

/// <summary>A sellable variant: what one orders.</summary>
public sealed record SimulatedVariant(string Sku, IReadOnlyList<(Bilingual Name, Bilingual Value)> Options, long Price, bool Available);

internal static class MerchantPlanner
{
    /// <summary>Every unit gets one merchant first, the rest are spread by the units' weights.</summary>
    public static List<SimulatedMerchant> Plan(ulong seed, Scale scale)
    {
        var units = UnitCatalogue.All;
        var random = new SeededRandom(seed).Fork("merchants");
        return Enumerable.Range(0, Math.Max(scale.Merchants, units.Count))
            .Select(index => Make(seed, index, index < units.Count ? units[index] : random.PickWeighted(units, unit => unit.Weight)))
            .ToList();
    }

    private static SimulatedMerchant Make(ulong seed, int index, SimulatedUnit unit)
    {
        var random = new SeededRandom(seed).Fork($"merchant-{index}");
        var word = random.Next(NameCatalogue.Of("shop-zh").Count);
        var branch = index / NameCatalogue.Of("shop-zh").Count;
        var suffix = unit.Fulfilment switch
        {
            Fulfilment.Parcel => random.Pick(["旗舰店", "专营店", "小店", "直营店"]),
            Fulfilment.Rider => $"{branch + 1}号店",
            _ => $"（{random.Pick(NameCatalogue.Of("cities-zh"))}）",
        };
        var chinese = $"{NameCatalogue.Of("shop-zh")[word]}{unit.MerchantChinese}{suffix}";
        var english = $"{NameCatalogue.Of("shop-en")[word]} {unit.MerchantEnglish}";
        return new SimulatedMerchant(
            DeterministicId.Of(seed, $"merchant-{index}", index), $"m-{index + 1:0000}", chinese, english, unit);
    }
}

internal static class ProductPlanner
{
    /// <summary>Products spread over the merchants in turn, so that nobody's shelf is empty.</summary>
    public static List<SimulatedProduct> Plan(ulong seed, Scale scale, IReadOnlyList<SimulatedMerchant> merchants) =>
        Enumerable.Range(0, Math.Max(scale.Products, merchants.Count))
            .Select(index => Make(seed, index, merchants[index % merchants.Count])).ToList();

    private static SimulatedProduct Make(ulong seed, int index, SimulatedMerchant merchant)
    {
        var random = new SeededRandom(seed).Fork($"product-{index}");
        var kind = random.Pick(ProductCatalogue.ByUnit[merchant.Unit.Code].ToList());
        var id = $"p-{index + 1:00000}";
        var price = random.Between(kind.LowestPrice, kind.HighestPrice) * 100L;
        var variants = Combinations(kind.Options)
            .Select((options, variant) => new SimulatedVariant(
                $"{id}-{variant + 1:00}", options, price + (variant * (price / 2_000) * 100), random.Chance(0.93)))
            .ToList();
        return new SimulatedProduct(id, kind.Title, merchant, variants);
    }

    private static IEnumerable<IReadOnlyList<(Bilingual Name, Bilingual Value)>> Combinations(IReadOnlyList<ProductOption> options)
    {
        IEnumerable<IReadOnlyList<(Bilingual Name, Bilingual Value)>> partial = [[]];
        foreach (var option in options)
        {
            partial = partial.SelectMany(chosen => option.Values.Select(
                value => (IReadOnlyList<(Bilingual, Bilingual)>)[.. chosen, (option.Name, value)])).ToList();
        }
        return partial;
    }
}
