using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Patella.Platform.Messaging;
using Patella.Platform.Storage;
using Patella.Platform.Timers;
using Patella.Service.Andon.Gate;
using Patella.Service.Andon.Pulls;
using Patella.Service.Andon.Reading;
using Patella.Service.Edge;
using Patella.Service.Parties.Privacy;
using Patella.Service.Policies.Life;

namespace Patella.Service.Andon;

/// <summary>The cord that everybody who works with customers can pull, and the gate that stays shut until it is answered.</summary>
public static class AndonModule
{
    private const Permission Readers = Permission.PullCord | Permission.Observe;
    private const Permission Registrars = Permission.GuardLaunches | Permission.Administer | Permission.OwnUnit;

    public static IServiceCollection AddAndon(this IServiceCollection services)
    {
        services.AddSingleton<PullTargets>().AddSingleton<PullCalls>().AddSingleton<PullSystems>().AddSingleton<PullFollower>().AddSingleton<PullStory>().AddSingleton<PullDesk>().AddSingleton<PullAnswers>().AddSingleton<ITimerHandler, PullTimers>();
        services.AddSingleton<LaunchGate>().AddSingleton<Launches>().AddSingleton<Badge>().AddSingleton<IPolicyVeto, PolicyPulls>();
        services.AddSingleton<ITenantWorker>(provider => new FollowerWorker(provider.GetRequiredService<PullFollower>(), provider.GetRequiredService<IStore>(), provider.GetRequiredService<IBus>()));
        return services.AddSingleton<PullViews>().AddSingleton<PullBell>().AddSingleton<LaunchViews>().AddSingleton<PullReports>().AddSingleton<IPersonData, AndonData>();
    }

    public static void MapAndon(this IEndpointRouteBuilder api)
    {
        MapPulls(api.MapGroup("/pulls").WithTags("Andon"));
        MapAnswers(api.MapGroup("/pulls").WithTags("Andon"));
        MapLaunches(api.MapGroup("/launches").WithTags("Andon"));
        MapGate(api.MapGroup("/launch-gate").WithTags("Andon"));
        api.MapGet("/pull-suggestions", async (string? conversation, string? @case, string? incident, HttpContext http, IStore store, PullTargets targets) =>
                (await store.Read(http.Caller().Tenant, reader => targets.Suggest(reader, http.Caller(), conversation, @case, incident))).ToResult())
            .Needs(Permission.PullCord).WithTags("Andon").WithSummary("What the cord is likely to be pulled on, seen from a conversation, a case or an incident").Produces<IReadOnlyList<PullSuggestion>>().ProducesProblem(400);
        api.MapGet("/pull-report", async (DateTimeOffset? from, DateTimeOffset? until, HttpContext http, PullReports reports) => (await reports.Read(http.Caller(), from, until)).ToResult())
            .Needs(Readers).WithTags("Andon").WithSummary("How many pulls, how soon they were acknowledged and decided, and what became of them").Produces<PullReport>().ProducesProblem(400);
    }

    private static void MapPulls(RouteGroupBuilder group)
    {
        group.MapPost("", async (PullRequest request, HttpContext http, PullDesk desk, PullViews views) => await Answer(http, views, await desk.Pull(http.Caller(), request), 201))
            .Needs(Permission.PullCord).WithSummary("Pull the cord: the target's gate is blocked from now on").Produces<PullView>(201).ProducesProblem(400).ProducesProblem(409);
        group.MapGet("", async (string? state, bool? mine, string? unit, string? kind, string? target, string? conversation, DateTimeOffset? from, DateTimeOffset? until, string? acknowledged, string? after, int? limit, HttpContext http, PullViews views) =>
                (await views.List(http.Caller(), new PullQuestion(state, mine, unit, kind, target, conversation, after, limit, from, until, acknowledged))).ToResult())
            .Needs(Readers).WithSummary("Pulls, newest first: live, ended or all; of a stretch of time; acknowledged in-time or late").Produces<Page<PullView>>().ProducesProblem(400);
        group.MapGet("/{id}", async (string id, HttpContext http, PullViews views) => (await views.Find(http.Caller(), id)).ToResult())
            .Needs(Readers).WithSummary("A pull with its story").Produces<PullDetail>().ProducesProblem(404);
        group.MapPost("/{id}/withdrawals", async (string id, HttpContext http, PullAnswers answers, PullViews views) => await Answer(http, views, await answers.Withdraw(http.Caller(), id), 201))
            .Needs(Permission.PullCord).WithSummary("Take one's own pull back at once, before anybody acknowledged it").Produces<PullView>(201).ProducesProblem(404).ProducesProblem(409);
    }

