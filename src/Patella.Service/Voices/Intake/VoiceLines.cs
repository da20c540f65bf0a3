using System.Text.Json;
using Patella.Service.Edge;

namespace Patella.Service.Voices.Intake;

/// <summary>A line that was read: a voice, or why not. Never both.</summary>
/// <param name="Reason">The code of a reason that the line brings itself; null when it is to be understood.</param>
public readonly record struct VoiceLine(Voice? Voice, string? Reason, VoiceProblem? Problem);

/// <summary>The parser of voices as JSON lines that a tenant sends. Nothing that stands in a line makes it throw. Files of others are read more leniently by <c>patella detect</c> and <c>patella voices classify</c>, where any field may be a dimension.</summary>
public static class VoiceLines
{
    /// <summary>Bytes of a line; longer ones are told and passed over without being kept.</summary>
    public const int LineBytes = 256 << 10;

    /// <summary>Reads one line of UTF-8.</summary>
    public static VoiceLine Read(ReadOnlySpan<byte> line, int number, VoiceLineRules rules)
    {
        var draft = new VoiceDraft(rules);
        try
        {
            ReadFields(line, draft);
        }
        catch (JsonException failure)
        {
            return Refused(number, "json", $"Is not JSON: byte {(failure.BytePositionInLine ?? 0) + 1}.");
        }
        catch (InvalidOperationException)
        {
            return Refused(number, "encoding", "Is not UTF-8 text. Save the file as UTF-8.");
        }

        var reason = draft.Reason;
        var (voice, problem) = draft.Finish();
        return new VoiceLine(voice, reason, problem is null ? null : problem with { Line = number });
    }

    /// <summary>A line that is too long to be read.</summary>
    public static VoiceLine TooLong(int number) => Refused(number, "too-long", $"The line may have at most {LineBytes:N0} bytes.");

    private static VoiceLine Refused(int number, string reason, ProblemText detail) => new(null, null, new VoiceProblem(number, null, reason, detail));

    private static void ReadFields(ReadOnlySpan<byte> line, VoiceDraft draft)
    {
        var reader = new Utf8JsonReader(line, new JsonReaderOptions { MaxDepth = 8 });
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            draft.Refuse(null, "json", "Must be a JSON object.");
            return;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            switch (reader.TokenType)
            {
                case JsonTokenType.String:
                    draft.Set(name, reader.GetString()!);
                    break;
                case JsonTokenType.Number:
                    draft.Set(name, System.Text.Encoding.UTF8.GetString(reader.ValueSpan));
                    break;
                case JsonTokenType.True or JsonTokenType.False:
                    draft.Set(name, reader.TokenType == JsonTokenType.True ? "true" : "false");
                    break;
                case JsonTokenType.Null:
                    break;
                default:
                    draft.Refuse(name.Length > 40 ? name[..40] : name, "field", "Must be a text, a number or true or false.");
                    reader.Skip();
                    break;
            }
        }

        if (reader.Read())
        {
            draft.Refuse(null, "json", "Something follows the object on the same line.");
        }
    }
}
