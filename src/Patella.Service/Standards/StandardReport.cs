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

/// <summary>Counts clocks; nothing is kept beside them, so that asking again gives the same.</summary>
public sealed class StandardReport(StandardBooks books, TenantStore tenants, BusinessTime business)
{
    private const double MinuteMicroseconds = 60.0 * Microseconds.PerSecond;
    private const int All = 10_000;

    public async Task<StandardReportView> Read(IReader reader, long from, long until, string? unit)
    {
        var (book, now) = (await books.Of(reader), business.Now);
        var span = new { from, until, unit, now };
        var counts = await reader.Many<Counted>(StandardBooks.Sql["ReportCounts"], span);
        var ranks = (await reader.Many<Ranked>(StandardBooks.Sql["ReportRanks"], span)).ToDictionary(rank => (rank.Unit, rank.Clause, rank.Measure));
        var lines = counts.Select(count => Line(book, count, ranks.GetValueOrDefault((count.Unit, count.Clause, count.Measure)))).ToList();
        var units = (await tenants.ListUnits(reader)).Select(known => known.Code).Where(code => unit is null || code == unit);
        var missing = units.SelectMany(code => Promised(book, code, now).Select(clause => (Unit: code, Clause: clause)))
            .Where(pair => !counts.Any(count => count.Unit == pair.Unit && count.Clause == pair.Clause.Id))
            .Select(pair => Line(book, new Counted { Unit = pair.Unit, Clause = pair.Clause.Id, Measure = pair.Clause.Measure }, null));
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

    private static StandardLine Line(StandardBook book, Counted count, Ranked? rank)
    {
        var clause = count.Clause is null ? null : book.Newest(count.Clause);
        var judged = count.Met + count.Breached;
        return new StandardLine(
            count.Unit, count.Measure, count.Clause, clause?.Tier, clause?.Priority, clause?.TargetMinutes, count.Started, count.Met, count.Breached, count.Cancelled, count.Open, count.AtRisk,
            judged == 0 ? null : (int)(count.Met * 10_000 / judged), Minutes(rank?.Median), Minutes(rank?.P90), Minutes(count.Paused)!.Value);
    }

    private static double? Minutes(long? length) => length is { } value ? Math.Round(value / MinuteMicroseconds, 2) : null;

    private sealed class Counted
    {
        public string Unit { get; init; } = "";

        public string? Clause { get; init; }

        public string Measure { get; init; } = "";

        public long Started { get; init; }

        public long Met { get; init; }

        public long Breached { get; init; }

        public long Cancelled { get; init; }

        public long Open { get; init; }

        public long AtRisk { get; init; }

        public long Paused { get; init; }
    }

    private sealed class Ranked
    {
        public string Unit { get; init; } = "";

        public string? Clause { get; init; }

        public string Measure { get; init; } = "";

        public long? Median { get; init; }

        public long? P90 { get; init; }
    }
}
