using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Patella.Platform.Clocks;
using Patella.Platform.Messaging;
using Patella.Platform.Storage;
using Patella.Service.Edge;
using Patella.Service.Improvements.Obstacles;
using Patella.Service.Improvements.Projects;
using Patella.Service.Improvements.Reading;
using Patella.Service.Improvements.Response;
using Patella.Service.Parties.Privacy;

namespace Patella.Service.Improvements;

/// <summary>What is done about what was heard: the affected told and put right, projects with an effect, and what anybody of the staff files.</summary>
public static class ImprovementsModule
{
    private const Permission Readers = Permission.ListenToVoices | Permission.Observe;
    private const long Month = 30L * 86_400 * Microseconds.PerSecond;

    public static IServiceCollection AddImprovements(this IServiceCollection services)
    {
        services.AddSingleton<ResponseStory>().AddSingleton<ResponseFollower>().AddSingleton<Survey>().AddSingleton<Delivery>().AddSingleton<ResponseDesk>().AddSingleton<PutRightDesk>();
        services.AddSingleton<ProjectStory>().AddSingleton<Measuring>().AddSingleton<ProjectReading>().AddSingleton<ProjectDesk>().AddSingleton<ObstacleDesk>().AddSingleton<NotedObstacles>().AddSingleton<ImprovementFigures>().AddSingleton<HelpedList>();
        services.AddSingleton<IPersonData, ImprovementData>().AddSingleton<ITenantWorker, ResponseWorker>();
        return services.AddSingleton<ITenantWorker>(provider => new FollowerWorker(provider.GetRequiredService<ResponseFollower>(), provider.GetRequiredService<IStore>(), provider.GetRequiredService<IBus>()));
    }

    public static void MapImprovements(this IEndpointRouteBuilder api)
    {
        MapResponse(api.MapGroup("/incidents").WithTags("Improvements"));
        MapProjects(api.MapGroup("/improvements").WithTags("Improvements"));
        MapObstacles(api.MapGroup("/obstacles").WithTags("Improvements"));
        api.MapGet("/improvement-report", async (DateTimeOffset? from, DateTimeOffset? until, HttpContext http, IStore store, ImprovementFigures figures, BusinessTime business) =>
            {
                var end = until is { } last ? Microseconds.From(last) : business.Now + 1;
                var begin = from is { } first ? Microseconds.From(first) : end - Month;
                return begin < end ? Results.Json(await store.Read(http.Caller().Tenant, reader => figures.Read(reader, begin, end)), Json.Options) : new ProblemResult(Problem.Invalid("from", "Must be before 'until'."));
            }).Needs(Readers).WithTags("Improvements").WithName("readImprovementReport").WithSummary("Projects by month and campaign with their effect, obstacles answered, and who was helped before they asked").Produces<ImprovementReportView>().ProducesProblem(400);
        api.MapGet("/helped", async (DateTimeOffset? from, DateTimeOffset? until, HttpContext http, HelpedList list, BusinessTime business) =>
            {
                var end = until is { } last ? Microseconds.From(last) : business.Now + 1;
                var begin = from is { } first ? Microseconds.From(first) : end - Month;
                return begin < end ? Results.Json(await list.Read(http.Caller(), begin, end), Json.Options) : new ProblemResult(Problem.Invalid("from", "Must be before 'until'."));
            }).Needs(Readers).WithTags("Improvements").WithName("listHelped").WithSummary("Who was told or put right, and who of them before they asked, by incident").Produces<HelpedView>().ProducesProblem(400);
    }

    private static void MapResponse(RouteGroupBuilder group)
    {
        group.MapGet("/{id}/response", async (string id, HttpContext http, ResponseDesk desk) => (await desk.Find(http.Caller(), id)).ToResult())
            .Needs(Permission.ListenToVoices).WithName("readIncidentResponse").WithSummary("How far an incident is answered: called, fixed, quiet; whom it touched; what still stands against closing").Produces<ResponseView>().ProducesProblem(404);
        group.MapGet("/{id}/affected", async (string id, string? show, string? after, int? limit, HttpContext http, ResponseDesk desk) => (await desk.Affected(http.Caller(), id, show, after, limit)).ToResult())
            .Needs(Permission.JudgeVoices).WithName("listAffected").WithSummary("Whom an incident touched: who spoke and who did not, who was told and put right").Produces<Page<AffectedView>>().ProducesProblem(400).ProducesProblem(404);
        group.MapPost("/{id}/remedies", async (string id, bool? preview, PutRightRequest request, HttpContext http, PutRightDesk desk) =>
                preview == true ? (await desk.Preview(http.Caller(), id, request)).ToResult() : (await desk.Order(http.Caller(), id, request)).ToResult(202))
            .Needs(Permission.JudgeVoices).WithName("putRight").WithSummary("Tells everybody an incident touched, and puts them right; with preview=true only says whom, what it costs and who is left out").Produces<PutRightPreview>().Produces<ResponseView>(202)
            .ProducesProblem(400).ProducesProblem(404).ProducesProblem(409).ProducesProblem(422);
        group.MapPost("/{id}/excuses", async (string id, ExcuseRequest request, HttpContext http, ResponseDesk desk) => (await desk.Excuse(http.Caller(), id, request)).ToResult(201))
            .Needs(Permission.JudgeVoices).WithName("excuseAffected").WithSummary("Says that people who were told need nothing, and why").Produces<ResponseView>(201).ProducesProblem(400).ProducesProblem(404);
        group.MapPost("/{id}/response-closings", async (string id, ResponseClosingRequest request, HttpContext http, ResponseDesk desk) => (await desk.Close(http.Caller(), id, request)).ToResult(201))
            .Needs(Permission.JudgeVoices).WithName("closeIncidentResponse").WithSummary("Closes with proof: the volume fell, everybody was told and put right; else 409 with what is missing").Produces<ResponseView>(201).ProducesProblem(400).ProducesProblem(404).ProducesProblem(409);
    }

