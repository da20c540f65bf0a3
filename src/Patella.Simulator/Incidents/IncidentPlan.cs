using System.Globalization;

namespace Patella.Simulator.Incidents;

/// <summary>One fault of the stream, as the truth file tells it.</summary>
/// <param name="Reason">Empty for a problem that no reason names.</param>
/// <param name="Onset">When it begins.</param>
/// <param name="Factor">How many times the base rate it reaches.</param>
/// <param name="BasePerMinute">Voices a minute of this reason at this node without it, over the day.</param>
/// <param name="Extra">Voices it is expected to add.</param>
public sealed record InjectedIncident(string Id, string Reason, SortedDictionary<string, string> Node, DateTimeOffset Onset, DateTimeOffset End, string Shape, double Factor, double BasePerMinute, double Extra)
{
    /// <summary>Number of the unseen problem, -1 for a reason of the tree.</summary>
    public int Unseen { get; init; } = -1;
}

/// <summary>Something that must alarm nothing.</summary>
public sealed record InjectedTrap(string Kind, string Reason, SortedDictionary<string, string> Node, DateTimeOffset Onset, DateTimeOffset End, double Factor);

/// <summary>What is wrong in the stream and what only looks so.</summary>
public sealed record IncidentTruth(ulong Seed, DateTimeOffset From, DateTimeOffset Until, int Voices, IReadOnlyList<InjectedIncident> Incidents, IReadOnlyList<InjectedTrap> Traps);

/// <summary>Draws incidents and traps from the seed.</summary>
internal sealed class IncidentPlan(SeededRandom random, StreamWorld world, DateTimeOffset from, int days, double perMinute)
{
    private static readonly string[] Scopes = ["product", "product", "merchant", "merchant", "merchant", "category", "carrier+region", "carrier+region", "carrier", "region", "version", "channel", "", "", "unseen", "unseen"];

    public List<InjectedIncident> Incidents(int count)
    {
        var found = new List<InjectedIncident>();
        for (var tries = 0; found.Count < count && tries < count * 200; tries++)
        {
            if (Incident(found.Count + 1) is { } incident && !found.Exists(other => Near(other, incident)))
            {
                found.Add(incident);
            }
        }

        return found;
    }

    public List<InjectedTrap> Traps()
    {
        var traps = new List<InjectedTrap>();
        for (var i = 0; i < Math.Max(1, days / 2); i++)
        {
            traps.Add(Trap("sale", "", [], 3, 6, random.Between(3, 8)));
            traps.Add(Trap("category-sale", "", Node("category"), 3, 6, random.Between(3, 6)));
            traps.Add(Trap("shop-show", "", new(StringComparer.Ordinal) { ["merchant"] = "m" + random.Between(5, 60).ToString(CultureInfo.InvariantCulture) }, 1, 3, random.Between(10, 40)));
            traps.Add(Trap("flood", random.Pick(world.Reasons), Node("merchant"), 1, 3, random.Between(60, 400)));
            traps.Add(Trap("copy-paste", random.Pick(world.Reasons), Node("merchant"), 1, 4, random.Between(60, 400)));
            traps.Add(Trap("copy-paste", "", [], 1, 4, random.Between(60, 400)));
        }

        traps.Add(new InjectedTrap("drift", random.Pick(world.Reasons[..20]), [], from.AddDays(1), from.AddDays(days), random.Between(1.5, 2.2)));
        traps.Add(new InjectedTrap("drift", random.Pick(world.Reasons[..20]), Node("category"), from.AddDays(1), from.AddDays(days), random.Between(1.5, 2.2)));
        return traps;
    }

    private InjectedIncident? Incident(int number)
    {
        var scope = random.Pick(Scopes);
        var unseen = scope == "unseen";
        var node = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var dimension in unseen ? (random.Chance(0.5) ? ["version"] : Array.Empty<string>()) : scope.Split('+', StringSplitOptions.RemoveEmptyEntries))
        {
            node[dimension] = Node(dimension)[dimension];
        }

        var reason = unseen ? "" : random.Pick(world.Reasons);
        var rate = unseen ? 0.0 : perMinute * world.Share(reason, node);
        var factor = unseen ? 100 : random.Pick((double[])[3, 10, 30, 100]) * random.Between(0.9, 1.3);
        var minutes = Math.Round(Math.Exp(random.Between(Math.Log(45), Math.Log(14 * 60))));
        var shape = random.Pick((string[])["step", "ramp", "burst"]);
        var extra = unseen ? random.Between(8, 120) : (factor - 1) * rate * minutes * (shape == "step" ? 1 : 0.5);
        if (extra is < 6 or > 3_000 || extra / minutes > perMinute * 3)
        {
            return null;
        }

        // The first third of a day is history for the first baselines; one in ten begins with the stream all the same.
        var onset = from.AddMinutes(Math.Floor(random.Chance(0.05) ? random.Between(0, 20.0) : random.Between(480.0, (days * 1440) - minutes - 30)));
        return new InjectedIncident("i" + number.ToString(CultureInfo.InvariantCulture), reason, node, onset, onset.AddMinutes(minutes), shape, Math.Round(factor, 2), Math.Round(rate, 6), Math.Round(extra, 1))
        {
            Unseen = unseen ? random.Next(StreamTexts.UnseenCount) : -1,
        };
    }

    private static bool Near(InjectedIncident a, InjectedIncident b)
        => a.Onset.AddHours(-26) < b.End && b.Onset.AddHours(-26) < a.End && (a.Unseen >= 0 ? a.Unseen == b.Unseen : a.Reason == b.Reason);

    private InjectedTrap Trap(string kind, string reason, SortedDictionary<string, string> node, int least, int most, double factor)
    {
        var onset = from.AddMinutes(random.Between(300, (days * 1440) - (most * 60) - 1));
        return new InjectedTrap(kind, reason, node, onset, onset.AddHours(random.Between(least, (double)most)), Math.Round(factor, 1));
    }

    private SortedDictionary<string, string> Node(string dimension)
    {
        var draw = world.Draw(random);
        return new SortedDictionary<string, string>(StringComparer.Ordinal) { [dimension] = Value(dimension, draw) };
    }

    /// <summary>The value of a draw in a dimension, as the stream writes it.</summary>
    public static string Value(string dimension, in Draw draw) => dimension switch
    {
        "merchant" => "m" + draw.Merchant.ToString(CultureInfo.InvariantCulture),
        "product" => "p" + draw.Product.ToString(CultureInfo.InvariantCulture),
        "category" => "c" + draw.Category.ToString(CultureInfo.InvariantCulture),
        "carrier" => "k" + draw.Carrier.ToString(CultureInfo.InvariantCulture),
        "region" => "r" + draw.Region.ToString(CultureInfo.InvariantCulture),
        "channel" => "h" + draw.Channel.ToString(CultureInfo.InvariantCulture),
        _ => "v" + draw.Version.ToString(CultureInfo.InvariantCulture),
    };
}
