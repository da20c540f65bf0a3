using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Patella.Platform.Clocks;
using Patella.Platform.Messaging;
using Patella.Platform.Storage;
using Patella.Service.Actions.Authority;
using Patella.Service.Actions.Deciding;
using Patella.Service.Actions.Marketplace;
using Patella.Service.Actions.Mcp;
using Patella.Service.Actions.Policy;
using Patella.Service.Actions.Previews;
using Patella.Service.Actions.Running;
using Patella.Service.Edge;
using Patella.Service.Orders;
using Patella.Service.Parties;
using Patella.Service.Parties.Privacy;
using Patella.Service.Tenants;

namespace Patella.Service.Actions;

public static class ActionsModule
{
    /// <summary>Who may act on orders: those who serve, and consumers on their own.</summary>
    private const Permission Actors = Permission.Serve | Permission.Supervise | Permission.Consume;

    public static IServiceCollection AddActions(this IServiceCollection services)
    {
        services.AddSingleton<ISettingsSection, AuthoritySection>().AddSingleton<ISettingsSection, MarketplaceSection>();
        foreach (var policy in ActionPolicies.All())
        {
            services.AddSingleton(policy);
        }

        services.AddSingleton<OwnAuthority>().AddSingleton<FactsReader>().AddSingleton<ActionRulings>().AddSingleton<ActionDecider>();
        services.AddSingleton<MoneyLines>().AddSingleton<PreviewDesk>();
        services.AddSingleton<ActionMoneys>().AddSingleton<ActionEnd>().AddSingleton<ActionDesk>().AddSingleton<ActionSettler>().AddSingleton<ActionWaits>().AddSingleton<ActionViews>().AddSingleton<ActionDoors>();
        services.AddSingleton(provider => new ActionSpeech(provider.GetRequiredService<OrderMirror>(), provider.GetRequiredService<MoneyLines>(), provider.GetRequiredService<MachineTime>()));
        services.AddSingleton(provider => new OwnRefunds(provider.GetRequiredService<ActionDecider>(), provider.GetRequiredService<ActionDesk>()));
        services.TryAddSingleton<IMarketplace, HttpMarketplace>();
        services.AddSingleton<ITenantWorker, ActionWorker>().AddSingleton<GoodsReader>();
        services.AddSingleton<ITenantWorker>(provider => new FollowerWorker(provider.GetRequiredService<GoodsReader>(), provider.GetRequiredService<IStore>(), provider.GetRequiredService<IBus>()));
        return services.AddSingleton<IPersonData, ActionData>().AddSingleton<McpTools>().AddSingleton<McpDoor>();
    }

    public static void MapActions(this IEndpointRouteBuilder api)
    {
        MapOrders(api);
        MapPreviews(api);
        MapRuns(api);
        MapAuthority(api);
        api.MapPost("/mcp", (HttpContext http, McpDoor door) => door.Handle(http)).Needs(Actors).WithTags("Actions").WithName("mcp")
            .WithSummary("The same actions as tools of the Model Context Protocol over streamable HTTP, one a kind, with find_order and preview")
            .Accepts<object>("application/json").Produces<object>(200, "text/event-stream").ProducesProblem(400);
    }

    private static void MapOrders(IEndpointRouteBuilder api)
    {
        api.MapGet("/action-kinds", async (HttpContext http, ActionDoors doors) => Results.Json(await doors.Kinds(http.Caller()), Json.Options)).Needs(Permission.StaffMember | Actors | Permission.Observe | Permission.Administer)
            .WithTags("Actions").WithSummary("Kinds of actions with the JSON schema of their arguments").Produces<Page<ActionKindView>>();
        api.MapGet("/orders/{id}/offers", async (string id, HttpContext http, ActionDoors doors) => (await doors.Offers(http.Caller(), id)).ToResult()).Needs(Actors)
            .WithTags("Actions").WithSummary("What the order allows now; for staff also what it does not, and why").Produces<OrderOffers>().ProducesProblem(404);
        api.MapPost("/orders/{id}/previews", async (string id, PreviewRequest request, HttpContext http, PreviewDesk desk) => (await desk.Make(http.Caller(), id, request)).ToResult(201)).Needs(Actors)
            .WithTags("Actions").WithSummary("What an action would change and cost, and the consent it needs; changes nothing").Produces<PreviewView>(201).ProducesProblem(404).ProducesProblem(422);
        api.MapPost("/orders/{id}/actions", async (string id, ActionRequest request, int? wait, HttpContext http, ActionDoors doors) => await doors.Act(http, id, request, wait)).Needs(Actors)
            .WithTags("Actions").WithSummary("Do an action, once for each command id; 'wait' is how many seconds to wait for its end, up to 10")
            .Produces<ActionView>(200).Produces<ActionView>(202).ProducesProblem(404).ProducesProblem(409).ProducesProblem(422);
        api.MapGet("/orders/{id}/actions", async (string id, HttpContext http, ActionDoors doors) => (await doors.OfOrder(http.Caller(), id)).ToResult()).Needs(Actors | Permission.Observe)
            .WithTags("Actions").WithSummary("What was done or tried on an order, oldest first").Produces<Page<ActionView>>().ProducesProblem(404);
    }