    private static void MapAnswers(RouteGroupBuilder group)
    {
        group.MapPost("/{id}/acknowledgements", async (string id, AcknowledgementRequest request, HttpContext http, PullAnswers answers, PullViews views) => await Answer(http, views, await answers.Acknowledge(http.Caller(), id, request), 201))
            .Needs(Permission.PullCord).WithSummary("Say that the business has it").Produces<PullView>(201).ProducesProblem(403).ProducesProblem(404).ProducesProblem(409);
        group.MapPost("/{id}/answers", async (string id, AnswerRequest request, HttpContext http, PullAnswers answers, PullViews views) => await Answer(http, views, await answers.Answer(http.Caller(), id, request), 201))
            .Needs(Permission.PullCord).WithSummary("Tell the puller what is looked into, agreed, or not done and why; lifts nothing").Produces<PullView>(201).ProducesProblem(403).ProducesProblem(404).ProducesProblem(409);
        group.MapPost("/{id}/changes", async (string id, PullChangeRequest request, HttpContext http, PullAnswers answers, PullViews views) => await Answer(http, views, await answers.Change(http.Caller(), id, request), 201))
            .Needs(Permission.PullCord).WithSummary("Say what was changed, with evidence; lifts nothing").Produces<PullView>(201).ProducesProblem(403).ProducesProblem(404).ProducesProblem(409);
        group.MapPost("/{id}/releases", async (string id, ReleaseRequest request, HttpContext http, PullAnswers answers, PullViews views) => await Answer(http, views, await answers.Release(http.Caller(), id, request), 201))
            .Needs(Permission.PullCord).WithSummary("The puller's or the experience group's yes, or no, to what was changed").Produces<PullView>(201).ProducesProblem(403).ProducesProblem(404).ProducesProblem(409);
    }

    private static void MapLaunches(RouteGroupBuilder group)
    {
        group.MapPost("", async (LaunchRequest request, HttpContext http, Launches launches, LaunchViews views) =>
            {
                var row = await launches.Register(http.Caller(), request);
                return row.Succeeded ? Results.Json(await views.Of(http.Caller(), row.Value), Json.Options, statusCode: 201) : new ProblemResult(row.Problem!);
            })
            .Needs(Registrars).WithSummary("Tell of a launch before it goes out").Produces<LaunchView>(201).ProducesProblem(400).ProducesProblem(409);
        group.MapGet("", async (string? kind, string? after, int? limit, HttpContext http, LaunchViews views) => (await views.List(http.Caller(), kind, after, limit)).ToResult())
            .Needs(Readers | Permission.GuardLaunches).WithSummary("Registered launches, newest first").Produces<Page<LaunchView>>().ProducesProblem(400);
        group.MapGet("/{id}", async (string id, HttpContext http, LaunchViews views) => (await views.Find(http.Caller(), id)).ToResult())
            .Needs(Readers | Permission.GuardLaunches).WithSummary("A launch with the path of its badge").Produces<LaunchView>().ProducesProblem(404);
        group.MapPost("/{id}/passes", async (string id, HttpContext http, Launches launches) => (await launches.Pass(http.Caller(), id)).ToResult(201))
            .Needs(Permission.GuardLaunches).WithSummary("Ask to pass the gate: 201 let out, 409 blocked; anything else means blocked").Produces<PassView>(201).ProducesProblem(404).ProducesProblem(409).ProducesProblem(503);
    }

    private static void MapGate(RouteGroupBuilder group)
    {
        group.MapGet("/{kind}/{id}", async (string kind, string id, HttpContext http, LaunchGate gate) =>
            {
                http.Response.Headers.CacheControl = "no-store";
                return (await gate.Ask(http.Caller(), kind, id)).ToResult();
            })
            .Needs(Readers | Permission.GuardLaunches).WithSummary("How a gate stands now; anything but 200 with 'clear' means blocked").Produces<GateView>().ProducesProblem(404).ProducesProblem(503);
        group.MapGet("/{kind}/{id}/badge.svg", (string kind, string id, string? key, HttpContext http, Badge badge) => badge.Show(http, kind, id, key))
            .OpenToAll().WithSummary("The state as an image to embed; with the key of the launch's badge path it needs no credential").Produces(200, contentType: "image/svg+xml").Produces(503, contentType: "image/svg+xml");
    }

    private static async Task<IResult> Answer(HttpContext http, PullViews views, Outcome<Pull> pull, int status)
        => pull.Succeeded ? Results.Json(await views.Of(http.Caller(), pull.Value), Json.Options, statusCode: status) : new ProblemResult(pull.Problem!);
}
