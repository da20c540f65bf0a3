using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Patella.Platform.Messaging;
using Patella.Platform.Storage;
using Patella.Platform.Timers;
using Patella.Service.Edge;
using Patella.Service.Listening.Reading;
using Patella.Service.Listening.Seats;
using Patella.Service.Listening.Targets;
using Patella.Service.Parties.Privacy;
using Patella.Service.Tenants;

namespace Patella.Service.Listening;

/// <summary>Listening in: executives and newcomers beside those who serve, and what comes of it.</summary>
public static class ListeningModule
{
    private const Permission Readers = SeatAccess.Sitters | SeatAccess.Lookers;

    public static IServiceCollection AddListening(this IServiceCollection services)
    {
        services.AddSingleton<ListeningStore>().AddSingleton<ListeningMails>().AddSingleton<ListeningReminders>().AddSingleton<SettingsDesk>();
        services.AddSingleton<SeatDesk>().AddSingleton<DraftDesk>().AddSingleton<NoteDesk>().AddSingleton<SeatReading>().AddSingleton<ListeningReport>();
        services.AddSingleton<SeatFollower>();
        services.AddSingleton<ITimerHandler, SeatTimers>();
        services.AddSingleton<IPersonData, ListeningData>();
        services.AddSingleton<ISettingsSection, ListeningSection>();
        return services.AddSingleton<ITenantWorker>(provider => new FollowerWorker(provider.GetRequiredService<SeatFollower>(), provider.GetRequiredService<IStore>(), provider.GetRequiredService<IBus>()));
    }

    public static void MapListening(this IEndpointRouteBuilder api)
    {
        MapSeats(api.MapGroup("/listening-sessions").WithTags("Listening"));
        MapDrafts(api.MapGroup("/listening-sessions").WithTags("Listening"));
        MapNotes(api);
        MapTargets(api);
    }

    private static void MapSeats(RouteGroupBuilder group)
    {
        group.MapGet("", async (string? role, string? state, string? after, int? limit, HttpContext http, SeatReading reading) => (await reading.List(http.Caller(), role, state, after, limit)).ToResult())
            .Needs(Readers).WithSummary("Listening sessions, newest first: one's own as listener or host, or all for those who look after them").Produces<Page<ListeningSessionView>>();
        group.MapPost("", async (PlanRequest request, HttpContext http, SeatDesk desk) => (await desk.Plan(http.Caller(), request)).ToResult(201))
            .Needs(Permission.ListenIn).WithSummary("Ask a person who serves for the seat beside them").Produces<ListeningSessionView>(201).ProducesProblem(409);
        group.MapGet("/{id}", async (string id, HttpContext http, SeatReading reading) => (await reading.Get(http.Caller(), id)).ToResult())
            .Needs(Readers).WithSummary("One session with its notes, and its drafts for the two who sit").Produces<ListeningSessionView>().ProducesProblem(404);
        group.MapPost("/{id}/agreements", async (string id, HttpContext http, SeatDesk desk) => (await desk.Agree(http.Caller(), id)).ToResult(201))
            .Needs(Permission.Serve).WithSummary("The host agrees: the next contact they take is listened to").Produces<ListeningSessionView>(201).ProducesProblem(409);
        group.MapPost("/{id}/refusals", async (string id, HttpContext http, SeatDesk desk) => (await desk.Refuse(http.Caller(), id)).ToResult(201))
            .Needs(Permission.Serve).WithSummary("The host does not want it, before there was a contact").Produces<ListeningSessionView>(201).ProducesProblem(409);
        group.MapPost("/{id}/departures", async (string id, HttpContext http, SeatDesk desk) => (await desk.GiveUp(http.Caller(), id)).ToResult(201))
            .Needs(Permission.ListenIn).WithSummary("The listener gives the seat up, before there was a contact").Produces<ListeningSessionView>(201).ProducesProblem(409);
        group.MapPost("/{id}/contacts", async (string id, SeatContactRequest request, HttpContext http, SeatDesk desk) => (await desk.TakeContact(http.Caller(), id, request)).ToResult(201))
            .Needs(Permission.Serve).WithSummary("The host names a contact they have: it is listened to").Produces<ListeningSessionView>(201).ProducesProblem(409);
        group.MapGet("/{id}/contact", async (string id, long? after, int? limit, HttpContext http, SeatReading reading) => (await reading.Contact(http.Caller(), id, after ?? 0, Paging.Limit(limit))).ToResult())
            .Needs(SeatAccess.Sitters).WithSummary("The contact beside the listener while it is live, masked").Produces<SeatContactView>().ProducesProblem(409);
        group.MapPost("/{id}/endings", async (string id, HttpContext http, SeatDesk desk) => (await desk.End(http.Caller(), id)).ToResult(201))
            .Needs(SeatAccess.Sitters).WithSummary("End listening: the debrief begins").Produces<ListeningSessionView>(201).ProducesProblem(409);
        group.MapPost("/{id}/closings", async (string id, HttpContext http, SeatDesk desk) => (await desk.Close(http.Caller(), id)).ToResult(201))
            .Needs(Permission.ListenIn).WithSummary("End the debrief; there must be a note").Produces<ListeningSessionView>(201).ProducesProblem(409);
    }

