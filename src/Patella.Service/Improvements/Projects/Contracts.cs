using Patella.Kernel.Effects;

namespace Patella.Service.Improvements.Projects;

/// <summary>What a project wants less of: voices of a reason, or else of a stage, at a node.</summary>
public sealed record AimView(string? Stage, string? Reason, IReadOnlyDictionary<string, string>? Node);

/// <summary>POST /improvements.</summary>
/// <param name="Title">One line.</param>
/// <param name="Text">What is proposed, and why.</param>
/// <param name="Aim">Absent with an incident: its reason and node.</param>
/// <param name="Campaign">What it is done for, such as <c>double-12-2026</c>; projects are counted by it.</param>
/// <param name="WindowDays">Whole UTC days that are compared, before and after; 14 without.</param>
/// <param name="Statement">How it looks from the customers' side; stays in the record.</param>
public sealed record ProposalRequest(
    string? Id, string? Title, string? Text, AimView? Aim = null, string? Unit = null, string? Campaign = null, string? Incident = null, string? Obstacle = null, int? WindowDays = null, string? Statement = null);

/// <summary>POST /improvements/{id}/steps.</summary>
/// <param name="To">accepted, in-progress, shipped or closed.</param>
/// <param name="Note">Needed to close: it is the answer to whoever proposed.</param>
/// <param name="At">When it happened, where it is told afterwards; absent: now.</param>
/// <param name="Owner">With accepted: who carries it out.</param>
public sealed record StepRequest(string? To, string? Note = null, DateTimeOffset? At = null, string? Owner = null);

/// <summary>POST /improvements/{id}/statements: the customers' view of it, with voices and conversations that show it. Never taken out.</summary>
public sealed record StatementRequest(string? Id, string? Text, IReadOnlyList<string>? Voices = null, IReadOnlyList<string>? Conversations = null);

/// <summary>One UTC day of a period.</summary>
public sealed record PeriodDay(string Day, long Voices, long Orders);

/// <summary>Voices of the aim over whole UTC days, and the orders of the same days.</summary>
/// <param name="OrdersOf">merchant or marketplace: whose orders are counted.</param>
/// <param name="TakenAt">When these figures were taken.</param>
public sealed record PeriodView(string From, string Until, long Voices, long Orders, double VoicesADay, double? VoicesAThousandOrders, string OrdersOf, DateTimeOffset TakenAt, IReadOnlyList<PeriodDay> Days);

/// <summary>What the days after shipping say against the baseline.</summary>
/// <param name="Per">orders, or days where the mirror had no orders.</param>
/// <param name="Ratio">Rate after by rate before; 0.8 is a fifth less.</param>
/// <param name="Lower">Of the 95 % interval, as is <paramref name="Upper"/>.</param>
/// <param name="Dispersion">How much more the days stray than independent voices would.</param>
public sealed record EffectView(PeriodView After, string Per, double? Ratio, double? Lower, double? Upper, double Dispersion, EffectVerdict Verdict, string Text);

/// <summary>One project in a list.</summary>
/// <param name="State">proposed, accepted, in-progress, shipped, measured or closed.</param>
public record ImprovementView(
    string Id, string Title, string State, AimView Aim, string? ReasonTitle, string? Unit, string? Campaign, string? Incident, string? Obstacle, string Proposer, string? Owner, DateTimeOffset ProposedAt, DateTimeOffset? AcceptedAt,
    DateTimeOffset? ShippedAt, DateTimeOffset? MeasureDue, DateTimeOffset? MeasuredAt, DateTimeOffset? ClosedAt, int WindowDays, EffectVerdict? Verdict, double? Ratio, double? Lower, double? Upper);

/// <param name="Told">Machine's business time at which it was written down, where it is told afterwards.</param>
public sealed record ImprovementStepView(string State, string? By, string? Note, DateTimeOffset At, DateTimeOffset? Told);

public sealed record StatementView(string Id, string Author, string Text, IReadOnlyList<string> Voices, IReadOnlyList<string> Conversations, DateTimeOffset At);

/// <summary>GET /improvements/{id}.</summary>
/// <param name="May">Steps that the caller may take now.</param>
public sealed record ImprovementDetail(ImprovementView Project, string Text, IReadOnlyList<ImprovementStepView> Steps, IReadOnlyList<StatementView> Statements, PeriodView? Baseline, EffectView? Effect, IReadOnlyList<string> May);

/// <summary>Kinds of timeline entries about projects. Append only.</summary>
public static class ImprovementEvents
{
    public const string Prefix = "improvement.";
    public const string Proposed = "improvement.proposed";
    public const string Measured = "improvement.measured";
    public const string Stated = "improvement.stated";
}

/// <summary>Data of a timeline entry about a project: how it stood then.</summary>
/// <param name="Subject"><c>improvement/</c> and the id.</param>
public sealed record ImprovementFact(string Subject, string Improvement, string State, string? Unit, string? Campaign, string? Incident, EffectVerdict? Verdict, double? Ratio);
