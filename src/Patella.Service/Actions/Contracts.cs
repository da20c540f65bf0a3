using System.Text.Json;
using System.Text.Json.Nodes;
using Patella.Service.Edge;
using Patella.Service.Policies;

namespace Patella.Service.Actions;

/// <summary>A kind of service action, by GET /action-kinds.</summary>
/// <param name="Consent">required or not-needed.</param>
/// <param name="StaffOnly">Not for consumers to ask for.</param>
/// <param name="Schema">JSON schema (draft 2020-12) of the arguments.</param>
public sealed record ActionKindView(string Kind, IReadOnlyDictionary<string, string> Titles, string Consent, bool StaffOnly, JsonObject Schema);

/// <summary>An action that the order allows now.</summary>
public sealed record ActionOffer(string Kind, string Title, string Consent, JsonObject Schema);

/// <summary>An action that it does not allow now, and why; for staff.</summary>
/// <param name="Rule">The rule that refuses, where it is a policy.</param>
public sealed record WithheldAction(string Kind, string Title, string Code, string Detail, PolicyRule? Rule = null);

/// <summary>GET /orders/{id}/offers.</summary>
/// <param name="Withheld">Absent for consumers.</param>
/// <param name="Instruments">With what the consumer can pay and be paid.</param>
/// <param name="Variants">Of the products in the order: what its pieces can be swapped for.</param>
public sealed record OrderOffers(
    string Order, string Number, IReadOnlyList<ActionOffer> Items, IReadOnlyList<InstrumentLabel> Instruments, IReadOnlyList<OfferedVariant> Variants, IReadOnlyList<WithheldAction>? Withheld = null);

/// <summary>A variant of a product.</summary>
/// <param name="Label">Its options in a line, such as "blue, M".</param>
public sealed record OfferedVariant(string Sku, string Product, string Label, Money? Price, bool Available);

/// <summary>A means of payment as its owner knows it.</summary>
/// <param name="Id">Absent for what only the marketplace knows: the way it was paid.</param>
public sealed record InstrumentLabel(string? Id, string Label, string? Kind = null);

/// <summary>POST /orders/{id}/previews.</summary>
/// <param name="Conversation">Where the consumer is asked, if it is in one.</param>
/// <param name="Case">The case the action will belong to.</param>
/// <param name="Override">Somebody of the staff would do it against a refusal of its policy.</param>
public sealed record PreviewRequest(string? Kind, JsonElement? Arguments, string? Conversation = null, string? Case = null, RuleOverride? Override = null);

/// <summary>Why somebody of the staff does against a rule what is within their own authority: recorded as a disagreement with the rule.</summary>
public sealed record RuleOverride(string? Reason);

/// <summary>One line of what changes.</summary>
public sealed record ChangeLine(string Label, string? Before, string? After);

/// <summary>Money that moves.</summary>
/// <param name="Direction">to-consumer or from-consumer.</param>
/// <param name="When">now, after-change or goods-back.</param>
/// <param name="By">When it is there at the latest; absent when that depends on goods coming back.</param>
/// <param name="Words">All of it in one sentence.</param>
/// <param name="Remedy">Id of the remedy that moves it; absent in a preview.</param>
public sealed record MoneyLine(string Direction, Money Amount, InstrumentLabel Instrument, string When, DateTimeOffset? By, string Words, string? Remedy = null);

/// <summary>Who pays in the end; for staff.</summary>
/// <param name="Who">consumer, merchant, platform or fund.</param>
public sealed record BearerLine(string Who, Money Amount);

/// <summary>How consent stands.</summary>
/// <param name="State">not-needed, asked, given, used or expired.</param>
public sealed record ConsentView(bool Required, string State, DateTimeOffset? ExpiresAt, string Words);

/// <summary>Whether a second person must agree.</summary>
public sealed record ApprovalNeed(bool Required, string Detail);

/// <summary>What an action would do.</summary>
/// <param name="Arguments">As they count; what was left out is filled in.</param>
/// <param name="Hash">Of kind, order and arguments: what consent is bound to.</param>
/// <param name="Bearers">For staff only.</param>
public sealed record PreviewView(
    string Id, string Kind, string Title, string Order, string Number, JsonElement Arguments, string Hash, IReadOnlyList<ChangeLine> Changes, IReadOnlyList<MoneyLine> Money, IReadOnlyList<BearerLine>? Bearers,
    ConsentView Consent, ApprovalNeed? Approval, string? Conversation, DateTimeOffset ExpiresAt)
{
    /// <summary>Hours within which a person decides, where one must.</summary>
    public double? DecidedWithinHours { get; init; }

    /// <summary>The rule that spoke; for staff.</summary>
    public PolicyRule? Rule { get; init; }
}

/// <summary>POST /previews/{id}/consents.</summary>
/// <param name="Hash">The preview's, as the consumer saw it.</param>
public sealed record ConsentRequest(string? Hash);

/// <summary>POST /orders/{id}/actions.</summary>
/// <param name="Id">The command's id, made by the caller: 1 to 60 characters. The same again with the same content answers the same.</param>
/// <param name="Preview">The preview whose consent covers it; absent: the newest consent to exactly this.</param>
/// <param name="Reason">Words of who asks, for the timeline.</param>
/// <param name="Override">Somebody of the staff does it against a refusal of its policy, within their authority.</param>
public sealed record ActionRequest(string? Id, string? Kind, JsonElement? Arguments, string? Preview = null, string? Conversation = null, string? Case = null, string? Reason = null, RuleOverride? Override = null);

/// <summary>Who asked for an action.</summary>
/// <param name="Kind">consumer, staff or program.</param>
public sealed record ActionAuthor(string Kind, string? Id);

/// <summary>An action as it stands.</summary>
/// <param name="State">waiting-approval, collecting, executing, unknown, done, refused or declined.</param>
/// <param name="StateText">The same in the caller's language.</param>
/// <param name="Code">Why it was refused, in a word; the marketplace's own where it refused.</param>
/// <param name="Authority">not-needed, own or second; for staff.</param>
/// <param name="Approval">Who was the second person; for staff.</param>
public sealed record ActionView(
    string Id, string Kind, string Title, string Order, string Number, JsonElement? Arguments, string State, string StateText, IReadOnlyList<MoneyLine> Money, ActionAuthor By, string? Code, string? Detail,
    string? Case, string? Conversation, string? Reason, string? Authority, ActionAuthor? Approval, DateTimeOffset AcceptedAt, DateTimeOffset? EndedAt)
{
    /// <summary>By when a person decides, while one must.</summary>
    public DateTimeOffset? PromisedBy { get; init; }

    /// <summary>The rule by which it was accepted; for staff.</summary>
    public PolicyRule? Rule { get; init; }

    /// <summary>Words of who did it against the rule; for staff.</summary>
    public string? Override { get; init; }
}

/// <summary>POST /actions/{id}/approvals.</summary>
public sealed record ApprovalRequest(bool? Approve, string? Reason = null);

/// <summary>Kinds of timeline entries; stored, append only. An action has one, when it ends.</summary>
public static class ActionEntries
{
    public const string Done = "action.done";
    public const string Refused = "action.refused";
    public const string Declined = "action.declined";
}
