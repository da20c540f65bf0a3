using Patella.Service.Improvements.Obstacles;

namespace Patella.Service.Listening;

/// <summary>States of a listening session; store and wire values, append only.</summary>
public static class ListeningState
{
    public const string Planned = "planned";

    /// <summary>The host has agreed; the next contact they take is the one that is listened to.</summary>
    public const string Seated = "seated";

    public const string Live = "live";

    /// <summary>The contact is over for this seat; what was learned is written down.</summary>
    public const string Debrief = "debrief";

    public const string Closed = "closed";

    /// <summary>It never came to a contact.</summary>
    public const string Cancelled = "cancelled";

    public static readonly IReadOnlyList<string> All = [Planned, Seated, Live, Debrief, Closed, Cancelled];

    /// <summary>In questions alone: planned, seated or live.</summary>
    public const string Open = "open";

    /// <summary>What a list can be asked for.</summary>
    public static readonly IReadOnlyList<string> Askable = [Open, .. All];
}

/// <summary>What a listener may do; store and wire values, append only.</summary>
public static class ListeningMode
{
    /// <summary>Sees and writes nothing.</summary>
    public const string Shadow = "shadow";

    /// <summary>Each reply goes out after the host's yes.</summary>
    public const string Assisted = "assisted";

    /// <summary>As assisted, until the host lets replies go out at once.</summary>
    public const string Approved = "approved";

    public static readonly IReadOnlyList<string> All = [Shadow, Assisted, Approved];
}

/// <summary>Why somebody listens; store and wire values, append only.</summary>
public static class ListeningLevel
{
    public const string Executive = "executive";
    public const string Newcomer = "newcomer";
}

/// <summary>What became of a note; store and wire values, append only.</summary>
public static class ListeningNoteState
{
    public const string Open = "open";
    public const string Answered = "answered";
    public const string Obstacle = "obstacle";
    public const string Project = "project";

    public static readonly IReadOnlyList<string> Outcomes = [Answered, Obstacle, Project];
}

/// <summary>Kinds of timeline entries; data is a <see cref="ListeningFact"/>. Append only.</summary>
public static class ListeningEvents
{
    public const string Planned = "listening.planned";
    public const string Seated = "listening.seated";
    public const string Live = "listening.live";
    public const string Debrief = "listening.debrief";
    public const string Closed = "listening.closed";
    public const string Cancelled = "listening.cancelled";
    public const string Drafted = "listening.drafted";
    public const string Decided = "listening.draft-decided";
    public const string Freed = "listening.freed";
    public const string Bound = "listening.bound";
    public const string Noted = "listening.noted";
    public const string Answered = "listening.answered";
    public const string Reminded = "listening.reminded";
}

/// <summary>Data of a timeline entry about listening: labels, ids and counts, never words.</summary>
/// <param name="Because">Why it ended or was cancelled.</param>
/// <param name="Item">A draft or a note, where it is about one.</param>
/// <param name="What">The kind of a note, or what became of the draft or note.</param>
public sealed record ListeningFact(
    string? Session, string Listener, string? Host, string Level, string? Mode, string? State, string? Conversation = null, string? Because = null, string? Item = null, string? What = null, bool? Edited = null);

/// <summary>POST /listening-sessions: ask a person who serves for the seat beside them.</summary>
/// <param name="Id">The caller's: the same again is the same session.</param>
public sealed record PlanRequest(string? Id, string? Host, string? Mode);

/// <summary>POST .../contacts: the contact that is listened to, one the host already has.</summary>
public sealed record SeatContactRequest(string? Conversation);

/// <summary>POST .../refusals and .../endings.</summary>
public sealed record SeatStepRequest(string? Reason = null);

/// <summary>POST .../drafts.</summary>
/// <param name="Id">The caller's: the same again is the same draft, and goes out once.</param>
public sealed record SeatDraftRequest(string? Id, string? Text);

