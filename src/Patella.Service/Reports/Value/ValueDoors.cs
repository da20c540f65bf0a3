using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Patella.Service.Edge;

namespace Patella.Service.Reports.Value;

internal static class ValueDoors
{
    public static void MapValue(this RouteGroupBuilder group)
    {
        const Permission Readers = Permission.KeepBooks | Permission.Observe;
        group.MapGet("/value", async ([AsParameters] ReportQuery query, string? format, HttpContext http, ValueReports reports) =>
        {
            var report = await reports.Read(http.Caller(), query);
            return format == "csv" && report.Succeeded ? Csv.Result($"value-{report.Value.From}-{report.Value.To}.csv", ValueTable.Of(report.Value)) : report.ToResult();
        }).Needs(Readers).WithSummary("What service spent by programme, what came back, and what measured effects and pulls show to have been prevented; format=csv for a table").Produces<ValueReportView>().ProducesProblem(400);
        group.MapGet("/value/lines", async ([AsParameters] ReportQuery query, string? figure, string? source, string? currency, string? after, int? limit, string? format, HttpContext http, ValueReports reports) =>
        {
            var lines = await reports.Lines(http.Caller(), query, figure, source, currency, after, limit);
            return format == "csv" && lines.Succeeded ? Csv.Result($"value-{figure}.csv", ValueTable.Of(lines.Value.Items)) : lines.ToResult();
        }).Needs(Readers).WithSummary("The entries of the journal that a figure of the value report counts, newest first; format=csv for a page as a table").Produces<Page<ValueLine>>().ProducesProblem(400);
    }
}
