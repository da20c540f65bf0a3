using Patella.Platform.Clocks;
using Patella.Platform.Storage;
using Patella.Service.Edge;
using Patella.Service.Tenants;

namespace Patella.Service.Standards;

/// <summary>One unit against one clause. Minutes are open minutes of the clause's calendar.</summary>
/// <param name="Clause">Absent for promises, which are due by the word given.</param>
/// <param name="Started">Clocks that began in the span; each is met, breached, cancelled or still open.</param>
/// <param name="Breached">Missed, whether answered since or not.</param>
/// <param name="Open">Not ended yet; those already missed are among them.</param>
/// <param name="Share">Met of met and breached, in basis points; absent when there is neither.</param>
/// <param name="PausedMinutes">Total of all stops that have ended.</param>
public sealed record StandardLine(
    string Unit, string Measure, string? Clause, string? Tier, string? Priority, long? TargetMinutes, long Started, long Met, long Breached, long Cancelled, long Open, long AtRisk,
    int? Share, double? MedianMinutes, double? P90Minutes, double PausedMinutes);

/// <summary>Every unit against every clause, for clocks that began in a span of time.</summary>
public sealed record StandardReportView(DateTimeOffset From, DateTimeOffset To, IReadOnlyList<StandardLine> Lines);

/// <summary>Counts clocks, from their sums and from what is not in them yet, so that asking again gives the same.</summary>
public sealed class StandardReport(StandardBooks books, TenantStore tenants, BusinessTime business)
{
    private const double MinuteMicroseconds = 60.0 * Microseconds.PerSecond;
    private const int All = 10_000;

    public async Task<StandardReportView> Read(IReader reader, long from, long until, string? unit)
    {
        var (book, now) = (await books.Of(reader), business.Now);
        var counts = await ClockCount.Of(reader, from, until, unit, now);
        var lines = counts.Select(pair => Line(book, pair.Key.Unit, pair.Key.Measure, pair.Key.Clause.Length == 0 ? null : pair.Key.Clause, pair.Value)).ToList();
        var units = (await tenants.ListUnits(reader)).Select(known => known.Code).Where(code => unit is null || code == unit);
        var missing = units.SelectMany(code => Promised(book, code, now).Select(clause => (Unit: code, Clause: clause)))
            .Where(pair => !counts.ContainsKey((pair.Unit, pair.Clause.Measure, pair.Clause.Id)))
            .Select(pair => Line(book, pair.Unit, pair.Clause.Measure, pair.Clause.Id, new ClockSum()));
        return new StandardReportView(Microseconds.ToTime(from), Microseconds.ToTime(until),
            [.. lines.Concat(missing).OrderBy(line => line.Unit, StringComparer.Ordinal).ThenBy(line => OrderOf(line.Measure)).ThenBy(line => line.Tier, StringComparer.Ordinal).ThenBy(line => line.Priority, StringComparer.Ordinal).ThenBy(line => line.Clause, StringComparer.Ordinal).Take(All)]);
    }

    public static IEnumerable<IReadOnlyList<object?>> Table(StandardReportView report)
    {
        yield return ["unit", "measure", "clause", "tier", "priority", "target_minutes", "started", "met", "breached", "cancelled", "open", "at_risk", "met_share_percent", "median_minutes", "p90_minutes", "paused_minutes"];
        foreach (var line in report.Lines)
        {
            yield return [line.Unit, line.Measure, line.Clause, line.Tier, line.Priority, line.TargetMinutes, line.Started, line.Met, line.Breached, line.Cancelled, line.Open, line.AtRisk, line.Share / 100.0, line.MedianMinutes, line.P90Minutes, line.PausedMinutes];
        }
    }

    /// <summary>The clauses a unit is held to: its own, and those of the base that it has not replaced.</summary>
    private static IEnumerable<Clause> Promised(StandardBook book, string unit, long now)
    {
        var clauses = book.InForce(now).Where(clause => clause.Unit is null || clause.Unit == unit).ToList();
        return clauses.Where(clause => clause.Unit is not null || !clauses.Any(own => own.Unit == unit && own.Key == clause.Key with { Unit = unit }));
    }

    private static int OrderOf(string measure)
    {
        for (var index = 0; index < Measures.All.Count; index++)
        {
            if (Measures.All[index] == measure)
            {
                return index;
            }
        }

        return Measures.All.Count;
    }

    private static StandardLine Line(StandardBook book, string unit, string measure, string? id, ClockSum sum)
    {
        var clause = id is null ? null : book.Newest(id);
        var judged = sum.Met + sum.Breached;
        return new StandardLine(
            unit, measure, id, clause?.Tier, clause?.Priority, clause?.TargetMinutes, sum.Started, sum.Met, sum.Breached, sum.Cancelled, sum.Open, sum.AtRisk,
            judged == 0 ? null : (int)(sum.Met * 10_000 / judged), Minutes(sum.Waits.Rank(50)), Minutes(sum.Waits.Rank(90)), Math.Round(sum.Paused / MinuteMicroseconds, 2));
    }

    private static double? Minutes(long? seconds) => seconds is { } value ? Math.Round(value / 60.0, 2) : null;
}
