using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Patella.Platform.Clocks;
using Patella.Platform.Storage;
using Patella.Service.Edge;
using Patella.Service.Policies.Backtests;
using Patella.Service.Policies.Guarding;
using Patella.Service.Policies.Life;
using Patella.Service.Policies.Reading;

namespace Patella.Service.Policies;

/// <summary>The doors of policies.</summary>
internal static class PolicyDoors
{
    private const string Tag = "Policies";
    private const Permission Staff = Permission.StaffMember;
    private const Permission Readers = Permission.Serve | Permission.Supervise | Permission.Observe | Permission.OwnRules | Permission.SignRules;

    public static void MapPolicyDoors(this IEndpointRouteBuilder api)
    {
        MapPolicies(api);
        MapVersions(api);
        MapLife(api);
        MapDecisions(api);
        MapNotices(api);
    }

    private static void MapPolicies(IEndpointRouteBuilder api)
    {
        api.MapGet("/policies", async (HttpContext http, IStore store, PolicyViews views) => Results.Json(await store.Read(http.Caller().Tenant, reader => views.All(reader, http.Caller())), Json.Options)).Needs(Staff)
            .WithTags(Tag).WithSummary("All policies: what is in force, what is in life, and the last seven days").Produces<Page<PolicyLineView>>();
        api.MapGet("/policies/{key}", async (string key, HttpContext http, IStore store, PolicyViews views) => (await store.Read(http.Caller().Tenant, reader => views.One(reader, http.Caller(), key))).ToResult()).Needs(Staff)
            .WithTags(Tag).WithSummary("A policy with its versions and what people went against").Produces<PolicyView>().ProducesProblem(404);
        api.MapGet("/policies/{key}/disagreements", async (string key, string? after, int? limit, HttpContext http, DecisionDoors doors) => (await doors.List(http.Caller(), key, null, null, null, true, after, limit)).ToResult()).Needs(Readers)
            .WithTags(Tag).WithSummary("Decisions that people of the staff went against, with their words, newest first").Produces<Page<DecisionLine>>().ProducesProblem(400);
        api.MapPost("/policies/{key}/versions", async (string key, VersionRequest request, HttpContext http, PolicyDesk desk) => (await desk.Propose(http.Caller(), key, request)).ToResult(201)).Needs(Staff)
            .WithTags(Tag).WithSummary("Propose a rule, with the customer's view and the cases it comes from").Produces<VersionView>(201).ProducesProblem(400).ProducesProblem(404).ProducesProblem(409);
        api.MapPost("/policies/{key}/trials", async (string key, TrialRequest request, HttpContext http, Trials trials) => (await trials.Try(http.Caller(), key, request)).ToResult()).Needs(Readers)
            .WithTags(Tag).WithSummary("What a table says of facts, and how; changes nothing").Produces<TrialView>().ProducesProblem(400).ProducesProblem(404);
        api.MapGet("/policy-facts", (string? policy, HttpContext http, PolicyKinds kinds) => kinds.Find(policy) is { } kind
                ? Results.Json(new Page<FactView>([.. kind.Facts.Select(fact => new FactView(fact.Path, fact.Type, fact.MayBeUnknown, fact.Argument, fact.Personal, LocalTexts.Pick(http.Caller().Language) == "zh-CN" ? fact.Chinese : fact.English))]), Json.Options)
                : new ProblemResult(Problem.NotFound("The policy"))).Needs(Staff)
            .WithTags(Tag).WithSummary("Facts that a policy's tables may name").Produces<Page<FactView>>().ProducesProblem(404);
    }

    private static void MapVersions(IEndpointRouteBuilder api)
    {
        api.MapGet("/policy-versions/{id}", async (string id, HttpContext http, IStore store, PolicyViews views) => (await store.Read(http.Caller().Tenant, async reader =>
                await VersionRows.Find(reader, id) is { } version && PolicyViews.MaySee(http.Caller(), version) ? await views.Of(reader, http.Caller(), version) : (Outcome<VersionView>)Problem.NotFound("The version"))).ToResult()).Needs(Staff)
            .WithTags(Tag).WithSummary("A version: table, words, findings, backtest, signature, trial and history").Produces<VersionView>().ProducesProblem(404);
        api.MapPut("/policy-versions/{id}/draft", async (string id, DraftRequest request, HttpContext http, PolicyDesk desk) => (await desk.SaveDraft(http.Caller(), id, request)).ToResult()).Needs(Staff)
            .WithTags(Tag).WithSummary("Change table and words; checks, backtest and signature of the old ones are void").Produces<VersionView>().ProducesProblem(400).ProducesProblem(404).ProducesProblem(409).ProducesProblem(422);
        api.MapPost("/policy-versions/{id}/backtests", async (string id, BacktestRequest? request, HttpContext http, PolicyDesk desk) =>
                (await desk.TryOnHistory(http.Caller(), id, request ?? new BacktestRequest(), http.RequestAborted)).Select(view => view.Backtest!).ToResult()).Needs(Staff)
            .WithTags(Tag).WithSummary("Try it on stored decisions: customers first, money last").Produces<BacktestReport>().ProducesProblem(400).ProducesProblem(404).ProducesProblem(409);
    }

