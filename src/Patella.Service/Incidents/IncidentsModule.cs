using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Patella.Service.Edge;
using Patella.Service.Incidents.Reading;
using Patella.Service.Incidents.Watching;

namespace Patella.Service.Incidents;

/// <summary>What is newly wrong, for whom and since when; and whether that was true.</summary>
public static class IncidentsModule
{
    public static IServiceCollection AddIncidents(this IServiceCollection services) => services
        .AddSingleton<WatchParts>().AddSingleton<IncidentViews>().AddSingleton<IncidentDesk>().AddSingleton<ToldChanges>().AddSingleton<KnownIncidents>().AddSingleton<TruthLedger>().AddSingleton<ITenantWorker, IncidentWorker>();

    public static void MapIncidents(this IEndpointRouteBuilder api)
    {
        MapReading(api.MapGroup("/incidents").WithTags("Incidents"));
        MapJudging(api.MapGroup("/incidents").WithTags("Incidents"));
        MapTruth(api);
    }

    private static void MapReading(RouteGroupBuilder group)
    {
        group.MapGet("", async (string? state, string? kind, DateTimeOffset? from, DateTimeOffset? until, string? after, int? limit, HttpContext http, IncidentDesk desk) =>
                (await desk.List(http.Caller(), new IncidentQuestion(state, kind, from, until, after, limit))).ToResult())
            .Needs(Permission.ListenToVoices).WithSummary("Incidents, newest first").Produces<Page<IncidentView>>().ProducesProblem(400);
        group.MapGet("/{id}", async (string id, HttpContext http, IncidentDesk desk) => (await desk.Find(http.Caller(), id)).ToResult())
            .Needs(Permission.ListenToVoices).WithSummary("One incident with trend, originals, suspected causes and history").Produces<IncidentDetail>().ProducesProblem(404);
    }

    private static void MapJudging(RouteGroupBuilder group)
    {
        group.MapPost("/{id}/verdicts", async (string id, VerdictRequest request, HttpContext http, IncidentDesk desk) => (await desk.Judge(http.Caller(), id, request)).ToResult(201))
            .Needs(Permission.JudgeVoices).WithSummary("Say whether an alert is real").Produces<IncidentDetail>(201).ProducesProblem(404).ProducesProblem(409);
        group.MapPost("/{id}/owners", async (string id, IncidentOwnerRequest request, HttpContext http, IncidentDesk desk) => (await desk.Own(http.Caller(), id, request)).ToResult(201))
            .Needs(Permission.JudgeVoices).WithSummary("Say who looks after an incident").Produces<IncidentDetail>(201).ProducesProblem(404);
        group.MapPost("/{id}/merges", async (string id, IncidentMergeRequest request, HttpContext http, IncidentDesk desk) => (await desk.Merge(http.Caller(), id, request)).ToResult(201))
            .Needs(Permission.JudgeVoices).WithSummary("Make an incident part of another one").Produces<IncidentDetail>(201).ProducesProblem(404).ProducesProblem(409);
        group.MapPost("/{id}/closings", async (string id, IncidentNoteRequest request, HttpContext http, IncidentDesk desk) => (await desk.Close(http.Caller(), id, request)).ToResult(201))
            .Needs(Permission.JudgeVoices).WithSummary("Close an incident").Produces<IncidentDetail>(201).ProducesProblem(404).ProducesProblem(409);
        group.MapPost("/{id}/reopenings", async (string id, IncidentNoteRequest request, HttpContext http, IncidentDesk desk) => (await desk.Reopen(http.Caller(), id, request)).ToResult(201))
            .Needs(Permission.JudgeVoices).WithSummary("Open an incident again").Produces<IncidentDetail>(201).ProducesProblem(404).ProducesProblem(409);
    }

    private static void MapTruth(IEndpointRouteBuilder api)
    {
        api.MapPost("/incident-misses", async (IncidentMissRequest request, HttpContext http, TruthLedger ledger) => (await ledger.Miss(http.Caller(), request)).ToResult(201))
            .Needs(Permission.JudgeVoices).WithTags("Incidents").WithSummary("Tell of something that no alert told").Produces<IncidentMissView>(201).ProducesProblem(409);
        api.MapGet("/incident-misses", async (string? after, int? limit, HttpContext http, TruthLedger ledger) => (await ledger.Misses(http.Caller(), after, limit)).ToResult())
            .Needs(Permission.ListenToVoices).WithTags("Incidents").WithSummary("What no alert told, newest first").Produces<Page<IncidentMissView>>();
        api.MapGet("/incident-ledger", async (DateTimeOffset? from, DateTimeOffset? until, HttpContext http, TruthLedger ledger) => (await ledger.Read(http.Caller(), from, until)).ToResult())
            .Needs(Permission.ListenToVoices).WithTags("Incidents").WithSummary("How many alerts were real, how many false, and what was missed").Produces<IncidentLedgerView>();
        api.MapPost("/changes", async (ChangeRequest request, HttpContext http, TruthLedger ledger) => (await ledger.Change(http.Caller(), request)).ToResult(201))
            .Needs(Permission.JudgeVoices | Permission.SendEvents).WithTags("Incidents").WithSummary("Tell of a launch, a price, a campaign or a carrier's change").Produces<ChangeView>(201).ProducesProblem(409);
        api.MapGet("/changes", async (DateTimeOffset? from, DateTimeOffset? until, HttpContext http, TruthLedger ledger) => Results.Json(await ledger.Changes(http.Caller(), from, until), Json.Options))
            .Needs(Permission.ListenToVoices).WithTags("Incidents").WithSummary("What changed in the marketplace, newest first").Produces<Page<ChangeView>>();
    }
}
