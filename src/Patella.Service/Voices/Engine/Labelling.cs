using System.Text;
using Patella.Platform.Clocks;
using Patella.Platform.Identifiers;
using Patella.Platform.Logs;
using Patella.Service.Voices.Masking;
using Patella.Service.Voices.Packing;

namespace Patella.Service.Voices.Engine;

/// <summary>Makes labelled records of records of the log, one after the other: what was heard before is dropped, personal data masked, the rest understood by the model in force.</summary>
internal sealed class Labelling(TenantId tenant, EngineParts parts, SeenVoices seen, string salt)
{
    private IVoiceReading? _reading;
    private long _minute;

    /// <summary>Data of the newest control record that switched the model; null while none has.</summary>
    public string? Model { get; private set; }

    /// <summary>Takes up the model in force.</summary>
    public async Task Begin(string? model)
    {
        Model = model;
        _reading = await parts.Understanding.Reading(tenant, model, _reading);
    }

    public async Task<byte[]> Label(LogRecord record)
    {
        var (voices, control) = VoiceRecord.Read(record.Offset, record.Payload.Span);
        if (control is not null)
        {
            if (control.Kind == VoiceControls.Model)
            {
                await Begin(control.Data);
            }

            return LabelledRecord.Write(record.Offset, control);
        }

        var rows = new VoiceRows();
        for (var index = 0; index < voices.Count; index++)
        {
            var id = Hashes.OfVoice(voices[index].Source, voices[index].Id);
            if (await seen.Add(id, voices[index].At))
            {
                rows.Add(Understand(voices[index], (record.Offset * VoiceLog.RecordPositions) + index), id);
            }
        }

        return LabelledRecord.Write(record.Offset, rows);
    }

    private LabelledVoice Understand(Voice voice, long position)
    {
        // The stream's own time never runs backwards: a late voice is read in the window that is open.
        _minute = Math.Max(_minute, voice.At / (60 * Microseconds.PerSecond));
        var understood = _reading!.Read(Encoding.UTF8.GetBytes(VoiceMask.Mask(voice.Text)), _minute);
        return new LabelledVoice
        {
            Position = position, At = voice.At, Stage = understood.Stage, Reason = understood.Reason, Sentiment = Judged(voice, understood.Sentiment), Urgency = understood.Urgency, Margin = understood.Margin,
            Customer = Hashes.OfCustomer(voice.Customer, salt), Family = understood.Family, Multiplicity = understood.Multiplicity, Rating = (byte)(voice.Rating ?? 0), Author = voice.Author, Further = voice.Further,
            Dimensions = [voice.Category, voice.Merchant, voice.Product, voice.Carrier, voice.Region, voice.Channel, voice.Version, voice.Source, voice.Language ?? Known(understood.Language)],
        };
    }

    // A rating without words says how it was by itself.
    private static sbyte Judged(Voice voice, sbyte sentiment) => voice is { Text.Length: 0, Rating: { } rating } ? (sbyte)Math.Sign(rating - 3) : sentiment;

    private static string? Known(string language) => language == "und" ? null : language;
}