    private static void MapProjects(RouteGroupBuilder group)
    {
        group.MapGet("", async (string? state, string? campaign, string? incident, string? unit, string? after, int? limit, HttpContext http, ProjectReading reading) => (await reading.List(http.Caller(), state, campaign, incident, unit, after, limit)).ToResult())
            .Needs(Permission.StaffMember | Readers).WithName("listImprovements").WithSummary("Improvement projects, newest first").Produces<Page<ImprovementView>>().ProducesProblem(400);
        group.MapGet("/{id}", async (string id, HttpContext http, ProjectReading reading) => (await reading.Find(http.Caller(), id)).ToResult())
            .Needs(Permission.StaffMember | Readers).WithName("readImprovement").WithSummary("A project with its baseline, its effect, its steps and what was said of it in the customers' name").Produces<ImprovementDetail>().ProducesProblem(404);
        group.MapPost("", async (ProposalRequest request, HttpContext http, ProjectDesk desk) => (await desk.Propose(http.Caller(), request)).ToResult(201))
            .Needs(Permission.StaffMember | Permission.JudgeVoices).WithName("proposeImprovement").WithSummary("Anybody of the staff proposes an improvement").Produces<ImprovementDetail>(201).ProducesProblem(400).ProducesProblem(409);
        group.MapPost("/{id}/steps", async (string id, StepRequest request, HttpContext http, ProjectDesk desk) => (await desk.Step(http.Caller(), id, request)).ToResult(201))
            .Needs(Permission.StaffMember | Permission.JudgeVoices).WithName("stepImprovement").WithSummary("Accepts, begins, ships or closes a project; the baseline is taken as it is accepted, the effect by itself after its window").Produces<ImprovementDetail>(201)
            .ProducesProblem(400).ProducesProblem(403).ProducesProblem(404).ProducesProblem(409).ProducesProblem(422);
        group.MapPost("/{id}/statements", async (string id, StatementRequest request, HttpContext http, ProjectDesk desk) => (await desk.State(http.Caller(), id, request)).ToResult(201))
            .Needs(Permission.StaffMember | Permission.JudgeVoices).WithName("stateImprovement").WithSummary("Says how a project looks from the customers' side; it stays in the record").Produces<ImprovementDetail>(201).ProducesProblem(400).ProducesProblem(404).ProducesProblem(409);
    }

    private static void MapObstacles(RouteGroupBuilder group)
    {
        group.MapGet("", async (string? state, bool? mine, string? after, int? limit, HttpContext http, ObstacleDesk desk) => (await desk.List(http.Caller(), state, mine, after, limit)).ToResult())
            .Needs(Permission.StaffMember | Permission.JudgeVoices).WithName("listObstacles").WithSummary("What one has filed; for the experience group what everybody has").Produces<Page<ObstacleView>>().ProducesProblem(400);
        group.MapPost("", async (ObstacleRequest request, HttpContext http, ObstacleDesk desk) => (await desk.File(http.Caller(), request)).ToResult(201))
            .Needs(Permission.StaffMember | Permission.JudgeVoices).WithName("fileObstacle").WithSummary("Anybody of the staff files an obstacle, or what a customer said").Produces<ObstacleView>(201).ProducesProblem(400).ProducesProblem(409);
        group.MapPost("/{id}/takings", async (string id, HttpContext http, ObstacleDesk desk) => (await desk.Take(http.Caller(), id)).ToResult(201))
            .Needs(Permission.JudgeVoices).WithName("takeObstacle").WithSummary("Takes an obstacle on").Produces<ObstacleView>(201).ProducesProblem(404).ProducesProblem(409);
        group.MapPost("/{id}/answers", async (string id, ObstacleAnswerRequest request, HttpContext http, ObstacleDesk desk) => (await desk.Answer(http.Caller(), id, request)).ToResult(201))
            .Needs(Permission.JudgeVoices).WithName("answerObstacle").WithSummary("Answers whoever filed it, by name").Produces<ObstacleView>(201).ProducesProblem(400).ProducesProblem(404).ProducesProblem(409);
        group.MapPost("/{id}/reads", async (string id, HttpContext http, ObstacleDesk desk) => (await desk.See(http.Caller(), id)).ToResult(201))
            .Needs(Permission.StaffMember | Permission.JudgeVoices).WithName("readObstacleAnswer").WithSummary("Its filer has read the answer").Produces<ObstacleView>(201).ProducesProblem(404);
    }
}
