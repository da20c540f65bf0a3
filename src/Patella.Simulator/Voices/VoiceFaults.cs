using Patella.Simulator.Ecosystem;

namespace Patella.Simulator.Voices;

/// <summary>Something that really breaks: for whom, from when, how loud.</summary>
/// <param name="Name">Its name in reports.</param>
/// <param name="Topic">What those who are hit speak about.</param>
/// <param name="Start">When it begins, business time.</param>
/// <param name="Length">How long it lasts until it is mended.</param>
/// <param name="PerMinute">Voices a minute, by minutes since its start.</param>
/// <param name="Hit">What all who are hit have in common.</param>
public sealed record VoiceFault(string Name, string Topic, DateTimeOffset Start, TimeSpan Length, Func<double, double> PerMinute, Func<VoicePlace, VoicePlace> Hit)
{
    /// <summary>Voices expected in a minute, 0 before its start and after its end.</summary>
    public double In(DateTimeOffset minute) => minute < Start || minute >= Start + Length ? 0 : PerMinute((minute - Start).TotalMinutes);
}

/// <summary>A change somebody made, told to Patella when it happened: what might be the cause.</summary>
public sealed record VoiceChange(string Id, string Kind, DateTimeOffset At, string Title, IReadOnlyDictionary<string, string> Node);

/// <summary>What goes wrong in the demonstration, as a function of the ecosystem alone.</summary>
public sealed class VoiceFaults
{
    /// <summary>The version whose coupons fail.</summary>
    public const string Version = "9.4.0";

    private static readonly TimeSpan Round = TimeSpan.FromMinutes(100);

    /// <summary>Plans the faults around the ecosystem's present: one grows already, two begin minutes later, and then again two in each round.</summary>
    public VoiceFaults(DemoEcosystem ecosystem)
    {
        var fragile = ecosystem.Products.First(product => product.Merchant.Unit.Code == "furniture");
        var minute = new DateTimeOffset(ecosystem.Now.Ticks - (ecosystem.Now.Ticks % TimeSpan.TicksPerMinute), TimeSpan.Zero);
        Growing = new VoiceFault(
            "packaging", "broken", minute.AddMinutes(-24), TimeSpan.FromMinutes(90), x => Math.Min(1 + (x * 0.25), 8),
            place => place with { Merchant = fragile.Merchant, Product = fragile });
        _begin = minute;
        _ecosystem = ecosystem;
        Product = fragile;
    }

    private readonly DateTimeOffset _begin;
    private readonly DemoEcosystem _ecosystem;

    /// <summary>The fault that is growing when the demonstration starts: a shop's new packaging does not protect.</summary>
    public VoiceFault Growing { get; }

    /// <summary>What breaks in it.</summary>
    public SimulatedProduct Product { get; }

    /// <summary>Faults that may be heard in a minute.</summary>
    public IEnumerable<VoiceFault> Around(DateTimeOffset minute)
    {
        yield return Growing;
        var round = Math.Max(0, (int)((minute - _begin) / Round));
        for (var index = Math.Max(0, round - 1); index <= round; index++)
        {
            yield return Coupon(index);
            yield return Carrier(index);
        }
    }

    /// <summary>Coupons fail, for one version of the app alone.</summary>
    public VoiceFault Coupon(int round) => new(
        $"coupon-{round}", "coupon-fails", _begin.AddMinutes(3) + (round * Round), TimeSpan.FromMinutes(40), x => Math.Min(14 + (x * 3), 26),
        place => place with { Version = VersionOf(round), Channel = "app" });

    /// <summary>A carrier's hub stands still, in one region alone.</summary>
    public VoiceFault Carrier(int round) => new(
        $"hub-{round}", "parcel-stuck", _begin.AddMinutes(4) + (round * Round), TimeSpan.FromMinutes(50), x => Math.Min(10 + (x * 2), 18),
        place => place with { Carrier = CarrierOf(round), Region = RegionOf(round) });

    /// <summary>Whose hub.</summary>
    public static string CarrierOf(int round) => NameCatalogue.Of("carriers")[(round + 1) % 3];

    /// <summary>Where.</summary>
    public static string RegionOf(int round)
    {
        var cities = NameCatalogue.Of("cities-zh");
        return cities[(4 + (round * 5)) % cities.Count];
    }

    /// <summary>Which version: the first is the one that is being rolled out as the demonstration starts.</summary>
    public static string VersionOf(int round) => round == 0 ? Version : $"9.4.{round}";

    /// <summary>What was changed up to a moment, oldest first.</summary>
    public IEnumerable<VoiceChange> Changes(DateTimeOffset until)
    {
        yield return new VoiceChange($"sim-{_ecosystem.Seed}-packaging", "other", Growing.Start.AddMinutes(-6), $"{Product.Merchant.Name} 换了包装供应商 new packaging supplier", Node("merchant", Product.Merchant.ExternalId));
        yield return new VoiceChange($"sim-{_ecosystem.Seed}-sale", "campaign", VoiceCrowd.SaleStart(_ecosystem), "大促开场 The sale opens", Node());
        for (var round = 0; _begin + (round * Round) <= until; round++)
        {
            var (version, carrier, region) = (VersionOf(round), CarrierOf(round), RegionOf(round));
            yield return new VoiceChange($"sim-{_ecosystem.Seed}-launch-{round}", "launch", Coupon(round).Start.AddMinutes(-2), $"App {version} 新优惠券面板全量 new coupon panel for everybody", Node("version", version));
            yield return new VoiceChange($"sim-{_ecosystem.Seed}-hub-{round}", "carrier", Carrier(round).Start.AddMinutes(-3), $"{carrier} {region} 分拨中心停电 power cut at the hub", new Dictionary<string, string> { ["carrier"] = carrier, ["region"] = region });
        }
    }

    private static Dictionary<string, string> Node(string? dimension = null, string? value = null) => dimension is null ? [] : new Dictionary<string, string> { [dimension] = value! };
}
