using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Patella.Platform.Messaging;
using Patella.Platform.Storage;
using Patella.Platform.Timers;
using Patella.Service.Actions.Policy;
using Patella.Service.Conversations.Desk;
using Patella.Service.Edge;
using Patella.Service.Edge.Live;
using Patella.Service.Notifications;
using Patella.Service.Parties;
using Patella.Service.Parties.Privacy;
using Patella.Service.Parties.Revealing;
using Patella.Service.Tenants;

namespace Patella.Service.Conversations;

public static class ConversationsModule
{
    private const Permission Everyone = Permission.Consume | Permission.Serve | Permission.Supervise | Permission.Observe;
    private const Permission Staff = Permission.Serve | Permission.Supervise;

    public static IServiceCollection AddConversations(this IServiceCollection services)
    {
        services.AddSingleton<ConversationWaits>();
        services.AddSingleton<ConversationStandards>();
        services.AddSingleton<ConversationStore>();
        services.AddSingleton<MessageIntake>();
        services.AddSingleton<ITimerHandler, QuietConversations>();
        services.AddSingleton<ConversationDesk>();
        services.AddSingleton<Whisper>().AddSingleton<StandIn>();
        services.AddSingleton<ConversationSteps>();
        services.AddSingleton<ListConversations>();
        services.AddSingleton<OpenConversation>();
        services.AddSingleton<StartVisit>();
        services.AddSingleton<ImportConversations>();
        services.AddSingleton<IPersonCount, ConversationCount>();
        services.AddSingleton<ITaskAtHand, ConversationAtHand>().AddSingleton<IConversationPerson, SpokenWith>();
        services.AddSingleton<IPersonData, ConversationData>();
        services.TryAddSingleton<IMessageFiles, MessageFiles>();
        services.AddSingleton<ISettingsSection, CannedReplySection>();
        services.AddSingleton<ConversationIndexer>();
        services.AddSingleton<ITenantWorker>(provider => new FollowerWorker(provider.GetRequiredService<ConversationIndexer>(), provider.GetRequiredService<IStore>(), provider.GetRequiredService<IBus>()));
        services.AddSingleton<ConsentQuestions>().AddSingleton<ActionVoice>();
        services.AddSingleton<ITenantWorker>(provider => new FollowerWorker(provider.GetRequiredService<ActionVoice>(), provider.GetRequiredService<IStore>(), provider.GetRequiredService<IBus>()));
        services.AddSingleton<AnswersByMail>();
        services.AddSingleton<IUnreadAnswers, UnreadAnswers>();
        services.AddSingleton<MailFollower>();
        services.AddSingleton<ITenantWorker>(provider => new FollowerWorker(provider.GetRequiredService<MailFollower>(), provider.GetRequiredService<IStore>(), provider.GetRequiredService<IBus>()));
        services.AddSingleton<ConversationFeeds>();
        services.AddSingleton<ILiveTopic>(provider => provider.GetRequiredService<ConversationFeeds>());
        services.AddSingleton<ILiveHeartbeat>(provider => provider.GetRequiredService<ConversationFeeds>());
        services.AddSingleton<ILiveCommand, SendLive>();
        services.AddSingleton<ILiveCommand, ReadLive>();
        services.AddSingleton<ILiveCommand, TypingLive>();
        services.AddDesk();
        return services;
    }

