using Patella.Service.Incidents;
using Patella.Service.Systems;

namespace Patella.Service.Improvements.Response;

/// <summary>How a response moves, and what stands against its end. Pure.</summary>
internal static class ResponseRules
{
    /// <summary>The furthest step that was reached. Quiet comes before or after a fix: a volume may fall by itself.</summary>
    public static string StateOf(ResponseRow row) => row switch
    {
        { MergedInto: not null } => "merged",
        { ClosedAt: not null } => "closed",
        { QuietAt: not null } => "quiet",
        { FixedAt: not null } => "fixed",
        { AcknowledgedAt: not null } => "acknowledged",
        { CalledAt: not null } => "called",
        _ => "open",
    };

    /// <summary>What a timeline entry makes of it; the same row when it changes nothing. Doubled entries change nothing.</summary>
    /// <returns>The row, and what is told of it in turn; null when nothing is.</returns>
    public static (ResponseRow Row, string? Told) Evolve(ResponseRow row, string kind, long at, bool? verdict = null) => kind switch
    {
        _ when row.MergedInto is not null => (row, null),
        SystemEvents.Called when row.CalledAt is null && row.ClosedAt is null => (row with { CalledAt = at }, ResponseEvents.Called),
        SystemEvents.Acknowledged when row.AcknowledgedAt is null && row.ClosedAt is null => (row with { CalledAt = row.CalledAt ?? at, AcknowledgedAt = at }, ResponseEvents.Acknowledged),
        SystemEvents.Fixed when row.FixedAt is null && row.ClosedAt is null => (row with { CalledAt = row.CalledAt ?? at, AcknowledgedAt = row.AcknowledgedAt ?? at, FixedAt = at }, ResponseEvents.Fixed),
        IncidentEvents.Closed when row.QuietAt is null => (row with { QuietAt = at }, ResponseEvents.Quiet),
        IncidentEvents.Reopened when row.QuietAt is not null || row.ClosedAt is not null => (Reopen(row), ResponseEvents.Reopened),
        IncidentEvents.Judged when verdict is { } real && row.FalseAlarm != (real ? 0 : 1) => (row with { FalseAlarm = real ? 0 : 1 }, null),
        _ => (row, null),
    };

    /// <summary>
    /// Whether this many voices in an hour are no more than the baseline brings: up to three standard deviations of a Poisson count above it, as a count of 2 where 0.1 are
    /// expected is no fault.
    /// </summary>
    public static bool IsDown(long now, double expected) => now <= expected + (3 * Math.Sqrt(Math.Max(expected, 1)));

    /// <summary>What stands against closing, empty when nothing does. A false alarm owes nobody anything.</summary>
    /// <param name="untold">Affected who were not told, and can be.</param>
    /// <param name="notRight">Affected who have received nothing, and of whom nobody said that they need nothing.</param>
    /// <param name="pending">Messages on their way.</param>
    public static IReadOnlyList<(string What, long Count)> Missing(ResponseRow row, long? volumeNow, double expected, long untold, long notRight, long pending)
    {
        var missing = new List<(string, long)>();
        if (row.QuietAt is null || (volumeNow is { } now && !IsDown(now, expected)))
        {
            missing.Add(("volume", volumeNow ?? 0));
        }

        if (row.FalseAlarm == 1)
        {
            return missing;
        }

        if (row.OrdersDone == 0 && row.Orders is not null)
        {
            missing.Add(("counting", 0));
        }

        foreach (var (what, count) in new[] { ("sending", pending), ("untold", untold), ("not-put-right", notRight) })
        {
            if (count > 0)
            {
                missing.Add((what, count));
            }
        }

        return missing;
    }

    // What was acknowledged and fixed was not: it has come back. When it was told, and to whom, stays with each person.
    private static ResponseRow Reopen(ResponseRow row) => row with
    {
        CalledAt = null, AcknowledgedAt = null, FixedAt = null, QuietAt = null, ClosedAt = null, ClosedBy = null, ClosedName = null, Closing = null, VolumeNow = null, VolumeExpected = null, Reopened = row.Reopened + 1,
    };
}
