using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Patella.Platform.Messaging;
using Patella.Platform.Storage;
using Patella.Platform.Timers;
using Patella.Service.Edge;
using Patella.Service.Scorecards.Counting;
using Patella.Service.Scorecards.Nights;
using Patella.Service.Scorecards.Reading;
using Patella.Service.Scorecards.Scoring;

namespace Patella.Service.Scorecards;

/// <summary>How shops' customers fare: indicators, a score a night, a badge, and who may take part in promotions.</summary>
public static class ScorecardsModule
{
    private const Permission Readers = ScorecardDesk.Lookers | Permission.RunShop;

    public static IServiceCollection AddScorecards(this IServiceCollection services)
    {
        foreach (var kind in ScoreTables.Kinds)
        {
            services.AddSingleton(kind);
        }

        services.AddSingleton<ScoreTables>().AddSingleton<ScoreFollower>().AddSingleton<Badges>().AddSingleton<NightRun>().AddSingleton<Revisions>().AddSingleton<NightDesk>();
        services.AddSingleton<ScorecardDesk>().AddSingleton<Promotions>().AddSingleton<Proof>().AddSingleton<ScorecardOrders>();
        services.AddSingleton<ITimerHandler>(provider => provider.GetRequiredService<NightDesk>());
        services.AddSingleton<ITenantWorker, NightWorker>();
        return services.AddSingleton<ITenantWorker>(provider => new FollowerWorker(provider.GetRequiredService<ScoreFollower>(), provider.GetRequiredService<IStore>(), provider.GetRequiredService<IBus>()));
    }

    public static void MapScorecards(this IEndpointRouteBuilder api)
    {
        MapCards(api.MapGroup("/scorecards").WithTags("Scorecards"));
        MapOrders(api.MapGroup("/scorecards").WithTags("Scorecards"));
        MapPromotions(api.MapGroup("/promotions").WithTags("Scorecards"));
        api.MapGet("/badges", async (string? after, int? limit, HttpContext http, ScorecardDesk desk) => (await desk.Feed(http.Caller(), after, limit)).ToResult())
            .Needs(ScorecardDesk.Lookers | Permission.SendEvents).WithTags("Scorecards").WithSummary("Badges granted and lost, oldest first: a feed for the shop front").Produces<Page<BadgeChangeView>>();
    }

    private static void MapCards(RouteGroupBuilder group)
    {
        group.MapGet("", async (string? category, string? night, string? after, int? limit, HttpContext http, ScorecardDesk desk) => (await desk.List(http.Caller(), category, night, after, limit)).ToResult())
            .Needs(ScorecardDesk.Lookers).WithSummary("The shops of a night with their scores").Produces<Page<ScoreListView>>();
        group.MapGet("/{shop}", async (string shop, string? night, HttpContext http, ScorecardDesk desk) => (await desk.Card(http.Caller(), shop, night)).ToResult())
            .Needs(Readers).WithSummary("A shop's score of a night with every figure; 'mine' is the caller's own shop").Produces<ScorecardView>().ProducesProblem(404);
        group.MapGet("/{shop}/nights", async (string shop, int? limit, HttpContext http, ScorecardDesk desk) => (await desk.Nights(http.Caller(), shop, limit)).ToResult())
            .Needs(Readers).WithSummary("A shop's scores, newest first, with every revision").Produces<Page<ScoreLineView>>().ProducesProblem(404);
        group.MapGet("/{shop}/behind", async (string shop, string? indicator, string? night, string? after, int? limit, HttpContext http, ScorecardDesk desk) =>
                (await desk.Behind(http.Caller(), shop, indicator, night, after, limit)).ToResult())
            .Needs(Readers).WithSummary("The orders, cases and questions behind a figure, and those that were left out, with the reason").Produces<Page<BehindView>>().ProducesProblem(404);
        group.MapGet("/{shop}/badges", async (string shop, HttpContext http, ScorecardDesk desk) => (await desk.Badges(http.Caller(), shop)).ToResult())
            .Needs(Readers).WithSummary("The badge's history with reasons").Produces<Page<BadgeChangeView>>().ProducesProblem(404);
        group.MapGet("/{shop}/corrections", async (string shop, string? after, int? limit, HttpContext http, ScorecardDesk desk) => (await desk.Corrections(http.Caller(), shop, after, limit)).ToResult())
            .Needs(Readers).WithSummary("What changed in days after they had been scored").Produces<Page<CorrectionView>>().ProducesProblem(404);
        group.MapGet("/{shop}/proof", async (string shop, string? night, HttpContext http, Proof proof) => (await proof.Of(http.Caller(), shop, night)).ToResult())
            .Needs(Readers).WithSummary("The shop's sums made anew from the raw events, beside the kept ones").Produces<ProofView>().ProducesProblem(404);
    }

    private static void MapOrders(RouteGroupBuilder group)
    {
        group.MapGet("/nights", async (HttpContext http, ScorecardOrders orders) => Results.Json(await orders.List(http.Caller()), Json.Options))
            .Needs(ScorecardDesk.Lookers).WithSummary("The nights that were scored or are asked for").Produces<Page<NightView>>();
        group.MapPost("/nights", async (NightRequest request, HttpContext http, ScorecardOrders orders) => (await orders.Ask(http.Caller(), request)).ToResult(202))
            .Needs(Permission.Administer).WithSummary("Score a night; one that was scored stays as it is").Produces<NightView>(202);
        group.MapPost("/{shop}/revisions", async (string shop, RevisionRequest request, HttpContext http, ScorecardOrders orders) => (await orders.Revise(http.Caller(), shop, request)).ToResult(201))
            .Needs(Permission.Administer | Permission.OwnRules).WithSummary("Score a shop's published night again from what is known now: a new revision when something changed").Produces<RevisionView>(201).ProducesProblem(404).ProducesProblem(422);
        group.MapPost("/rebuilds", async (HttpContext http, ScorecardOrders orders) =>
            {
                await orders.Rebuild(http.Caller());
                return Results.StatusCode(202);
            }).Needs(Permission.Administer).WithSummary("Count everything again from the beginning of the timeline; what differs is noted as a correction").Produces(202);
    }

    private static void MapPromotions(RouteGroupBuilder group)
    {
        group.MapGet("", async (HttpContext http, Promotions promotions) => Results.Json(await promotions.List(http.Caller()), Json.Options))
            .Needs(Readers | Permission.SendEvents).WithSummary("Promotions, latest cut-off first").Produces<Page<PromotionView>>();
        group.MapPost("", async (PromotionRequest request, HttpContext http, Promotions promotions) => (await promotions.Save(http.Caller(), request)).ToResult(201))
            .Needs(Permission.Administer | Permission.OwnRules).WithSummary("Announce a promotion with its cut-off").Produces<PromotionView>(201).ProducesProblem(409);
        group.MapGet("/{id}/eligibility", async (string id, string? shop, HttpContext http, Promotions promotions) => (await promotions.Eligibility(http.Caller(), id, shop ?? "mine")).ToResult())
            .Needs(Readers).WithSummary("Whether a shop may take part, with every clause, its value and its threshold; final after the cut-off").Produces<EligibilityView>().ProducesProblem(404).ProducesProblem(422);
    }
}
