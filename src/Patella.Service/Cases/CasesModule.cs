using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Patella.Platform.Messaging;
using Patella.Platform.Storage;
using Patella.Platform.Timeline;
using Patella.Platform.Timers;
using Patella.Service.Dispatch;
using Patella.Service.Edge;
using Patella.Service.Parties;
using Patella.Service.Tenants;

namespace Patella.Service.Cases;

public static class CasesModule
{
    private const Permission Readers = Permission.Serve | Permission.Supervise | Permission.Observe;
    private const Permission Actors = Permission.Serve | Permission.Supervise;

    public static IServiceCollection AddCases(this IServiceCollection services)
    {
        services.AddSingleton<CaseStore>().AddSingleton<CaseOwners>().AddSingleton<CaseVoice>().AddSingleton<CaseEffects>().AddSingleton<CaseViews>().AddSingleton<OpenCase>();
        services.AddSingleton<CaseDesk>().AddSingleton<CaseTies>().AddSingleton<CaseParts>().AddSingleton<ListCases>().AddSingleton<BulkCases>().AddSingleton<ImportCases>().AddSingleton<SaveCaseSettings>();
        services.AddSingleton<ISettingsSection>(provider => provider.GetRequiredService<SaveCaseSettings>());
        services.AddSingleton<ITimerHandler, CaseTimers>();
        services.AddSingleton<KeptContacts>().AddSingleton<IContactKeepers>(provider => provider.GetRequiredService<KeptContacts>());
        services.AddSingleton<IPersonCount, CaseCount>();
        services.AddSingleton<Parties.Privacy.IPersonData, CaseData>();
        return services.Follow<CaseClockReader>().Follow<CaseReplies>().Follow<CasePersons>().Follow<CaseLeavers>().Follow<ExceptionOpener>().Follow<CaseIndexer>();
    }

    public static void MapCases(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/cases").WithTags("Cases");
        MapReading(group);
        MapWork(group);
        MapTransfers(group);
        MapTies(group);
        MapParts(api, group);
        api.MapGet("/me/cases", async (HttpContext http, ListCases list) => Results.Json(await list.Mine(http.Caller()), Json.Options))
            .Needs(Permission.Consume).WithSummary("The consumer's own cases: where each stands and what was promised by when").Produces<Page<MyCase>>().WithTags("Cases");
        api.MapPost("/imports/cases", async (HttpContext http, ImportCases import) => (await import.Run(http.Caller(), http)).ToResult(201))
            .Needs(Permission.Import).WithSummary("Load past cases from JSON lines, all or nothing").Accepts<PastCase>("application/jsonl", "application/json", "application/x-ndjson", "text/plain")
            .Produces<Conversations.ImportAnswer>(201).WithTags("Imports");
        api.MapGet("/case-settings", async (HttpContext http, SaveCaseSettings settings) => Results.Json(await settings.Read(http.Caller()), Json.Options))
            .Needs(Readers | Permission.Administer).WithSummary("Statuses, kinds, fields and rules of this tenant's cases").Produces<CaseSettings>().WithTags("Cases");
        api.MapPut("/case-settings", async (CaseSettings request, HttpContext http, SaveCaseSettings settings) => (await settings.Change(http.Caller(), request)).ToResult())
            .Needs(Permission.Administer).WithSummary("Change them; audited").Produces<CaseSettings>().WithTags("Cases");
    }

    private static void MapReading(RouteGroupBuilder group)
    {
        group.MapGet("/", async ([AsParameters] CaseFilter filter, HttpContext http, ListCases list) => (await list.Run(http.Caller(), filter)).ToResult())
            .Needs(Readers).WithSummary("Cases, newest first or soonest promise first").Produces<Page<CaseView>>();
        group.MapGet("/{id}", async (string id, HttpContext http, ListCases list) => (await list.Get(http.Caller(), id)).ToResult())
            .Needs(Readers).WithSummary("One case, by id or number").Produces<CaseView>();
        group.MapGet("/{id}/timeline", async (string id, string? after, int? limit, HttpContext http, ListCases list) => (await list.Timeline(http.Caller(), id, after, limit)).ToResult())
            .Needs(Readers).WithSummary("Everything that happened to it, newest first").Produces<Page<TimelineItem>>();
        group.MapPost("/", async (OpenCaseRequest request, HttpContext http, CaseDesk desk) => (await desk.Open(http.Caller(), request)).ToResult(201))
            .Needs(Actors).WithSummary("Open a case; the owner follows from order and problem").Produces<CaseView>(201);
        group.MapPost("/bulk", async (BulkRequest request, HttpContext http, BulkCases bulk) => (await bulk.Run(http.Caller(), request)).ToResult())
            .Needs(Actors).WithSummary("The same change to up to 100 cases; tells what became of each").Produces<BulkAnswer>();
    }

