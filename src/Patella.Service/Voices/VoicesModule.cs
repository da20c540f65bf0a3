using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Patella.Service.Edge;
using Patella.Service.Parties.Privacy;
using Patella.Service.Tenants;
using Patella.Service.Voices.Blocks;
using Patella.Service.Voices.Engine;
using Patella.Service.Voices.Intake;
using Patella.Service.Voices.Own;
using Patella.Service.Voices.Reading;
using Patella.Service.Voices.Understanding;

namespace Patella.Service.Voices;

/// <summary>Everything that is said about the marketplace: taken in, understood, counted, kept, and read.</summary>
public static class VoicesModule
{
    public static IServiceCollection AddVoices(this IServiceCollection services)
    {
        services.TryAddSingleton<IVoiceUnderstanding, NoUnderstanding>();
        services.AddSingleton<IPlaceNames, PlaceNames>();
        AddEngine(services);
        services.AddUnderstanding();
        services.AddSingleton<VoiceImports>().AddSingleton<OwnContext>().AddSingleton<IPersonData, VoiceData>().AddSingleton<ISettingsSection, VoiceRulesSection>();
        return services.AddSingleton<ITenantWorker, EngineWorker>().AddSingleton<ITenantWorker, OwnWorker>();
    }

    public static void MapVoices(this IEndpointRouteBuilder api)
    {
        MapIntake(api.MapGroup("").WithTags("Voices"));
        MapReading(api.MapGroup("").WithTags("Voices"));
    }

    internal static void AddEngine(IServiceCollection services)
    {
        services.TryAddSingleton<IPlaceNames, NoPlaceNames>();
        services.AddSingleton<VoiceLog>().AddSingleton<BlockCatalogue>().AddSingleton<BlockReader>().AddSingleton<VoicePieces>().AddSingleton<VoiceRetention>();
        services.AddSingleton<VoiceTails>().AddSingleton<VoiceParts>().AddSingleton<VoiceViews>().AddSingleton<EngineParts>();
        services.AddSingleton<VoiceScan>().AddSingleton<VoiceDesk>().AddSingleton<WordDesk>().AddSingleton<VoiceIntake>();
        services.AddSingleton<LabelledVoices, LabelledReader>().AddSingleton<VoicesOfPlace, PlaceReader>();
    }

    private static void MapIntake(RouteGroupBuilder group)
    {
        group.MapPost("/voices", async (HttpContext http, VoiceIntake intake) =>
            {
                var caller = http.Caller();
                if (http.Request.ContentType?.Split(';')[0].Trim().ToLowerInvariant() is "application/x-ndjson" or "application/jsonl")
                {
                    RequestBody.AllowUpTo(http, MostLines);
                    return Results.Json(await intake.TakeLines(caller.Tenant, http.Request.Body, http.Language(), http.RequestAborted), Json.Options, statusCode: 202);
                }

                var body = await RequestBody.Read(http, MostDocument);
                return body.Problem is not null ? body.ToResult() : (await intake.TakeDocument(caller.Tenant, body.Value, http.Language())).ToResult(202);
            }).Needs(Permission.SendEvents).WithName("sendVoices").WithSummary("Takes voices as JSON lines, or as {voices: [...]}; good ones go on, bad ones are told with their line. Answered when they are on disk.")
            .Accepts<object>("application/x-ndjson", "application/json").Produces<VoiceReceipt>(202).ProducesProblem(400).ProducesProblem(413);
        group.MapPost("/voices/imports", async (string? id, HttpContext http, VoiceImports imports) => (await imports.Load(http, id)).ToResult(201))
            .Needs(Permission.Import | Permission.Administer).WithName("importVoices").WithSummary("Loads a file of voices, JSON lines or a table; the same file under the same id changes nothing")
            .Accepts<object>("application/x-ndjson", "text/csv", "application/json").Produces<VoiceImportView>(201).ProducesProblem(400).ProducesProblem(409).ProducesProblem(413);
        group.MapGet("/voices/imports/{id}", async (string id, HttpContext http, VoiceImports imports) => (await imports.Read(http.Caller(), id)).ToResult())
            .Needs(Permission.Import | Permission.Administer).WithName("readVoiceImport").WithSummary("What became of a file of voices").Produces<VoiceImportView>().ProducesProblem(404);
    }

