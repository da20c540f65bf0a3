using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Patella.Service.Edge;

namespace Patella.Service.Voices.Understanding;

/// <summary>What voices mean: the tree of reasons, people's labels, and the models that learn from them.</summary>
public static class UnderstandingModule
{
    private const string Tag = "Voices";

    internal static IServiceCollection AddUnderstanding(this IServiceCollection services)
    {
        services.AddSingleton<Models>().AddSingleton<Training>().AddSingleton<TreeDesk>().AddSingleton<LabelDesk>().AddSingleton<LabelQueue>().AddSingleton<ModelDesk>();
        return services.AddSingleton<IVoiceUnderstanding, VoiceUnderstanding>().AddSingleton<ITenantWorker, ModelWorker>();
    }

    public static void MapUnderstanding(this IEndpointRouteBuilder api)
    {
        MapTree(api);
        MapLabels(api);
        MapModels(api);
    }

    private static void MapTree(IEndpointRouteBuilder api)
    {
        api.MapGet("/reason-tree", async (HttpContext http, TreeDesk desk) => Results.Json(await desk.Find(http.Caller()), Json.Options)).Needs(Permission.ListenToVoices)
            .WithTags(Tag).WithSummary("Stages and reasons voices are told, with the last seven days").Produces<ReasonTreeView>();
        api.MapPut("/reason-tree", async (ReasonTreeRequest request, HttpContext http, TreeDesk desk) => (await desk.Save(http.Caller(), request)).ToResult()).Needs(Permission.JudgeVoices)
            .WithTags(Tag).WithSummary("Add, retire, merge or rename reasons; what was told keeps its own").Produces<ReasonTreeView>().ProducesProblem(400).ProducesProblem(409);
    }

    private static void MapLabels(IEndpointRouteBuilder api)
    {
        api.MapPost("/voice-labels", async (VoiceLabelRequest request, HttpContext http, LabelDesk desk) => (await desk.Add(http.Caller(), request)).ToResult(201)).Needs(Permission.JudgeVoices)
            .WithTags(Tag).WithSummary("Say what a voice means: the next model learns from it").Produces<VoiceLabelView>(201).ProducesProblem(400).ProducesProblem(404).ProducesProblem(409);
        api.MapGet("/voice-labels/queue", async (int? limit, HttpContext http, LabelQueue queue) => Results.Json(await queue.List(http.Caller(), limit, http.RequestAborted), Json.Options)).Needs(Permission.JudgeVoices)
            .WithTags(Tag).WithSummary("Voices whose meaning would teach most").Produces<Page<QueuedVoice>>();
        api.MapPost("/voice-labels/imports", async (HttpContext http, LabelDesk desk) =>
            {
                var body = await RequestBody.Read(http, LabelDesk.FileBytes);
                return body.Succeeded ? (await desk.Import(http.Caller(), new MemoryStream(body.Value))).ToResult() : new ProblemResult(body.Problem!);
            }).Needs(Permission.JudgeVoices)
            .WithTags(Tag).WithSummary("Teach with a table: text, reason, and if known sentiment and urgency; what cannot be taken is named by line").Produces<LabelImportView>().ProducesProblem(413);
    }

    private static void MapModels(IEndpointRouteBuilder api)
    {
        api.MapGet("/voice-models", async (HttpContext http, ModelDesk desk) => Results.Json(await desk.List(http.Caller()), Json.Options)).Needs(Permission.ListenToVoices)
            .WithTags(Tag).WithSummary("Models, newest first, with what was measured of them beside the champion").Produces<Page<VoiceModelView>>();
        api.MapPost("/voice-models", async (VoiceModelRequest? request, HttpContext http, ModelDesk desk) => (await desk.Ask(http.Caller(), request)).ToResult(202)).Needs(Permission.JudgeVoices)
            .WithTags(Tag).WithSummary("Train a challenger from the built-in sentences and all labels").Produces<VoiceModelView>(202).ProducesProblem(400);
        api.MapPost("/voice-models/{id}/promotions", async (string id, PromotionRequest request, HttpContext http, ModelDesk desk) => (await desk.Promote(http.Caller(), id, request)).ToResult(201)).Needs(Permission.JudgeVoices)
            .WithTags(Tag).WithSummary("Make it the champion: when it was better, or with the reason").Produces<VoiceModelView>(201).ProducesProblem(400).ProducesProblem(404).ProducesProblem(409).ProducesProblem(422);
    }
}
