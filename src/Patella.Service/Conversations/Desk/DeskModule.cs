using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Patella.Platform.Messaging;
using Patella.Platform.Storage;
using Patella.Platform.Timers;
using Patella.Service.Edge;
using Patella.Service.Edge.Live;
using Patella.Service.Search;
using Patella.Service.Tenants;

namespace Patella.Service.Conversations.Desk;

/// <summary>The agent's desk, beside the conversations.</summary>
internal static class DeskModule
{
    private const Permission Staff = Permission.Serve | Permission.Supervise;
    private const Permission Lookers = Staff | Permission.Observe;

    public static void AddDesk(this IServiceCollection services)
    {
        services.AddSingleton<DeskActions>().AddSingleton<DeskSteps>().AddSingleton<DeskItemStore>().AddSingleton<IStaffCalls>(provider => provider.GetRequiredService<DeskItemStore>()).AddSingleton<IDeskByRule, DeskByRule>().AddSingleton<MergeStore>().AddSingleton<Notes>().AddSingleton<Drafts>();
        services.AddSingleton<Macros>().AddSingleton<MacroRuns>().AddSingleton<Batches>().AddSingleton<ListViews>().AddSingleton<DeskPreferences>().AddSingleton<SnoozeWaker>();
        services.AddSingleton<ITimerHandler, SnoozeTimer>();
        services.AddSingleton<ISettingsSection, TagSection>();
        services.AddSingleton<ISettingsSection, MacroSection>();
        services.AddSingleton<ISettingsSection, SharedViewSection>();
        services.AddSingleton<ISearchTexts, ConversationTexts>();
        services.AddSingleton<ILiveTopic, DeskFeeds>();
        services.AddSingleton<ILiveCommand, LookLive>();
        services.TryAddSingleton<ITranslator, ChatTranslator>();
        services.AddSingleton<ITenantWorker>(provider => new FollowerWorker(provider.GetRequiredService<SnoozeWaker>(), provider.GetRequiredService<IStore>(), provider.GetRequiredService<IBus>()));
    }

    public static void MapDesk(this IEndpointRouteBuilder api)
    {
        MapSteps(api.MapGroup("/conversations/{id}").WithTags("Conversations"));
        MapReuse(api);
        MapLists(api);
        MapOwn(api);
        api.MapTags();
    }

