using Patella.Service.Conversations;
using Patella.Service.Standards;

namespace Patella.Service.Cases;

/// <summary>The consumer of a case, as staff see them.</summary>
public sealed record CasePerson(string Id, string? Name, bool Anonymous, string? Tier);

/// <summary>The next word to the consumer.</summary>
public sealed record PromiseView(string? Words, DateTimeOffset MadeAt, DateTimeOffset DueAt, bool Broken);

/// <summary>A transfer that awaits its answer, or (with a settler) its settlement.</summary>
public sealed record TransferView(string Id, string From, string To, string? Reason, DateTimeOffset At, string? By, string? Settler);

/// <summary>One party of a joint case, as the platform's staff see it.</summary>
public sealed record CasePartView(
    string Id, string Party, string Who, string? Question, IReadOnlyList<string> Shares, DateTimeOffset AskedAt, string? Answer, DateTimeOffset? AnsweredAt, string? AnsweredBy, bool Late, DateTimeOffset? DueAt);

/// <summary>A case on the wire, for staff.</summary>
/// <param name="Number">As people write it: C-000123.</param>
/// <param name="Category">open, understanding, waiting, decided or closed.</param>
/// <param name="Owner">Absent: the unit's queue.</param>
/// <param name="FirstAgent">Answerable to the consumer until it closes.</param>
/// <param name="Keeper">The one named person of the highest tier.</param>
/// <param name="Clocks">Clauses of the standard that run for it.</param>
public sealed record CaseView(
    string Id, string Number, string Subject, string? Asked, string Kind, string Status, string Category, DateTimeOffset? WaitUntil, string Priority, string Unit, StaffName? Owner,
    StaffName? FirstAgent, StaffName? Keeper, StaffName? Deputy, CasePerson? Person, string? OrderId, string? OrderNumber, string? Merchant, string? EntryUnit, string Language, string Origin,
    DateTimeOffset OpenedAt, DateTimeOffset? DecidedAt, DateTimeOffset? ClosedAt, string? Outcome, string? Article, int Reopened, int Hops, IReadOnlyList<string> PastUnits, PromiseView? Promise,
    int PromisesMade, int PromisesKept, int PromisesBroken, TransferView? Transfer, IReadOnlyList<CasePartView> Parts, IReadOnlyList<string> Conversations, IReadOnlyList<string> Tags,
    IReadOnlyDictionary<string, string> Fields, IReadOnlyList<CaseLink> Links, string? Parent, string? MergedInto, DateTimeOffset LastAt, long Version, IReadOnlyList<StandardView>? Clocks);

/// <summary>A case as its consumer sees it: what was asked, where it stands, what was promised by when. Nothing else.</summary>
/// <param name="State">One of the categories.</param>
/// <param name="StateText">The same in the consumer's language.</param>
public sealed record MyCase(
    string Number, string Subject, string State, string StateText, DateTimeOffset OpenedAt, DateTimeOffset? ClosedAt, DateTimeOffset? PromisedBy, string? Promised, bool PromiseBroken, string? Outcome,
    string? Conversation);

/// <summary>A part as the asked merchant or carrier sees it: the question, the clock, the answer, and what the part shares. Everything else is hidden.</summary>
public sealed record PartView(
    string Id, string Party, string Question, DateTimeOffset AskedAt, DateTimeOffset? DueAt, bool Late, string? Answer, DateTimeOffset? AnsweredAt, string State, string? Subject, string? OrderNumber, string? Asked);

/// <summary>What every command carries: the caller's own id of it. The same id again changes nothing.</summary>
public record CaseCommandRequest(string? ClientId);

public sealed record DescribeCaseRequest(string? ClientId, string? Subject, string? Kind, string? Priority);

public sealed record CaseStatusRequest(string? ClientId, string? Status, DateTimeOffset? Until);

/// <summary>POST .../assignments; null gives it back to the unit's queue.</summary>
public sealed record CaseAssignmentRequest(string? ClientId, string? Staff);

/// <summary>POST .../keepers; null for both ends the keeping.</summary>
public sealed record KeeperRequest(string? ClientId, string? Keeper, string? Deputy);

public sealed record CaseTransferRequest(string? ClientId, string? Unit, string? Reason);

/// <summary>POST .../acceptances.</summary>
/// <param name="Queue">True: into the unit's queue; else the one who accepts owns it.</param>
public sealed record CaseAcceptanceRequest(string? ClientId, bool? Queue);

/// <summary>POST .../refusals: whose it is instead.</summary>
public sealed record CaseRefusalRequest(string? ClientId, string? RightUnit, string? Reason);

public sealed record SettlementRequest(string? ClientId, string? Unit, string? Reason);

/// <summary>POST .../promises.</summary>
/// <param name="Kept">The promise before was fulfilled, not moved.</param>
public sealed record PromiseRequest(string? ClientId, string? Words, DateTimeOffset? DueAt, bool? Kept);

/// <summary>POST .../parts.</summary>
/// <param name="Who">Left out: the order's shop, the parcel's carrier, or the owner unit.</param>
/// <param name="Shares">What the party may see beside the question: subject, order, asked.</param>
public sealed record PartRequest(string? ClientId, string? Party, string? Who, string? Question, IReadOnlyList<string>? Shares);

public sealed record PartAnswerRequest(string? ClientId, string? Answer);

public sealed record CaseConversationRequest(string? ClientId, string? Conversation);

public sealed record CaseLinkRequest(string? ClientId, string? Kind, string? Case);

public sealed record ParentRequest(string? ClientId, string? Parent);

public sealed record MergeRequest(string? ClientId, string? Into);

/// <summary>POST .../splits: a second problem becomes a case of its own.</summary>
public sealed record SplitRequest(string? ClientId, string? Id, string? Subject, string? Kind, string? Unit);

public sealed record TagsRequest(string? ClientId, IReadOnlyList<string>? Tags);

public sealed record FieldsRequest(string? ClientId, IReadOnlyDictionary<string, string?>? Values);

public sealed record CaseNoteRequest(string? ClientId, string? Text);

/// <summary>POST .../closures.</summary>
/// <param name="Outcome">Told to the consumer.</param>
/// <param name="Article">The article it was solved with.</param>
public sealed record CaseClosureRequest(string? ClientId, string? Outcome, string? Status, string? Article);

public sealed record ReopeningRequest(string? ClientId, string? Reason);

/// <summary>POST /cases/bulk: the same change to many.</summary>
/// <param name="Staff">An empty text gives them back to the queue.</param>
public sealed record BulkRequest(string? ClientId, IReadOnlyList<string>? Cases, string? Status, string? Staff, string? Priority, string? TransferTo, string? Reason, IReadOnlyList<string>? AddTags, string? Outcome);

/// <summary>What became of one case of a bulk call.</summary>
public sealed record BulkItem(string Case, bool Done, string? Code, string? Detail);

public sealed record BulkAnswer(IReadOnlyList<BulkItem> Items);
