using Patella.Service.Voices.Packing;

namespace Patella.Service.Voices.Engine;

/// <summary>A record of the labelled topic: the labels of one record of the log, or the control record itself. It names the record it is about.</summary>
/// <param name="Source">Offset of the record in the topic of voices.</param>
internal sealed record LabelledRecord(long Source, VoiceRows Rows, VoiceControl? Control)
{
    public const string Topic = "voices-labelled";

    private const byte Labels = 1;
    private const byte ControlRecord = 2;

    public static byte[] Write(long source, VoiceRows rows)
    {
        var writer = new ByteWriter();
        writer.Byte(Labels);
        writer.Int64(source);
        writer.Bytes(RowCodec.Write(rows));
        return writer.ToArray();
    }

    public static byte[] Write(long source, VoiceControl control)
    {
        var writer = new ByteWriter(64);
        writer.Byte(ControlRecord);
        writer.Int64(source);
        writer.Text(control.Kind);
        writer.Text(control.Data);
        return writer.ToArray();
    }

    public static LabelledRecord Read(ReadOnlyMemory<byte> record)
    {
        var reader = new ByteReader(record.Span);
        var kind = reader.Byte();
        var source = reader.Int64();
        return kind == ControlRecord
            ? new LabelledRecord(source, new VoiceRows(), new VoiceControl(source * VoiceLog.RecordPositions, reader.Text() ?? "", reader.Text() ?? ""))
            : new LabelledRecord(source, RowCodec.Read(record[reader.Place..]), null);
    }
}
