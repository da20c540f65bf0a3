using System.Security.Cryptography;
using System.Text;
using Patella.Platform.Clocks;
using Patella.Platform.Storage;
using Patella.Service.Conversations;
using Patella.Service.Edge;

namespace Patella.Service.Listening.Seats;

/// <summary>
/// A listener's replies. A draft, its decision and the message to the consumer stand in one transaction that holds the session, so an approved draft goes out once
/// however often and by however many processes it is asked for; a message that the conversation refuses leaves the draft as it was.
/// </summary>
internal sealed class DraftDesk(IStore store, ListeningStore seats, StandIn voice, BusinessTime clock)
{
    public async Task<Outcome<SeatDraftView>> Propose(Caller caller, string id, SeatDraftRequest request)
    {
        var check = new Validation().Id(request.Id, "/id").Text(request.Text, "/text", 1, NewMessage.TextLimit).Must(!string.IsNullOrWhiteSpace(request.Text), "/text", "A reply needs words.");
        return check.Failed ? check.Problem : await Step(caller, id, SeatAccess.IsListener, request.Id!, async (transaction, session, known) =>
        {
            var held = HeldText.Why(request.Text!, await ListeningStore.Settings(transaction));
            var waiting = await transaction.One<long>(ListeningStore.Sql["CountWaiting"], new { session = id });
            return ListeningRules.Propose(session, known, new ListeningDraft { Id = request.Id!, Text = request.Text! }, held, waiting, clock.Now);
        });
    }

    /// <summary>The host's yes, with other words where they changed some.</summary>
    public async Task<Outcome<SeatDraftView>> Approve(Caller caller, string id, string draft, SeatDecisionRequest request)
    {
        var check = new Validation().Text(request.Text, "/text", 0, NewMessage.TextLimit).Must(request.Text is null || !string.IsNullOrWhiteSpace(request.Text), "/text", "A reply needs words.");
        return check.Failed ? check.Problem : await Decide(caller, id, SeatAccess.IsHost, draft, (session, known) => ListeningRules.Approve(session, known, request.Text, clock.Now));
    }

    public async Task<Outcome<SeatDraftView>> Decline(Caller caller, string id, string draft, SeatDecisionRequest request)
    {
        var check = new Validation().Text(request.Reason, "/reason", 0, 500);
        return check.Failed ? check.Problem : await Decide(caller, id, SeatAccess.IsHost, draft, (session, known) => ListeningRules.Drop(session, known, DraftState.Declined, request.Reason, clock.Now));
    }

    public Task<Outcome<SeatDraftView>> Withdraw(Caller caller, string id, string draft)
        => Decide(caller, id, SeatAccess.IsListener, draft, (session, known) => ListeningRules.Drop(session, known, DraftState.Withdrawn, null, clock.Now));

    private Task<Outcome<SeatDraftView>> Decide(Caller caller, string id, Func<Caller, ListeningSession, bool> may, string draft, Func<ListeningSession, ListeningDraft, Outcome<DraftStep>> decide)
        => Step(caller, id, may, draft, (_, session, known) => Task.FromResult(known is not null && known.Session == id ? decide(session, known) : Problem.NotFound("The draft")));

    private Task<Outcome<SeatDraftView>> Step(
        Caller caller, string id, Func<Caller, ListeningSession, bool> may, string draft, Func<ITransaction, ListeningSession, ListeningDraft?, Task<Outcome<DraftStep>>> decide)
        => store.Write(caller.Tenant, async Task<Outcome<SeatDraftView>> (transaction) =>
        {
            var held = await SeatAccess.Held(transaction, id, session => may(caller, session));
            if (held.Problem is { } missing)
            {
                return missing;
            }

            var known = await transaction.One<ListeningDraft>(ListeningStore.Sql["FindDraft"], new { id = draft });
            var decided = await decide(transaction, held.Value, known);
            if (decided.Problem is { } refused)
            {
                return refused;
            }

            return ReferenceEquals(decided.Value.Draft, known) ? known.View() : await Write(transaction, caller, held.Value, known is null, decided.Value);
        });

    private async Task<Outcome<SeatDraftView>> Write(ITransaction transaction, Caller caller, ListeningSession before, bool isNew, DraftStep step)
    {
        var draft = step.Draft;
        if (step.Say is { } text)
        {
            var said = await voice.Say(transaction, before.Conversation!, await Speaker(transaction, before), ClientIdOf(draft.Id), text);
            if (said.Problem is { } refused)
            {
                return refused;
            }

            draft = draft with { Entry = said.Value.Sequence };
        }

        await transaction.Execute(ListeningStore.Sql[isNew ? "AddDraft" : "SaveDraft"], draft);
        if (!ReferenceEquals(before, step.Session))
        {
            await transaction.Execute(ListeningStore.Sql["SaveSession"], step.Session);
        }

        if (isNew)
        {
            await seats.Tell(transaction, ListeningEvents.Drafted, before.Fact(draft.Id, draft.Held), before.Host, before.Unit, caller.Id);
        }

        if (draft.State != DraftState.Proposed)
        {
            await seats.Tell(transaction, ListeningEvents.Decided, before.Fact(draft.Id, draft.State, draft.State == DraftState.Sent ? draft.SentText != draft.Text : null), before.Host, before.Unit, caller.Id);
        }

        return draft.View();
    }

    /// <summary>The consumer sees the host's name, and the listener's beside it where the tenant says so.</summary>
    private static async Task<Actor> Speaker(ITransaction transaction, ListeningSession session)
        => new(Party.Agent, session.Host, (await ListeningStore.Settings(transaction)).NameListener == true ? $"{session.HostName} · {session.ListenerName}" : session.HostName);

    /// <summary>The message's own id in the conversation: one that no other message can have by its author's choice.</summary>
    private static string ClientIdOf(string draft) => "seat:" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes("seat\n" + draft)))[..40];
}
