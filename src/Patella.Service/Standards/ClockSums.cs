using Patella.Platform.Clocks;
using Patella.Platform.Storage;

namespace Patella.Service.Standards;

/// <summary>What clocks of one unit, measure and clause come to.</summary>
internal sealed class ClockSum
{
    public long Started { get; set; }

    public long Met { get; set; }

    public long Breached { get; set; }

    public long Cancelled { get; set; }

    public long Open { get; set; }

    public long AtRisk { get; set; }

    /// <summary>Microseconds.</summary>
    public long Paused { get; set; }

    public Waits Waits { get; } = new();

    /// <summary>Counts one clock as it stands at an instant.</summary>
    public void Add(CountedClock clock, long now)
    {
        var (running, open) = (clock.State == ClockState.Running, clock.EndedAt is null);
        Started++;
        Met += clock.State == ClockState.Met ? 1 : 0;
        Breached += clock.State == ClockState.Breached || (running && clock.DueAt < now) ? 1 : 0;
        Cancelled += clock.State == ClockState.Cancelled ? 1 : 0;
        Open += open ? 1 : 0;
        AtRisk += open && (clock.State == ClockState.Breached || (running && clock.WarnAt <= now)) ? 1 : 0;
        Paused += clock.PausedTotal;
        if (clock is { MetAt: not null, Elapsed: { } elapsed })
        {
            Waits.Add(Waits.Kept(elapsed));
        }
    }

    public void Add(OpenRow row)
        => (Started, Breached, Open, AtRisk, Paused) = (Started + row.Started, Breached + row.Breached, Open + row.Started, AtRisk + row.AtRisk, Paused + row.Paused);

    public void Add(SumRow row)
    {
        (Started, Met, Breached, Cancelled, Paused) = (Started + row.Started, Met + row.Met, Breached + row.Breached, Cancelled + row.Cancelled, Paused + row.Paused);
        Waits.AddText(row.Waits);
    }
}

/// <summary>Of a clock, what is counted.</summary>
internal sealed class CountedClock
{
    public string Id { get; init; } = "";

    public string Unit { get; init; } = "";

    public string Measure { get; init; } = "";

    public string? Clause { get; init; }

    public string State { get; init; } = "";

    public long StartedAt { get; init; }

    public long WarnAt { get; init; }

    public long DueAt { get; init; }

    public long? EndedAt { get; init; }

    public long? MetAt { get; init; }

    public long? Elapsed { get; init; }

    public long PausedTotal { get; init; }
}

/// <summary>What clocks that still run come to.</summary>
internal sealed class OpenRow
{
    public string Unit { get; init; } = "";

    public string Measure { get; init; } = "";

    public string Clause { get; init; } = "";

    public long Started { get; init; }

    public long Breached { get; init; }

    public long AtRisk { get; init; }

    public long Paused { get; init; }
}

/// <summary>A row of the sums.</summary>
internal sealed class SumRow
{
    public long Grain { get; init; }

    public long Slot { get; init; }

    public string Unit { get; init; } = "";

    public string Measure { get; init; } = "";

    public string Clause { get; init; } = "";

    public long Started { get; init; }

    public long Met { get; init; }

    public long Breached { get; init; }

    public long Cancelled { get; init; }

    public long Paused { get; init; }

    public string Waits { get; init; } = "";
}

/// <summary>
/// Sums of ended clocks by the hour, day and seven days in which they began. An ended clock does not change any more; once counted it is marked so in the same transaction, and
/// whatever is not marked is counted from its row. So the report is the same whatever has been counted when.
/// </summary>
internal static class ClockSums
{
    /// <summary>Clocks counted in one transaction.</summary>
    public const int AtOnce = 1_000;

    private const long Minute = 60 * Microseconds.PerSecond;

    /// <summary>Minutes of the slots, coarse to fine.</summary>
    public static readonly IReadOnlyList<long> Grains = [10_080, 1_440, 60];

    public static long SlotOf(long at, long grain) => at - (at % (grain * Minute));

    /// <summary>Counts some ended clocks that are not in the sums yet.</summary>
    /// <returns>How many.</returns>
    public static async Task<int> Count(ITransaction transaction)
    {
        var clocks = await transaction.Many<CountedClock>(StandardBooks.Sql["NotCounted"], new { limit = AtOnce });
        if (clocks.Count == 0)
        {
            return 0;
        }

        var ids = clocks.Select(clock => clock.Id).ToList();
        if (await transaction.Execute(StandardBooks.Sql["MarkCounted"], new { ids }) != ids.Count)
        {
            throw new VersionConflictException("A clock");
        }

        foreach (var grain in Grains)
        {
            var slots = clocks.Select(clock => SlotOf(clock.StartedAt, grain)).Distinct().ToList();
            var sums = (await transaction.Many<SumRow>(StandardBooks.Sql["FindSums"], new { grain, slots })).ToDictionary(row => (row.Slot, row.Unit, row.Measure, row.Clause), Read);
            foreach (var group in clocks.GroupBy(clock => (SlotOf(clock.StartedAt, grain), clock.Unit, clock.Measure, clock.Clause ?? "")))
            {
                var sum = sums.GetValueOrDefault(group.Key) ?? new ClockSum();
                foreach (var clock in group)
                {
                    sum.Add(clock, long.MinValue);
                }

                var (slot, unit, measure, clause) = group.Key;
                await transaction.Execute(StandardBooks.Sql["SaveSum"], new { grain, slot, unit, measure, clause, sum.Started, sum.Met, sum.Breached, sum.Cancelled, sum.Paused, Waits = sum.Waits.ToString() });
            }
        }

        return clocks.Count;
    }

    /// <summary>Forgets all sums; every clock is counted from its row again until it is in them.</summary>
    public static async Task Forget(ITransaction transaction)
    {
        await transaction.Execute(StandardBooks.Sql["ForgetSums"]);
        await transaction.Execute(StandardBooks.Sql["MarkAllNotCounted"]);
    }

    private static ClockSum Read(SumRow row)
    {
        var sum = new ClockSum();
        sum.Add(row);
        return sum;
    }
}
