using System.Globalization;
using System.Text;
using System.Text.Json;
using Patella.Service.Edge.Lines;

namespace Patella.Host.Detection;

/// <summary>One line of a file of voices: text, time, who and what; any further field of text may be a dimension.</summary>
internal sealed class VoiceLine
{
    /// <summary>Bytes of a line that are read; longer ones are refused.</summary>
    public const int LongestLine = 1 << 20;

    public string Id = "";

    /// <summary>UTC microseconds; null when the line has no time.</summary>
    public long? Time;

    public string? Reason, Stage, Customer;
    public byte[]? Text;
    public readonly List<KeyValuePair<string, string>> Fields = [];

    private static readonly UTF8Encoding Strict = new(false, true);

    /// <summary>Fields that are never dimensions: each voice has its own, or they say who and what, not where.</summary>
    private static readonly HashSet<string> NotDimensions = new(["id", "time", "at", "text", "reason", "stage", "customer", "order", "conversation", "author", "language", "rating", "sentiment", "urgency", "title"], StringComparer.OrdinalIgnoreCase);

    /// <summary>Reads a line; the problem in words, null when it is good.</summary>
    public static string? Read(FileLine line, out VoiceLine voice)
    {
        voice = new VoiceLine();
        if (line.IsTooLong)
        {
            return "is longer than 1 MiB";
        }

        try
        {
            var reader = new Utf8JsonReader(line.Content.Span);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                return "is not a JSON object";
            }

            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var name = reader.GetString()!;
                reader.Read();
                if (reader.TokenType == JsonTokenType.String)
                {
                    if (name is "text")
                    {
                        voice.Text = Strict.GetBytes(reader.GetString()!);
                    }
                    else if (name is "time" or "at" && voice.Time is null)
                    {
                        if (!DateTimeOffset.TryParse(reader.GetString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at))
                        {
                            return $"has a {name} that is no time in ISO 8601";
                        }

                        voice.Time = at.ToUnixTimeMilliseconds() * 1_000;
                    }
                    else
                    {
                        voice.Take(name, reader.GetString()!);
                    }
                }
                else if (reader.TokenType == JsonTokenType.Number && name is "id" or "customer")
                {
                    voice.Take(name, Strict.GetString(reader.ValueSpan));
                }
                else
                {
                    reader.Skip();
                }
            }

            return null;
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException or DecoderFallbackException or EncoderFallbackException or ArgumentException)
        {
            return System.Text.Unicode.Utf8.IsValid(line.Content.Span) ? "is not JSON" : "is not UTF-8";
        }
    }

    private void Take(string name, string value)
    {
        switch (name)
        {
            case "id":
                Id = value;
                break;
            case "reason":
                Reason = value;
                break;
            case "stage":
                Stage = value;
                break;
            case "customer":
                Customer = value;
                break;
            default:
                if (value.Length is > 0 and <= 200 && name.Length <= 64 && Fields.Count < 64 && !NotDimensions.Contains(name))
                {
                    Fields.Add(new(name, value));
                }

                break;
        }
    }
}
