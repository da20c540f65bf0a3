using Patella.Platform.Storage;

namespace Patella.Service.Systems;

/// <summary>One call to an owning system.</summary>
/// <param name="Id">The caller's: the same id again is the same call.</param>
/// <param name="SubjectKind">incident, pull, project or obstacle.</param>
/// <param name="Title">One line, at most 200 characters, without personal data.</param>
/// <param name="Text">What it is about, at most 2,000 characters, without personal data.</param>
/// <param name="Severity">1 to 4.</param>
/// <param name="Reason">Code of a reason of the tree; null when none is known.</param>
/// <param name="Node">Dimension to value: where it happens.</param>
/// <param name="System">Null: the registry finds the owner by reason and node.</param>
/// <param name="Link">Path of the console, such as <c>/incidents/incident-3</c>.</param>
public sealed record SystemCall(
    string Id, string SubjectKind, string SubjectId, string Title, string Text, int Severity, string? Reason, IReadOnlyDictionary<string, string> Node, string? System, string Link, string? Stage = null);

/// <summary>A call as it stands.</summary>
/// <param name="Subject">Kind and id, such as <c>incident/incident-3</c>.</param>
/// <param name="System">Null: no system owns it, so the experience group was told.</param>
/// <param name="State">called, acknowledged, fixed or unreachable.</param>
/// <param name="Why">Which route led there: the dimension, reason or stage that decided; <c>asked</c> when the caller named the system, <c>fallback</c> for the experience group.</param>
/// <param name="SentAt">When the system took the message; null while it is on its way.</param>
/// <param name="DueAt">By when it should be acknowledged.</param>
/// <param name="EscalatedAt">When the experience group was told that nobody had acknowledged in time.</param>
/// <param name="Problem">Why it could not be sent, as it was last seen.</param>
/// <param name="Ticket">Address of the issue at the other side, where its connector makes one.</param>
public sealed record SystemCallView(
    string Id, string Subject, string? System, string? SystemName, string? SystemKind, string? Connector, string Title, int Severity, string State, string Why, string Link,
    DateTimeOffset CalledAt, DateTimeOffset? SentAt, DateTimeOffset DueAt, DateTimeOffset? AcknowledgedAt, string? AcknowledgedBy, DateTimeOffset? FixedAt, string? FixedBy, DateTimeOffset? EscalatedAt,
    bool Overdue, int Attempts, string? Problem, string? Ticket);

/// <summary>Calls to the systems that own what is wrong.</summary>
public interface ISystemCalls
{
    /// <summary>Queues a call inside the caller's transaction; it is sent after the commit. A call of the same id stays as it is.</summary>
    Task<SystemCallView> Call(ITransaction transaction, SystemCall call);

    /// <summary>As <see cref="Call"/>, but where no system owns it nobody is called: for what has people of its own who are told in any case.</summary>
    Task<SystemCallView?> CallOwner(ITransaction transaction, SystemCall call);

    /// <summary>What the calls about a subject were for is over, so nobody waits for an answer any more. What had an end before keeps it.</summary>
    /// <param name="isFixed">Whether it ended because it was mended; else the calls are taken back.</param>
    /// <param name="by">Who said so, as it is shown.</param>
    Task End(ITransaction transaction, string subjectKind, string subjectId, bool isFixed, string by);

    /// <summary>A registered system by its name, in the tenant's language where none is given; its id when it is not registered any more.</summary>
    Task<string> NameOf(IReader reader, string system, string? language = null);

    /// <summary>Calls about one subject, oldest first.</summary>
    Task<IReadOnlyList<SystemCallView>> Of(IReader reader, string subjectKind, string subjectId);
}

/// <summary>Kinds of timeline entries about calls; data is a <see cref="SystemFact"/>. Append only.</summary>
public static class SystemEvents
{
    public const string Called = "system.called";
    public const string Acknowledged = "system.acknowledged";
    public const string Fixed = "system.fixed";
    public const string Unreachable = "system.unreachable";

    /// <summary>It was a false alarm.</summary>
    public const string Withdrawn = "system.withdrawn";

    /// <summary>Nobody acknowledged in time: the experience group is told, once a call.</summary>
    public const string Overdue = "system.overdue";
}

/// <summary>Data of a timeline entry about a call.</summary>
/// <param name="Subject">Kind and id, such as <c>incident/incident-3</c>.</param>
/// <param name="By">person, link, hook or system: by which way it was said.</param>
public sealed record SystemFact(string Subject, string Call, string? System, string? SystemKind, int Severity, string Why, string? By);
