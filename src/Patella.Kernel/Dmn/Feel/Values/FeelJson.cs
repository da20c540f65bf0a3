using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Patella.Kernel.Dmn.Feel;

/// <summary>
/// FEEL values as JSON and back without loss, so that a stored decision can be replayed bit for bit. Numbers keep their
/// digits; dates, times and durations are written as {"@": "2024-02-29"}; ranges and functions cannot be stored.
/// </summary>
public static class FeelJson
{
    private const string Temporal = "@";
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The value as JSON, without white space.</summary>
    /// <exception cref="ArgumentException">It is or holds a range or a function.</exception>
    public static string Write(object? value)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, Options))
        {
            Write(writer, value);
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    /// <summary>The value of a JSON text: any JSON will do, so facts may come straight from a request.</summary>
    /// <exception cref="JsonException">It is not JSON, or holds a number or date that FEEL cannot.</exception>
    public static object? Read(string json)
    {
        using var document = JsonDocument.Parse(json);
        return Read(document.RootElement);
    }

    /// <summary>The value of a JSON element.</summary>
    /// <exception cref="JsonException">It holds a number or date that FEEL cannot.</exception>
    public static object? Read(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Null or JsonValueKind.Undefined => null,
        JsonValueKind.True or JsonValueKind.False => FeelValues.Box(element.GetBoolean()),
        JsonValueKind.Number => element.TryGetDecimal(out decimal number) ? number : throw new JsonException($"{element.GetRawText()} does not fit a FEEL number"),
        JsonValueKind.String => element.GetString(),
        JsonValueKind.Array => FeelList.Of(element.EnumerateArray().Select(Read)),
        _ => Entries(element),
    };

    private static object Entries(JsonElement element)
    {
        if (element.TryGetProperty(Temporal, out JsonElement text) && text.ValueKind == JsonValueKind.String && element.EnumerateObject().Count() == 1)
        {
            return TemporalText.ReadAny(text.GetString()!) ?? throw new JsonException($"'{text.GetString()}' is no date, time or duration");
        }

        return FeelContext.Of(element.EnumerateObject().Select(entry => new KeyValuePair<string, object?>(entry.Name, Read(entry.Value))));
    }

    private static void Write(Utf8JsonWriter writer, object? value)
    {
        StackGuard.Check();
        switch (value)
        {
            case null: writer.WriteNullValue(); break;
            case bool truth: writer.WriteBooleanValue(truth); break;
            case decimal number: writer.WriteRawValue(number.ToString(CultureInfo.InvariantCulture)); break;
            case string text: writer.WriteStringValue(text); break;
            case FeelList list: WriteList(writer, list); break;
            case FeelContext context: WriteContext(writer, context); break;
            case FeelDate or FeelTime or FeelDateTime or DayTimeDuration or YearMonthDuration:
                writer.WriteStartObject();
                writer.WriteString(Temporal, value.ToString());
                writer.WriteEndObject();
                break;
            default: throw new ArgumentException($"A {FeelText.TypeName(value)} cannot be stored.", nameof(value));
        }
    }

    private static void WriteList(Utf8JsonWriter writer, FeelList list)
    {
        writer.WriteStartArray();
        foreach (object? item in list)
        {
            Write(writer, item);
        }

        writer.WriteEndArray();
    }

    private static void WriteContext(Utf8JsonWriter writer, FeelContext context)
    {
        writer.WriteStartObject();
        foreach ((string key, object? value) in context)
        {
            writer.WritePropertyName(key);
            Write(writer, value);
        }

        writer.WriteEndObject();
    }
}