    private static void MapPreviews(IEndpointRouteBuilder api)
    {
        api.MapGet("/previews/{id}", async (string id, HttpContext http, PreviewDesk desk) => (await desk.Find(http.Caller(), id)).ToResult()).Needs(Actors)
            .WithTags("Actions").WithSummary("A preview and how its consent stands").Produces<PreviewView>().ProducesProblem(404);
        api.MapPost("/previews/{id}/consents", async (string id, ConsentRequest request, HttpContext http, PreviewDesk desk) => (await desk.Consent(http.Caller(), id, request)).ToResult(201)).Needs(Permission.Consume)
            .WithTags("Actions").WithSummary("The consumer says yes to exactly what the preview shows").Produces<PreviewView>(201).ProducesProblem(404).ProducesProblem(409).ProducesProblem(422);
        api.MapGet("/me/previews", async (HttpContext http, PreviewDesk desk) => Results.Json(await desk.AskedOf(http.Caller()), Json.Options)).Needs(Permission.Consume)
            .WithTags("Actions").WithSummary("What waits for the consumer's consent, newest first").Produces<Page<PreviewView>>();
    }

    private static void MapRuns(IEndpointRouteBuilder api)
    {
        api.MapGet("/actions", async (string? state, string? after, int? limit, HttpContext http, ActionDoors doors) => (await doors.List(http.Caller(), state, after, limit)).ToResult()).Needs(PartiesModule.Lookers)
            .WithTags("Actions").WithSummary("Actions on any order, newest first; state=waiting-approval is what waits for a second person").Produces<Page<ActionView>>().ProducesProblem(400);
        api.MapGet("/actions/{id}", async (string id, int? wait, HttpContext http, ActionDoors doors) => (await doors.Find(http, id, wait)).ToResult()).Needs(Actors | Permission.Observe)
            .WithTags("Actions").WithSummary("An action as it stands").Produces<ActionView>().ProducesProblem(404);
        api.MapPost("/actions/{id}/approvals", async (string id, ApprovalRequest request, HttpContext http, ActionDoors doors) => (await doors.Approve(http.Caller(), id, request)).ToResult()).Needs(Permission.Serve | Permission.Supervise)
            .WithTags("Actions").WithSummary("The second person says yes or no").Produces<ActionView>().ProducesProblem(404).ProducesProblem(409).ProducesProblem(422);
    }

    private static void MapAuthority(IEndpointRouteBuilder api)
    {
        api.MapGet("/me/authority", async (HttpContext http, IStore store, OwnAuthority authority) => Results.Json(await store.Read(http.Caller().Tenant, reader => authority.Of(reader, http.Caller())), Json.Options))
            .Needs(Permission.Serve | Permission.Supervise).WithTags("Actions").WithSummary("What the caller may give alone, and what of today is given").Produces<AuthorityView>();
        api.MapGet("/authority-share", async (DateTimeOffset? from, DateTimeOffset? until, string? staff, HttpContext http, IStore store, OwnAuthority authority) =>
                Results.Json(await store.Read(http.Caller().Tenant, reader => authority.Share(reader, from, until, staff)), Json.Options))
            .Needs(Permission.Supervise | Permission.Observe).WithTags("Actions").WithSummary("How many contacts in which something was given were settled within somebody's own authority; the last 30 days unless told").Produces<AuthorityShare>();
    }
}
