using Patella.Platform.Timeline;
using Patella.Service.Edge;

namespace Patella.Service.Reports;

/// <summary>What the reports know of one case, from its entries in any order. Times are UTC microseconds of business time.</summary>
internal sealed record CaseLine
{
    public string CaseRef { get; init; } = "";

    public string? Person { get; init; }

    public string Unit { get; init; } = "";

    /// <summary>When the unit was last named.</summary>
    public long UnitAt { get; init; }

    public string? Kind { get; init; }

    public long? Number { get; init; }

    public long? OpenedAt { get; init; }

    public long? FirstClosedAt { get; init; }

    public long? LastClosedAt { get; init; }

    /// <summary>Last opening or opening again.</summary>
    public long? LastOpenedAt { get; init; }

    /// <summary>Times another unit took it.</summary>
    public long Transfers { get; init; }

    public long Kept { get; init; }

    public long Broken { get; init; }
}

/// <summary>The parts of a case's entries that reports count. Others are left alone, so a newer shape does no harm.</summary>
internal sealed record CaseFacts(long? Number = null, string? Kind = null, string? Before = null, bool? PromiseKept = null);

internal static class CaseFold
{
    public static bool Matters(TimelineEntry entry) => entry.CaseRef is not null && entry.Kind.StartsWith("case.", StringComparison.Ordinal);

    public static CaseLine Apply(CaseLine line, TimelineEntry entry)
    {
        var at = entry.At;
        line = entry.Kind switch
        {
            "case.opened" => Opened(line, entry),
            "case.transfer-accepted" or "case.transfer-settled" => line with { Transfers = line.Transfers + 1 },
            "case.promised" => Facts(entry)?.Before == "kept" ? line with { Kept = line.Kept + 1 } : line,
            "case.promise-broken" => line with { Broken = line.Broken + 1 },
            "case.closed" => (Facts(entry)?.PromiseKept == true ? line with { Kept = line.Kept + 1 } : line) with
            {
                FirstClosedAt = ContactLine.Least(line.FirstClosedAt, at), LastClosedAt = ContactLine.Most(line.LastClosedAt, at),
            },
            "case.reopened" => line with { LastOpenedAt = ContactLine.Most(line.LastOpenedAt, at) },
            _ => line,
        };
        var newer = at > line.UnitAt || (at == line.UnitAt && string.CompareOrdinal(entry.Unit, line.Unit) > 0);
        return newer ? line with { UnitAt = at, Unit = entry.Unit ?? line.Unit, Person = entry.Person ?? line.Person } : line;
    }

    private static CaseLine Opened(CaseLine line, TimelineEntry entry)
    {
        var facts = Facts(entry);
        return line with { Number = facts?.Number, Kind = facts?.Kind, OpenedAt = ContactLine.Least(line.OpenedAt, entry.At), LastOpenedAt = ContactLine.Most(line.LastOpenedAt, entry.At) };
    }

    private static CaseFacts? Facts(TimelineEntry entry) => Json.Read<CaseFacts>(entry.Data);
}
