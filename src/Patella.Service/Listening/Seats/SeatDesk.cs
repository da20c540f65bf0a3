using Patella.Platform.Clocks;
using Patella.Platform.Storage;
using Patella.Service.Access;
using Patella.Service.Conversations;
using Patella.Service.Edge;

namespace Patella.Service.Listening.Seats;

/// <summary>From the plan to the end of the contact: what listener and host do with the seat.</summary>
internal sealed class SeatDesk(IStore store, ListeningStore seats, StaffStore people, ConversationStore conversations, BusinessTime clock)
{
    /// <summary>Sessions somebody may have planned and not finished listening.</summary>
    public const int MostOpen = 3;

    public async Task<Outcome<ListeningSessionView>> Plan(Caller caller, PlanRequest request)
    {
        var check = new Validation().Id(request.Id, "/id").Id(request.Host, "/host").OneOf(request.Mode, "/mode", ListeningMode.All);
        if (check.Failed)
        {
            return check.Problem;
        }

        if (caller.Kind != CallerKind.Staff || SeatAccess.LevelOf(caller) is not { } level)
        {
            return Problem.Conflict("serves-already", "You serve consumers yourself. Seats are for executives and for those who are new.");
        }

        return await store.Write(caller.Tenant, async Task<Outcome<ListeningSessionView>> (transaction) =>
        {
            if (await ListeningStore.Find(transaction, request.Id!) is { } known)
            {
                return known.Listener == caller.Id && known.Host == request.Host && known.Mode == request.Mode ? known.View() : Problem.Conflict("id-used", "Another session has this id.");
            }

            if (request.Host == caller.Id || await people.Find(transaction, request.Host!) is not { } host || !SeatAccess.CanHost(host))
            {
                return Problem.Invalid("/host", "Must be an active person who serves consumers and is not new to it.");
            }

            return await transaction.One<long>(ListeningStore.Sql["CountOpenPlans"], new { listener = caller.Id }) >= MostOpen
                ? Problem.Conflict("too-many-seats", "You have three sessions that wait or are live. Finish or give up one of them first.")
                : await Add(transaction, caller, level, host, request);
        });
    }

    public Task<Outcome<ListeningSessionView>> Agree(Caller caller, string id) => Step(caller, id, SeatAccess.IsHost, ListeningEvents.Seated, async Task<Outcome<ListeningSession>> (transaction, session) =>
    {
        var agreed = ListeningRules.Agree(session, clock.Now);
        return !agreed.Succeeded || ReferenceEquals(agreed.Value, session) || await ListeningStore.TakeSeats(transaction, agreed.Value)
            ? agreed
            : throw new RefusalException(Problem.Conflict("seat-taken", "One of you sits elsewhere already. One seat at a time."));
    });

    public Task<Outcome<ListeningSessionView>> Refuse(Caller caller, string id) => Cancel(caller, id, SeatAccess.IsHost, "host-refused");

    public Task<Outcome<ListeningSessionView>> GiveUp(Caller caller, string id) => Cancel(caller, id, SeatAccess.IsListener, "given-up");

    /// <summary>The host names a contact they already have.</summary>
    public Task<Outcome<ListeningSessionView>> TakeContact(Caller caller, string id, SeatContactRequest request) => Step(caller, id, SeatAccess.IsHost, ListeningEvents.Live, async Task<Outcome<ListeningSession>> (transaction, session) =>
        await conversations.Find(transaction, request.Conversation ?? "") is { State: ConversationState.Agent } row && row.Assignee == session.Host
            ? ListeningRules.Begin(session, row.Id, row.Unit, row.LastSequence, clock.Now)
            : Problem.Invalid("/conversation", "Must be a conversation that you have."));

    /// <summary>Either of them ends it.</summary>
    public Task<Outcome<ListeningSessionView>> End(Caller caller, string id)
        => Step(caller, id, SeatAccess.MaySit, ListeningEvents.Debrief, (_, session) => Task.FromResult(ListeningRules.End(session, SeatAccess.IsHost(caller, session) ? "host-ended" : "listener-ended", clock.Now)));

    public async Task<Outcome<ListeningSessionView>> Free(Caller caller, string id, FreedomRequest request) => request.Free is not { } free
        ? Problem.Invalid("/free", "Is required.")
        : await Step(caller, id, SeatAccess.IsHost, free ? ListeningEvents.Freed : ListeningEvents.Bound, (_, session) => Task.FromResult(ListeningRules.Free(session, free)));

    public Task<Outcome<ListeningSessionView>> Close(Caller caller, string id) => Step(caller, id, SeatAccess.IsListener, ListeningEvents.Closed, async (transaction, session) =>
        ListeningRules.Close(session, await transaction.One<long>(ListeningStore.Sql["CountNotes"], new { session = id }), clock.Now));

    private Task<Outcome<ListeningSessionView>> Cancel(Caller caller, string id, Func<Caller, ListeningSession, bool> may, string because)
        => Step(caller, id, may, ListeningEvents.Cancelled, (_, session) => Task.FromResult(ListeningRules.Cancel(session, because, clock.Now)));

    private async Task<ListeningSessionView> Add(ITransaction transaction, Caller caller, string level, Staff host, PlanRequest request)
    {
        var session = new ListeningSession
        {
            Id = request.Id!, Listener = caller.Id, ListenerName = caller.Name, Level = level, Host = host.Id, HostName = host.Name, Mode = request.Mode!,
            Needed = (await ListeningStore.Settings(transaction)).ApprovalsNeeded!.Value, PlannedAt = clock.Now,
        };
        if (await transaction.Execute(ListeningStore.Sql["AddSession"], session) == 1)
        {
            await seats.Watch(transaction, session);
            await seats.Tell(transaction, ListeningEvents.Planned, session.Fact(), session.Host, null, caller.Id);
        }

        return session.View();
    }

    /// <summary>One step of a session: held, decided, and written when it changes something.</summary>
    private async Task<Outcome<ListeningSessionView>> Step(
        Caller caller, string id, Func<Caller, ListeningSession, bool> may, string kind, Func<ITransaction, ListeningSession, Task<Outcome<ListeningSession>>> decide)
    {
        try
        {
            return await store.Write(caller.Tenant, async Task<Outcome<ListeningSessionView>> (transaction) =>
            {
                var held = await SeatAccess.Held(transaction, id, session => may(caller, session));
                var decided = held.Succeeded ? await decide(transaction, held.Value) : held;
                if (decided.Succeeded && !ReferenceEquals(decided.Value, held.Value))
                {
                    await seats.Save(transaction, held.Value, decided.Value, kind, caller.Id, clock.Now);
                }

                return decided.Select(session => session.View());
            });
        }
        catch (RefusalException refusal)
        {
            return refusal.Problem;
        }
    }
}
