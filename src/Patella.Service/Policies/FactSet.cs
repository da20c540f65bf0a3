using System.Text.Json;
using System.Text.Json.Nodes;
using Patella.Kernel.Dmn.Feel;

namespace Patella.Service.Policies;

/// <summary>
/// The facts of one question: a JSON object, one member an input of the tables. A decision is made from exactly the text that is stored, so that it can be
/// replayed bit for bit. Dates and durations are written as <see cref="FeelJson"/> writes them: <c>{"@": "2026-11-11T20:00:00Z"}</c>.
/// </summary>
public sealed class FactSet
{
    private readonly Dictionary<string, object?> _values;

    private FactSet(string json, Dictionary<string, object?> values) => (Text, _values) = (json, values);

    /// <summary>The facts as they are stored.</summary>
    public string Text { get; }

    /// <summary>The same as FEEL values, by input.</summary>
    public IReadOnlyDictionary<string, object?> Values => _values;

    /// <summary>Facts made from records and anonymous objects of texts, numbers, lists and <see cref="FeelJson"/> forms.</summary>
    public static FactSet Of(JsonObject facts) => Read(facts.ToJsonString(Edge.Json.Options));

    /// <exception cref="JsonException">It is no JSON object, or holds a number or a date that FEEL cannot.</exception>
    public static FactSet Read(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.ValueKind == JsonValueKind.Object
            ? new FactSet(json, document.RootElement.EnumerateObject().GroupBy(member => member.Name).ToDictionary(group => group.Key, group => FeelJson.Read(group.Last().Value)))
            : throw new JsonException("Facts are a JSON object.");
    }

    /// <summary>An instant as a fact.</summary>
    public static JsonObject Instant(DateTimeOffset time) => new() { ["@"] = time.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture) };

    /// <summary>The value at a dotted path; null when it, or something on the way, is null or absent.</summary>
    public object? At(string path) => At(_values, path);

    /// <summary>The same of values that stand anywhere.</summary>
    internal static object? At(IReadOnlyDictionary<string, object?> values, string path)
    {
        var parts = path.Split('.');
        object? value = values.GetValueOrDefault(parts[0]);
        foreach (var part in parts.Skip(1))
        {
            value = value is FeelContext context && context.TryGetValue(part, out var inner) ? inner : null;
        }

        return value;
    }
}