    public static void MapConversations(this IEndpointRouteBuilder api)
    {
        api.MapPost("/visitor-sessions", async (VisitRequest request, StartVisit start) => (await start.Run(request)).ToResult(201))
            .OpenToAll().WithSummary("Enter as a consumer, known by the marketplace or anonymous").Produces<VisitView>(201).WithTags("Conversations");
        var group = api.MapGroup("/conversations").WithTags("Conversations");
        group.MapPost("/", async (OpenRequest request, HttpContext http, OpenConversation open) => (await open.Run(http.Caller(), request)).ToResult(201))
            .Needs(Permission.Consume).WithSummary("Begin a conversation").Produces<ConversationView>(201);
        group.MapGet("/", async (string? state, string? unit, string? assignee, string? person, string? order, string? q, string? after, int? limit, HttpContext http, ListConversations list) =>
                (await list.Run(http.Caller(), new ConversationFilter(state, unit, assignee, person, order, after, limit, q))).ToResult())
            .Needs(Everyone).WithSummary("Conversations, newest first; a consumer's own").Produces<Page<ConversationView>>();
        group.MapGet("/{id}", async (string id, HttpContext http, ConversationSteps steps) => (await steps.Get(http.Caller(), id)).ToResult())
            .Needs(Everyone).WithSummary("One conversation").Produces<ConversationView>();
        group.MapGet("/{id}/entries", async (string id, long? after, int? limit, HttpContext http, ConversationDesk desk) =>
                (await desk.Read(http.Caller(), id, after ?? 0, Paging.Limit(limit))).ToResult())
            .Needs(Everyone).WithSummary("Its entries after a sequence").Produces<EntryPage>();
        group.MapPost("/{id}/messages", async (string id, MessageRequest request, HttpContext http, ConversationDesk desk) => (await desk.Post(http.Caller(), id, request)).ToResult(201))
            .Needs(Permission.Consume | Staff).WithSummary("Say something").Produces<Entry>(201);
        group.MapPost("/{id}/consent-questions", async (string id, ConsentQuestionRequest request, HttpContext http, ConsentQuestions questions) => (await questions.Ask(http.Caller(), id, request)).ToResult(201))
            .Needs(Staff).WithSummary("Ask the consumer to agree to a previewed action; their yes does it").Produces<Entry>(201).ProducesProblem(422);
        group.MapPost("/{id}/whispers", async (string id, MessageRequest request, HttpContext http, Whisper whisper) => (await whisper.Say(http.Caller(), id, request)).ToResult(201))
            .Needs(Permission.Supervise).WithSummary("A word to the person who has the conversation, unseen by the consumer").Produces<Entry>(201).ProducesProblem(409);
        group.MapPost("/{id}/person-requests", async (string id, PersonRequest request, HttpContext http, ConversationSteps steps) => (await steps.WantPerson(http.Caller(), id)).ToResult(201))
            .Needs(Permission.Consume).WithSummary("Ask for a person; honoured at any step").Produces<ConversationView>(201);
        group.MapPost("/{id}/reads", async (string id, ReadRequest request, HttpContext http, ConversationSteps steps) => (await steps.MarkRead(http.Caller(), id, request)).ToResult(204))
            .Needs(Permission.Consume | Staff).WithSummary("Mark as read up to a sequence").Produces(204);
        group.MapPost("/{id}/departures", async (string id, HttpContext http, ConversationSteps steps) => (await steps.Leave(http.Caller(), id)).ToResult(204))
            .Needs(Permission.Consume).WithSummary("Leave the conversation").Produces(204);
        group.MapPost("/{id}/ratings", async (string id, RatingRequest request, HttpContext http, ConversationSteps steps) => (await steps.Rate(http.Caller(), id, request)).ToResult(201))
            .Needs(Permission.Consume).WithSummary("Judge how it went").Produces<ConversationView>(201);
        group.MapPost("/{id}/transfers", async (string id, TransferRequest request, HttpContext http, ConversationSteps steps) => (await steps.Transfer(http.Caller(), id, request)).ToResult(201))
            .Needs(Staff).WithSummary("Hand on to a unit or a person").Produces<ConversationView>(201);
        group.MapPost("/{id}/assignments", async (string id, AssignmentRequest request, HttpContext http, ConversationSteps steps) => (await steps.Assign(http.Caller(), id, request)).ToResult(201))
            .Needs(Permission.Supervise).WithSummary("Give to a person, or take back into the queue").Produces<ConversationView>(201);
        group.MapPost("/{id}/closures", async (string id, HttpContext http, ConversationSteps steps) => (await steps.Close(http.Caller(), id)).ToResult(201))
            .Needs(Staff).WithSummary("Close").Produces<ConversationView>(201);
        api.MapPost("/imports/conversations", async (HttpContext http, ImportConversations import) => (await import.Run(http.Caller(), http)).ToResult(201))
            .Needs(Permission.Import).WithSummary("Load past conversations from JSON lines, all or nothing").Accepts<PastConversation>("application/jsonl", "application/json", "application/x-ndjson", "text/plain").Produces<ImportAnswer>(201).WithTags("Imports");
        api.MapCannedReplies();
        api.MapDesk();
    }
}
