using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Patella.Service.Edge;

namespace Patella.Service.Reports.Units;

internal static class UnitDoors
{
    public static void MapUnits(this RouteGroupBuilder group, Permission lookers)
    {
        group.MapGet("/units", async ([AsParameters] ReportQuery query, string? format, HttpContext http, UnitReports reports) =>
        {
            var report = await reports.Read(http.Caller(), query);
            return format == "csv" && report.Succeeded ? Csv.Result($"units-{report.Value.From}-{report.Value.To}.csv", UnitReports.Table(report.Value, http.Caller().Language)) : report.ToResult();
        }).Needs(lookers).WithSummary("How each business unit treats customers: contacts, promises, pulls, obstacles, incidents, what they felt; beside the period before. format=csv for a table").Produces<UnitReportView>().ProducesProblem(400);
        group.MapGet("/units/deeds", async ([AsParameters] ReportQuery query, string? figure, string? after, int? limit, HttpContext http, UnitReports reports) =>
                (await reports.Lines(http.Caller(), query, figure, after, limit)).ToResult())
            .Needs(lookers).WithSummary("The pulls, obstacles or calls that a unit's figure counts, newest first").Produces<Page<DeedView>>().ProducesProblem(400);
    }
}
