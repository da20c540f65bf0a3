using Patella.Platform.Clocks;

namespace Patella.Service.Standards;

/// <summary>One wait that somebody promised to keep short, as it is kept. Instants are UTC microseconds of business time, lengths are open microseconds of its calendar.</summary>
public sealed record Clock
{
    public string Id { get; init; } = "";

    public string SubjectKind { get; init; } = "";

    public string SubjectId { get; init; } = "";

    public string Measure { get; init; } = "";

    public string State { get; init; } = ClockState.Running;

    /// <summary>1 once somebody was warned.</summary>
    public long Warned { get; init; }

    public string Unit { get; init; } = "";

    public string? EntryUnit { get; init; }

    public string? Tier { get; init; }

    public string? Priority { get; init; }

    public string? Conversation { get; init; }

    public string? CaseRef { get; init; }

    public string? Person { get; init; }

    /// <summary>The record it began for, when that one was joined to another since.</summary>
    public string? PersonOrigin { get; init; }

    public string? OrderRef { get; init; }

    public string? Staff { get; init; }

    /// <summary>The clause it began under, with <see cref="ClauseVersion"/>; null for a promise.</summary>
    public string? Clause { get; init; }

    public long? ClauseVersion { get; init; }

    /// <summary>Null counts every hour.</summary>
    public string? Calendar { get; init; }

    public long? CalendarVersion { get; init; }

    /// <summary>Open time allowed; null for a promise, whose due time was given.</summary>
    public long? Target { get; init; }

    public long WarnPercent { get; init; } = 80;

    public long StartedAt { get; init; }

    /// <summary>The last instant at which it was started, paused, resumed or moved; what comes later with an earlier instant counts from here.</summary>
    public long ChangedAt { get; init; }

    public long WarnAt { get; init; }

    public long DueAt { get; init; }

    public long? PausedSince { get; init; }

    public string? PausedBecause { get; init; }

    /// <summary>Open time of all pauses that have ended.</summary>
    public long PausedTotal { get; init; }

    /// <summary>How often it changed units.</summary>
    public long Hops { get; init; }

    /// <summary>Open time from start to end without pauses, once it has ended.</summary>
    public long? Elapsed { get; init; }

    public long? MetAt { get; init; }

    public long? BreachedAt { get; init; }

    public long? EndedAt { get; init; }

    public string? EndedBecause { get; init; }

    public bool IsOpen => EndedAt is null;

    public ClockSubject Subject => new(SubjectKind, SubjectId);

    /// <summary>on-time, at-risk or broken at an instant.</summary>
    public string Standing(long now) => State == ClockState.Breached || (State == ClockState.Running && now > DueAt) ? "broken" : State == ClockState.Running && now >= WarnAt ? "at-risk" : "on-time";

    public StandardView View(long now) => new(Measure, Microseconds.ToTime(StartedAt), Microseconds.ToTime(WarnAt), Microseconds.ToTime(DueAt), Standing(now), PausedBecause);
}

/// <summary>One stop of a clock; still going on while <see cref="EndedAt"/> is null.</summary>
public sealed class ClockPause
{
    public long Since { get; init; }

    public long? EndedAt { get; init; }

    public string Reason { get; init; } = "";
}
