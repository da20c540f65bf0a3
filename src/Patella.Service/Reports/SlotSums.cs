using Patella.Platform.Clocks;

namespace Patella.Service.Reports;

/// <summary>Where something is counted.</summary>
internal readonly record struct SlotKey(long Grain, string Entrance, string Language, string Unit, long Slot);

/// <summary>What a line adds to the slots, and the sum of many such additions.</summary>
internal sealed class SlotSums
{
    public const string Every = "*";
    public const long HalfHour = 30;
    public const long Day = 1_440;
    public const long Week = 10_080;
    private const long Minute = 60 * Microseconds.PerSecond;
    private readonly Dictionary<SlotKey, long[]> _sums = [];

    public IReadOnlyDictionary<SlotKey, long[]> All => _sums;

    /// <summary>Start of the slot that a moment lies in.</summary>
    public static long SlotOf(long at, long grain) => at - Modulo(at, LengthOf(grain));

    /// <summary>Microseconds of a slot.</summary>
    public static long LengthOf(long grain) => grain * Minute;

    /// <summary>Adds the difference that a conversation's line makes.</summary>
    public void Replace(ContactLine? before, ContactLine after)
    {
        if (before?.OfferedAt is { } old)
        {
            Add(Of(before), -1, old, before.Unit, before.EntryUnit, before.Language);
        }

        if (after.OfferedAt is { } at)
        {
            Add(Of(after), 1, at, after.Unit, after.EntryUnit, after.Language);
        }
    }

    public void Replace(CaseLine? before, CaseLine after)
    {
        if (before?.OpenedAt is { } old)
        {
            Add(Of(before), -1, old, before.Unit);
        }

        if (after.OpenedAt is { } at)
        {
            Add(Of(after), 1, at, after.Unit);
        }
    }

    /// <summary>Adds one thing that stands alone: an order, a clock.</summary>
    public void Add(Sum sum, long amount, long at, string unit)
    {
        var values = new long[Sums.Count];
        values[(int)sum] = 1;
        Add(values, amount, at, unit);
    }

    /// <summary>Slots in which nothing changed in the end are left out.</summary>
    public IReadOnlyList<KeyValuePair<SlotKey, long[]>> Changed() => [.. _sums.Where(pair => pair.Value.Any(value => value != 0))];

    private void Add(long[] values, long sign, long at, string unit, string? entrance = null, string? language = null)
    {
        foreach (var grain in (ReadOnlySpan<long>)[HalfHour, Day, Week])
        {
            var slot = SlotOf(at, grain);
            foreach (var ofUnit in (ReadOnlySpan<string>)[Every, unit])
            {
                Add(values, sign, new SlotKey(grain, Every, Every, ofUnit, slot));
                if (entrance is not null && language is not null)
                {
                    Add(values, sign, new SlotKey(grain, entrance, Every, ofUnit, slot));
                    Add(values, sign, new SlotKey(grain, Every, language, ofUnit, slot));
                    Add(values, sign, new SlotKey(grain, entrance, language, ofUnit, slot));
                }
            }
        }
    }

    private void Add(long[] values, long sign, SlotKey key)
    {
        if (!_sums.TryGetValue(key, out var sums))
        {
            _sums[key] = sums = new long[Sums.Count];
        }

        for (var index = 0; index < sums.Length; index++)
        {
            sums[index] += sign * values[index];
        }
    }

    private static long[] Of(ContactLine line)
    {
        var values = new long[Sums.Count];
        void Set(Sum sum, long value) => values[(int)sum] = value;
        void If(Sum sum, bool holds) => values[(int)sum] = holds ? 1 : 0;
        Set(Sum.Offered, 1);
        Set(Sum.Picked, line.Picked);
        Set(Sum.Replied, line.Replied);
        If(Sum.Asked, line.AskedAt is not null);
        If(Sum.Got, line.AskedAt is not null && line.PersonReplyAt is not null);
        Set(Sum.Abandoned, line.Abandoned);
        If(Sum.ByBot, line.Picked == 1 && line.AskedAt is null);
        If(Sum.Closed, line.FirstClosedAt is not null);
        Set(Sum.Reopened, line.Reopened);
        Set(Sum.Resolved, line.Resolved);
        Set(Sum.Repeated, line.Repeated);
        If(Sum.Transferred, line.Transfers > 0);
        Set(Sum.Transfers, line.Transfers);
        Set(Sum.Said, line.Said);
        Set(Sum.Choices, line.Choices);
        Wait(values, line.SpokeAt, line.ReplyAt, Sum.ReplySeconds, Sum.ReplyCount, Sum.Reply0, Bands.OfReplies);
        Wait(values, line.AskedAt, line.PersonReplyAt, Sum.PersonReplySeconds, Sum.PersonReplyCount, Sum.PersonReply0, Bands.OfReplies);
        Wait(values, line.OfferedAt, line.Resolved == 1 ? line.LastClosedAt : null, Sum.ResolutionSeconds, Sum.ResolutionCount, Sum.Resolution0, Bands.OfResolutions);
        Judgements(line, Set, If);
        return values;
    }

    private static void Judgements(ContactLine line, Action<Sum, long> set, Action<Sum, bool> when)
    {
        when(Sum.Rated, line.Satisfied is not null);
        when(Sum.Satisfied, line.Satisfied >= 4);
        set(Sum.SatisfiedSum, line.Satisfied ?? 0);
        when(Sum.Judged, line.Solved is not null);
        when(Sum.Solved, line.Solved == 1);
        set(Sum.Surveyed, line.Surveyed);
        when(Sum.Recommended, line.Recommend is not null);
        when(Sum.Promoters, line.Recommend >= 9);
        when(Sum.Detractors, line.Recommend <= 6);
        when(Sum.Compared, line.Simpler is not null);
        set(Sum.SimplerSum, line.Simpler ?? 0);
        when(Sum.Recorded, line.AgentSatisfied is not null);
        when(Sum.RecordedSatisfied, line.AgentSatisfied >= 4);
    }

    private static long[] Of(CaseLine line)
    {
        var values = new long[Sums.Count];
        values[(int)Sum.Cases] = 1;
        values[(int)Sum.CasesClosed] = line.FirstClosedAt is null ? 0 : 1;
        values[(int)Sum.CasesReopened] = line.LastOpenedAt > line.FirstClosedAt ? 1 : 0;
        values[(int)Sum.CaseTransfers] = line.Transfers;
        values[(int)Sum.CasePromisesKept] = line.Kept;
        values[(int)Sum.CasePromisesBroken] = line.Broken;
        if (line.LastClosedAt is { } closed && !(line.LastOpenedAt > closed))
        {
            values[(int)Sum.CaseSeconds] = Math.Max(0, closed - line.OpenedAt!.Value) / Microseconds.PerSecond;
            values[(int)Sum.CaseSecondsCount] = 1;
        }

        return values;
    }

    private static void Wait(long[] values, long? from, long? until, Sum seconds, Sum count, Sum firstBand, IReadOnlyList<double> bounds)
    {
        if (from is { } start && until is { } end && end >= start)
        {
            var wait = (end - start) / Microseconds.PerSecond;
            values[(int)seconds] = wait;
            values[(int)count] = 1;
            values[(int)firstBand + Bands.Of(bounds, wait)] = 1;
        }
    }

    private static long Modulo(long value, long divisor) => ((value % divisor) + divisor) % divisor;
}
