using Patella.Kernel.Dmn.Feel;
using Patella.Kernel.Dmn.Model;

namespace Patella.Kernel.Dmn.Tables;

/// <summary>What a table gives when rules matched, by its hit policy.</summary>
internal static class HitPolicies
{
    internal static object? Decide(HitPolicy policy, Aggregation aggregation, CompiledTable table, List<CompiledRule> matched, Frame frame) => policy switch
    {
        HitPolicy.Unique => Unique(table, matched, frame),
        HitPolicy.First => table.Output(matched[0], frame),
        HitPolicy.Any => Any(table, matched, frame),
        HitPolicy.Priority => Ranked(table, matched, frame)[0],
        HitPolicy.OutputOrder => new FeelList(Ranked(table, matched, frame)),
        HitPolicy.RuleOrder => All(table, matched, frame),
        HitPolicy.Collect => Collect(aggregation, table, All(table, matched, frame), frame.Run),
        _ => throw new ArgumentOutOfRangeException(nameof(policy), policy, "No such hit policy."),
    };

    /// <summary>What a table without a default gives when no rule matches: an empty list, a count of zero, or null.</summary>
    internal static object? Nothing(HitPolicy policy, Aggregation aggregation) =>
        GivesList(policy, aggregation) ? FeelList.Empty : aggregation == Aggregation.Count ? 0m : null;

    internal static bool GivesList(HitPolicy policy, Aggregation aggregation) =>
        policy is HitPolicy.RuleOrder or HitPolicy.OutputOrder || (policy == HitPolicy.Collect && aggregation == Aggregation.None);

    private static object? Unique(CompiledTable table, List<CompiledRule> matched, Frame frame) => matched.Count == 1
        ? table.Output(matched[0], frame)
        : frame.Run.Null($"rules {Numbers(matched)} match, though the hit policy is UNIQUE");

    private static object? Any(CompiledTable table, List<CompiledRule> matched, Frame frame)
    {
        object? first = table.Output(matched[0], frame);
        return matched.Skip(1).All(rule => Equality.Same(first, table.Output(rule, frame)))
            ? first
            : frame.Run.Null($"rules {Numbers(matched)} match with different outputs, though the hit policy is ANY");
    }

    private static FeelList All(CompiledTable table, List<CompiledRule> matched, Frame frame) =>
        new([.. matched.Select(rule => table.Output(rule, frame))]);

    private static object?[] Ranked(CompiledTable table, List<CompiledRule> matched, Frame frame)
    {
        List<object?>?[] rankings = [.. table.Outputs.Select(output => output.Ranking?.Select(value => value(frame)).ToList())];
        return [.. matched
            .Select(rule => table.Output(rule, frame))
            .Select(output => (Output: output, Rank: Rank(output, table.Outputs, rankings)))
            .OrderBy(ranked => ranked.Rank, RankOrder.Instance)
            .Select(ranked => ranked.Output)];
    }

    private static int[] Rank(object? output, CompiledOutput[] columns, List<object?>?[] rankings) =>
        [.. columns.Select((column, position) =>
        {
            object? value = columns.Length == 1 ? output : ((FeelContext)output!)[column.Name];
            int place = rankings[position]?.FindIndex(allowed => Membership.In(value, allowed) == true) ?? 0;
            return place < 0 ? int.MaxValue : place;
        })];

    private static object? Collect(Aggregation aggregation, CompiledTable table, FeelList outputs, Run run) => aggregation switch
    {
        Aggregation.None => outputs,
        Aggregation.Count => (decimal)outputs.Count,
        _ when table.Outputs.Length == 1 => Aggregate(aggregation, outputs, run),
        _ => FeelContext.Of(table.Outputs.Select(column => new KeyValuePair<string, object?>(
            column.Name,
            Aggregate(aggregation, FeelList.Of(outputs.Select(output => ((FeelContext)output!)[column.Name])), run)))),
    };

    private static object? Aggregate(Aggregation aggregation, FeelList values, Run run) => aggregation switch
    {
        Aggregation.Sum => AggregateFunctions.Sum(run, values),
        Aggregation.Min => AggregateFunctions.Extreme(run, values, -1),
        Aggregation.Max => AggregateFunctions.Extreme(run, values, 1),
        _ => throw new ArgumentOutOfRangeException(nameof(aggregation), aggregation, "No such aggregation."),
    };

    private static string Numbers(List<CompiledRule> rules) => string.Join(", ", rules.Select(rule => rule.Number));

    private sealed class RankOrder : IComparer<int[]>
    {
        internal static readonly RankOrder Instance = new();

        public int Compare(int[]? x, int[]? y) => x.AsSpan().SequenceCompareTo(y);
    }
}
