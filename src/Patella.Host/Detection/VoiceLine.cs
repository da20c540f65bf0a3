using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Patella.Host.Detection;

/// <summary>One line of a file of voices.</summary>
internal sealed class VoiceLine
{
    /// <summary>Bytes of a line that are read; longer ones are refused.</summary>
    public const int LongestLine = 1 << 20;

    public string Id = "";
    public long At;
    public string? Reason, Stage, Customer;
    public byte[] Text = [];
    public readonly List<KeyValuePair<string, string>> Fields = [];

    private static readonly UTF8Encoding Strict = new(false, true);

    /// <summary>Fields that are never dimensions: each voice has its own, or they say who and what, not where.</summary>
    private static readonly HashSet<string> NotDimensions = new(["id", "time", "at", "text", "reason", "stage", "customer", "order", "conversation", "author", "language", "rating", "sentiment", "urgency", "title"], StringComparer.OrdinalIgnoreCase);

    /// <summary>Reads a line; the problem in words, null when it is good.</summary>
    public static string? Read(ReadOnlySpan<byte> line, out VoiceLine voice)
    {
        voice = new VoiceLine();
        if (line.Length > LongestLine)
        {
            return $"the line is longer than {LongestLine} bytes";
        }

        try
        {
            var reader = new Utf8JsonReader(line);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                return "a JSON object is expected";
            }

            var time = false;
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
                    else if (name is "time" or "at" && !time)
                    {
                        if (!DateTimeOffset.TryParse(reader.GetString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at))
                        {
                            return $"'{name}' is no time in ISO 8601";
                        }

                        (voice.At, time) = (at.ToUnixTimeMilliseconds() * 1_000, true);
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

            return !time ? "'time' is missing" : null;
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException or DecoderFallbackException or EncoderFallbackException or ArgumentException)
        {
            return "not JSON in UTF-8: " + failure.Message.Split('\n')[0];
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