    private static void MapSteps(RouteGroupBuilder group)
    {
        group.MapGet("/desk", async (string id, HttpContext http, DeskSteps steps) => (await steps.Read(http.Caller(), id)).ToResult())
            .Needs(Lookers).WithSummary("What stands beside it: tags, snooze, merge, one's draft").Produces<DeskFacts>();
        group.MapPost("/notes", async (string id, NoteRequest request, HttpContext http, Notes notes) => (await notes.Add(http.Caller(), id, request)).ToResult(201))
            .Needs(Staff).WithSummary("Add a note that only staff see, with mentions").Produces<Entry>(201);
        group.MapPost("/notes/{sequence}/changes", async (string id, string sequence, NoteChangeRequest request, HttpContext http, Notes notes) => (await notes.Change(http.Caller(), id, long.TryParse(sequence, out var number) ? number : 0, request)).ToResult(201))
            .Needs(Staff).WithSummary("Change one's own note within 15 minutes, or withdraw it with no text").Produces<Entry>(201);
        group.MapPost("/tags", async (string id, TagsRequest request, HttpContext http, DeskSteps steps) => (await steps.Tag(http.Caller(), id, request)).ToResult(201))
            .Needs(Staff).WithSummary("Put tags on and take them off").Produces<DeskFacts>(201);
        group.MapPost("/snoozes", async (string id, SnoozeRequest request, HttpContext http, DeskSteps steps) => (await steps.Snooze(http.Caller(), id, request)).ToResult(201))
            .Needs(Staff).WithSummary("Put away until a moment or the consumer's reply").Produces<DeskFacts>(201);
        group.MapPost("/wakings", async (string id, DeskStepRequest request, HttpContext http, DeskSteps steps) => (await steps.Wake(http.Caller(), id, request)).ToResult(201))
            .Needs(Staff).WithSummary("Take out what was put away").Produces<DeskFacts>(201);
        group.MapPost("/reopenings", async (string id, DeskStepRequest request, HttpContext http, DeskSteps steps) => (await steps.Reopen(http.Caller(), id, request)).ToResult(201))
            .Needs(Staff).WithSummary("Take a closing back, within 72 hours").Produces<DeskFacts>(201);
        group.MapPost("/merges", async (string id, MergeRequest request, HttpContext http, DeskSteps steps, MergeStore merges) => (await steps.Run(
                http.Caller(), id, new Validation().Id(request.ClientId, "/clientId").Id(request.Into, "/into").Must(request.ClientId is not { Length: > 80 }, "/clientId", "Must be at most 80 characters long."),
                (transaction, row) => merges.Merge(transaction, http.Caller(), row, request.ClientId!, request.Into!))).ToResult(201))
            .Needs(Staff).WithSummary("Merge into another conversation of the same person").Produces<DeskFacts>(201);
        group.MapPost("/partings", async (string id, DeskStepRequest request, HttpContext http, DeskSteps steps, MergeStore merges) => (await steps.Run(
                http.Caller(), id, new Validation().Id(request.ClientId, "/clientId").Must(request.ClientId is not { Length: > 80 }, "/clientId", "Must be at most 80 characters long."),
                (transaction, row) => merges.Part(transaction, http.Caller(), row, request.ClientId!))).ToResult(201))
            .Needs(Staff).WithSummary("Part from the conversation it was merged into").Produces<DeskFacts>(201);
        group.MapPut("/draft", async (string id, DraftRequest request, HttpContext http, Drafts drafts) => (await drafts.Save(http.Caller(), id, request)).ToResult())
            .Needs(Staff).WithSummary("Keep what one has begun to write").Produces<DraftView>();
        group.MapGet("/variables", async (string id, HttpContext http, MacroRuns runs) => (await runs.Values(http.Caller(), id)).ToResult())
            .Needs(Staff).WithSummary("The values of the variables of canned replies here").Produces<ReplyValues>();
        group.MapPost("/macro-previews", async (string id, MacroPreviewRequest request, HttpContext http, MacroRuns runs) => (await runs.Preview(http.Caller(), id, request)).ToResult())
            .Needs(Staff).WithSummary("What a macro would say and do here").Produces<MacroPreview>();
        group.MapPost("/macro-runs", async (string id, MacroRunRequest request, HttpContext http, MacroRuns runs) => (await runs.Run(http.Caller(), id, request)).ToResult(201))
            .Needs(Staff).WithSummary("Run a macro: all of it or nothing").Produces<DeskFacts>(201);
    }

    private static void MapReuse(IEndpointRouteBuilder api)
    {
        api.MapGet("/macros", async (HttpContext http, Macros macros) => Results.Json(await macros.List(http.Caller()), Json.Options))
            .Needs(Staff | Permission.Administer).WithSummary("Macros that one may use").Produces<Page<Macro>>().WithTags("Conversations");
        api.MapPost("/macros", async (MacroRequest request, HttpContext http, Macros macros) => (await macros.Save(http.Caller(), request)).ToResult(201))
            .Needs(Staff | Permission.Administer).WithSummary("Create or change a macro: one's own, or for others as a supervisor").Produces<Macro>(201).WithTags("Conversations");
        api.MapDelete("/macros/{id}", async (string id, HttpContext http, Macros macros) => (await macros.Delete(http.Caller(), id)).ToResult(204))
            .Needs(Staff | Permission.Administer).WithSummary("Delete a macro").Produces(204).WithTags("Conversations");
        api.MapGet("/translations", (ITranslator translator) => Results.Json(new TranslatorView(translator.Name is not null, translator.Name, ChatTranslator.HowTo), Json.Options))
            .Needs(Staff).WithSummary("Whether somebody translates here").Produces<TranslatorView>().WithTags("Conversations");
        api.MapPost("/translations", async (TranslationRequest request, HttpContext http, ITranslator translator) => (await Translations.Run(translator, request, http.RequestAborted)).ToResult())
            .Needs(Staff).WithSummary("Translate for oneself to read").Produces<TranslationView>().WithTags("Conversations");
    }