/// <summary>POST .../approvals: the host's yes, with other words where they changed some; and .../refusals with a reason.</summary>
public sealed record SeatDecisionRequest(string? Text = null, string? Reason = null);

/// <summary>PUT .../freedom: whether replies go out at once.</summary>
public sealed record FreedomRequest(bool? Free);

/// <summary>POST .../notes.</summary>
/// <param name="Kind">note or obstacle.</param>
public sealed record ListeningNoteRequest(string? Id, string? Kind, string? Text);

/// <summary>POST /listening-notes/{id}/answers.</summary>
/// <param name="Outcome">answered, obstacle or project.</param>
/// <param name="Text">For the listener; may be left out when it becomes an obstacle, whose answer they will hear.</param>
/// <param name="Ref">Id of the obstacle or project it became. An obstacle without one is filed now, in the listener's name and words.</param>
public sealed record ListeningAnswerRequest(string? Outcome, string? Text, string? Ref = null);

/// <summary>A draft as listener and host see it.</summary>
/// <param name="State">proposed, sent, declined, withdrawn or void (the contact was over first).</param>
/// <param name="Held">Why it waits for the host whatever was allowed: personal, money, link or word.</param>
/// <param name="SentText">What the consumer got.</param>
/// <param name="ByHost">True when the host said yes to it, false when it went out at once.</param>
public sealed record SeatDraftView(string Id, string Text, string State, string? Held, string? SentText, string? Reason, bool ByHost, DateTimeOffset ProposedAt, DateTimeOffset? DecidedAt, long? Sequence);

/// <summary>A note with what became of it.</summary>
/// <param name="Ref">Id of the obstacle or project it became.</param>
/// <param name="Heard">Whether its listener has seen the newest of it.</param>
public sealed record ListeningNoteView(
    string Id, string Session, string Conversation, string Unit, string Listener, string ListenerName, string Level, string Kind, string Text, string State, string? Answer, string? AnsweredBy, string? Ref,
    NotedObstacleView? Obstacle, DateTimeOffset At, DateTimeOffset? AnsweredAt, bool Heard);

/// <summary>A session.</summary>
/// <param name="Needed">Replies the host must have said yes to before they may let them go out at once.</param>
/// <param name="Minutes">Of the contact, from when it began in the seat to its end there; null before.</param>
/// <param name="ContactEndedAt">When the debrief began.</param>
public sealed record ListeningSessionView(
    string Id, string Listener, string ListenerName, string Level, string Host, string HostName, string Mode, string State, string? Because, string? Conversation, string? Unit, long Approvals, long Needed, bool Free,
    DateTimeOffset PlannedAt, DateTimeOffset? SeatedAt, DateTimeOffset? LiveAt, DateTimeOffset? ContactEndedAt, DateTimeOffset? OverAt, double? Minutes, IReadOnlyList<SeatDraftView>? Drafts = null, IReadOnlyList<ListeningNoteView>? Notes = null);

/// <summary>One line of the contact in the seat: as the consumer sees it, with personal data masked.</summary>
/// <param name="Party">consumer, bot, agent, merchant or system.</param>
public sealed record SeatEntryView(long Sequence, string Kind, string Event, DateTimeOffset At, string Party, string? Name, string? Text, IReadOnlyList<string>? Files);

/// <summary>The contact beside a listener, masked.</summary>
/// <param name="Newest">The newest entry there is.</param>
/// <param name="Read">Up to which this was read; what is not for the listener is passed over. Ask for what comes after it.</param>
public sealed record SeatContactView(string Conversation, string State, string Person, string Unit, string Language, long Newest, long Read, IReadOnlyList<SeatEntryView> Items);

/// <summary>Somebody who could be a host.</summary>
/// <param name="Presence">available, away or offline.</param>
/// <param name="Contacts">How many contacts they have in hand.</param>
public sealed record ListeningHostView(string Id, string Name, IReadOnlyList<string> Units, IReadOnlyList<string> Languages, string Presence, int Contacts);
