using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Patella.Platform.Timers;
using Patella.Service.Actions.Mcp;
using Patella.Service.Edge;
using Patella.Service.Tenants;

namespace Patella.Service.Merchants;

/// <summary>Shops suspended and rewarded, on the word of those who talk with their customers.</summary>
public static class MerchantsModule
{
    private const Permission Proposers = Permission.Serve | Permission.Supervise;
    private const Permission Deciders = Permission.Supervise | Permission.OwnRules | Permission.Adjudicate;
    private const Permission Readers = Proposers | Deciders | Permission.Observe;

    /// <summary>Adds the capability.</summary>
    public static IServiceCollection AddMerchants(this IServiceCollection services)
    {
        foreach (var policy in MeasurePolicies.All())
        {
            services.AddSingleton(policy);
        }

        services.AddSingleton<ISettingsSection, ShopRulesSection>().AddSingleton<EvidenceDesk>().AddSingleton<MeasureStory>().AddSingleton<MeasureSettler>();
        services.AddSingleton<MeasureDesk>().AddSingleton<AppealDesk>().AddSingleton<MeasureViews>().AddSingleton<ITimerHandler, MeasureTimers>();
        return services.AddSingleton<ITenantWorker, MeasureWorker>().AddSingleton<IMcpTools, ShopTools>();
    }

    /// <summary>Maps the doors.</summary>
    public static void MapMerchants(this IEndpointRouteBuilder api)
    {
        api.MapGet("/shop-rules", async (HttpContext http, MeasureViews views) => Results.Json(await views.Choices(http.Caller()), Json.Options))
            .Needs(Readers).WithTags("Merchants").WithSummary("Clauses and rewards a proposal about a shop can name").Produces<ShopRuleChoices>();
        MapMeasures(api.MapGroup("/shop-measures").WithTags("Merchants"));
        MapShop(api);
    }

    private static void MapMeasures(RouteGroupBuilder group)
    {
        group.MapGet("", async (string? state, string? shop, string? appeal, string? after, int? limit, HttpContext http, MeasureViews views) => (await views.List(http.Caller(), state, shop, appeal, after, limit)).ToResult())
            .Needs(Readers).WithSummary("Measures about shops, newest first").Produces<Page<ShopMeasureView>>().ProducesProblem(400);
        group.MapGet("/{id}", async (string id, HttpContext http, MeasureViews views) => (await views.Find(http.Caller(), id)).ToResult())
            .Needs(Readers).WithSummary("A measure as it stands").Produces<ShopMeasureView>().ProducesProblem(404);
        group.MapPost("", async (ShopMeasureRequest request, HttpContext http, MeasureDesk desk, MeasureViews views) => await Answer(http, views, await desk.Propose(http.Caller(), request), 201))
            .Needs(Proposers).WithSummary("Propose to suspend or reward a shop, by a rule and on evidence; a second person decides").Produces<ShopMeasureView>(201).ProducesProblem(400).ProducesProblem(409).ProducesProblem(422);
        group.MapPost("/{id}/decision", async (string id, MeasureDecisionRequest request, HttpContext http, MeasureDesk desk, MeasureViews views) => await Answer(http, views, await desk.Decide(http.Caller(), id, request)))
            .Needs(Deciders).WithSummary("The second person approves or declines what somebody else proposed").Produces<ShopMeasureView>().ProducesProblem(404).ProducesProblem(409).ProducesProblem(422);
        group.MapPost("/{id}/withdrawal", async (string id, HttpContext http, MeasureDesk desk, MeasureViews views) => await Answer(http, views, await desk.Withdraw(http.Caller(), id)))
            .Needs(Proposers).WithSummary("Take back one's own proposal before it is decided").Produces<ShopMeasureView>().ProducesProblem(404).ProducesProblem(409);
        group.MapPost("/{id}/lifting", async (string id, LiftingRequest request, HttpContext http, MeasureDesk desk, MeasureViews views) => await Answer(http, views, await desk.Lift(http.Caller(), id, request)))
            .Needs(Deciders).WithSummary("Take back a measure that is in force").Produces<ShopMeasureView>().ProducesProblem(404).ProducesProblem(409);
        group.MapPost("/{id}/appeal-decision", async (string id, AppealDecisionRequest request, HttpContext http, AppealDesk desk, MeasureViews views) => await Answer(http, views, await desk.Answer(http.Caller(), id, request)))
            .Needs(Deciders).WithSummary("A third person answers the merchant's appeal").Produces<ShopMeasureView>().ProducesProblem(404).ProducesProblem(409).ProducesProblem(422);
    }

    private static void MapShop(IEndpointRouteBuilder api)
    {
        api.MapGet("/me/shop-measures", async (string? after, int? limit, HttpContext http, MeasureViews views) => (await views.Mine(http.Caller(), after, limit)).ToResult())
            .Needs(Permission.RunShop).WithTags("Merchants").WithSummary("What stands or stood against or for one's own shop, with the clause and the reason").Produces<Page<MyShopMeasure>>();
        api.MapPost("/me/shop-measures/{id}/appeal", async (string id, AppealRequest request, HttpContext http, AppealDesk desk, MeasureViews views) =>
            {
                var appealed = await desk.Appeal(http.Caller(), id, request);
                return appealed.Succeeded ? Results.Json(await views.MineOf(http.Caller(), appealed.Value), Json.Options, statusCode: 201) : new ProblemResult(appealed.Problem!);
            })
            .Needs(Permission.RunShop).WithTags("Merchants").WithSummary("Appeal against a suspension; somebody else answers by the time it says").Produces<MyShopMeasure>(201).ProducesProblem(404).ProducesProblem(409).ProducesProblem(422);
    }

    private static async Task<IResult> Answer(HttpContext http, MeasureViews views, Outcome<ShopMeasure> measure, int status = 200)
        => measure.Succeeded ? Results.Json(await views.Of(http.Caller(), measure.Value), Json.Options, statusCode: status) : new ProblemResult(measure.Problem!);
}
