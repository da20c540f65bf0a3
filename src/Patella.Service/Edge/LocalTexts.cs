using System.Collections.Frozen;
using System.Globalization;
using System.Reflection;
using System.Text.Json;

namespace Patella.Service.Edge;

/// <summary>
/// Texts shown to people, from one embedded <c>Texts/*.json</c> file: key, then language, then text with named places such as <c>{number}</c>.
/// Every key has every language the file declares; a test compares them.
/// </summary>
public sealed class LocalTexts
{
    private const string Fallback = "en";
    private readonly FrozenDictionary<string, FrozenDictionary<string, string>> _texts;

    /// <param name="assembly">Where the file is embedded.</param>
    /// <param name="file">The end of its resource name, such as <c>Orders.Texts.questions.json</c>.</param>
    public LocalTexts(Assembly assembly, string file)
    {
        var resource = assembly.GetManifestResourceNames().SingleOrDefault(name => name.EndsWith("." + file, StringComparison.Ordinal))
            ?? throw new InvalidOperationException($"No embedded file ends with {file}.");
        using var stream = assembly.GetManifestResourceStream(resource)!;
        var read = JsonSerializer.Deserialize<Dictionary<string, Dictionary<string, string>>>(stream)!;
        _texts = read.ToFrozenDictionary(pair => pair.Key, pair => pair.Value.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase));
    }

    public IReadOnlyCollection<string> Keys => _texts.Keys;

    /// <summary>The languages a key is written in.</summary>
    public IReadOnlyCollection<string> LanguagesOf(string key) => _texts[key].Keys;

    public bool Has(string key) => _texts.ContainsKey(key);

    /// <summary>The text in a language (BCP 47), in English when that language is not written; places are filled from <paramref name="values"/>.</summary>
    public string In(string? language, string key, params ReadOnlySpan<(string Place, object Value)> values)
    {
        var byLanguage = _texts.TryGetValue(key, out var found) ? found : throw new InvalidOperationException($"No text has the key {key}.");
        var text = byLanguage.TryGetValue(Pick(language), out var written) ? written : byLanguage[Fallback];
        foreach (var (place, value) in values)
        {
            text = text.Replace("{" + place + "}", Convert.ToString(value, CultureInfo.InvariantCulture), StringComparison.Ordinal);
        }

        return text;
    }

    /// <summary>The language of our texts that serves a caller best: any Chinese is zh-CN, otherwise the primary subtag.</summary>
    public static string Pick(string? language)
    {
        if (string.IsNullOrEmpty(language))
        {
            return Fallback;
        }

        var end = language.AsSpan().IndexOfAny('-', '_');
        var primary = (end < 0 ? language : language[..end]).ToLowerInvariant();
        return primary == "zh" ? "zh-CN" : primary;
    }
}
