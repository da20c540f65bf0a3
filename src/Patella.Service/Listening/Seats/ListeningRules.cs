using Patella.Service.Edge;

namespace Patella.Service.Listening.Seats;

/// <summary>A step of a draft: the session and the draft after it, and what is to be said to the consumer now, at most once a draft.</summary>
internal sealed record DraftStep(ListeningSession Session, ListeningDraft Draft, string? Say = null);

/// <summary>What happens to a seat, decided without store or clock. The same session again means that nothing has changed.</summary>
internal static class ListeningRules
{
    /// <summary>Drafts that may wait for the host at a time.</summary>
    public const int MostWaiting = 10;

    public static Outcome<ListeningSession> Agree(ListeningSession session, long now) => session.State switch
    {
        ListeningState.Planned => session with { State = ListeningState.Seated, SeatedAt = now },
        ListeningState.Seated or ListeningState.Live => session,
        _ => Over(),
    };

    /// <summary>Before it came to a contact: the host refuses, either of them changes their mind, or the time is up.</summary>
    public static Outcome<ListeningSession> Cancel(ListeningSession session, string because, long now) => session.State switch
    {
        ListeningState.Planned or ListeningState.Seated => session with { State = ListeningState.Cancelled, Because = because, OverAt = now },
        ListeningState.Cancelled => session,
        ListeningState.Live => Problem.Conflict("seat-live", "A contact is being listened to. End it instead; it is followed by the debrief."),
        _ => Over(),
    };

    /// <summary>The host has taken a contact, or names one they have.</summary>
    /// <param name="sequence">Its newest entry: what happened in it before is not the seat's.</param>
    /// <param name="at">When the host took it, never before they sat down.</param>
    public static Outcome<ListeningSession> Begin(ListeningSession session, string conversation, string unit, long sequence, long at) => session.State switch
    {
        ListeningState.Seated => session with { State = ListeningState.Live, LiveAt = Math.Max(at, session.SeatedAt ?? at), Conversation = conversation, Unit = unit, Sequence = sequence },
        ListeningState.Live when session.Conversation == conversation => session,
        ListeningState.Live => Problem.Conflict("seat-live", "A contact is being listened to. End it instead; it is followed by the debrief."),
        ListeningState.Planned => Problem.Conflict("not-seated", "The host has not agreed yet."),
        _ => Over(),
    };

    /// <summary>The contact is over for this seat, whoever or whatever ended it; what waits for the host then never goes out.</summary>
    public static Outcome<ListeningSession> End(ListeningSession session, string because, long at) => session.State switch
    {
        ListeningState.Live => session with { State = ListeningState.Debrief, EndedAt = Math.Max(at, session.LiveAt ?? at), Because = because, Free = 0 },
        ListeningState.Debrief or ListeningState.Closed => session,
        ListeningState.Planned or ListeningState.Seated => Problem.Conflict("no-contact-yet", "There has been no contact yet. Give the seat up instead."),
        _ => Over(),
    };

    /// <param name="notes">Notes and obstacles of this session.</param>
    public static Outcome<ListeningSession> Close(ListeningSession session, long notes, long now) => session.State switch
    {
        ListeningState.Debrief when notes == 0 => Problem.Conflict("note-missing", "Write at least one note or obstacle first: what did you hear that should change?"),
        ListeningState.Debrief => session with { State = ListeningState.Closed, OverAt = now },
        ListeningState.Closed => session,
        ListeningState.Live => Problem.Conflict("seat-live", "A contact is being listened to. End it instead; it is followed by the debrief."),
        _ => Over(),
    };

    /// <summary>Whether something may be written down: while it is listened to and in the debrief.</summary>
    public static Problem? WhyNoNote(ListeningSession session)
        => session.State is ListeningState.Live or ListeningState.Debrief ? null : session.IsOver ? Over() : Problem.Conflict("no-contact-yet", "There has been no contact yet. Give the seat up instead.");

