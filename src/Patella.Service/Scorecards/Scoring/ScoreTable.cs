using Patella.Kernel.Dmn;

namespace Patella.Service.Scorecards.Scoring;

/// <summary>
/// A version of the table of weights and thresholds, compiled and checked. What it says of equal questions is asked once and kept, so a night of many shops costs few evaluations.
/// Not for several threads at once.
/// </summary>
internal sealed class ScoreTable
{
    private const string Weights = "weights";
    private const string Points = "points";
    private const string Badge = "badge";
    private readonly DmnProgram _program;
    private readonly decimal[] _leastBase = new decimal[Indicators.All.Count];
    private readonly Dictionary<long, long> _points = [];
    private readonly Dictionary<(long? Total, long? Before, bool Held), (bool Badge, string Because)> _badges = [];
    private readonly long _neutral;

    /// <exception cref="ScoringException">The table cannot be used; the place is named.</exception>
    public ScoreTable(DmnProgram program, string version)
    {
        (_program, Version) = (program, version);
        if (program.Problems.FirstOrDefault() is { } problem)
        {
            throw new ScoringException($"{version}, {problem.Place}", problem.Message);
        }

        foreach (var missing in new[] { Weights, Points, Badge }.Where(decision => !program.Decisions.Contains(decision)))
        {
            throw new ScoringException(version, $"has no decision '{missing}'");
        }

        for (var index = 0; index < Indicators.All.Count; index++)
        {
            (WeightOf[index], _leastBase[index]) = AskWeight(Indicators.All[index].Key);
        }

        var sum = WeightOf.Sum();
        if (sum != 10_000)
        {
            throw new ScoringException($"{version}, {Weights}", $"the weights sum to {sum / 100m}, and must sum to 100");
        }

        _neutral = AskPoints(false, 0);
    }

    /// <summary>Which version of which policy it is.</summary>
    public string Version { get; }

    /// <summary>Hundredths of a percent, in the order of the indicators.</summary>
    public long[] WeightOf { get; } = new long[Indicators.All.Count];

    public bool IsEnough(int indicator, long count) => count > 0 && count >= _leastBase[indicator];

    public long NeutralPoints => _neutral;

    /// <param name="place">Hundredths of a percent of the shops that are better.</param>
    public long PointsAt(long place)
    {
        if (!_points.TryGetValue(place, out var points))
        {
            _points[place] = points = AskPoints(true, place);
        }

        return points;
    }

    public (bool Badge, string Because) BadgeOf(long? total, long? before, bool held)
    {
        if (!_badges.TryGetValue((total, before, held), out var known))
        {
            var place = $"{Version}, {Badge}";
            var answer = Ask(Badge, new() { ["total"] = total / 1000m, ["before"] = before / 1000m, ["held"] = held });
            _badges[(total, before, held)] = known = (Entry(answer, "badge", place) as bool? ?? throw new ScoringException(place, "'badge' must be true or false"),
                Entry(answer, "because", place) as string ?? throw new ScoringException(place, "'because' must be a text"));
        }

        return known;
    }

    private (long Weight, decimal LeastBase) AskWeight(string indicator)
    {
        var place = $"{Version}, {Weights}, \"{indicator}\"";
        var answer = Ask(Weights, new() { ["indicator"] = indicator });
        var weight = Entry(answer, "weight", place) as decimal? ?? throw new ScoringException(place, "has no weight");
        var least = Entry(answer, "leastBase", place) as decimal? ?? throw new ScoringException(place, "has no leastBase");
        return weight is >= 0 and <= 100 && weight * 100 == decimal.Truncate(weight * 100) && least >= 1
            ? ((long)(weight * 100), least)
            : throw new ScoringException(place, "the weight must be 0 to 100 with at most two decimals, leastBase at least 1");
    }

    private long AskPoints(bool enough, long place)
    {
        var answer = Ask(Points, new() { ["enough"] = enough, ["place"] = place / 100m });
        return answer is decimal points and >= 0 and <= 5 && points == decimal.Truncate(points)
            ? (long)points
            : throw new ScoringException($"{Version}, {Points}", $"gives no whole number from 0 to 5 for enough = {(enough ? "true" : "false")}, place = {place / 100m}");
    }

    private object? Ask(string decision, Dictionary<string, object?> facts)
    {
        var result = _program.Evaluate(decision, facts);
        return result.HasErrors ? throw new ScoringException($"{Version}, {decision}", result.Problems.Count > 0 ? result.Problems[0].ToString() : "has an error") : result.Value;
    }

    private static object? Entry(object? answer, string name, string place)
        => answer is IReadOnlyDictionary<string, object?> context && context.TryGetValue(name, out var value) ? value : throw new ScoringException(place, "no row fits");
}
