using Patella.Service.Voices.Packing;

namespace Patella.Service.Voices;

/// <summary>Records of the log: many voices, or one control record. Fields stand one behind the other so that a personal one can be wiped out where it stands.</summary>
internal static class VoiceRecord
{
    private const byte Voices = 1;
    private const byte ControlRecord = 2;

    /// <summary>Voices as records, in order, none beyond its bounds.</summary>
    public static IEnumerable<byte[]> Write(IReadOnlyList<Voice> voices)
    {
        var (rows, count) = (new ByteWriter(), 0);
        foreach (var voice in voices)
        {
            Write(rows, voice);
            if (++count == VoiceLog.RecordVoices || rows.Length >= VoiceLog.RecordBytes)
            {
                yield return Head(rows, count);
                rows.Clear();
                count = 0;
            }
        }

        if (count > 0)
        {
            yield return Head(rows, count);
        }
    }

    public static byte[] WriteControl(string kind, string data)
    {
        var writer = new ByteWriter(64);
        writer.Byte(ControlRecord);
        writer.Text(kind);
        writer.Text(data);
        return writer.ToArray();
    }

    /// <summary>The voices of a record, or its control record.</summary>
    public static (IReadOnlyList<Voice> Voices, VoiceControl? Control) Read(long offset, ReadOnlySpan<byte> record)
    {
        var reader = new ByteReader(record);
        var position = offset * VoiceLog.RecordPositions;
        if (reader.Byte() == ControlRecord)
        {
            return ([], new VoiceControl(position, reader.Text() ?? "", reader.Text() ?? ""));
        }

        var voices = new Voice[reader.Number()];
        for (var index = 0; index < voices.Length; index++)
        {
            voices[index] = ReadVoice(ref reader);
        }

        return (voices, null);
    }

    /// <summary>The same record, as long as before, without what tells who it was of the voices that are chosen; null when there are none.</summary>
    public static byte[]? Wipe(ReadOnlySpan<byte> record, Func<Voice, bool> chosen)
    {
        if (record[0] != Voices)
        {
            return null;
        }

        var reader = new ByteReader(record);
        reader.Byte();
        byte[]? wiped = null;
        for (var left = reader.Number(); left > 0; left--)
        {
            var fields = new List<(int From, int Length)>();
            var voice = ReadVoice(ref reader, fields);
            if (chosen(voice))
            {
                wiped ??= record.ToArray();
                fields.ForEach(field => wiped.AsSpan(field.From, field.Length).Clear());
            }
        }

        return wiped;
    }

    private static byte[] Head(ByteWriter rows, int count)
    {
        var record = new ByteWriter(rows.Length + 8);
        record.Byte(Voices);
        record.Number((ulong)count);
        record.Bytes(rows.Written);
        return record.ToArray();
    }

    private static void Write(ByteWriter writer, Voice voice)
    {
        writer.Int64(voice.At);
        writer.Byte((byte)(voice.Rating ?? 0));
        foreach (var text in (ReadOnlySpan<string?>)[voice.Id, voice.Source, voice.Channel, voice.Author, voice.Language, voice.Product, voice.Merchant, voice.Category, voice.Carrier, voice.Region, voice.Version])
        {
            writer.Text(text);
        }

        foreach (var text in (ReadOnlySpan<string?>)[voice.Customer, voice.Order, voice.Conversation, voice.Text])
        {
            writer.Text(text);
        }

        writer.Number((ulong)(voice.Further?.Count ?? 0));
        foreach (var (name, value) in voice.Further ?? new Dictionary<string, string>())
        {
            writer.Text(name);
            writer.Text(value);
        }
    }

    private static Voice ReadVoice(ref ByteReader reader, List<(int From, int Length)>? personal = null)
    {
        var (at, rating) = (reader.Int64(), reader.Byte());
        var (id, source, channel, author, language) = (reader.Text(), reader.Text(), reader.Text(), reader.Text(), reader.Text());
        var (product, merchant, category, carrier, region, version) = (reader.Text(), reader.Text(), reader.Text(), reader.Text(), reader.Text(), reader.Text());
        var (customer, order, conversation, text) = (Personal(ref reader, personal), Personal(ref reader, personal), Personal(ref reader, personal), Personal(ref reader, personal));
        Dictionary<string, string>? further = null;
        for (var left = reader.Number(); left > 0; left--)
        {
            (further ??= [])[reader.Text() ?? ""] = reader.Text() ?? "";
        }

        return new Voice(
            id ?? "", source ?? "", at, channel ?? "", author, customer, language, text ?? "", order, product, merchant, category, carrier, region, version, conversation, rating == 0 ? null : rating, further);
    }

    private static string? Personal(ref ByteReader reader, List<(int From, int Length)>? personal)
    {
        var before = reader;
        var bytes = before.TextBytes(out _).Length;
        personal?.Add((before.Place - bytes, bytes));
        return reader.Text();
    }
}
