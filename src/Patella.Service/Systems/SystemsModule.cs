using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Patella.Platform.Messaging;
using Patella.Platform.Storage;
using Patella.Platform.Timers;
using Patella.Service.Edge;
using Patella.Service.Systems.Answers;
using Patella.Service.Systems.Calls;
using Patella.Service.Systems.Following;
using Patella.Service.Systems.Forms;
using Patella.Service.Systems.Reading;
using Patella.Service.Systems.Registry;
using Patella.Service.Tenants;

namespace Patella.Service.Systems;

/// <summary>Who owns what is wrong, and whether they have taken it.</summary>
public static class SystemsModule
{
    private const Permission Readers = Permission.AnswerCalls | Permission.ListenToVoices | Permission.Observe | Permission.Administer;

    public static IServiceCollection AddSystems(this IServiceCollection services)
    {
        services.AddSingleton<ICallForm, WebhookForm>().AddSingleton<ICallForm, DingTalkForm>().AddSingleton<ICallForm, WeComForm>().AddSingleton<ICallForm, FeishuForm>().AddSingleton<ICallForm, SlackForm>()
            .AddSingleton<ICallForm, JiraForm>().AddSingleton<ICallForm, GitHubForm>().AddSingleton<ICallForm, PagerDutyForm>();
        services.AddSingleton<SystemRegistry>().AddSingleton<ISettingsSection>(provider => provider.GetRequiredService<SystemRegistry>());
        services.AddSingleton<CallLinks>().AddSingleton<CallMails>().AddSingleton<StaffNotices>().AddSingleton<IncidentWords>().AddSingleton<SystemCalls>()
            .AddSingleton<ISystemCalls>(provider => provider.GetRequiredService<SystemCalls>());
        services.AddSingleton<CallSender>().AddSingleton<CallSeams>().AddSingleton<ITenantWorker, CallWorker>().AddSingleton<SystemTimer>().AddSingleton<ITimerHandler>(provider => provider.GetRequiredService<SystemTimer>()).AddSingleton<IncidentFollower>();
        services.AddSingleton<CallDesk>().AddSingleton<SystemReports>().AddSingleton<SystemHooks>();
        return services.AddSingleton<ITenantWorker>(provider => new FollowerWorker(provider.GetRequiredService<IncidentFollower>(), provider.GetRequiredService<IStore>(), provider.GetRequiredService<IBus>()));
    }

    public static void MapSystems(this IEndpointRouteBuilder api)
    {
        api.MapGet("/systems", async (HttpContext http, SystemRegistry registry) => Results.Json(await registry.Read(http.Caller()), Json.Options))
            .Needs(Readers).WithName("readSystems").WithTags("Systems").WithSummary("Business and technical systems with their owners and routes, without secrets").Produces<RegistryView>();
        api.MapPut("/systems", async (RegistryRequest request, HttpContext http, SystemRegistry registry) => (await registry.Change(http.Caller(), request)).ToResult())
            .Needs(Permission.Administer).WithName("changeSystems").WithTags("Systems").WithSummary("Change the registry as one document; secrets that are not given stay").Produces<RegistryView>().ProducesProblem(400).ProducesProblem(409);
        api.MapGet("/system-report", async (DateTimeOffset? from, DateTimeOffset? until, HttpContext http, SystemReports reports) => (await reports.Read(http.Caller(), from, until)).ToResult())
            .Needs(Readers).WithName("readSystemReport").WithTags("Systems").WithSummary("Time to acknowledge and to fix, by system").Produces<SystemReportView>().ProducesProblem(400);
        MapCalls(api);
        MapAnswers(api);
    }

    private static void MapCalls(IEndpointRouteBuilder api)
    {
        api.MapGet("/system-calls", async (string? state, string? subject, string? system, bool? overdue, string? after, int? limit, HttpContext http, CallDesk desk) =>
                (await desk.List(http.Caller(), new CallQuestion(state, subject, system, overdue, after, limit))).ToResult())
            .Needs(Readers).WithName("listSystemCalls").WithTags("Systems").WithSummary("Calls to systems, newest first").Produces<Page<SystemCallView>>().ProducesProblem(400);
        api.MapGet("/system-calls/{id}", async (string id, HttpContext http, CallDesk desk) => (await desk.Find(http.Caller(), id)).ToResult())
            .Needs(Readers).WithName("findSystemCall").WithTags("Systems").WithSummary("One call").Produces<SystemCallView>().ProducesProblem(404);
        api.MapPost("/system-calls/{id}/acknowledgements", async (string id, HttpContext http, CallDesk desk) => (await desk.Acknowledge(http.Caller(), id)).ToResult(201))
            .Needs(Permission.AnswerCalls).WithName("acknowledgeSystemCall").WithTags("Systems").WithSummary("Say that you look after it; again changes nothing").Produces<SystemCallView>(201).ProducesProblem(404).ProducesProblem(409);
        api.MapPost("/system-calls/{id}/fixes", async (string id, HttpContext http, CallDesk desk) => (await desk.Fix(http.Caller(), id)).ToResult(201))
            .Needs(Permission.AnswerCalls).WithName("fixSystemCall").WithTags("Systems").WithSummary("Say that it is fixed; again changes nothing").Produces<SystemCallView>(201).ProducesProblem(404).ProducesProblem(409);
    }

    private static void MapAnswers(IEndpointRouteBuilder api)
    {
        api.MapPost("/system-hooks/{id}", (string id, HttpContext http, SystemHooks hooks) => hooks.Hear(http, id)).OpenToAll()
            .WithName("hearSystem").WithTags("Systems").WithSummary("A system's own signed word that it took a call or fixed it: as our webhooks are signed, or in the form of Jira, GitHub or PagerDuty")
            .Produces(204).ProducesProblem(401).ProducesProblem(404);
        api.MapGet("/system-call-links", AnswerPage.Show).OpenToAll()
            .WithName("showCallLink").WithTags("Systems").WithSummary("The page behind the link in a message; changes nothing").Produces(200, contentType: "text/html").Produces(404, contentType: "text/html");
        api.MapPost("/system-call-links", AnswerPage.Press).OpenToAll()
            .WithName("pressCallLink").WithTags("Systems").WithSummary("The button of that page: acknowledged, or fixed").Produces(200, contentType: "text/html").Produces(404, contentType: "text/html");
    }
}
