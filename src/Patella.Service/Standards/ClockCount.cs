using Patella.Platform.Clocks;
using Patella.Platform.Storage;

namespace Patella.Service.Standards;

/// <summary>Clocks that began in a span of time, counted: whole weeks, days and hours from their sums; what runs, what is not in the sums yet and the minutes at both ends from the clocks themselves.</summary>
internal static class ClockCount
{
    private const long Minute = 60 * Microseconds.PerSecond;

    /// <param name="until">Exclusive; both UTC microseconds of business time.</param>
    /// <param name="unit">Null for all.</param>
    public static async Task<Dictionary<(string Unit, string Measure, string Clause), ClockSum>> Of(IReader reader, long from, long until, string? unit, long now)
    {
        var all = new Dictionary<(string, string, string), ClockSum>();
        ClockSum Line(string ofUnit, string measure, string clause) => all.TryGetValue((ofUnit, measure, clause), out var sum) ? sum : all[(ofUnit, measure, clause)] = new ClockSum();
        var (first, last) = (0L, 0L);
        foreach (var (grain, start, end) in Cover(Math.Max(0, from), until, 0))
        {
            (first, last) = (first == 0 ? start : first, end);
            foreach (var row in await reader.Many<SumRow>(StandardBooks.Sql["SumsOfSpan"], new { grain, from = start, until = end, unit }))
            {
                Line(row.Unit, row.Measure, row.Clause).Add(row);
            }
        }

        (first, last) = first == 0 ? (until, until) : (first, last);
        foreach (var row in await reader.Many<OpenRow>(StandardBooks.Sql["OpenOfSpan"], new { from, until, unit, now }))
        {
            Line(row.Unit, row.Measure, row.Clause).Add(row);
        }

        foreach (var clock in await reader.Many<CountedClock>(StandardBooks.Sql["EndedOfSpan"], new { from, until, first, last, unit }))
        {
            Line(clock.Unit, clock.Measure, clock.Clause ?? "").Add(clock, now);
        }

        return all;
    }

    /// <summary>The fewest whole slots inside a span, in order.</summary>
    private static IEnumerable<(long Grain, long From, long Until)> Cover(long from, long until, int level)
    {
        if (level == ClockSums.Grains.Count || from >= until)
        {
            return [];
        }

        var grain = ClockSums.Grains[level];
        var (first, last) = (ClockSums.SlotOf(from + (grain * Minute) - 1, grain), ClockSums.SlotOf(until, grain));
        return first >= last ? Cover(from, until, level + 1) : Cover(from, first, level + 1).Append((grain, first, last)).Concat(Cover(last, until, level + 1));
    }
}
