using static Patella.Benchmarks.Serving.BulkSql;

namespace Patella.Benchmarks.Serving;

/// <summary>
/// The clocks of a bulk history: a first reply for each conversation, a resolution and a promise for each case; 3 in 100 late, 2 in 100 cancelled, those of open cases still running.
/// None is in the sums: the server counts them when it starts.
/// </summary>
internal static class BulkClocks
{
    private const long Minute = 60_000_000;
    private const long DaysOfHistory = 90;

    /// <param name="spacing">Microseconds between two conversations, and between two cases.</param>
    /// <param name="now">Business time, UTC microseconds.</param>
    public static IEnumerable<string> Statements(bool sqlite, int conversations, int cases, (long Conversations, long Cases) spacing, long now)
    {
        foreach (var (id, measure, minutes) in new[] { ("first", "first-reply", 10), ("solve", "resolution", 2_880) })
        {
            yield return $"""
                insert into standard_clause (tenant, id, version, measure, target_minutes, warn_percent, calendar, effective_from, retired, saved_at)
                values ({Tenant}, '{id}', 1, '{measure}', {minutes}, 80, 'around-the-clock', 0, 0, 0)
                """;
        }

        yield return Clocks(sqlite, conversations, spacing.Conversations, now, new("cf", "conversation", "c", "first-reply", "'first'", "0", 10 * Minute, "(5 + n % 400) * cast(1000000 as bigint)"));
        if (cases > 0)
        {
            yield return Clocks(sqlite, cases, spacing.Cases, now, new("kr", "case", "k", "resolution", "'solve'", "case when n % 20 = 0 then 1 else 0 end", 2_880 * Minute, "(1 + n % 47) * cast(3600000000 as bigint)"));
            yield return Clocks(sqlite, cases, spacing.Cases, now, new("kp", "case", "k", "promise", "null", "case when n % 20 = 0 then 1 else 0 end", 1_440 * Minute, "(1 + n % 23) * cast(3600000000 as bigint)"));
        }
    }

    /// <param name="today">The last day of the history.</param>
    public static IEnumerable<Func<int, string>> Pages(DateOnly today)
    {
        string Since(int days) => $"from={today.AddDays(-days):yyyy-MM-dd}T09:17:00Z";
        foreach (var days in new[] { 1, 7, 28, 56 })
        {
            yield return _ => $"/standards/report?{Since(days)}";
        }

        yield return _ => $"/standards/report?{Since((int)DaysOfHistory)}";
        yield return _ => $"/standards/report?{Since(56)}&unit=unit3";
        yield return _ => "/standards/at-risk";
        yield return _ => "/standards/at-risk?unit=unit3&limit=5";
        yield return _ => $"/standards/clocks?{Since(56)}";
        yield return _ => $"/standards/clocks?{Since(56)}&unit=unit3&measure=first-reply";
        foreach (var outcome in new[] { "met", "breached", "cancelled", "open", "at-risk" })
        {
            yield return _ => $"/standards/clocks?{Since(56)}&unit=unit3&measure=resolution&outcome={outcome}";
        }

        yield return _ => $"/standards/clocks?{Since(56)}&outcome=open";
        yield return _ => $"/standards/clocks?{Since(56)}&unit=unit3&outcome=breached";
        yield return _ => $"/standards/clocks?{Since(56)}&unit=food&measure=promise&outcome=breached";
    }

    private static string Clocks(bool sqlite, int count, long spacing, long now, Kind kind)
    {
        var (at, late, cancelled) = ($"({now} - ({count} - n) * cast({spacing} as bigint))", "n % 100 in (7, 31, 77)", "n % 50 = 13");
        var state = $"case when {kind.Open} = 1 then 'running' when {late} then 'breached' when {cancelled} then 'cancelled' else 'met' end";
        var took = $"case when {late} then {kind.Target} + {kind.Took} else {kind.Took} end";
        string IfOver(string value) => $"case when {kind.Open} = 0 then {value} end";
        return $"""
            insert into standard_clock (tenant, id, subject_kind, subject_id, measure, state, warned, unit, entry_unit, conversation, case_ref, clause, clause_version, calendar, calendar_version, target, warn_percent,
                started_at, changed_at, warn_at, due_at, paused_total, elapsed, met_at, breached_at, ended_at, ended_because)
            select {Tenant}, {Id(sqlite, kind.Letters, "n")}, '{kind.Subject}', {Id(sqlite, kind.Letter, "n")}, '{kind.Measure}', {state}, 0, 'unit' || (n % 5), 'market',
                {(kind.Subject == "case" ? "null" : Id(sqlite, "c", "n"))}, {(kind.Subject == "case" ? Id(sqlite, "k", "n") : "null")}, {kind.Clause}, {(kind.Clause == "null" ? "null" : "1")}, null, null,
                {(kind.Clause == "null" ? "null" : kind.Target.ToString(System.Globalization.CultureInfo.InvariantCulture))}, 80, {at}, {at}, {at} + {kind.Target / 5 * 4}, {at} + {kind.Target}, 0, {IfOver(took)},
                case when {kind.Open} = 0 and not ({cancelled}) then {at} + {took} end, case when {kind.Open} = 0 and {late} then {at} + {kind.Target} end, {IfOver($"{at} + {took}")}, case when {cancelled} then 'closed' end
            from {Numbers(sqlite, count)}
            """;
    }

    /// <param name="Letters">Begin the clocks' ids; <paramref name="Letter"/> the subjects'.</param>
    /// <param name="Open">1 for those that still run.</param>
    /// <param name="Target">Microseconds.</param>
    private sealed record Kind(string Letters, string Subject, string Letter, string Measure, string Clause, string Open, long Target, string Took);
}
