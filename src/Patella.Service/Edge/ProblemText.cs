using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Patella.Service.Edge;

/// <summary>
/// A sentence about what is wrong, written in English where it is found, and told in the caller's language. It keeps its template and its values apart
/// (an interpolated string becomes "At most {0} files."), and the template is the key of its translation in the capability's <c>Texts/problems.json</c>.
/// A rule over the sources fails for a template without one.
/// </summary>
[InterpolatedStringHandler]
[JsonConverter(typeof(ProblemTextJson))]
public sealed class ProblemText
{
    private readonly StringBuilder? _building;
    private readonly List<object?> _values;
    private string? _template;

    /// <summary>Called by the compiler for an interpolated string.</summary>
    public ProblemText(int literalLength, int formattedCount)
    {
        _building = new StringBuilder(literalLength + (formattedCount * 4));
        _values = new List<object?>(formattedCount);
    }

    private ProblemText(string template, List<object?> values)
    {
        _template = template;
        _values = values;
    }

    /// <summary>The English sentence with numbered places, as <see cref="string.Format(string, object?[])"/> takes it.</summary>
    public string Template => _template ??= _building!.ToString();

    /// <summary>What fills the places; a value may be a sentence of its own.</summary>
    public IReadOnlyList<object?> Values => _values;

    public static implicit operator ProblemText(string sentence) => new(Escape(sentence), []);

    /// <summary>A sentence whose parts were taken apart, for the way between processes.</summary>
    public static ProblemText Of(string template, IEnumerable<string> values) => new(template, [.. values]);

    /// <summary>A text that was made elsewhere: already in the caller's language, a technical message that has only one, or a constant sentence of a lower layer, which is told in Chinese where a problems.json has it.</summary>
    public static ProblemText Said(string text) => new(Escape(text), []);

    public void AppendLiteral(string text) => _building!.Append(Escape(text));

    public void AppendFormatted<T>(T value, string? format = null)
    {
        _building!.Append('{').Append(_values.Count).Append(format is null ? "" : ":" + format).Append('}');
        _values.Add(value);
    }

    /// <summary>The sentence in a language (BCP 47); in English where it is not translated.</summary>
    public string In(string? language)
    {
        var template = ProblemTexts.Find(language, Template) ?? Template;
        return string.Format(CultureInfo.InvariantCulture, template, [.. _values.Select(value => Told(value, language))]);
    }

    /// <summary>A value that is itself a sentence, or the English of one that came from another process, is told in the language too.</summary>
    private static object? Told(object? value, string? language) => value switch
    {
        ProblemText sentence => sentence.In(language),
        string text => ProblemTexts.Find(language, Escape(text)) ?? text,
        _ => value,
    };

    /// <summary>In English.</summary>
    public override string ToString() => In(null);

    private static string Escape(string text) => text.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal);
}

/// <summary>On the wire it is the text; <see cref="ProblemResult"/> has put it into the caller's language before.</summary>
internal sealed class ProblemTextJson : JsonConverter<ProblemText>
{
    public override ProblemText? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetString() is { } text ? ProblemText.Said(text) : null;

    public override void Write(Utf8JsonWriter writer, ProblemText value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}

/// <summary>The Chinese of every sentence: all embedded <c>Texts/problems.json</c> files together, English template to Chinese.</summary>
public static class ProblemTexts
{
    private static readonly Lazy<Dictionary<string, string>> Chinese = new(Load);

    /// <summary>The sentence's template in a language other than English, or null.</summary>
    public static string? Find(string? language, string template) => LocalTexts.Pick(language) == "zh-CN" ? Chinese.Value.GetValueOrDefault(template) : null;

    private static Dictionary<string, string> Load()
    {
        var all = new Dictionary<string, string>();
        var assembly = Assembly.GetExecutingAssembly();
        foreach (var name in assembly.GetManifestResourceNames().Where(name => name.EndsWith(".Texts.problems.json", StringComparison.Ordinal)))
        {
            using var stream = assembly.GetManifestResourceStream(name)!;
            foreach (var (english, chinese) in JsonSerializer.Deserialize<Dictionary<string, string>>(stream)!)
            {
                all[english] = chinese;
            }
        }

        return all;
    }
}
