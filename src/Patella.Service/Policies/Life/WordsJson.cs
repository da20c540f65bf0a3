using System.Text.Encodings.Web;
using System.Text.Json;
using Patella.Service.Edge;

namespace Patella.Service.Policies.Life;

/// <summary>Words of a version in one spelling: codes and languages in order.</summary>
internal static class WordsJson
{
    private const int MostCodes = 500;
    private const int MostText = 300;
    private static readonly JsonSerializerOptions Writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Null after telling what is wrong.</summary>
    public static string? Read(JsonElement? words, Validation check)
    {
        if (words is not { ValueKind: not (JsonValueKind.Null or JsonValueKind.Undefined) } given)
        {
            return "{}";
        }

        if (given.ValueKind != JsonValueKind.Object || given.EnumerateObject().Count() > MostCodes)
        {
            check.Must(false, "/words", $"Must be an object of at most {MostCodes} codes.");
            return null;
        }

        var kept = new SortedDictionary<string, SortedDictionary<string, string>>(StringComparer.Ordinal);
        foreach (var code in given.EnumerateObject())
        {
            var fits = Validation.IsId(code.Name) && code.Value.ValueKind == JsonValueKind.Object && code.Value.EnumerateObject().All(text => text.Name.Length <= 35 && text.Value.ValueKind == JsonValueKind.String && text.Value.GetString()!.Length <= MostText);
            check.Must(fits, "/words/" + code.Name, $"Must be sentences by language, at most {MostText} characters each.");
            kept[code.Name] = new SortedDictionary<string, string>(fits ? code.Value.EnumerateObject().DistinctBy(text => text.Name).ToDictionary(text => text.Name, text => text.Value.GetString()!.Trim()) : [], StringComparer.Ordinal);
        }

        return JsonSerializer.Serialize(kept, Writing);
    }

    public static IReadOnlyDictionary<string, Dictionary<string, string>> Show(string json) => JsonSerializer.Deserialize<Dictionary<string, Dictionary<string, string>>>(json) ?? [];
}