    private static void MapWork(RouteGroupBuilder group)
    {
        Command<DescribeCaseRequest>(group, "PATCH", "/{id}", "Change subject, kind or priority; the number stays", (desk, caller, id, request) => desk.Describe(caller, id, request));
        Command<CaseStatusRequest>(group, "POST", "/{id}/statuses", "Another status", (desk, caller, id, request) => desk.ChangeStatus(caller, id, request));
        Command<CaseAssignmentRequest>(group, "POST", "/{id}/assignments", "Give to a person, or back to the unit's queue", (desk, caller, id, request) => desk.Assign(caller, id, request));
        Command<KeeperRequest>(group, "POST", "/{id}/keepers", "Name the one person, and a deputy, who keep it over all units", (desk, caller, id, request) => desk.NameKeeper(caller, id, request));
        Command<PromiseRequest>(group, "POST", "/{id}/promises", "Promise the consumer the next word, and tell them", (desk, caller, id, request) => desk.Promise(caller, id, request));
        Command<TagsRequest>(group, "PUT", "/{id}/tags", "Its tags", (desk, caller, id, request) => desk.Tag(caller, id, request));
        Command<FieldsRequest>(group, "PATCH", "/{id}/fields", "Values of custom fields; null takes one away", (desk, caller, id, request) => desk.SetFields(caller, id, request));
        Command<CaseNoteRequest>(group, "POST", "/{id}/notes", "A note that only staff see", (desk, caller, id, request) => desk.Note(caller, id, request));
        Command<CaseClosureRequest>(group, "POST", "/{id}/closures", "Close with an outcome, which the consumer is told", (desk, caller, id, request) => desk.Close(caller, id, request));
        Command<CaseConversationRequest>(group, "POST", "/{id}/conversations", "Tie a conversation to it", (desk, caller, id, request) => desk.LinkConversation(caller, id, request));
    }

    private static void MapTransfers(RouteGroupBuilder group)
    {
        Command<CaseTransferRequest>(group, "POST", "/{id}/transfers", "Propose it to another unit", (desk, caller, id, request) => desk.Propose(caller, id, request));
        Command<CaseAcceptanceRequest>(group, "POST", "/{id}/acceptances", "Take what was proposed to one's unit", (desk, caller, id, request) => desk.Accept(caller, id, request));
        Command<CaseRefusalRequest>(group, "POST", "/{id}/refusals", "Refuse by naming the right unit", (desk, caller, id, request) => desk.Refuse(caller, id, request));
        Command<CaseCommandRequest>(group, "POST", "/{id}/withdrawals", "Take a proposal back", (desk, caller, id, request) => desk.Withdraw(caller, id, request));
        Command<SettlementRequest>(group, "POST", "/{id}/settlements", "Settle whose it is", (desk, caller, id, request) => desk.Settle(caller, id, request));
    }

