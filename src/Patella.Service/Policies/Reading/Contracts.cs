using System.Text.Json;
using System.Text.Json.Nodes;
using Patella.Service.Policies.Life;

namespace Patella.Service.Policies.Reading;

/// <summary>What a version said beside the one that decided.</summary>
/// <param name="Lane">shadow, effective or built-in.</param>
public sealed record BesideView(string Lane, long Version, string Outcome, string? Reason, int? Row);

/// <summary>A stored decision at a glance.</summary>
/// <param name="Lane">built-in, effective or canary.</param>
/// <param name="By">Who asked, as kind:id.</param>
/// <param name="Disagreement">Words of who did it against a refusal.</param>
public sealed record DecisionLine(
    string Id, string Policy, long Version, string? VersionId, string Lane, string Subject, string Outcome, string Reason, int? Row, string? Note, DateTimeOffset At, string? By, string? Disagreement);

/// <summary>GET /policy-decisions/{id}.</summary>
/// <param name="Facts">What it was made from, personal ones masked; absent once the person is erased.</param>
/// <param name="Verdict">As it was given.</param>
public sealed record DecisionView(
    string Id, string Policy, long Version, string? VersionId, string Lane, string Subject, string Outcome, string Reason, int? Row, string? Note, DateTimeOffset At, string? By, string? Disagreement,
    JsonNode? Facts, JsonNode? Verdict, IReadOnlyList<BesideView> Beside, string Hash);

/// <summary>POST /policy-decisions/{id}/replays.</summary>
/// <param name="Same">Whether the same table with the same facts gives the same verdict, letter by letter.</param>
public sealed record ReplayView(bool Same, JsonNode Verdict);

/// <summary>A fact that tables of a policy may name, by GET /policy-facts.</summary>
/// <param name="Meaning">In the caller's language.</param>
public sealed record FactView(string Path, string Type, bool MayBeUnknown, bool Argument, bool Personal, string Meaning);

/// <summary>POST /policies/{key}/trials.</summary>
/// <param name="Dmn">Absent: the one in force.</param>
/// <param name="Facts">An object, one member an input.</param>
public sealed record TrialRequest(string? Dmn, JsonElement? Facts, JsonElement? Words = null);

/// <summary>A column of a table and the value it had.</summary>
public sealed record TrialValue(string Name, string Value);

/// <summary>A table that was evaluated.</summary>
public sealed record TrialTable(string Place, IReadOnlyList<TrialValue> Inputs, IReadOnlyList<int> Rows, bool UsedDefault, string Value);

/// <summary>What a table says of facts, and how; it has no effect.</summary>
public sealed record TrialView(
    string Outcome, string Reason, string Sentence, string? Instead, double? WithinHours, bool? Consent, PolicyRule Rule, JsonNode Values, IReadOnlyList<string> Problems, IReadOnlyList<TrialTable> Tables, IReadOnlyList<Checks.FindingView> Findings);
