using System.Text.Json;
using Patella.Host.Detection;
using Patella.Kernel.Learning;

namespace Patella.Host.Evaluations.Voices;

/// <summary>What became of a file of voices.</summary>
internal sealed record ClassificationSummary(long Lines, long Read, long Refused, IReadOnlyList<(int Line, string Detail)> Problems);

/// <summary>Reads voices, a JSON object a line with id and text, and writes what was understood of each; what cannot be read is told by its line and the rest goes on.</summary>
internal static class VoiceClassification
{
    private const int MostProblems = 100;
    private const int MostId = 200;

    public static ClassificationSummary Run(VoiceModel model, VoiceFile voices, Stream into)
    {
        var reader = new VoiceReader(model, new FamilyIndex());
        using var writer = new Utf8JsonWriter(into, new JsonWriterOptions { SkipValidation = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        var problems = new List<(int, string)>();
        long lines = 0, refused = 0;
        foreach (var (number, voice, problem) in voices.Read())
        {
            lines++;
            if ((problem ?? Missing(voice)) is { } wrong)
            {
                refused++;
                if (problems.Count < MostProblems)
                {
                    problems.Add((number, wrong));
                }

                continue;
            }

            var id = voice.Id.Length > 0 ? voice.Id : number.ToString(System.Globalization.CultureInfo.InvariantCulture);
            Write(writer, model.Reasons, id, reader.Read(voice.Text, (voice.Time ?? 0) / 60_000_000));
            writer.Flush();
            writer.Reset();
            into.WriteByte((byte)'\n');
        }

        return new ClassificationSummary(lines, lines - refused, refused, problems);
    }

    private static string? Missing(VoiceLine voice) => voice.Text is null ? "has no text" : voice.Id.Length > MostId ? $"has an id of more than {MostId} characters" : null;

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
