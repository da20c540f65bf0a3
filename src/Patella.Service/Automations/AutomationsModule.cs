using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Patella.Platform.Messaging;
using Patella.Platform.Storage;
using Patella.Platform.Timers;
using Patella.Service.Edge;
using Patella.Service.Tenants;

namespace Patella.Service.Automations;

public static class AutomationsModule
{
    private const Permission Owners = Permission.Supervise | Permission.Administer;

    public static IServiceCollection AddAutomations(this IServiceCollection services)
    {
        services.AddSingleton<IAutomationStep, TransferStep>();
        services.AddSingleton<IAutomationStep, AssignStep>();
        services.AddSingleton<IAutomationStep, WantPersonStep>();
        services.AddSingleton<IAutomationStep, NoteStep>();
        services.AddSingleton<IAutomationStep, CloseStep>();
        services.AddSingleton<IAutomationStep, TagStep>();
        services.AddSingleton<IAutomationStep, SnoozeStep>();
        services.AddSingleton<IAutomationStep, MentionStep>();
        services.AddSingleton<IAutomationStep, OpenCaseStep>();
        services.AddSingleton<IAutomationStep, CannedReplyStep>();
        services.AddSingleton<CheckAutomation>();
        services.AddSingleton<AutomationStore>();
        services.AddSingleton<RunAutomation>();
        services.AddSingleton<TestAutomation>();
        services.AddSingleton<ManageAutomations>();
        services.AddSingleton<AutomationFollower>();
        services.AddSingleton<ITenantWorker>(provider => new FollowerWorker(provider.GetRequiredService<AutomationFollower>(), provider.GetRequiredService<IStore>(), provider.GetRequiredService<IBus>()));
        services.AddSingleton<ITimerHandler, AutomationTimers>();
        services.AddSingleton<ISettingsSection, AutomationSection>();
        return services;
    }

    public static void MapAutomations(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/automations").WithTags("Automations");
        group.MapGet("", async (HttpContext http, ManageAutomations automations) => Results.Json(await automations.List(http.Caller()), Json.Options))
            .Needs(Owners).WithSummary("All automations").Produces<Page<AutomationView>>();
        group.MapGet("/grammar", (CheckAutomation grammar) => Results.Json(grammar.Grammar(), Json.Options))
            .Needs(Owners).WithSummary("What automations can be built from").Produces<AutomationGrammarView>();
        group.MapPost("", async (AutomationRequest request, HttpContext http, ManageAutomations automations) => (await automations.Save(http.Caller(), request)).ToResult(201))
            .Needs(Owners).WithSummary("Make an automation, or change it into its next version, which is off").Produces<AutomationView>(201).ProducesProblem(400).ProducesProblem(422);
        group.MapDelete("/{id}", async (string id, HttpContext http, ManageAutomations automations) =>
                await automations.Delete(http.Caller(), id) ? Results.NoContent() : new ProblemResult(Problem.NotFound("The automation")))
            .Needs(Owners).WithSummary("Delete an automation").Produces(204).ProducesProblem(404);
        group.MapPost("/{id}/tests", async (string id, AutomationTestRequest? request, HttpContext http, TestAutomation tests) => (await tests.Run(http.Caller(), id, request)).ToResult())
            .Needs(Owners).WithSummary("Try it on history; changes nothing").Produces<AutomationTestView>().ProducesProblem(404);
        group.MapPost("/{id}/switches", async (string id, SwitchRequest request, HttpContext http, ManageAutomations automations) => (await automations.Switch(http.Caller(), id, request)).ToResult())
            .Needs(Owners).WithSummary("Switch it on or off; on only when this version was tested and closes no circle").Produces<AutomationView>().ProducesProblem(409).ProducesProblem(422);
        group.MapGet("/{id}/runs", async (string id, string? after, int? limit, HttpContext http, ManageAutomations automations) => (await automations.Runs(http.Caller(), id, after, limit)).ToResult())
            .Needs(Owners).WithSummary("What it did, newest first").Produces<Page<AutomationRunView>>();
    }
}
