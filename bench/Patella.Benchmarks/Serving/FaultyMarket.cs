using System.Text.Json;
using Patella.Simulator;
using Patella.Simulator.Ecosystem;
using Patella.Simulator.Voices;

namespace Patella.Benchmarks.Serving;

/// <summary>Something that is broken: what those who are hit speak about, and what they have in common.</summary>
/// <param name="Node">What they have in common, as an incident names it.</param>
internal sealed record MarketFault(int Number, string Topic, string Node, Func<VoicePlace, VoicePlace> Hit)
{
    /// <summary>When it began, and when it was mended; null before.</summary>
    public DateTimeOffset? Start { get; set; }

    public DateTimeOffset? End { get; set; }
}

/// <summary>
/// What the customers of a marketplace say, second by second: as much as always about everything, and what is broken besides. Their sentences are those of the demonstration, so
/// each voice is read as any other is; who speaks, where and about what is drawn from the seed.
/// </summary>
internal sealed class FaultyMarket
{
    private static readonly string[] Topics = ["coupon-fails", "broken", "parcel-stuck", "payment-fails", "fake", "charged-twice", "app-crash", "parcel-lost", "refund-late", "cannot-sign-in", "price-changed", "missing-item"];
    private static readonly JsonSerializerOptions Wire = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull };
    private readonly DemoEcosystem _ecosystem = new(20_171_111, Scale.Demo, DateTimeOffset.UtcNow);
    private readonly ILookup<SimulatedMerchant, SimulatedProduct> _products;
    private readonly IReadOnlyList<string> _carriers, _regions;
    private readonly SeededRandom _random;
    private readonly double _perMinute;
    private int _said;

    public FaultyMarket(ulong seed, double perMinute, int faults)
    {
        (_random, _perMinute) = (new SeededRandom(seed), perMinute);
        _products = _ecosystem.Products.ToLookup(product => product.Merchant);
        (_carriers, _regions) = ([.. Enumerable.Range(0, 6).Select(number => $"carrier-{number}")], [.. Enumerable.Range(0, 24).Select(number => $"region-{number}")]);
        Faults = [.. Enumerable.Range(0, faults).Select(Plan)];
    }

    public IReadOnlyList<MarketFault> Faults { get; }

    /// <summary>All that is said in a stretch, in time order, a line each.</summary>
    /// <param name="faultPerMinute">How much is said about each fault that is not mended.</param>
    public byte[] Lines(DateTimeOffset from, DateTimeOffset until, double faultPerMinute)
    {
        var voices = Times(from, until, _perMinute).Select(at => Say(_random.PickWeighted(VoiceTopic.All, topic => topic.Weight), Place(), at)).ToList();
        foreach (var fault in Faults.Where(fault => fault.Start < until && fault.End is null))
        {
            var times = Times(fault.Start > from ? fault.Start.Value : from, until, faultPerMinute);
            voices.AddRange(times.Select(at => Say(VoiceTopic.Of(fault.Topic), fault.Hit(Place()), at)));
        }

        using var lines = new MemoryStream();
        foreach (var voice in voices.OrderBy(voice => voice.Time))
        {
            JsonSerializer.Serialize(lines, voice, Wire);
            lines.WriteByte((byte)'\n');
        }

        return lines.ToArray();
    }

    private IEnumerable<DateTimeOffset> Times(DateTimeOffset from, DateTimeOffset until, double perMinute)
    {
        for (var at = from.AddMinutes(_random.Exponential(1 / perMinute)); at < until; at = at.AddMinutes(_random.Exponential(1 / perMinute)))
        {
            yield return at;
        }
    }

    /// <summary>In turn a shop, a product, a carrier in a region and a version; no two of them the same.</summary>
    private MarketFault Plan(int number)
    {
        var (topic, turn) = (Topics[number % Topics.Length], number / 4);
        var merchant = _ecosystem.Merchants[(number * 7) % _ecosystem.Merchants.Count];
        var product = _products[merchant].First();
        var (carrier, region, version) = (_carriers[turn % _carriers.Count], _regions[(turn * 5) % _regions.Count], $"9.5.{turn}");
        return (number % 4) switch
        {
            0 => new(number, topic, merchant.ExternalId, place => place with { Merchant = merchant, Product = _random.Pick(_products[merchant].ToList()) }),
            1 => new(number, topic, product.Id, place => place with { Merchant = merchant, Product = product }),
            2 => new(number, topic, $"{carrier} {region}", place => place with { Carrier = carrier, Region = region }),
            _ => new(number, topic, version, place => place with { Version = version, Channel = "app" }),
        };
    }

    private VoicePlace Place()
    {
        var merchant = _random.Pick(_ecosystem.Merchants);
        return new VoicePlace(
            merchant, _random.Pick(_products[merchant].ToList()), _random.Chance(0.7) ? "app" : "web", _random.Chance(0.75) ? "9.3.2" : "9.2.0", _random.Pick(_carriers), _random.Pick(_regions),
            $"guest-{_random.Next(200_000)}", _random.Chance(0.85) ? Languages.Chinese : Languages.English);
    }

    private SimulatedVoice Say(VoiceTopic topic, VoicePlace place, DateTimeOffset at) => new(
        $"bench-{_said++}", "review", at, place.Channel, "consumer", place.Customer, place.Language, place.Words(topic, _random), place.Product.Id, place.Merchant.ExternalId, place.Merchant.Unit.Code,
        place.Carrier, place.Region, place.Version);
}
