using Patella.Service.Voices;

namespace Patella.Service.Incidents;

/// <summary>Who looks after an incident; null stands for the experience group.</summary>
public sealed record IncidentOwnerView(string? Id, string? Name, string? Unit);

/// <summary>Money of orders that are known to be affected, in minor units.</summary>
public sealed record MoneyAtRisk(string Currency, long Amount);

/// <summary>One incident in a list.</summary>
/// <param name="Kind">obstacle, anomaly, coordination or opportunity.</param>
/// <param name="State">open, closed or merged.</param>
/// <param name="Node">Dimension to value; empty for the whole marketplace.</param>
/// <param name="Expected">Voices the baseline expects since the onset.</param>
/// <param name="Growth">Voices over expected.</param>
/// <param name="Severity">1 to 4.</param>
/// <param name="Trend">Voices of the last 60 minutes of the stream, oldest first.</param>
/// <param name="VerdictDueAt">By when somebody should say whether it is real; null when somebody has.</param>
public sealed record IncidentView(
    string Id, string Kind, string State, string Title, IReadOnlyDictionary<string, string> Node, IReadOnlyDictionary<string, string> NodeTitle, string? Stage, string? Reason, string? ReasonTitle,
    DateTimeOffset Onset, DateTimeOffset RaisedAt, DateTimeOffset? ClosedAt, DateTimeOffset LastAt, int Voices, int Customers, double Expected, double Growth, int Severity,
    IReadOnlyList<MoneyAtRisk> MoneyAtRisk, IncidentOwnerView? Owner, string? Verdict, int Reopened, IReadOnlyList<int> Trend, string? Example, DateTimeOffset? VerdictDueAt);

public sealed record IncidentPointView(DateTimeOffset At, int Count, double Expected);

/// <summary>Something that changed near the onset.</summary>
/// <param name="Score">0 to 1: how near and how much of the same nodes.</param>
public sealed record IncidentCauseView(string Kind, DateTimeOffset At, string Title, string Ref, IReadOnlyDictionary<string, string> Node, double Score);

public sealed record IncidentWordView(string Word, double Score);

public sealed record IncidentEventView(DateTimeOffset At, string What, string? By, string? Note);

/// <summary>One incident with what is behind it.</summary>
public sealed record IncidentDetail(
    string Id, string Kind, string State, string Title, IReadOnlyDictionary<string, string> Node, IReadOnlyDictionary<string, string> NodeTitle, string? Stage, string? Reason, string? ReasonTitle,
    DateTimeOffset Onset, DateTimeOffset RaisedAt, DateTimeOffset? ClosedAt, DateTimeOffset LastAt, int Voices, int Customers, double Expected, double Growth, int Severity,
    IReadOnlyList<MoneyAtRisk> MoneyAtRisk, IncidentOwnerView? Owner, string? Verdict, int Reopened, string? Example, DateTimeOffset? VerdictDueAt, IReadOnlyList<IncidentPointView> Trend,
    IReadOnlyList<VoiceView> Examples, IReadOnlyList<IncidentCauseView> Causes, IReadOnlyList<IncidentWordView> Words, IReadOnlyList<IncidentEventView> History, IReadOnlyList<string> MergedFrom);

/// <param name="Verdict">real or false.</param>
/// <param name="Kind">Another kind, where the engine took it for the wrong one.</param>
public sealed record VerdictRequest(string? Verdict, string? Kind = null, string? Note = null);

public sealed record IncidentOwnerRequest(string? Staff = null, string? Unit = null);

public sealed record IncidentMergeRequest(string? Into);

public sealed record IncidentNoteRequest(string? Note);

public sealed record IncidentMissRequest(
    string? Id, string? Title, DateTimeOffset? Onset, DateTimeOffset? SeenAt, string? Stage = null, string? Reason = null, IReadOnlyDictionary<string, string>? Node = null, string? Note = null);

public sealed record IncidentMissView(
    string Id, string Title, DateTimeOffset Onset, DateTimeOffset SeenAt, string? Stage, string? Reason, IReadOnlyDictionary<string, string> Node, string Note, string By, DateTimeOffset At);

public sealed record LedgerDayView(string Day, int Alerts, int Real, int False, int Misses);

/// <summary>The truth ledger: what people said of the alerts, and what no alert told.</summary>
/// <param name="Precision">Real over judged; null while nothing is judged.</param>
/// <param name="MissRate">Misses over misses and real ones; null while there are neither.</param>
public sealed record IncidentLedgerView(int Alerts, int Real, int False, int Waiting, int Misses, double? Precision, double? MissRate, double? DelayMinutesMedian, IReadOnlyList<LedgerDayView> Days);

/// <param name="Kind">launch, price, campaign, carrier or other.</param>
public sealed record ChangeRequest(string? Id, string? Kind, DateTimeOffset? At, string? Title, IReadOnlyDictionary<string, string>? Node = null);

public sealed record ChangeView(string Id, string Kind, DateTimeOffset At, string Title, IReadOnlyDictionary<string, string> Node);

/// <summary>Kinds of timeline entries about incidents. Each is written once, in the transaction that moves the watch. Append only.</summary>
public static class IncidentEvents
{
    public const string Raised = "incident.raised";
    public const string Closed = "incident.closed";
    public const string Reopened = "incident.reopened";
    public const string Merged = "incident.merged";
    public const string Judged = "incident.judged";
    public const string Owned = "incident.owned";

    /// <summary>An open incident is more severe than was told before; at most three times an incident.</summary>
    public const string Worsened = "incident.worsened";

    /// <summary>Somebody told of something that no alert told; data is an <see cref="IncidentMissFact"/>.</summary>
    public const string Missed = "incident.missed";
}

/// <summary>Data of a timeline entry about what no alert told. No words of anybody are in it.</summary>
/// <param name="Subject"><c>incident-miss/</c> and the id.</param>
/// <param name="Onset">Business time, seconds since 1970; and so is <paramref name="SeenAt"/>.</param>
public sealed record IncidentMissFact(string Subject, string Miss, long Onset, long SeenAt, string? Stage, string? Reason, IReadOnlyDictionary<string, string> Node);

/// <summary>Data of a timeline entry about an incident: how it stood then.</summary>
/// <param name="Subject"><c>incident/</c> and the id.</param>
/// <param name="Kind">obstacle, anomaly, coordination or opportunity.</param>
/// <param name="State">open, closed or merged.</param>
/// <param name="Node">Dimension to value; empty for the whole marketplace.</param>
/// <param name="Severity">1 to 4.</param>
/// <param name="Onset">Business time, seconds since 1970; and so is <paramref name="RaisedAt"/>.</param>
/// <param name="Verdict">real or false; null while nobody has said.</param>
/// <param name="Into">The incident that this one has become part of.</param>
/// <param name="Staff">With <see cref="IncidentEvents.Owned"/>: who looks after it now; else null, as <paramref name="Unit"/> is.</param>
public sealed record IncidentFact(
    string Subject, string Incident, string Kind, string State, string Stage, string Reason, IReadOnlyDictionary<string, string> Node, int Severity, long Onset, long RaisedAt, int Voices, int Customers,
    string? Verdict, string? Into, string? Staff, string? Unit);
