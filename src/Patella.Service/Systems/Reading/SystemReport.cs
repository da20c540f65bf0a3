using Patella.Kernel.Measures;
using Patella.Platform.Clocks;
using Patella.Platform.Storage;
using Patella.Service.Edge;
using Patella.Service.Systems.Calls;
using Patella.Service.Systems.Registry;
using Patella.Service.Tenants;

namespace Patella.Service.Systems;

/// <summary>How quickly one system was taken care of.</summary>
/// <param name="System">Null: what no system owned, which is the experience group's.</param>
/// <param name="AcknowledgeSecondsMedian">Business seconds from the call; of those that were acknowledged.</param>
/// <param name="FixSecondsMedian">Business seconds from the call until it was said to be fixed.</param>
/// <param name="Open">Neither fixed nor withdrawn.</param>
/// <param name="Overdue">Not acknowledged though it is due.</param>
/// <param name="Late">Acknowledged after it was due, or not yet though it is.</param>
public sealed record SystemReportLine(
    string? System, LocalName? Name, string? Kind, int Calls, int Acknowledged, int Fixed, int Unreachable, int Withdrawn, int Open, int Overdue, int Late,
    long? AcknowledgeSecondsMedian, long? AcknowledgeSecondsP90, long? FixSecondsMedian, long? FixSecondsP90);

/// <param name="Truncated">Whether the period holds more calls than are counted at once.</param>
public sealed record SystemReportView(DateTimeOffset From, DateTimeOffset Until, SystemReportLine All, IReadOnlyList<SystemReportLine> Systems, bool Truncated);

/// <summary>Time to acknowledge and to fix, by the moments at which each was said. Withdrawn calls were false alarms and are counted as nothing else.</summary>
internal sealed class SystemReports(IStore store, SystemRegistry registry, BusinessTime business)
{
    private const int Most = 50_000;
    private static readonly TimeSpan Usual = TimeSpan.FromDays(30);

    public async Task<Outcome<SystemReportView>> Read(Caller caller, DateTimeOffset? from, DateTimeOffset? until)
    {
        var end = until ?? Microseconds.ToTime(business.Now);
        var begin = from ?? end - Usual;
        if (begin >= end)
        {
            return Problem.Invalid("from", "Must be before until.");
        }

        var (known, rows) = await store.Read(caller.Tenant, async reader => (await registry.Known(reader), await reader.Many<CallRow>(CallStore.Sql["CallsBetween"], new
        {
            from = Microseconds.From(begin), until = Microseconds.From(end), limit = Most + 1,
        })));
        var counted = rows.Take(Most).ToList();
        var lines = counted.GroupBy(row => row.System).ToDictionary(group => group.Key ?? "", group => group.ToList());
        var systems = known.Systems.Select(system => Line(lines.GetValueOrDefault(system.Id, []), system.Id, system.Name, system.Kind))
            .Concat(lines.Where(line => known.Find(line.Key) is null).Select(line => Line(line.Value, line.Key.Length > 0 ? line.Key : null, null, line.Value[0].SystemKind)));
        return new SystemReportView(begin, end, Line(counted, null, null, null), [.. systems], rows.Count > Most);
    }

    private SystemReportLine Line(IReadOnlyList<CallRow> rows, string? system, LocalName? name, string? kind)
    {
        var real = rows.Where(row => row.State != CallState.Withdrawn).ToList();
        var (acknowledged, mended) = (Waits(real, row => row.AcknowledgedAt), Waits(real, row => row.FixedAt));
        var overdue = real.Count(row => row.AcknowledgedAt is null && business.Now > row.DueAt);
        return new SystemReportLine(
            system, name, kind, rows.Count, acknowledged.Count, mended.Count, real.Count(row => row.State == CallState.Unreachable), rows.Count - real.Count, real.Count(row => row.IsOpen), overdue,
            overdue + real.Count(row => row.AcknowledgedAt > row.DueAt), At(acknowledged, 0.5), At(acknowledged, 0.9), At(mended, 0.5), At(mended, 0.9));
    }

    private static List<long> Waits(IEnumerable<CallRow> rows, Func<CallRow, long?> end) => [.. rows.Select(row => end(row) - row.CalledAt).OfType<long>()];

    private static long? At(List<long> waits, double share) => Quantile.Of(waits, share) is { } wait ? (long)Math.Round(wait / Microseconds.PerSecond) : null;
}
