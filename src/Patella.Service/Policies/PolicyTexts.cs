using System.Text.Json;
using Patella.Service.Edge;

namespace Patella.Service.Policies;

/// <summary>Words of policies that belong to the product, not to a version.</summary>
internal static class PolicyTexts
{
    private static readonly LocalTexts Texts = new(typeof(PolicyTexts).Assembly, "Policies.Texts.policies.json");

    public static string Of(string? language, string key, params ReadOnlySpan<(string Place, object Value)> values) => Texts.In(language, key, values);

    public static bool Has(string key) => Texts.Has(key);
}

/// <summary>The sentences of a version: code, then language, then one sentence for consumers.</summary>
public sealed class PolicyWords
{
    /// <summary>Languages every code must have.</summary>
    public static readonly IReadOnlyList<string> Languages = ["zh-CN", "en"];

    /// <summary>No sentences.</summary>
    public static readonly PolicyWords None = new([]);

    private readonly Dictionary<string, Dictionary<string, string>> _words;

    private PolicyWords(Dictionary<string, Dictionary<string, string>> words) => _words = words;

    /// <summary>Codes that have words.</summary>
    public IReadOnlyCollection<string> Codes => _words.Keys;

    /// <summary>Reads <c>{code: {language: sentence}}</c>; null or empty gives none.</summary>
    public static PolicyWords Read(string? json) => string.IsNullOrEmpty(json) ? None : new PolicyWords(JsonSerializer.Deserialize<Dictionary<string, Dictionary<string, string>>>(json) ?? []);

    /// <summary>The sentence of a code in a language (English where that is not written); null when it has none.</summary>
    public string? In(string? language, string code)
        => !_words.TryGetValue(code, out var sentences) ? null : sentences.GetValueOrDefault(LocalTexts.Pick(language)) ?? sentences.GetValueOrDefault("en") ?? sentences.Values.FirstOrDefault();

    /// <summary>Languages that a code lacks.</summary>
    public IEnumerable<string> Lacks(string code) => Languages.Where(language => !_words.TryGetValue(code, out var sentences) || string.IsNullOrWhiteSpace(sentences.GetValueOrDefault(language)));
}
