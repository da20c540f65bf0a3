using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using Patella.Simulator.Api;

namespace Patella.Simulator.Retail;

/// <summary>The people a rule passes through on its way: who proposes it, who owns rules, who signs.</summary>
public sealed record RetailRuleMakers(string Proposer, string Owner, string Signer);

/// <summary>
/// The set's written policy as tables, and their way into force through the public API: proposed, answered, tried on history, signed, in shadow, effective. What
/// the policy says stands in Policies/*.dmn and words.json alone.
/// </summary>
public static class RetailPolicies
{
    /// <summary>The policy whose written table forbids what the correct agent of the set does 22 times: a piece exchanged for its own like.</summary>
    public const string Contradicted = "exchange-items";

    private const string SameVariant = "\"same-variant\"";
    private const string Folder = "Patella.Simulator.Retail.Policies.";

    /// <summary>Keys of the policies there are tables for.</summary>
    public static IReadOnlyList<string> Keys { get; } =
        [.. typeof(RetailPolicies).Assembly.GetManifestResourceNames().Where(name => name.StartsWith(Folder, StringComparison.Ordinal) && name.EndsWith(".dmn", StringComparison.Ordinal)).Select(name => name[Folder.Length..^4]).Order(StringComparer.Ordinal)];

    /// <summary>The table of a policy as the set's policy is written.</summary>
    public static string Written(string key) => Read(key + ".dmn");

    /// <summary>The same without the row that forbids a piece to be exchanged for its own like.</summary>
    public static string LikeForLike(string key)
    {
        var model = XDocument.Parse(Written(key), LoadOptions.PreserveWhitespace);
        var rules = model.Descendants().Where(element => element.Name.LocalName == "rule" && element.Descendants().Any(text => text.Name.LocalName == "text" && text.Value.Trim() == SameVariant)).ToList();
        rules.ForEach(rule => rule.Remove());
        return rules.Count == 1 ? model.ToString(SaveOptions.DisableFormatting) : throw new InvalidOperationException($"{key} has {rules.Count} rows with {SameVariant}.");
    }

    /// <summary>Puts a table in force, step by step.</summary>
    /// <returns>The number of the version.</returns>
    /// <exception cref="RetailFileException">The checks found an error in the table.</exception>
    /// <exception cref="ApiFailureException">A step was refused.</exception>
    public static async Task<long> Publish(PatellaConnection api, RetailRuleMakers makers, string key, string dmn, string id, CancellationToken cancellation)
    {
        var proposed = (await api.RequireAsync(HttpMethod.Post, $"/api/v1/policies/{key}/versions", makers.Proposer, new
        {
            id,
            title = "Retail policy: " + key,
            customerView = "Customers are told what is possible and what is not before anything is done, and agree to it.",
            cases = Array.Empty<string>(),
            dmn,
            words = WordsOf(dmn),
        }, cancellation)).Body;
        var errors = proposed.GetProperty("findings").EnumerateArray().Where(finding => finding.GetProperty("severity").GetString() == "error").ToList();
        if (errors.Count > 0)
        {
            throw new RetailFileException([.. errors.Select(error => new RetailProblem(0, key, error.GetProperty("text").GetString() ?? "is wrong"))]);
        }

        Task<ApiAnswer> Step(string step, string by, object body) => api.RequireAsync(HttpMethod.Post, $"/api/v1/policy-versions/{id}/{step}", by, body, cancellation);
        await Step("answers", makers.Owner, new { accept = true, words = "As the policy is written." });
        await Step("backtests", makers.Proposer, new { });
        await Step("signatures", makers.Signer, new { hash = proposed.GetProperty("hash").GetString() });
        await Step("shadow", makers.Owner, new { });
        await Step("effective", makers.Owner, new { });
        return proposed.GetProperty("number").GetInt64();
    }

    /// <summary>The sentences a table names.</summary>
    private static JsonObject WordsOf(string dmn)
    {
        var words = JsonNode.Parse(Read("words.json"))!.AsObject();
        return new JsonObject(words.Where(word => dmn.Contains($"\"{word.Key}\"", StringComparison.Ordinal)).Select(word => KeyValuePair.Create(word.Key, word.Value?.DeepClone())));
    }

    private static string Read(string file)
    {
        using var reader = new StreamReader(typeof(RetailPolicies).Assembly.GetManifestResourceStream(Folder + file) ?? throw new InvalidOperationException($"There is no {file}."));
        return reader.ReadToEnd();
    }
}
