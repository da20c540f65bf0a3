using System.Text.Json;
using Patella.Service.Edge;

namespace Patella.Service.Orders.Imports;

/// <summary>One JSON object a line.</summary>
internal static class JsonLines
{
    public static List<(int Line, JsonElement Value)> Read(string content, int most, List<ImportError> errors)
    {
        var lines = new List<(int, JsonElement)>();
        var number = 0;
        foreach (var span in content.AsSpan().EnumerateLines())
        {
            number++;
            var text = span.Trim().TrimStart('\uFEFF');
            if (text.Length == 0)
            {
                continue;
            }

            if (lines.Count == most)
            {
                errors.Add(new ImportError(number, null, $"A file may have at most {most:N0} lines; split it."));
                break;
            }

            if (Parse(text, number, errors) is { } value)
            {
                lines.Add((number, value));
            }
        }

        return lines;
    }

    /// <summary>Nested names joined by dots; lists are left out.</summary>
    public static ImportRow Flat(int line, JsonElement value)
    {
        var values = new Dictionary<string, string>();
        Flatten(value, "", values);
        return new ImportRow(line, values);
    }

    private static JsonElement? Parse(ReadOnlySpan<char> text, int line, List<ImportError> errors)
    {
        try
        {
            var value = JsonSerializer.Deserialize<JsonElement>(text, Json.Options);
            if (value.ValueKind == JsonValueKind.Object)
            {
                return value;
            }

            errors.Add(new ImportError(line, null, "Must be a JSON object."));
        }
        catch (JsonException failure)
        {
            errors.Add(new ImportError(line, null, $"Is not JSON: byte {failure.BytePositionInLine + 1}."));
        }

        return null;
    }

    private static void Flatten(JsonElement value, string prefix, Dictionary<string, string> values)
    {
        foreach (var property in value.EnumerateObject())
        {
            var name = prefix + property.Name;
            switch (property.Value.ValueKind)
            {
                case JsonValueKind.Object:
                    Flatten(property.Value, name + ".", values);
                    break;
                case JsonValueKind.String or JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False when property.Value.ToString() is { Length: > 0 } text:
                    values[name] = text;
                    break;
            }
        }
    }
}
