using System.Text.Json;

namespace Patella.Service.Policies.Life;

/// <summary>POST /policies/{key}/versions.</summary>
/// <param name="Id">Made by the caller; the same again with the same content changes nothing.</param>
/// <param name="CustomerView">What it means for customers: required, 20 characters or more.</param>
/// <param name="Cases">Cases that gave rise to it.</param>
/// <param name="Decisions">Decisions that people went against.</param>
/// <param name="Dmn">The model; absent: a copy of the one in force.</param>
/// <param name="Words"><c>{code: {"zh-CN": ..., "en": ...}}</c>, one sentence each.</param>
public sealed record VersionRequest(
    string? Id, string? Title, string? CustomerView, IReadOnlyList<string>? Cases = null, IReadOnlyList<string>? Conversations = null, IReadOnlyList<string>? Decisions = null, string? Dmn = null, JsonElement? Words = null);

/// <summary>PUT /policy-versions/{id}/draft.</summary>
/// <param name="BasedOn">Hash of what was read.</param>
public sealed record DraftRequest(string? Dmn, JsonElement? Words, string? BasedOn);

/// <summary>POST /policy-versions/{id}/answers.</summary>
public sealed record AnswerRequest(bool? Accept, string? Words);

/// <summary>POST /policy-versions/{id}/signatures.</summary>
public sealed record SignatureRequest(string? Hash, string? Note = null);

/// <summary>POST /policy-versions/{id}/canary.</summary>
/// <param name="Share">Percent, 1 to 50.</param>
/// <param name="By">tenant, category or case: what stays in or out as a whole.</param>
public sealed record CanaryRequest(int? Share, string? By);

/// <summary>POST /policy-versions/{id}/effective.</summary>
/// <param name="From">From when; absent: now.</param>
public sealed record EffectiveRequest(DateTimeOffset? From = null);

/// <summary>POST /policy-versions/{id}/retirement and /withdrawal.</summary>
public sealed record EndRequest(string? Note = null);

/// <summary>Somebody by name.</summary>
/// <param name="Kind">agent, merchant, rule-owner, legal or system.</param>
public sealed record PolicyPerson(string Id, string Name, string? Kind = null);

/// <summary>The version in force.</summary>
/// <param name="Version">0 is the built-in table.</param>
public sealed record EffectiveView(long Version, string? Id, string Title, DateTimeOffset? Since, string Author);

/// <summary>A version at a glance.</summary>
/// <param name="State">proposed, declined, withdrawn, signed, shadow, canary, effective (also when its date is still to come) or retired.</param>
/// <param name="Waits">Whether its date is still to come.</param>
public sealed record VersionLine(
    string Id, long Number, string Policy, string Title, string State, bool Waits, PolicyPerson Proposer, DateTimeOffset CreatedAt, DateTimeOffset AnswerBy, DateTimeOffset? AnsweredAt, bool? Accepted, DateTimeOffset? EffectiveFrom,
    int? CanaryShare, int Findings);

/// <summary>GET /policies.</summary>
public sealed record PolicyLineView(string Key, string Title, EffectiveView Effective, IReadOnlyList<VersionLine> Open, long Decisions7d, long Exceptions7d, long Overrides7d);

/// <summary>How often people went against a row.</summary>
public sealed record DisagreementCount(long Version, int? Row, string? Note, long Count);

/// <summary>GET /policies/{key}.</summary>
public sealed record PolicyView(
    string Key, string Title, EffectiveView Effective, IReadOnlyList<VersionLine> Open, long Decisions7d, long Exceptions7d, long Overrides7d, string Dmn, IReadOnlyDictionary<string, Dictionary<string, string>> Words, string Hash,
    IReadOnlyList<VersionLine> Versions, IReadOnlyList<DisagreementCount> Disagreements);

/// <summary>A line of a version's history.</summary>
public sealed record HistoryLine(DateTimeOffset At, PolicyPerson By, string What, string? Note, string Hash);

/// <summary>The sign-off.</summary>
public sealed record SignatureView(PolicyPerson By, DateTimeOffset At, string Hash, string? Note);

/// <summary>How shadow or canary run: how many decisions, and in how many its verdict was another.</summary>
public sealed record LaneView(DateTimeOffset Since, int? Share, string? By, long Decisions, long Different);

/// <summary>What the proposer was answered.</summary>
public sealed record AnswerView(bool Accept, string Words, string By, DateTimeOffset At);

/// <summary>GET /policy-versions/{id}.</summary>
public sealed record VersionView(
    string Id, long Number, string Policy, string PolicyTitle, string Title, string State, bool Waits, string CustomerView, PolicyPerson Proposer, IReadOnlyList<string> Cases, IReadOnlyList<string> Conversations, IReadOnlyList<string> Decisions,
    long BasedOn, bool Stale, DateTimeOffset CreatedAt, DateTimeOffset AnswerBy, AnswerView? Answer, string Dmn, IReadOnlyDictionary<string, Dictionary<string, string>> Words, string Hash,
    IReadOnlyList<Checks.FindingView> Findings, Backtests.BacktestReport? Backtest, SignatureView? Signature, LaneView? Shadow, LaneView? Canary, DateTimeOffset? EffectiveFrom, DateTimeOffset? EndedAt,
    IReadOnlyList<HistoryLine> History);

/// <summary>What somebody of the staff is told of a rule, by GET /me/policy-notices.</summary>
/// <param name="Kind">proposed, answer-nears, answer-late, accepted, declined, signed, effective, retired.</param>
public sealed record PolicyNotice(string Id, string Policy, string PolicyTitle, string Version, string Title, string Kind, string Text, string? Note, DateTimeOffset At, bool Seen);