    private static void MapLife(IEndpointRouteBuilder api)
    {
        Step<AnswerRequest>(api, "answers", Permission.OwnRules, (desk, caller, id, request) => desk.Answer(caller, id, request), "Answer the proposer, who is told by name");
        Step<SignatureRequest>(api, "signatures", Permission.SignRules, (desk, caller, id, request) => desk.Sign(caller, id, request), "Sign exactly this content off; never one's own");
        Step<CanaryRequest>(api, "canary", Permission.OwnRules, (desk, caller, id, request) => desk.Canary(caller, id, request), "Let it decide for a share that stays the same");
        Step<EffectiveRequest>(api, "effective", Permission.OwnRules, (desk, caller, id, request) => desk.MakeEffective(caller, id, request), "Put it in force, from now or a later moment");
        Step<EndRequest>(api, "retirement", Permission.OwnRules, (desk, caller, id, request) => desk.Retire(caller, id, request), "Take it out of force, now");
        Step<EndRequest>(api, "withdrawal", Permission.StaffMember, (desk, caller, id, request) => desk.Withdraw(caller, id, request), "Do not pursue it any more");
        api.MapPost("/policy-versions/{id}/shadow", async (string id, HttpContext http, PolicyDesk desk) => (await desk.Shadow(http.Caller(), id)).ToResult()).Needs(Permission.OwnRules)
            .WithTags(Tag).WithSummary("Keep its verdicts beside those in force, without effect").Produces<VersionView>().ProducesProblem(404).ProducesProblem(409).ProducesProblem(422);
    }

    private static void Step<T>(IEndpointRouteBuilder api, string name, Permission needs, Func<PolicyDesk, Caller, string, T, Task<Outcome<VersionView>>> step, string summary)
        where T : class
        => api.MapPost($"/policy-versions/{{id}}/{name}", async (string id, T request, HttpContext http, PolicyDesk desk) => (await step(desk, http.Caller(), id, request)).ToResult()).Needs(needs)
            .WithTags(Tag).WithSummary(summary).Produces<VersionView>().ProducesProblem(400).ProducesProblem(404).ProducesProblem(409).ProducesProblem(422);

    private static void MapDecisions(IEndpointRouteBuilder api)
    {
        api.MapGet("/policy-decisions", async (string? policy, long? version, string? outcome, string? subject, string? after, int? limit, HttpContext http, DecisionDoors doors) =>
                (await doors.List(http.Caller(), policy, version, outcome, subject, false, after, limit)).ToResult()).Needs(Readers)
            .WithTags(Tag).WithSummary("Stored decisions, newest first").Produces<Page<DecisionLine>>().ProducesProblem(400);
        api.MapGet("/policy-decisions/{id}", async (string id, HttpContext http, DecisionDoors doors) => (await doors.Find(http.Caller(), id)).ToResult()).Needs(Readers)
            .WithTags(Tag).WithSummary("A decision with its facts, personal ones masked").Produces<DecisionView>().ProducesProblem(404);
        api.MapPost("/policy-decisions/{id}/replays", async (string id, HttpContext http, DecisionDoors doors) => (await doors.Replay(http.Caller(), id)).ToResult()).Needs(Readers)
            .WithTags(Tag).WithSummary("Make it anew from the same table and facts; changes nothing").Produces<ReplayView>().ProducesProblem(404).ProducesProblem(422);
    }

    private static void MapNotices(IEndpointRouteBuilder api)
    {
        api.MapGet("/me/policy-notices", async (string? after, int? limit, HttpContext http, PolicyNotices notices) => (await notices.List(http.Caller(), after, limit)).ToResult()).Needs(Staff)
            .WithTags(Tag).WithSummary("What became of one's proposals, and which wait for one's answer, newest first").Produces<Page<PolicyNotice>>().ProducesProblem(400);
        api.MapPost("/me/policy-notices/seen", async (SeenRequest request, HttpContext http, PolicyNotices notices) => (await notices.See(http.Caller(), request)).ToResult(204)).Needs(Staff)
            .WithTags(Tag).WithSummary("A notice has been read").Produces(204).ProducesProblem(404);
    }
}
