using System.Text;
using Patella.Service.Incidents.Engine;
using Patella.Simulator;

namespace Patella.Tests.Incidents;

/// <summary>A stream for the watch: eight reasons over shops, regions and versions, the same for a seed, with whatever a test adds.</summary>
internal sealed class WatchedStream(ulong seed)
{
    public const long Start = 29_000_160;
    public static readonly string[] Dimensions = ["merchant", "region", "version"];
    private static readonly string[] Reasons = ["late", "broken", "coupon", "refund", "app", "taste", "wish", "stuck"];
    private static readonly string[] Words = ["tea", "box", "screen", "courier", "paper", "evening", "garden", "window", "ticket", "market", "letter", "summer"];
    private readonly SeededRandom _random = new(seed);
    private long _position;

    public double Rate { get; init; } = 12;

    /// <summary>Factor on all traffic in a minute.</summary>
    public Func<int, double> Sale { get; init; } = _ => 1;

    /// <summary>What a test adds in a minute.</summary>
    public Func<int, WatchedStream, IEnumerable<HeardVoice>> More { get; init; } = (_, _) => [];

    public IReadOnlyList<HeardVoice> Minute(int minute)
    {
        var voices = new List<HeardVoice>();
        for (var left = Draw(Rate * Sale(minute)); left > 0; left--)
        {
            voices.Add(Voice(minute));
        }

        voices.AddRange(More(minute, this));
        return voices;
    }

    /// <summary>One voice; what is not said is drawn.</summary>
    public HeardVoice Voice(int minute, string? reason = null, string? merchant = null, string? region = null, string? version = null, ulong? customer = null, ulong? family = null, string? text = null)
        => new(_position++, (Start + minute) * 60_000_000, "", reason ?? Reasons[Math.Min(_random.Next(8), _random.Next(8))], -1, 0, customer ?? (ulong)_random.Next(1_000_000) + 1, family ?? (ulong)_position + 1_000, 1,
            [merchant ?? "m" + Math.Min(_random.Next(40), _random.Next(40)), region ?? "r" + _random.Next(6), version ?? "v" + _random.Next(3)],
            Encoding.UTF8.GetBytes(text ?? string.Join(' ', Enumerable.Range(0, 6).Select(_ => _random.Pick(Words)))));

    public int Draw(double mean)
    {
        var (limit, product, count) = (Math.Exp(-mean), _random.NextDouble(), 0);
        while (product > limit)
        {
            product *= _random.NextDouble();
            count++;
        }

        return count;
    }

    /// <summary>Runs minutes through a watch.</summary>
    public static List<string> Run(IncidentWatch watch, IEnumerable<(int Minute, IReadOnlyList<HeardVoice> Voices)> minutes)
    {
        var said = new List<string>();
        foreach (var (minute, voices) in minutes)
        {
            foreach (var voice in voices)
            {
                watch.Add(voice);
            }

            said.AddRange(watch.Tick(Start + minute).Where(change => change.What != "grown").Select(change =>
                $"{minute} {change.What} {change.Incident.Number} {change.Incident.Reason} {string.Join(',', change.Incident.Node.Select(pair => pair.Key + "=" + pair.Value))} {change.Incident.Voices} {change.Incident.Customers} {change.Incident.Score:R}"));
        }

        return said;
    }

    public IEnumerable<(int Minute, IReadOnlyList<HeardVoice> Voices)> Minutes(int count) => Enumerable.Range(0, count).Select(minute => (minute, Minute(minute)));

    public static IncidentWatch Watch() => new(Dimensions, reasonsAreGiven: true);
}
