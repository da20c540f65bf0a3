using Patella.Platform.Clocks;
using Patella.Service.Improvements.Obstacles;

namespace Patella.Service.Listening.Seats;

/// <summary>A session as it is kept. Times are UTC microseconds of business time.</summary>
internal sealed record ListeningSession
{
    public string Id { get; init; } = "";

    public string Listener { get; init; } = "";

    public string ListenerName { get; init; } = "";

    public string Level { get; init; } = "";

    public string Host { get; init; } = "";

    public string HostName { get; init; } = "";

    public string Mode { get; init; } = ListeningMode.Shadow;

    public string State { get; init; } = ListeningState.Planned;

    public long Needed { get; init; }

    public long PlannedAt { get; init; }

    public long? SeatedAt { get; init; }

    public long? LiveAt { get; init; }

    public long? EndedAt { get; init; }

    public long? OverAt { get; init; }

    public string? Because { get; init; }

    public string? Conversation { get; init; }

    public string? Unit { get; init; }

    public long Sequence { get; init; }

    public long Approvals { get; init; }

    public long Free { get; init; }

    public bool IsOver => State is ListeningState.Closed or ListeningState.Cancelled;

    public bool TakesSeats => State is ListeningState.Seated or ListeningState.Live;

    public ListeningSessionView View(IEnumerable<ListeningDraft>? drafts = null, IReadOnlyList<ListeningNoteView>? notes = null) => new(
        Id, Listener, ListenerName, Level, Host, HostName, Mode, State, Because, Conversation, Unit, Approvals, Needed, Free == 1, Microseconds.ToTime(PlannedAt), Time(SeatedAt), Time(LiveAt), Time(EndedAt), Time(OverAt),
        LiveAt is { } from && EndedAt is { } until ? Math.Round((until - from) / 60_000_000.0, 1) : null, drafts?.Select(draft => draft.View()).ToList(), notes);

    public ListeningFact Fact(string? item = null, string? what = null, bool? edited = null) => new(Id, Listener, Host, Level, Mode, State, Conversation, Because, item, what, edited);

    internal static DateTimeOffset? Time(long? at) => at is { } value ? Microseconds.ToTime(value) : null;
}

/// <summary>A reply that a listener has written, and what became of it.</summary>
internal sealed record ListeningDraft
{
    public string Id { get; init; } = "";

    public string Session { get; init; } = "";

    public string Conversation { get; init; } = "";

    public string Text { get; init; } = "";

    public string State { get; init; } = DraftState.Proposed;

    public string? Held { get; init; }

    public string? SentText { get; init; }

    public string? Reason { get; init; }

    public long ByHost { get; init; }

    public long ProposedAt { get; init; }

    public long? DecidedAt { get; init; }

    public long? Entry { get; init; }

    public SeatDraftView View() => new(Id, Text, State, Held, SentText, Reason, ByHost == 1, Microseconds.ToTime(ProposedAt), ListeningSession.Time(DecidedAt), Entry);
}

/// <summary>States of a draft; store and wire values, append only.</summary>
internal static class DraftState
{
    public const string Proposed = "proposed";
    public const string Sent = "sent";
    public const string Declined = "declined";
    public const string Withdrawn = "withdrawn";

    /// <summary>The contact was over before anybody decided.</summary>
    public const string Void = "void";
}

/// <summary>What a listener wrote down, and what became of it.</summary>
internal sealed record ListeningNote
{
    public string Id { get; init; } = "";

    public string Session { get; init; } = "";

    public string Conversation { get; init; } = "";

    public string Unit { get; init; } = "";

    public string Listener { get; init; } = "";

    public string ListenerName { get; init; } = "";

    public string Level { get; init; } = "";

    public string Kind { get; init; } = "note";

    public string Text { get; init; } = "";

    public string State { get; init; } = ListeningNoteState.Open;

    public string? Answer { get; init; }

    public string? AnsweredBy { get; init; }

    public string? AnsweredName { get; init; }

    public string? Ref { get; init; }

    public long At { get; init; }

    public long? AnsweredAt { get; init; }

    public long? HeardAt { get; init; }

    public ListeningNoteView View(NotedObstacleView? obstacle = null) => new(
        Id, Session, Conversation, Unit, Listener, ListenerName, Level, Kind, Text, State, Answer, AnsweredName, Ref, obstacle, Microseconds.ToTime(At), ListeningSession.Time(AnsweredAt), HeardAt is not null || AnsweredAt is null);

    public ListeningFact Fact(string what) => new(Session, Listener, null, Level, null, State, Conversation, null, Id, what);
}