    private static void MapDrafts(RouteGroupBuilder group)
    {
        group.MapPost("/{id}/drafts", async (string id, SeatDraftRequest request, HttpContext http, DraftDesk desk) => (await desk.Propose(http.Caller(), id, request)).ToResult(201))
            .Needs(Permission.ListenIn).WithSummary("Write a reply; it goes out after the host's yes").Produces<SeatDraftView>(201).ProducesProblem(409);
        group.MapPost("/{id}/drafts/{draft}/approvals", async (string id, string draft, SeatDecisionRequest request, HttpContext http, DraftDesk desk) => (await desk.Approve(http.Caller(), id, draft, request)).ToResult(201))
            .Needs(Permission.Serve).WithSummary("The host's yes: it goes out once, in other words where they changed some").Produces<SeatDraftView>(201).ProducesProblem(409);
        group.MapPost("/{id}/drafts/{draft}/refusals", async (string id, string draft, SeatDecisionRequest request, HttpContext http, DraftDesk desk) => (await desk.Decline(http.Caller(), id, draft, request)).ToResult(201))
            .Needs(Permission.Serve).WithSummary("The host's no").Produces<SeatDraftView>(201).ProducesProblem(409);
        group.MapPost("/{id}/drafts/{draft}/withdrawals", async (string id, string draft, HttpContext http, DraftDesk desk) => (await desk.Withdraw(http.Caller(), id, draft)).ToResult(201))
            .Needs(Permission.ListenIn).WithSummary("Take a reply back that was not decided").Produces<SeatDraftView>(201).ProducesProblem(409);
        group.MapPut("/{id}/freedom", async (string id, FreedomRequest request, HttpContext http, SeatDesk desk) => (await desk.Free(http.Caller(), id, request)).ToResult())
            .Needs(Permission.Serve).WithSummary("The host lets replies go out at once, after enough of them were approved, or takes that back").Produces<ListeningSessionView>().ProducesProblem(409);
        group.MapPost("/{id}/notes", async (string id, ListeningNoteRequest request, HttpContext http, NoteDesk desk) => (await desk.Add(http.Caller(), id, request)).ToResult(201))
            .Needs(Permission.ListenIn).WithSummary("Write down what was learned: a note, or an obstacle for consumers").Produces<ListeningNoteView>(201).ProducesProblem(409);
    }

    private static void MapNotes(IEndpointRouteBuilder api)
    {
        api.MapGet("/listening-notes", async (bool? mine, string? state, string? listener, string? after, int? limit, HttpContext http, NoteDesk desk) => (await desk.List(http.Caller(), mine == true, state, listener, after, limit)).ToResult())
            .Needs(Permission.ListenIn | SeatAccess.Lookers | NoteDesk.Answerers).WithTags("Listening").WithSummary("What listeners wrote down and what became of it, newest first").Produces<Page<ListeningNoteView>>();
        api.MapPost("/listening-notes/{id}/answers", async (string id, ListeningAnswerRequest request, HttpContext http, NoteDesk desk) => (await desk.Answer(http.Caller(), id, request)).ToResult(201))
            .Needs(NoteDesk.Answerers).WithTags("Listening").WithSummary("Say what becomes of a note; its listener hears of it").Produces<ListeningNoteView>(201).ProducesProblem(409);
        api.MapPost("/listening-notes/hearings", async (HttpContext http, NoteDesk desk) =>
            {
                await desk.Hear(http.Caller());
                return Results.NoContent();
            }).Needs(Permission.ListenIn).WithTags("Listening").WithSummary("I have read what became of my notes").Produces(204);
    }

    private static void MapTargets(IEndpointRouteBuilder api)
    {
        api.MapGet("/listening-hosts", async (HttpContext http, SeatReading reading) => Results.Json(await reading.Hosts(http.Caller()), Json.Options))
            .Needs(Permission.ListenIn).WithTags("Listening").WithSummary("Who could be a host, who takes contacts now first").Produces<Page<ListeningHostView>>();
        api.MapGet("/listening-progress", async (HttpContext http, ListeningReport report) => Results.Json(await report.Progress(http.Caller()), Json.Options))
            .Needs(Permission.ListenIn).WithTags("Listening").WithSummary("My quarter: sessions done, the target, and whether I was reminded").Produces<ListeningProgressView>();
        api.MapGet("/listening-report", async (DateTimeOffset? from, DateTimeOffset? until, HttpContext http, ListeningReport report) => (await report.Read(http.Caller(), from, until)).ToResult())
            .Needs(SeatAccess.Lookers).WithTags("Listening").WithSummary("Who listened how long, and what came of it, by person and level").Produces<ListeningReportView>();
        api.MapGet("/listening-settings", async (HttpContext http, SettingsDesk desk) => Results.Json(await desk.Read(http.Caller()), Json.Options))
            .Needs(Permission.Administer | SeatAccess.Lookers).WithTags("Listening").WithSummary("Targets, and how replies of listeners go out").Produces<ListeningSettingsView>();
        api.MapPut("/listening-settings", async (ListeningSettings request, HttpContext http, SettingsDesk desk) => (await desk.Save(http.Caller(), request)).ToResult())
            .Needs(Permission.Administer).WithTags("Listening").WithSummary("Give the settings their next version").Produces<ListeningSettingsView>();
    }
}