    private static void MapReading(RouteGroupBuilder routes)
    {
        routes.MapGet("/voices", async ([AsParameters] VoiceQuery query, string? after, int? limit, HttpContext http, VoiceDesk desk) => await With(query, http, desk, async slice => (await desk.List(http.Caller(), slice, after, limit, http.RequestAborted)).ToResult()))
            .Needs(Permission.ListenToVoices).WithName("listVoices").WithSummary("Voices of a slice without personal data, newest first").Produces<Page<VoiceView>>().ProducesProblem(400);
        routes.MapGet("/voices/export", async ([AsParameters] VoiceQuery query, HttpContext http, VoiceDesk desk, VoiceScan scan, VoiceViews views) => await With(query, http, desk, slice => Task.FromResult<IResult>(new VoiceExport(scan, views, http.Caller(), slice))))
            .Needs(Permission.ListenToVoices).WithName("exportVoices").WithSummary("Voices of a slice as a table, newest first, a million at most").Produces(200, contentType: "text/csv");
        routes.MapGet("/voices/{id}", async (string id, HttpContext http, VoiceDesk desk) => (await desk.Find(http.Caller(), id, http.RequestAborted)).ToResult())
            .Needs(Permission.ListenToVoices).WithName("readVoice").WithSummary("A voice").Produces<VoiceView>().ProducesProblem(404);
        routes.MapGet("/voice-figures", async ([AsParameters] VoiceQuery query, string? by, string? group, int? top, DateTimeOffset? compareFrom, DateTimeOffset? compareUntil, HttpContext http, VoiceDesk desk) =>
                await With(query, http, desk, async slice => Compared(query, compareFrom, compareUntil, http, desk) is { Problem: { } problem } ? new ProblemResult(problem)
                    : (await desk.Figures(http.Caller(), slice, by, group, top, compareFrom is null ? null : Compared(query, compareFrom, compareUntil, http, desk).Value, http.RequestAborted)).ToResult()))
            .Needs(Permission.ListenToVoices).WithName("readVoiceFigures").WithSummary("How many voices a slice has, by minute, hour or UTC day, and by a dimension, beside another period").Produces<VoiceFigures>().ProducesProblem(400).ProducesProblem(422);
        routes.MapGet("/voice-words", async ([AsParameters] VoiceQuery query, int? limit, DateTimeOffset? compareFrom, DateTimeOffset? compareUntil, HttpContext http, VoiceDesk desk, WordDesk words) =>
                await With(query, http, desk, async slice => Compared(query, compareFrom ?? Before(slice), compareUntil ?? compareFrom ?? query.From, http, desk) is var compared && compared.Problem is { } problem ? new ProblemResult(problem)
                    : Results.Json(new Page<VoiceWord>(await words.Words(http.Caller(), slice, compared.Value, limit, http.RequestAborted)), Json.Options)))
            .Needs(Permission.ListenToVoices).WithName("readVoiceWords").WithSummary("Words that are said more than in the period before, or in one that is named").Produces<Page<VoiceWord>>().ProducesProblem(400);
    }

    /// <summary>Bytes of a call of JSON lines.</summary>
    private const long MostLines = 256L << 20;

    private const int MostDocument = 16 << 20;

    private static async Task<IResult> With(VoiceQuery query, HttpContext http, VoiceDesk desk, Func<VoiceSlice, Task<IResult>> answer)
    {
        var slice = VoiceSlice.Read(query, http, desk.Now);
        return slice.Problem is { } problem ? new ProblemResult(problem) : await answer(slice.Value);
    }

    private static Outcome<VoiceSlice> Compared(VoiceQuery query, DateTimeOffset? from, DateTimeOffset? until, HttpContext http, VoiceDesk desk)
        => from is null && until is null ? VoiceSlice.Read(query, http, desk.Now) : VoiceSlice.Read(query with { From = from, Until = until }, http, desk.Now);

    // As long as the slice itself, and just before it; a day when the slice has no beginning.
    private static DateTimeOffset? Before(VoiceSlice slice)
        => slice.From <= 0 ? null : Platform.Clocks.Microseconds.ToTime(slice.From - Math.Max(slice.Until - slice.From, 1));
}