    private static void MapLists(IEndpointRouteBuilder api)
    {
        api.MapGet("/conversation-lines", async (string? filter, string? view, string? after, int? limit, HttpContext http, ListViews views) => (await views.Lines(http.Caller(), filter, view, after, limit)).ToResult())
            .Needs(Lookers).WithSummary("Conversations by a filter or a kept view, newest first").Produces<Page<ConversationLine>>().WithTags("Conversations");
        api.MapPost("/conversation-batches", async (BatchRequest request, HttpContext http, Batches batches) => (await batches.Run(http.Caller(), request)).ToResult(201))
            .Needs(Staff).WithSummary("Do one thing with up to 200 conversations").Produces<BatchAnswer>(201).WithTags("Conversations");
        api.MapGet("/conversation-views", async (HttpContext http, ListViews views) => Results.Json(await views.List(http.Caller()), Json.Options))
            .Needs(Lookers).WithSummary("Kept views: one's own and shared ones").Produces<Page<ListView>>().WithTags("Conversations");
        api.MapGet("/conversation-views/counts", async (HttpContext http, ListViews views) => Results.Json(await views.Counts(http.Caller()), Json.Options))
            .Needs(Lookers).WithSummary("How many each view shows, counted up to a bound").Produces<Page<ListViewCount>>().WithTags("Conversations");
        api.MapPost("/conversation-views", async (ListViewRequest request, HttpContext http, ListViews views) => (await views.Save(http.Caller(), request)).ToResult(201))
            .Needs(Lookers).WithSummary("Keep a view").Produces<ListView>(201).WithTags("Conversations");
        api.MapDelete("/conversation-views/{id}", async (string id, HttpContext http, ListViews views) => (await views.Delete(http.Caller(), id)).ToResult(204))
            .Needs(Lookers).WithSummary("Delete a view of one's own").Produces(204).WithTags("Conversations");
    }

    private static void MapOwn(IEndpointRouteBuilder api)
    {
        api.MapGet("/drafts", async (HttpContext http, Drafts drafts) => Results.Json(new Page<DraftView>(await drafts.List(http.Caller())), Json.Options))
            .Needs(Staff).WithSummary("What one has begun to write").Produces<Page<DraftView>>().WithTags("Desk");
        api.MapGet("/desk-items", async (bool? unread, string? after, int? limit, HttpContext http, DeskItemStore items) => (await items.List(http.Caller(), unread == true, after, limit)).ToResult())
            .Needs(Permission.StaffMember).WithSummary("What calls for one: mentions, and what is back").Produces<DeskItems>().WithTags("Desk");
        api.MapPost("/desk-items/reads", async (ItemReadsRequest request, HttpContext http, DeskItemStore items) => (await items.Read(http.Caller(), request)).ToResult(201))
            .Needs(Permission.StaffMember).WithSummary("Mark items as read").Produces<DeskItems>(201).WithTags("Desk");
        api.MapGet("/desk-settings", async (HttpContext http, DeskPreferences preferences) => Results.Json(await preferences.Read(http.Caller()), Json.Options))
            .Needs(Staff).WithSummary("How one's desk behaves").Produces<DeskSettings>().WithTags("Desk");
        api.MapPut("/desk-settings", async (DeskSettingsRequest request, HttpContext http, DeskPreferences preferences) => (await preferences.Save(http.Caller(), request)).ToResult())
            .Needs(Staff).WithSummary("Change how one's desk behaves").Produces<DeskSettings>().WithTags("Desk");
        api.MapGet("/snooze-presets", async (HttpContext http, DeskPreferences preferences) => Results.Json(await preferences.Presets(http.Caller()), Json.Options))
            .Needs(Staff).WithSummary("Moments to put something away until, in the tenant's time zone").Produces<Page<SnoozePreset>>().WithTags("Desk");
    }
}
