using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Patella.Platform.Clocks;
using Patella.Platform.Messaging;
using Patella.Platform.Storage;
using Patella.Platform.Timers;
using Patella.Service.Audit;
using Patella.Service.Conversations;
using Patella.Service.Edge;
using Patella.Service.Edge.Live;
using Patella.Service.Parties;
using Patella.Service.Reports.Journeys;
using Patella.Service.Reports.Units;
using Patella.Service.Reports.Value;
using Patella.Service.Reports.Wall;
using Patella.Service.Tenants;

namespace Patella.Service.Reports;

public static class ReportsModule
{
    private const Permission Lookers = Permission.Supervise | Permission.Observe;

    private const Permission Arrangers = Permission.Supervise | Permission.Administer;

    public static IServiceCollection AddReports(this IServiceCollection services)
    {
        services.AddSingleton<AnswerReport>();
        services.AddSingleton<Boards>();
        services.AddSingleton<ReportDesk>();
        services.AddSingleton<OrderJourneys>();
        services.AddSingleton<UnitReports>().AddSingleton<ValueReports>();
        services.AddSingleton<ReportMails>();
        services.AddSingleton<Deliveries>();
        services.AddSingleton<ISettingsSection, ScheduleSection>();
        services.AddSingleton<ITimerHandler>(provider => provider.GetRequiredService<Deliveries>());
        services.AddSingleton<ILiveTopic, BoardFeed>();
        services.AddSingleton<WallSources>().AddSingleton<WallDesk>().AddSingleton<ILiveTopic>(provider => provider.GetRequiredService<WallDesk>());
        services.AddSingleton<ITenantWorker>(provider => new FollowerWorker(new ReportFollower(), provider.GetRequiredService<IStore>(), provider.GetRequiredService<IBus>()));
        return services;
    }

    public static void MapReports(this IEndpointRouteBuilder api)
    {
        api.MapGet("/board", async (HttpContext http, Boards boards) => Results.Json(await boards.Read(http.Caller().Tenant), Json.Options))
            .Needs(Lookers).WithSummary("Queues, people and the two answer figures").Produces<BoardView>().WithTags("Reports");
        api.MapGet("/board/conversations", async (string? figure, string? window, string? unit, int? limit, HttpContext http, Boards boards) =>
                (await boards.Behind(http.Caller(), figure, window, unit, limit)).ToResult())
            .Needs(Lookers).WithSummary("The conversations behind a figure of the board").Produces<Page<ConversationView>>().WithTags("Reports");
        api.MapGet("/orders/{id}/journey", async (string id, HttpContext http, OrderJourneys journeys) => (await journeys.Read(http.Caller(), id)).ToResult())
            .Needs(PartiesModule.Lookers | Permission.RunShop | Permission.Consume).WithSummary("One order over all systems, oldest first, as far as the caller may see").Produces<JourneyView>().ProducesProblem(404).WithTags("Reports");
        api.MapGet("/contact-rate", async (string? from, string? to, string? zone, string? unit, string? by, HttpContext http, ReportDesk desk) =>
                (await desk.ContactRate(http.Caller().Tenant, new ReportQuery(from, to, zone, unit, null, null), by, http.Caller().Language)).ToResult())
            .Needs(Lookers).WithSummary("Contacts for each order placed, by unit and by day or hour; GET /reports/contacts?figure=contact-rate opens it").Produces<ContactRateView>().ProducesProblem(400).WithTags("Reports");
        WallDesk.Map(api);
        var group = api.MapGroup("/reports").WithTags("Reports");
        group.MapGet("/answers", async (DateTimeOffset? from, DateTimeOffset? until, string? unit, HttpContext http, IStore store, AnswerReport report, BusinessTime clock) =>
        {
            var end = until is { } given ? Microseconds.From(given) : clock.Now + 1;
            var start = from is { } since ? Microseconds.From(since) : end - (86_400 * Microseconds.PerSecond);
            return start >= end
                ? new ProblemResult(Problem.Invalid("from", "Must be before 'until'."))
                : Results.Json(await store.Read(http.Caller().Tenant, reader => report.Read(reader, start, end, unit)), Json.Options);
        }).Needs(Lookers).WithSummary("The answer figures over a span of time").Produces<AnswerFigures>();
        MapFigures(group);
        MapLines(group);
        MapDeliveries(group);
        group.MapUnits(Lookers);
        group.MapValue();
    }

