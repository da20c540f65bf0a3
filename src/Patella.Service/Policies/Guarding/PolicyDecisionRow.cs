using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Patella.Service.Policies.Guarding;

/// <summary>A decision as it is stored.</summary>
internal sealed record PolicyDecisionRow
{
    public string Id { get; init; } = "";

    public string Policy { get; init; } = "";

    public long Number { get; init; }

    public string? Version { get; init; }

    /// <summary>Hash of the table and words that decided.</summary>
    public string Content { get; init; } = "";

    public string Lane { get; init; } = "";

    public string Subject { get; init; } = "";

    public string ShareKey { get; init; } = "";

    public string? Category { get; init; }

    public string? Person { get; init; }

    /// <summary>Null once the person is erased.</summary>
    public string? Facts { get; init; }

    public string Outcome { get; init; } = "";

    public string Reason { get; init; } = "";

    public long? Fired { get; init; }

    public string Verdict { get; init; } = "";

    public string? Beside { get; init; }

    public string? ByRef { get; init; }

    public string? Overridden { get; init; }

    public long At { get; init; }

    public long? Block { get; init; }

    /// <summary>The version that was in shadow, and what it said.</summary>
    public string? ShadowVersion { get; init; }

    public string? ShadowOutcome { get; init; }

    /// <summary>What the version in force would have said, where the canary decided.</summary>
    public string? OtherOutcome { get; init; }
}

/// <summary>A verdict in one spelling, so that a replay can be compared letter by letter.</summary>
internal static class VerdictText
{
    private static readonly JsonSerializerOptions Writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Of(PolicyVerdict verdict) => Node(verdict).ToJsonString(Writing);

    public static string OfBeside(IReadOnlyList<PolicyVerdict> verdicts) => new JsonArray([.. verdicts.Select(verdict =>
    {
        var node = Node(verdict);
        node["lane"] = verdict.Lane;
        node["version"] = verdict.Rule.Version;
        node["versionId"] = verdict.VersionId;
        return (JsonNode)node;
    })]).ToJsonString(Writing);

    private static JsonObject Node(PolicyVerdict verdict) => new()
    {
        ["outcome"] = verdict.Outcome, ["reason"] = verdict.Reason, ["instead"] = verdict.Instead, ["withinHours"] = verdict.WithinHours, ["consent"] = verdict.Consent, ["row"] = verdict.Rule.Row, ["note"] = verdict.Rule.Note,
        ["values"] = new JsonObject(verdict.Values.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)JsonNode.Parse(pair.Value.GetRawText())))),
        ["problems"] = new JsonArray([.. verdict.Problems.Select(problem => (JsonNode)problem)]),
    };
}
