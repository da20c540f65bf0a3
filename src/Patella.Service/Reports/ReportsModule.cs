using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Patella.Platform.Clocks;
using Patella.Platform.Messaging;
using Patella.Platform.Storage;
using Patella.Service.Conversations;
using Patella.Service.Edge;
using Patella.Service.Edge.Live;

namespace Patella.Service.Reports;

public static class ReportsModule
{
    private const Permission Lookers = Permission.Supervise | Permission.Observe;

    public static IServiceCollection AddReports(this IServiceCollection services)
    {
        services.AddSingleton<AnswerReport>();
        services.AddSingleton<Boards>();
        services.AddSingleton<ILiveTopic, BoardFeed>();
        services.AddSingleton<ITenantWorker>(provider => new FollowerWorker(new AnswerLines(), provider.GetRequiredService<IStore>(), provider.GetRequiredService<IBus>()));
        return services;
    }

    public static void MapReports(this IEndpointRouteBuilder api)
    {
        api.MapGet("/board", async (HttpContext http, Boards boards) => Results.Json(await boards.Read(http.Caller().Tenant), Json.Options))
            .Needs(Lookers).WithSummary("Queues, people and the two answer figures").Produces<BoardView>().WithTags("Reports");
        api.MapGet("/board/conversations", async (string? figure, string? window, string? unit, int? limit, HttpContext http, Boards boards) =>
                (await boards.Behind(http.Caller(), figure, window, unit, limit)).ToResult())
            .Needs(Lookers).WithSummary("The conversations behind a figure of the board").Produces<Page<ConversationView>>().WithTags("Reports");
        api.MapGet("/reports/answers", async (DateTimeOffset? from, DateTimeOffset? until, string? unit, HttpContext http, IStore store, AnswerReport report, BusinessTime clock) =>
        {
            var end = until is { } given ? Microseconds.From(given) : clock.Now + 1;
            var start = from is { } since ? Microseconds.From(since) : end - (86_400 * Microseconds.PerSecond);
            return start >= end
                ? new ProblemResult(Problem.Invalid("from", "Must be before 'until'."))
                : Results.Json(await store.Read(http.Caller().Tenant, reader => report.Read(reader, start, end, unit)), Json.Options);
        }).Needs(Lookers).WithSummary("The answer figures over a span of time").Produces<AnswerFigures>().WithTags("Reports");
    }
}