    private static void MapFigures(RouteGroupBuilder group)
    {
        group.MapGet("/figures", () => Results.Json(new Page<FigureView>(FigureBook.Views), Json.Options))
            .Needs(Lookers).WithSummary("Every figure with its definition").Produces<Page<FigureView>>();
        group.MapGet("/overview", async ([AsParameters] ReportQuery query, string? format, HttpContext http, ReportDesk desk) =>
        {
            var overview = await desk.Overview(http.Caller().Tenant, query);
            return format == "csv" && overview.Succeeded ? Csv.Result("report.csv", ReportTables.Overview(overview.Value, http.Caller().Language)) : overview.ToResult();
        }).Needs(Lookers).WithSummary("All figures of a period beside the period before, by unit, entrance and hour; format=csv for a table").Produces<OverviewView>();
        group.MapGet("/trend", async ([AsParameters] ReportQuery query, string? figure, HttpContext http, ReportDesk desk) => (await desk.Trend(http.Caller().Tenant, query, figure)).ToResult())
            .Needs(Lookers).WithSummary("One figure by hour (up to two days) or by day").Produces<TrendView>();
        group.MapPost("/rebuilds", async (HttpContext http, IStore store, AuditTrail audit) =>
        {
            await store.Write(http.Caller().Tenant, async transaction =>
            {
                await ReportStore.Forget(transaction, ReportFollower.ReaderName);
                await audit.Write(transaction, http.Caller(), "reports.rebuilt", "reports");
            });
            return Results.StatusCode(202);
        }).Needs(Permission.Administer).WithSummary("Forget the sums and build them again from the timeline").Produces(202);
    }

    private static void MapLines(RouteGroupBuilder group)
    {
        group.MapGet("/contacts", async ([AsParameters] ReportQuery query, string? figure, string? after, int? limit, string? format, HttpContext http, ReportDesk desk) => format == "csv"
                ? desk.ContactTable(http.Caller().Tenant, query, figure)
                : (await desk.Contacts(http.Caller().Tenant, query, figure, after, limit)).ToResult())
            .Needs(Lookers).WithSummary("The conversations that a figure counts, newest first; format=csv for a table of all").Produces<Page<ContactView>>();
        group.MapGet("/cases", async ([AsParameters] ReportQuery query, string? figure, string? after, int? limit, string? format, HttpContext http, ReportDesk desk) => format == "csv"
                ? desk.CaseTable(http.Caller().Tenant, query, figure)
                : (await desk.Cases(http.Caller().Tenant, query, figure, after, limit)).ToResult())
            .Needs(Lookers).WithSummary("The cases that a figure counts, newest first; format=csv for a table of all").Produces<Page<CaseLineView>>();
        group.MapGet("/clocks", async ([AsParameters] ReportQuery query, string? figure, string? after, int? limit, string? format, HttpContext http, ReportDesk desk) => format == "csv"
                ? desk.ClockTable(http.Caller().Tenant, query, figure)
                : (await desk.Clocks(http.Caller().Tenant, query, figure, after, limit)).ToResult())
            .Needs(Lookers).WithSummary("The clocks of standards or promises that a figure counts, newest first; format=csv for a table of all").Produces<Page<ClockLineView>>();
    }

    private static void MapDeliveries(RouteGroupBuilder group)
    {
        group.MapGet("/schedules", async (HttpContext http, Deliveries deliveries) => Results.Json(new Page<ScheduleView>(await deliveries.List(http.Caller().Tenant)), Json.Options))
            .Needs(Lookers | Permission.Administer).WithSummary("Reports that come by themselves").Produces<Page<ScheduleView>>();
        group.MapPost("/schedules", async (ScheduleRequest request, HttpContext http, Deliveries deliveries) => (await deliveries.Save(http.Caller(), request)).ToResult(201))
            .Needs(Arrangers).WithSummary("Let a report come by itself, or change one that does").Produces<ScheduleView>(201);
        group.MapDelete("/schedules/{id}", async (string id, HttpContext http, Deliveries deliveries) => (await deliveries.Delete(http.Caller(), id)).ToResult(204))
            .Needs(Arrangers).WithSummary("Let it come no more; what was made stays").Produces(204);
        group.MapGet("/deliveries", async (string? after, int? limit, HttpContext http, Deliveries deliveries) => (await deliveries.ListMade(http.Caller().Tenant, after, limit)).ToResult())
            .Needs(Lookers).WithSummary("Reports that were made, newest first").Produces<Page<DeliveryView>>();
        group.MapGet("/deliveries/{id}/table", async (string id, HttpContext http, Deliveries deliveries) => await deliveries.Table(http.Caller().Tenant, id))
            .Needs(Lookers).WithSummary("The table of one").Produces(200, contentType: "text/csv");
    }
}