    private static void MapTies(RouteGroupBuilder group)
    {
        group.MapPost("/{id}/links", async (string id, CaseLinkRequest request, HttpContext http, CaseTies ties) => (await ties.Link(http.Caller(), id, request)).ToResult(201))
            .Needs(Actors).WithSummary("Tie to another case").Produces<CaseView>(201);
        group.MapDelete("/{id}/links/{kind}/{other}", async (string id, string kind, string other, HttpContext http, CaseTies ties) => (await ties.Unlink(http.Caller(), id, kind, other)).ToResult())
            .Needs(Actors).WithSummary("Untie from another case").Produces<CaseView>();
        group.MapPut("/{id}/parent", async (string id, ParentRequest request, HttpContext http, CaseTies ties) => (await ties.SetParent(http.Caller(), id, request)).ToResult())
            .Needs(Actors).WithSummary("Put below another case, or (null) on its own").Produces<CaseView>();
        group.MapPost("/{id}/merges", async (string id, MergeRequest request, HttpContext http, CaseTies ties) => (await ties.Merge(http.Caller(), id, request)).ToResult(201))
            .Needs(Actors).WithSummary("Go on in another case of the same person").Produces<CaseView>(201);
        group.MapPost("/{id}/partings", async (string id, CaseCommandRequest request, HttpContext http, CaseTies ties) => (await ties.Part(http.Caller(), id, request)).ToResult(201))
            .Needs(Actors).WithSummary("Take a merge back").Produces<CaseView>(201);
        group.MapPost("/{id}/splits", async (string id, SplitRequest request, HttpContext http, CaseTies ties) => (await ties.Split(http.Caller(), id, request)).ToResult(201))
            .Needs(Actors).WithSummary("Make a second problem a case of its own; answers with the new one").Produces<CaseView>(201);
        group.MapPost("/{id}/reopenings", async (string id, ReopeningRequest request, HttpContext http, CaseTies ties) => (await ties.Reopen(http.Caller(), id, request)).ToResult(201))
            .Needs(Actors).WithSummary("Open again; long after its end, answers with a follow-up case").Produces<CaseView>(201);
    }

    private static void MapParts(IEndpointRouteBuilder api, RouteGroupBuilder group)
    {
        group.MapPost("/{id}/parts", async (string id, PartRequest request, HttpContext http, CaseParts parts) => (await parts.Ask(http.Caller(), id, request)).ToResult(201))
            .Needs(Actors).WithSummary("Ask platform, merchant or carrier").Produces<CaseView>(201);
        group.MapPost("/{id}/parts/{part}/answers", async (string id, string part, PartAnswerRequest request, HttpContext http, CaseParts parts) => (await parts.AnswerFor(http.Caller(), id, part, request)).ToResult(201))
            .Needs(Actors).WithSummary("Write down a part's answer").Produces<CaseView>(201);
        const Permission Asked = Permission.RunShop | Permission.CarryParcels;
        api.MapGet("/case-parts", async (bool? open, string? after, int? limit, HttpContext http, CaseParts parts) => (await parts.List(http.Caller(), open, after, limit)).ToResult())
            .Needs(Asked).WithSummary("What is asked of the caller's shop or carrier").Produces<Page<PartView>>().WithTags("Cases");
        api.MapPost("/case-parts/{part}/answers", async (string part, PartAnswerRequest request, HttpContext http, CaseParts parts) => (await parts.Answer(http.Caller(), part, request)).ToResult(201))
            .Needs(Asked).WithSummary("Answer it").Produces<PartView>(201).WithTags("Cases");
    }

    private static void Command<TRequest>(RouteGroupBuilder group, string method, string path, string summary, Func<CaseDesk, Caller, string, TRequest, Task<Outcome<CaseView>>> run)
        where TRequest : class
    {
        var status = method == "POST" ? StatusCodes.Status201Created : StatusCodes.Status200OK;
        group.MapMethods(path, [method], async (string id, TRequest request, HttpContext http, CaseDesk desk) => (await run(desk, http.Caller(), id, request)).ToResult(status))
            .Needs(Actors).WithSummary(summary).Produces<CaseView>(status);
    }

    private static IServiceCollection Follow<TReader>(this IServiceCollection services)
        where TReader : class, ITimelineReader
        => services.AddSingleton<TReader>().AddSingleton<ITenantWorker>(provider => new FollowerWorker(provider.GetRequiredService<TReader>(), provider.GetRequiredService<IStore>(), provider.GetRequiredService<IBus>()));
}

/// <summary>Cases on a person's page.</summary>
internal sealed class CaseCount : IPersonCount
{
    public string Name => "cases";

    public Task<long> Count(IReader reader, IReadOnlyList<string> ids) => reader.One<long>(CaseStore.Sql["CountOf"], new { persons = ids });
}
