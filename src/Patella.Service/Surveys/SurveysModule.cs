using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Patella.Platform.Messaging;
using Patella.Platform.Storage;
using Patella.Platform.Timers;
using Patella.Service.Audit;
using Patella.Service.Edge;
using Patella.Service.Tenants;

namespace Patella.Service.Surveys;

public static class SurveysModule
{
    private const Permission Lookers = Permission.Supervise | Permission.Observe | Permission.Administer;

    public static IServiceCollection AddSurveys(this IServiceCollection services)
    {
        services.AddSingleton<SurveyStore>();
        services.AddSingleton<SurveyDesk>();
        services.AddSingleton<SurveyMail>();
        services.AddSingleton<SurveyPage>();
        services.AddSingleton<SurveyFollower>();
        services.AddSingleton<ITimerHandler, SurveyTimers>();
        services.AddSingleton<ISettingsSection, SurveySection>();
        services.AddSingleton<ITenantWorker>(provider => new FollowerWorker(provider.GetRequiredService<SurveyFollower>(), provider.GetRequiredService<IStore>(), provider.GetRequiredService<IBus>()));
        return services;
    }

    public static void MapSurveys(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/surveys").WithTags("Surveys");
        group.MapGet("/", async (string? conversation, HttpContext http, SurveyDesk desk) => (await desk.Open(http.Caller(), conversation)).ToResult())
            .Needs(Permission.Consume).WithSummary("What the consumer is asked now: usually nothing").Produces<Page<SurveyView>>();
        group.MapPost("/{id}/showings", async (string id, HttpContext http, SurveyDesk desk) => (await desk.Show(http.Caller(), id)).ToResult(204))
            .Needs(Permission.Consume).WithSummary("It is shown to the consumer").Produces(204);
        group.MapPost("/{id}/answers", async (string id, SurveyAnswerRequest request, HttpContext http, SurveyDesk desk) => (await desk.Answer(http.Caller(), id, request)).ToResult(201))
            .Needs(Permission.Consume).WithSummary("Answer it, once").Produces<SurveyView>(201).ProducesProblem(409);
        group.MapGet("/by-mail", (string? token, string? lang, HttpContext http, SurveyPage page) => page.Show(http, token, lang))
            .OpenToAll().WithName("showSurveyByMail").WithSummary("The page behind the link in a mail that asks; changes nothing").Produces(200, contentType: "text/html").Produces(404, contentType: "text/html");
        group.MapPost("/by-mail", (string? token, string? lang, HttpContext http, SurveyPage page) => page.Answer(http, token, lang))
            .OpenToAll().WithName("answerSurveyByMail").WithSummary("Answer by that page's form, once").Produces(200, contentType: "text/html").Produces(404, contentType: "text/html");
        group.MapPost("/records", async (SurveyRecordRequest request, HttpContext http, SurveyDesk desk) => (await desk.Record(http.Caller(), request)).ToResult(201))
            .Needs(Permission.Serve | Permission.Supervise).WithSummary("Note what a consumer said about the service; a source of its own").Produces<SurveyRecordRequest>(201).ProducesProblem(409);
        group.MapGet("/rules", async (HttpContext http, SurveyDesk desk) => Results.Json(await desk.Rules(http.Caller()), Json.Options))
            .Needs(Lookers).WithSummary("Who is asked how often").Produces<SurveyRulesView>();
        group.MapPut("/rules", async (SurveyRulesRequest request, HttpContext http, SurveyDesk desk) => (await desk.SaveRules(http.Caller(), request)).ToResult())
            .Needs(Permission.Administer).WithSummary("Give the rules their next version").Produces<SurveyRulesView>();
        group.MapGet("/frame", async (DateTimeOffset? from, DateTimeOffset? until, string? verdict, string? after, int? limit, HttpContext http, SurveyDesk desk) =>
                (await desk.Frame(http.Caller(), from, until, verdict, after, limit)).ToResult())
            .Needs(Lookers).WithSummary("The sampling frame: who could have been asked, who was, and why not").Produces<SurveyFrameView>();
    }
}

/// <summary>The rules in the settings document: one object.</summary>
internal sealed class SurveySection(SurveyStore surveys, AuditTrail audit) : ISettingsSection
{
    public string Name => "surveys";

    public Task<object> Prepare(JsonElement section, SettingsContext context, Validation check)
    {
        if (section.ValueKind != JsonValueKind.Object)
        {
            check.Must(false, "/surveys", "Must be an object.");
            return Task.FromResult<object>(SurveyRules.None);
        }

        try
        {
            var request = section.Deserialize<SurveyRulesRequest>(Json.Options)!;
            request.Check("/surveys", check);
            return Task.FromResult<object>(check.Failed ? SurveyRules.None : request.ToRules());
        }
        catch (JsonException broken)
        {
            check.Must(false, "/surveys", $"Is not the JSON of survey rules: {broken.Path}");
            return Task.FromResult<object>(SurveyRules.None);
        }
    }

    public async Task Save(ITransaction transaction, object prepared)
    {
        var before = await SurveyStore.Rules(transaction);
        if (before.Version == 0 && before.SameAs((SurveyRules)prepared))
        {
            return;
        }

        var rules = await surveys.Save(transaction, (SurveyRules)prepared, "settings-import");
        if (rules.Version != before.Version)
        {
            await audit.Write(transaction, "system", "settings-import", "surveys.rules-saved", "survey-rules", SurveyRulesView.Of(rules));
        }
    }

    public async Task<object> Export(IReader reader)
    {
        var view = SurveyRulesView.Of(await SurveyStore.Rules(reader));
        return new SurveyRulesRequest(view.Active, view.SharePercent, view.CapPerPerson, view.PeriodDays, view.OpenHours, view.Questions, view.ByMail);
    }
}
