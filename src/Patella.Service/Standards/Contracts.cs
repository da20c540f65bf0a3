namespace Patella.Service.Standards;

/// <summary>What a clock runs for.</summary>
/// <param name="Kind">One of <see cref="SubjectKinds"/>.</param>
public sealed record ClockSubject(string Kind, string Id)
{
    public static ClockSubject Conversation(string id) => new(SubjectKinds.Conversation, id);

    public static ClockSubject Case(string id) => new(SubjectKinds.Case, id);

    public static ClockSubject Transfer(string id) => new(SubjectKinds.Transfer, id);

    /// <summary>A party's part of a joint case.</summary>
    public static ClockSubject Part(string id) => new(SubjectKinds.Part, id);
}

/// <summary>Kinds of subjects; wire and store values, append only.</summary>
public static class SubjectKinds
{
    public const string Conversation = "conversation";
    public const string Case = "case";
    public const string Transfer = "transfer";
    public const string Part = "part";

    public static readonly IReadOnlyList<string> All = [Conversation, Case, Transfer, Part];
}

/// <summary>What a clause measures; wire and store values, append only.</summary>
public static class Measures
{
    /// <summary>From asking for a person to a person's first true reply.</summary>
    public const string FirstReply = "first-reply";

    /// <summary>From a consumer's later word to a person's true reply.</summary>
    public const string NextReply = "next-reply";

    /// <summary>From the beginning of the matter to its end.</summary>
    public const string Resolution = "resolution";

    /// <summary>From a proposed transfer to the other unit's answer.</summary>
    public const string TransferAnswer = "transfer-answer";

    /// <summary>From asking a party of a joint case to its answer.</summary>
    public const string PartReply = "part-reply";

    /// <summary>A date somebody gave to the consumer; due by that word, not by a clause.</summary>
    public const string Promise = "promise";

    public static readonly IReadOnlyList<string> All = [FirstReply, NextReply, Resolution, TransferAnswer, PartReply, Promise];

    /// <summary>Those a clause can be written for.</summary>
    public static readonly IReadOnlyList<string> OfClauses = [FirstReply, NextReply, Resolution, TransferAnswer, PartReply];
}

/// <summary>Whom and what a clock concerns: which clause applies, and the links its timeline entries carry.</summary>
/// <param name="Unit">Code of the unit that owes it now.</param>
/// <param name="Priority">low, normal, high or urgent; null is normal.</param>
public sealed record ClockScope(
    string Unit, string? EntryUnit = null, string? Tier = null, string? Conversation = null, string? Case = null, string? Person = null, string? Order = null,
    string? Priority = null, string? Staff = null);

/// <summary>States of a clock; store and wire values, append only.</summary>
public static class ClockState
{
    public const string Running = "running";
    public const string Paused = "paused";
    public const string Met = "met";

    /// <summary>The target was missed. The clock goes on until it is answered or cancelled; it stays breached for ever.</summary>
    public const string Breached = "breached";

    public const string Cancelled = "cancelled";

    public static readonly IReadOnlyList<string> All = [Running, Paused, Met, Breached, Cancelled];
}

/// <summary>A clock as conversations and cases show it.</summary>
/// <param name="State">on-time, at-risk or broken.</param>
/// <param name="Since">When the wait began.</param>
/// <param name="WarnAt">From here on it is at risk; a page that is looked at turns by itself.</param>
/// <param name="PausedBecause">Code of the reason while it is paused; <paramref name="DueAt"/> moves on when it resumes.</param>
public sealed record StandardView(string Measure, DateTimeOffset Since, DateTimeOffset WarnAt, DateTimeOffset DueAt, string State, string? PausedBecause = null);
