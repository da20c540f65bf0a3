using System.Text.Json;
using Patella.Service.Edge;

namespace Patella.Service.Policies;

/// <summary>What a policy may answer; wire and stored words, append only.</summary>
public static class PolicyOutcome
{
    /// <summary>Nothing stands in the way.</summary>
    public const string Allow = "allow";

    /// <summary>The rule says no, and what is possible instead.</summary>
    public const string Refuse = "refuse";

    /// <summary>A person decides, by a promised time.</summary>
    public const string Person = "person";

    /// <summary>All of them.</summary>
    public static readonly IReadOnlyList<string> All = [Allow, Refuse, Person];
}

/// <summary>Something that a policy is asked before it is done.</summary>
/// <param name="Policy">Key of the decision point, such as <c>refund</c>.</param>
/// <param name="Subject">What it is about, as <c>kind:id</c>.</param>
/// <param name="ShareKey">What stays in or out of a canary as a whole: the case, or what stands for it.</param>
/// <param name="Facts">All that a table may look at; no table has a clock or a store of its own.</param>
/// <param name="At">Business time, UTC microseconds: which version is in force, and what now() gives.</param>
/// <param name="Category">For a canary by category of goods.</param>
/// <param name="Person">Whose data the facts may hold: their erasure takes the stored facts with it.</param>
public sealed record PolicyQuestion(string Policy, string Subject, string ShareKey, FactSet Facts, long At, string? Category = null, string? Person = null);

/// <summary>Which rule spoke.</summary>
/// <param name="Policy">Key of the policy.</param>
/// <param name="Version">Number of the version; 0 is the built-in table.</param>
/// <param name="Row">Row of the table, from 1; null when no row fired.</param>
/// <param name="Note">The row's annotation.</param>
public sealed record PolicyRule(string Policy, long Version, int? Row, string? Note);

/// <summary>What a policy answers.</summary>
/// <param name="Outcome">allow, refuse or person.</param>
/// <param name="Reason">Code of the reason; its words belong to the version.</param>
/// <param name="Instead">Code of what is possible instead.</param>
/// <param name="WithinHours">By when a person decides, as the table says; null leaves it to the tenant.</param>
/// <param name="Consent">Whether the consumer must agree; null leaves it to the kind of action.</param>
/// <param name="Values">All columns the table gave, as FEEL values in JSON.</param>
/// <param name="Problems">Which fact or cell kept the table from an answer; then the outcome is always person. For staff.</param>
public sealed record PolicyVerdict(
    string Outcome, string Reason, string? Instead, double? WithinHours, bool? Consent, PolicyRule Rule, IReadOnlyDictionary<string, JsonElement> Values, IReadOnlyList<string> Problems)
{
    /// <summary>Hash of the table and words that gave it.</summary>
    internal string Content { get; init; } = "";

    /// <summary>Id of the version; null for the built-in table.</summary>
    internal string? VersionId { get; init; }

    /// <summary>effective, canary or built-in.</summary>
    internal string Lane { get; init; } = PolicyLanes.BuiltIn;

    /// <summary>What a version in shadow, or the effective one beside a canary, would have said.</summary>
    internal IReadOnlyList<PolicyVerdict> Beside { get; init; } = [];

    /// <summary>Sentences of the version, by code and language.</summary>
    internal PolicyWords Words { get; init; } = PolicyWords.None;

    /// <summary>Hours within which a person decides: the table's word, or the tenant's.</summary>
    public double PromiseHours { get; init; } = 24;

    /// <summary>The reason in one sentence for whoever asked.</summary>
    public string Says(string? language) => Words.In(language, Reason) ?? PolicyTexts.Of(language, "reason." + Outcome);

    /// <summary>What is possible instead, in one sentence.</summary>
    public string? SaysInstead(string? language) => Instead is null ? null : Words.In(language, Instead);
}

/// <summary>How a verdict came to be asked of a version; stored words, append only.</summary>
internal static class PolicyLanes
{
    public const string BuiltIn = "built-in";
    public const string Effective = "effective";
    public const string Canary = "canary";
    public const string Shadow = "shadow";
}

/// <summary>What stands beside a decision when it is kept.</summary>
/// <param name="By">Who asked for it, as <c>kind:id</c>.</param>
/// <param name="Override">Words of the person of the staff who did it against a refusal, within their authority: a disagreement.</param>
public sealed record PolicyKept(string? By = null, string? Override = null);
