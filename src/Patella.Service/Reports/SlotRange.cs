namespace Patella.Service.Reports;

/// <summary>Slots of one grain that lie side by side.</summary>
/// <param name="Until">Start of the first slot that is not among them.</param>
internal readonly record struct SlotRange(long Grain, long From, long Until)
{
    private static readonly long[] CoarseToFine = [SlotSums.Week, SlotSums.Day, SlotSums.HalfHour];

    /// <summary>The fewest slots that make up a span: whole weeks in the middle, whole days around them, half hours at both ends.</summary>
    public static IReadOnlyList<SlotRange> Of(Span span) => [.. Cover(span.From, span.Until, 0)];

    private static IEnumerable<SlotRange> Cover(long from, long until, int level)
    {
        if (from >= until)
        {
            return [];
        }

        var grain = CoarseToFine[level];
        if (level == CoarseToFine.Length - 1)
        {
            return [new SlotRange(grain, from, until)];
        }

        var (first, last) = (SlotSums.SlotOf(from + SlotSums.LengthOf(grain) - 1, grain), SlotSums.SlotOf(until, grain));
        return first >= last ? Cover(from, until, level + 1) : Cover(from, first, level + 1).Append(new SlotRange(grain, first, last)).Concat(Cover(last, until, level + 1));
    }
}
