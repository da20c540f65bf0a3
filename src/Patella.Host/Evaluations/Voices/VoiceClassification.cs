using System.Text.Json;
using Patella.Kernel.Learning;

namespace Patella.Host.Evaluations.Voices;

/// <summary>What became of a file of voices.</summary>
internal sealed record ClassificationSummary(long Lines, long Read, long Refused, IReadOnlyList<(int Line, string Detail)> Problems);

/// <summary>Reads voices, a JSON object a line with id and text, and writes what was understood of each; what cannot be read is told by its line and the rest goes on.</summary>
internal static class VoiceClassification
{
    private const int MostProblems = 100;
    private const int MostId = 200;

    public static ClassificationSummary Run(VoiceModel model, Stream voices, Stream into)
    {
        var reader = new VoiceReader(model, new FamilyIndex());
        using var writer = new Utf8JsonWriter(into, new JsonWriterOptions { SkipValidation = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        var problems = new List<(int, string)>();
        long lines = 0, read = 0, refused = 0;
        foreach (var line in BoundedLines.Read(voices))
        {
            var content = line.Content.Span.Trim("\uFEFF\r\t "u8);
            if (content.IsEmpty && !line.IsTooLong)
            {
                continue;
            }

            lines++;
            if (Problem(line, content, out var id, out var text, out var minute) is { } problem)
            {
                refused++;
                if (problems.Count < MostProblems)
                {
                    problems.Add((line.Number, problem));
                }

                continue;
            }

            read++;
            Write(writer, model.Reasons, id!, reader.Read(text, minute));
            writer.Flush();
            writer.Reset();
            into.WriteByte((byte)'\n');
        }

        return new ClassificationSummary(lines, read, refused, problems);
    }

    private static string? Problem(FileLine line, ReadOnlySpan<byte> content, out string? id, out byte[]? text, out long minute)
    {
        (id, text, minute) = (null, null, 0);
        if (line.IsTooLong)
        {
            return "is longer than 1 MiB";
        }

        try
        {
            using var document = JsonDocument.Parse(content.ToArray());
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object)
            {
                return "is not a JSON object";
            }

            id = root.TryGetProperty("id", out var given) ? given.ValueKind == JsonValueKind.String ? given.GetString() : given.GetRawText() : line.Number.ToString(System.Globalization.CultureInfo.InvariantCulture);
            if (!root.TryGetProperty("text", out var said) || said.ValueKind != JsonValueKind.String)
            {
                return "has no text";
            }

            text = System.Text.Encoding.UTF8.GetBytes(said.GetString()!);
            minute = root.TryGetProperty("time", out var time) && time.ValueKind == JsonValueKind.String && time.TryGetDateTimeOffset(out var at) ? at.ToUnixTimeSeconds() / 60 : 0;
            return id!.Length > MostId ? $"has an id of more than {MostId} characters" : null;
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException)
        {
            return System.Text.Unicode.Utf8.IsValid(content) ? "is not JSON" : "is not UTF-8";
        }
    }

    private static void Write(Utf8JsonWriter writer, ReasonTable reasons, string id, Understanding understood)
    {
        writer.WriteStartObject();
        writer.WriteString("id"u8, id);
        writer.WriteString("stage"u8, reasons.StageCode(understood.Stage));
        writer.WriteString("reason"u8, reasons.ReasonCode(understood.Reason));
        writer.WriteNumber("sentiment"u8, understood.Sentiment);
        writer.WriteNumber("urgency"u8, understood.Urgency);
        writer.WriteNumber("margin"u8, understood.Margin);
        writer.WriteString("language"u8, LanguageCode.Tag(understood.Language));
        writer.WriteString("family"u8, understood.Family == 0 ? "" : understood.Family.ToString("x16", System.Globalization.CultureInfo.InvariantCulture));
        writer.WriteNumber("multiplicity"u8, understood.Multiplicity);
        writer.WriteEndObject();
    }
}