    /// <summary>Lets replies go out at once, or takes that back; taking back is always possible.</summary>
    public static Outcome<ListeningSession> Free(ListeningSession session, bool free) => (free, session) switch
    {
        (false, { Free: 0 }) or (true, { Free: 1 }) => session,
        (false, _) => session with { Free = 0 },
        (true, { State: not ListeningState.Live }) => NoContact(session),
        (true, { Mode: not ListeningMode.Approved }) => Problem.Conflict("mode-needs-approval", "In this mode each reply waits for the host's yes."),
        (true, _) when session.Approvals < session.Needed => Problem.Conflict("too-few-approved", $"Say yes to {session.Needed} replies of this session first; it has been {session.Approvals} so far."),
        (true, _) => session with { Free = 1 },
    };

    /// <param name="known">The draft of this id, if there is one.</param>
    /// <param name="held">Why it waits for the host whatever was allowed; null for none.</param>
    /// <param name="waiting">Drafts of this session that wait for the host.</param>
    public static Outcome<DraftStep> Propose(ListeningSession session, ListeningDraft? known, ListeningDraft draft, string? held, long waiting, long now)
    {
        if (known is not null)
        {
            return known.Session == session.Id && known.Text == draft.Text ? new DraftStep(session, known) : Problem.Conflict("id-used", "Another draft has this id.");
        }

        if (session.State != ListeningState.Live)
        {
            return NoContact(session);
        }

        if (session.Mode == ListeningMode.Shadow)
        {
            return Problem.Conflict("shadow-writes-nothing", "In this mode you listen and write nothing. Notes are for you alone.");
        }

        var fresh = draft with { Session = session.Id, Conversation = session.Conversation!, State = DraftState.Proposed, Held = held, ProposedAt = now };
        if (session.Free == 1 && held is null)
        {
            return new DraftStep(session, fresh with { State = DraftState.Sent, SentText = fresh.Text, DecidedAt = now }, fresh.Text);
        }

        return waiting < MostWaiting ? new DraftStep(session, fresh) : Problem.Conflict("too-many-drafts", $"{waiting} replies wait for the host. Wait, or take one back.");
    }

    /// <summary>The host's yes. Said again it changes nothing, so what was approved goes out once.</summary>
    /// <param name="text">Other words; null for the draft as it is.</param>
    public static Outcome<DraftStep> Approve(ListeningSession session, ListeningDraft draft, string? text, long now)
    {
        if (draft.State == DraftState.Sent && (text ?? draft.SentText) == draft.SentText)
        {
            return new DraftStep(session, draft);
        }

        if (WhyDecided(session, draft) is { } problem)
        {
            return problem;
        }

        var say = text ?? draft.Text;
        return new DraftStep(session with { Approvals = session.Approvals + 1 }, draft with { State = DraftState.Sent, SentText = say, ByHost = 1, DecidedAt = now }, say);
    }

    /// <summary>The host's no, or the listener takes it back.</summary>
    public static Outcome<DraftStep> Drop(ListeningSession session, ListeningDraft draft, string state, string? reason, long now)
        => draft.State == state ? new DraftStep(session, draft)
            : WhyDecided(session, draft) is { } problem ? problem
            : new DraftStep(session, draft with { State = state, Reason = reason, DecidedAt = now });

    private static Problem? WhyDecided(ListeningSession session, ListeningDraft draft) => (draft.State, session.State) switch
    {
        (DraftState.Void, _) => NoContact(session),
        (not DraftState.Proposed, _) => Problem.Conflict("draft-decided", "This reply has been decided already."),
        (_, not ListeningState.Live) => NoContact(session),
        _ => null,
    };

    private static Problem NoContact(ListeningSession session) => session.State is ListeningState.Planned or ListeningState.Seated
        ? Problem.Conflict("no-contact-yet", "There has been no contact yet. Give the seat up instead.")
        : Problem.Conflict("contact-over", "The contact is over for this seat. What was not sent is not sent any more.");

    private static Problem Over() => Problem.Conflict("seat-over", "This session is over. Plan another one.");
}
