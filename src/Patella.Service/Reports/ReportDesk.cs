using Microsoft.AspNetCore.Http;
using Patella.Platform.Clocks;
using Patella.Platform.Identifiers;
using Patella.Platform.Storage;
using Patella.Service.Edge;
using Patella.Service.Tenants;

namespace Patella.Service.Reports;

/// <summary>Reports for those who may look.</summary>
internal sealed class ReportDesk(IStore store, TenantStore tenants, BusinessTime clock)
{
    public const string DefaultZone = "UTC";

    public Task<Outcome<OverviewView>> Overview(TenantId tenant, ReportQuery query)
        => Ask(tenant, query, (reader, filter) => Overview(reader, tenants, filter));

    public async Task<Outcome<TrendView>> Trend(TenantId tenant, ReportQuery query, string? figure)
        => FigureBook.Find(figure) is { } known
            ? await Ask(tenant, query, (reader, filter) => Trends.Read(reader, filter, known))
            : Problem.Invalid("figure", "Must be the key of a figure; GET /reports/figures lists them.");

    /// <param name="by">hour or day; null chooses.</param>
    public async Task<Outcome<ContactRateView>> ContactRate(TenantId tenant, ReportQuery query, string? by, string language)
    {
        var check = new Validation().OneOf(by ?? ContactRates.ByDay, "by", [ContactRates.ByHour, ContactRates.ByDay]);
        if (check.Failed)
        {
            return check.Problem;
        }

        var filter = ReportFilter.Read(query with { Entrance = null, Language = null }, DefaultZone, clock.Now);
        if (filter.Problem is { } problem)
        {
            return problem;
        }

        return by == ContactRates.ByHour && filter.Value.Days > ContactRates.MostDaysByHour
            ? Problem.Invalid("by", $"At most {ContactRates.MostDaysByHour} days by the hour.")
            : await store.Read(tenant, async reader => await ContactRates.Read(reader, filter.Value, await tenants.ListUnits(reader), by, language));
    }

    public async Task<Outcome<Page<ContactView>>> Contacts(TenantId tenant, ReportQuery query, string? figure, string? after, int? limit)
    {
        if (Check(figure, after, FigureBook.OpenToConversations.Keys.ToList(), out var sort, out var cursorId) is { } problem)
        {
            return problem;
        }

        return await Ask(tenant, query, (reader, filter) => BehindFigures.Contacts(reader, filter, FigureBook.OpenToConversations[figure!], sort, cursorId, Paging.Limit(limit)));
    }

    public async Task<Outcome<Page<CaseLineView>>> Cases(TenantId tenant, ReportQuery query, string? figure, string? after, int? limit)
    {
        if (Check(figure, after, OpenToCases, out var sort, out var cursorId) is { } problem)
        {
            return problem;
        }

        return await Ask(tenant, query, (reader, filter) => BehindFigures.Cases(reader, filter, FigureBook.Find(figure)!.Line!, sort, cursorId, Paging.Limit(limit)));
    }

    public async Task<Outcome<Page<ClockLineView>>> Clocks(TenantId tenant, ReportQuery query, string? figure, string? after, int? limit)
    {
        if (Check(figure, after, FigureBook.OpenToClocks.Keys.ToList(), out var sort, out var cursorId) is { } problem)
        {
            return problem;
        }

        return await Ask(tenant, query, (reader, filter) => BehindFigures.Clocks(reader, filter, FigureBook.OpenToClocks[figure!], sort, cursorId, Paging.Limit(limit)));
    }

    /// <summary>The same as a table of all of them, sent while it is read.</summary>
    public IResult ContactTable(TenantId tenant, ReportQuery query, string? figure)
        => Table(query, figure, [.. FigureBook.OpenToConversations.Keys], filter => ReportTables.Contacts(store, tenant, filter, FigureBook.OpenToConversations[figure!]));

    public IResult CaseTable(TenantId tenant, ReportQuery query, string? figure)
        => Table(query, figure, OpenToCases, filter => ReportTables.Cases(store, tenant, filter, FigureBook.Find(figure)!.Line!));

    public IResult ClockTable(TenantId tenant, ReportQuery query, string? figure)
        => Table(query, figure, [.. FigureBook.OpenToClocks.Keys], filter => ReportTables.Clocks(store, tenant, filter, FigureBook.OpenToClocks[figure!]));

    internal static async Task<OverviewView> Overview(IReader reader, TenantStore tenants, ReportFilter filter)
        => await Overviews.Read(reader, filter, [.. (await tenants.ListUnits(reader)).Select(unit => unit.Code)]);

    private static readonly List<string> OpenToCases = [.. FigureBook.All.Where(figure => figure is { Opens: "cases", Line: not null }).Select(figure => figure.Key)];

    private IResult Table(ReportQuery query, string? figure, IReadOnlyCollection<string> allowed, Func<ReportFilter, IResult> write)
    {
        if (Check(figure, null, allowed, out _, out _) is { } problem)
        {
            return new ProblemResult(problem);
        }

        var filter = ReportFilter.Read(query, DefaultZone, clock.Now);
        return filter.Problem is { } wrong ? new ProblemResult(wrong) : write(filter.Value);
    }

    private async Task<Outcome<T>> Ask<T>(TenantId tenant, ReportQuery query, Func<IReader, ReportFilter, Task<T>> read)
    {
        var filter = ReportFilter.Read(query, DefaultZone, clock.Now);
        return filter.Problem is { } problem ? problem : await store.Read(tenant, reader => read(reader, filter.Value));
    }

    private static Problem? Check(string? figure, string? after, IReadOnlyCollection<string> allowed, out long sort, out string cursorId)
    {
        var known = Paging.TryRead(after, out sort, out cursorId);
        var check = new Validation().OneOf(figure, "figure", allowed).Must(known, "after", "Must be the 'next' of an earlier page.");
        return check.Failed ? check.Problem : null;
    }
}
