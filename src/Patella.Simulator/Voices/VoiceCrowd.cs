using Patella.Simulator.Ecosystem;

namespace Patella.Simulator.Voices;

/// <summary>
/// What a marketplace's customers say, minute by minute, as a function of the ecosystem alone: a daily rhythm, a sale that lifts everything four
/// times, a new version that spreads, a post that is copied hundreds of times, a taste that slowly gets worse, and faults that really break something.
/// Only the faults are news.
/// </summary>
public sealed class VoiceCrowd(DemoEcosystem ecosystem)
{
    /// <summary>How far back the crowd was heard before the ecosystem's present.</summary>
    public static readonly TimeSpan History = TimeSpan.FromDays(3);

    private const double PerMinute = 9;
    private const double SaleFactor = 4;
    private const double DriftPerDay = 0.25;
    private const int Strangers = 20_000;
    private static readonly double[] ByHour = [0.5, 0.35, 0.3, 0.3, 0.35, 0.45, 0.6, 0.8, 1, 1.15, 1.25, 1.3, 1.25, 1.15, 1.15, 1.15, 1.15, 1.2, 1.25, 1.4, 1.5, 1.45, 1.15, 0.8];
    private static readonly string[] Copied = ["转给大家看看：他们家卖的全是高仿，已经有好多人上当了，别买", "转给大家看看，他们家卖的全是高仿，已经有好多人上当了，别买！！", "转给大家看看！他们家卖的全是高仿！已经有好多人上当了！别买"];
    private readonly IReadOnlyList<SimulatedMerchant> _merchants = ecosystem.Merchants;
    private readonly ILookup<SimulatedMerchant, SimulatedProduct> _products = ecosystem.Products.ToLookup(product => product.Merchant);

    /// <summary>What is broken, and when.</summary>
    public VoiceFaults Faults { get; } = new(ecosystem);

    /// <summary>When the sale opens: shortly before the ecosystem's present.</summary>
    public static DateTimeOffset SaleStart(DemoEcosystem ecosystem) => ecosystem.Now.AddMinutes(-8);

    /// <summary>All that is said in the minute that begins at <paramref name="minute"/>, in time order.</summary>
    public IReadOnlyList<SimulatedVoice> In(DateTimeOffset minute)
    {
        var number = minute.ToUnixTimeSeconds() / 60;
        var random = new SeededRandom(ecosystem.Seed).Fork($"voices-{number}");
        var voices = new List<SimulatedVoice>();
        for (var left = Poisson(Rate(minute), random); left > 0; left--)
        {
            voices.Add(Say(random.PickWeighted(VoiceTopic.All, topic => Weight(topic, minute)), Place(minute, random), minute, random));
        }

        foreach (var fault in Faults.Around(minute))
        {
            for (var left = Poisson(fault.In(minute), random); left > 0; left--)
            {
                voices.Add(Say(VoiceTopic.Of(fault.Topic), fault.Hit(Place(minute, random)), minute, random));
            }
        }

        voices.AddRange(Copies(minute, random));
        return voices.OrderBy(voice => voice.Time).Select((voice, index) => voice with { Id = $"sim-{ecosystem.Seed % 100_000}-{number}-{index}" }).ToList();
    }

    private double Rate(DateTimeOffset minute)
        => PerMinute * ByHour[minute.ToOffset(TimeSpan.FromHours(8)).Hour] * (minute >= SaleStart(ecosystem) ? SaleFactor : 1);

    private double Weight(VoiceTopic topic, DateTimeOffset minute)
        => topic.Weight * (topic.Code == "taste" ? Math.Clamp(1 + ((minute - ecosystem.Now + History).TotalDays * DriftPerDay), 1, 2.5) : 1);

    private VoicePlace Place(DateTimeOffset minute, SeededRandom random)
    {
        var merchant = random.PickWeighted(_merchants, one => one.Unit.Weight);
        var language = random.Chance(0.85) ? Languages.Chinese : Languages.English;
        var customer = random.Chance(0.3) ? random.Pick(ecosystem.Consumers).ExternalId : $"guest-{random.Next(Strangers)}";
        return new VoicePlace(
            merchant, random.Pick(_products[merchant].ToList()), random.Chance(0.7) ? "app" : "web", Version(minute, random),
            merchant.Unit.Fulfilment == Fulfilment.Parcel ? random.Pick(NameCatalogue.Of("carriers")) : null, random.Pick(NameCatalogue.Of("cities-zh")), customer, language);
    }

    /// <summary>A new version has spread since the morning to a third of all, and all its users' voices with it.</summary>
    private string Version(DateTimeOffset minute, SeededRandom random)
    {
        var share = Math.Clamp((minute - ecosystem.Now.AddHours(-6)).TotalHours / 2, 0, 1) / 3;
        return random.Chance(share) ? VoiceFaults.Version : random.Chance(0.75) ? "9.3.2" : "9.2.0";
    }

    private static SimulatedVoice Say(VoiceTopic topic, VoicePlace place, DateTimeOffset minute, SeededRandom random)
    {
        var kind = random.Pick(topic.Sources);
        var (source, channel) = kind switch
        {
            "outside" => ("outside", "forum"),
            "app" => ("hotline", "app"),
            "chat" => ("hotline", place.Channel == "app" ? "phone" : "web"),
            _ => ("review", place.Channel),
        };
        var outside = source == "outside";
        return new SimulatedVoice(
            "", source, minute.AddMilliseconds(random.Next(60_000)), channel, outside ? "public" : "consumer", place.Customer, place.Language, place.Words(topic, random),
            outside ? null : place.Product.Id, outside ? null : place.Merchant.ExternalId, place.Merchant.Unit.Code, place.Carrier, place.Region,
            outside ? null : place.Version);
    }

    /// <summary>A post that is copied: a hundred voices a minute, one thing said.</summary>
    private IEnumerable<SimulatedVoice> Copies(DateTimeOffset minute, SeededRandom random)
    {
        var since = (minute - ecosystem.Now).TotalMinutes;
        return Enumerable.Range(0, since is >= 2 and < 5 ? 100 : 0).Select(_ => new SimulatedVoice(
            "", "outside", minute.AddMilliseconds(random.Next(60_000)), "forum", "public", $"guest-{random.Next(Strangers)}", Languages.Chinese, random.Pick(Copied)));
    }

    /// <summary>Knuth's product method below 30, the normal approximation above.</summary>
    private static int Poisson(double mean, SeededRandom random)
    {
        if (mean > 30)
        {
            var normal = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
            return Math.Max(0, (int)Math.Round(mean + (Math.Sqrt(mean) * normal)));
        }

        var (count, product) = (0, random.NextDouble());
        for (var limit = Math.Exp(-mean); product > limit; count++)
        {
            product *= random.NextDouble();
        }

        return count;
    }
}
