using Patella.Platform.Clocks;
using Patella.Platform.Storage;
using Patella.Service.Edge;
using Patella.Service.Tenants;

namespace Patella.Service.Reports.Units;

/// <summary>The units of the ecosystem beside each other, and each beside its own period before. Nothing of it is kept: sums come from the reports' slots, the rest is counted at each question.</summary>
internal sealed class UnitReports(IStore store, TenantStore tenants, BusinessTime clock)
{
    /// <summary>Stands for what nobody could say the unit of, or whose unit is no more.</summary>
    private const string NoUnit = "-";

    public async Task<Outcome<UnitReportView>> Read(Caller caller, ReportQuery query)
    {
        var now = clock.Now;
        var filter = FilterOf(query, now);
        return filter.Problem is { } problem ? problem : await store.Read(caller.Tenant, reader => Read(reader, filter.Value, now));
    }

    /// <summary>The pulls, obstacles or calls that a figure counts, newest first.</summary>
    public async Task<Outcome<Page<DeedView>>> Lines(Caller caller, ReportQuery query, string? key, string? after, int? limit)
    {
        var known = Paging.TryRead(after, out var sort, out var cursor);
        var check = new Validation().OneOf(key, "figure", [.. UnitBook.OfDeeds.Select(one => one.Key)]).Must(known, "after", "Must be the 'next' of an earlier page.");
        var now = clock.Now;
        var filter = FilterOf(query, now);
        if ((check.Failed ? check.Problem : filter.Problem) is { } problem)
        {
            return problem;
        }

        var (figure, most) = (UnitBook.FindDeeds(key)!, Paging.Limit(limit));
        var span = Happened(filter.Value);
        var (all, units) = await store.Read(caller.Tenant, async reader => (await Deeds.Read(reader, figure.Of, span), (await tenants.ListUnits(reader)).Select(unit => unit.Code).ToHashSet()));
        var counted = all.Where(deed => figure.Counts(deed, span, now) && (string.IsNullOrEmpty(query.Unit) || UnitOf(deed, units) == query.Unit)).ToList();
        var page = counted.Where(deed => deed.At < sort || (deed.At == sort && string.CompareOrdinal(deed.Id, cursor) < 0)).OrderByDescending(deed => deed.At).ThenByDescending(deed => deed.Id, StringComparer.Ordinal).Take(most + 1).ToList();
        return new Page<DeedView>([.. page.Take(most).Select(deed => View(caller, figure, deed))], page.Count > most ? Paging.Cursor(page[most - 1].At, page[most - 1].Id) : null);
    }

    /// <summary>The report for spreadsheets: a row a unit and figure.</summary>
    public static IEnumerable<IReadOnlyList<object?>> Table(UnitReportView view, string language)
    {
        yield return ["unit", "unit_name", "trade", "figure", "figure_name", "value", "before", "part", "whole"];
        foreach (var unit in view.Units)
        {
            foreach (var figure in view.Figures)
            {
                var value = unit.Values[figure.Key];
                yield return [unit.Unit, unit.Name?.In(language), unit.Trade, figure.Key, figure.Name.In(language), value.Value, value.Before, value.Part, value.Whole];
            }
        }
    }

    private static Outcome<ReportFilter> FilterOf(ReportQuery query, long now) => ReportFilter.Read(query with { Unit = null, Entrance = null, Language = null }, ReportDesk.DefaultZone, now);

    private async Task<UnitReportView> Read(IReader reader, ReportFilter filter, long now)
    {
        var units = await tenants.ListUnits(reader);
        var codes = units.Select(unit => unit.Code).ToList();
        var (sums, earlier) = (await Overviews.ByUnit(reader, filter, filter.Period, codes), await Overviews.ByUnit(reader, filter, filter.Before, codes));
        var (done, truncated) = await OfDeeds(reader, filter, now, codes);
        UnitStanding Standing(BusinessUnit? unit) => new(unit?.Code ?? NoUnit, unit?.Name, unit?.Kind, UnitBook.Views.ToDictionary(
            view => view.Key, view => done.TryGetValue((unit?.Code ?? NoUnit, view.Key), out var value) ? value : OfSums(FigureBook.Find(view.Key)!, Of(sums, unit), Of(earlier, unit))));
        var unnamed = done.Any(pair => pair.Key.Unit == NoUnit && pair.Value is { Whole: > 0 } or { Value: > 0 });
        return new UnitReportView(
            Day(filter.First), Day(filter.Last), filter.Zone.Id, Microseconds.ToTime(filter.AsOf), Microseconds.ToTime(filter.Before.From), Microseconds.ToTime(filter.Before.Until), UnitBook.Views,
            [.. units.Select(Standing), .. unnamed ? [Standing(null)] : Array.Empty<UnitStanding>()], truncated);
    }

    /// <summary>Figures over pulls, obstacles and calls, by unit and figure.</summary>
    private static async Task<(Dictionary<(string Unit, string Figure), UnitValue> Values, bool Truncated)> OfDeeds(IReader reader, ReportFilter filter, long now, List<string> codes)
    {
        var (values, named, truncated, span) = (new Dictionary<(string, string), UnitValue>(), codes.ToHashSet(), false, Happened(filter));
        foreach (var kind in UnitBook.OfDeeds.GroupBy(figure => figure.Of))
        {
            var (deeds, before) = (await Deeds.Read(reader, kind.Key, span), await Deeds.Read(reader, kind.Key, filter.Before));
            truncated |= deeds.Count == Deeds.Most || before.Count == Deeds.Most;
            foreach (var figure in kind)
            {
                ILookup<string, Deed> Counted(IReadOnlyList<Deed> some, Span period) => some.Where(deed => figure.Counts(deed, period, now)).ToLookup(deed => UnitOf(deed, named));
                var (counted, were) = (Counted(deeds, span), Counted(before, filter.Before));
                foreach (var unit in codes.Append(NoUnit))
                {
                    values[(unit, figure.Key)] = figure.Value([.. counted[unit]]) with { Before = figure.Value([.. were[unit]]).Value };
                }
            }
        }

        return (values, truncated);
    }

    private static string UnitOf(Deed deed, HashSet<string> named) => named.Contains(deed.Unit) ? deed.Unit : NoUnit;

    private static UnitValue OfSums(Figure figure, long[] now, long[] before)
        => new(figure.Value(now), figure.Value(before), figure.Part is { } part ? now[(int)part] : null, Overviews.WholeOf(figure, now));

    private static long[] Of(SortedDictionary<string, long[]> sums, BusinessUnit? unit) => (unit is null ? null : sums.GetValueOrDefault(unit.Code)) ?? new long[Sums.Count];

    /// <summary>What stands is counted at the end of the period, or now: the slots of the running half hour reach further.</summary>
    private static Span Happened(ReportFilter filter) => filter.Period with { Until = Math.Min(filter.Period.Until, Math.Max(filter.Period.From, filter.AsOf + 1)) };

    private static DeedView View(Caller caller, DeedFigure figure, Deed deed) => new(
        figure.Of, deed.Id, deed.Unit, figure.Of != DeedKinds.Obstacle || caller.Has(Permission.JudgeVoices) ? deed.Title : null, deed.State, Microseconds.ToTime(deed.At), At(deed.TakenAt), At(deed.DoneAt), figure.InTime?.Invoke(deed),
        figure.Of switch { DeedKinds.Pull => "/andon/" + deed.Id, DeedKinds.Obstacle => "/obstacles", _ => deed.Link ?? "/systems" });

    private static DateTimeOffset? At(long? at) => at is { } known ? Microseconds.ToTime(known) : null;

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}
