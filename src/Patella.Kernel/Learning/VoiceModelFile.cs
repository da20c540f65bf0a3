using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Patella.Kernel.Learning;

/// <summary>
/// A model as bytes: mark, tree, doubts, heads (rows without weights are left out), SHA-256 of all that. Everything is
/// checked on reading, because such a file may come from anywhere.
/// </summary>
internal static class VoiceModelFile
{
    /// <summary>"PVM" and the set of features as a digit.</summary>
    private const uint Mark = 0x304D5650;
    private const int DigestBytes = 32;
    private const int MaxBits = 22;
    private const int MaxCode = 200;

    public static byte[] Write(VoiceModel model)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream, Encoding.UTF8);
        writer.Write(Mark + ((uint)model.Grams << 24));
        WriteTree(writer, model.Reasons);
        writer.Write(model.Doubts.Outside);
        writer.Write(model.Doubts.Stage);
        writer.Write(model.Doubts.Tone);
        WriteHead(writer, model.First);
        WriteHead(writer, model.Second);
        for (var stage = 1; stage < model.Reasons.Stages.Count; stage++) WriteHead(writer, model.Within[stage]);
        writer.Flush();
        writer.Write(SHA256.HashData(stream.GetBuffer().AsSpan(0, (int)stream.Length)));
        return stream.ToArray();
    }

    public static VoiceModel Read(ReadOnlySpan<byte> bytes)
    {
        var grams = bytes.Length < DigestBytes + 4 ? 0 : (BinaryPrimitives.ReadUInt32LittleEndian(bytes) - Mark) / (1u << 24);
        if (bytes.Length < DigestBytes + 4 || (BinaryPrimitives.ReadUInt32LittleEndian(bytes) & 0xFFFFFF) != (Mark & 0xFFFFFF) || grams is 0 or > (uint)GramSet.Edges) throw new FormatException("These bytes are not a model of voices.");
        var body = bytes[..^DigestBytes];
        if (!SHA256.HashData(body).AsSpan().SequenceEqual(bytes[^DigestBytes..])) throw new FormatException("The model is damaged: its check sum differs.");
        using var reader = new BinaryReader(new MemoryStream(body[4..].ToArray()), Encoding.UTF8);
        try
        {
            return Read(reader, (GramSet)grams);
        }
        catch (Exception wrong) when (wrong is IOException or ArgumentException or OverflowException or DecoderFallbackException)
        {
            throw new FormatException("The model is damaged: " + wrong.Message, wrong);
        }
    }

    private static VoiceModel Read(BinaryReader reader, GramSet grams)
    {
        var table = ReadTree(reader);
        var doubts = new ModelDoubts(reader.ReadSingle(), reader.ReadSingle(), reader.ReadSingle());
        var classes = table.Stages.Count + 2 * VoiceModel.Tones;
        var first = ReadHead(reader, classes) ?? throw new FormatException("The model has no first table.");
        var second = ReadHead(reader, classes);
        var within = new HashedHead?[table.Stages.Count];
        for (ushort stage = 1; stage < within.Length; stage++)
        {
            within[stage] = ReadHead(reader, table.ReasonsOf(stage));
            if (within[stage] is null && table.ReasonsOf(stage) > 1) throw new FormatException($"The model has no table for the stage '{table.StageCode(stage)}'.");
        }
        if (reader.BaseStream.Position != reader.BaseStream.Length) throw new FormatException("The model has bytes after its end.");
        return new VoiceModel(grams, table, first, second, within, doubts);
    }

    private static void WriteTree(BinaryWriter writer, ReasonTable table)
    {
        writer.Write((ushort)table.Tree.Count);
        foreach (var stage in table.Tree)
        {
            writer.Write(stage.Code);
            writer.Write((ushort)stage.Reasons.Count);
            foreach (var reason in stage.Reasons) writer.Write(reason);
        }
    }

    private static ReasonTable ReadTree(BinaryReader reader)
    {
        var stages = new List<ReasonStage>();
        for (var left = Bounded(reader.ReadUInt16(), ReasonTable.MaxStages); left > 0; left--)
        {
            var code = ReadCode(reader);
            var reasons = new string[Bounded(reader.ReadUInt16(), ReasonTable.MaxReasonsOfStage)];
            for (var i = 0; i < reasons.Length; i++) reasons[i] = ReadCode(reader);
            if (reasons.Length == 0) throw new FormatException($"The stage '{code}' has no reason.");
            stages.Add(new ReasonStage(code, reasons));
        }
        return new ReasonTable(stages);
    }

    private static string ReadCode(BinaryReader reader)
    {
        var code = reader.ReadString();
        return code.Length <= MaxCode ? code : throw new FormatException("A code is too long.");
    }

    private static void WriteHead(BinaryWriter writer, HashedHead? head)
    {
        writer.Write((byte)(head?.Bits ?? 0));
        if (head is null) return;
        writer.Write((byte)head.Classes);
        foreach (var scale in head.Scale) writer.Write(scale);
        foreach (var bias in head.Bias) writer.Write(bias);
        var (empty, rows) = (new byte[head.Lanes], 1 << head.Bits);
        var present = new byte[rows / 8];
        for (var row = 0; row < rows; row++)
            if (!RowOf(head, row).SequenceEqual(empty)) present[row >> 3] |= (byte)(1 << (row & 7));
        writer.Write(present);
        for (var row = 0; row < rows; row++)
            if ((present[row >> 3] & (1 << (row & 7))) != 0) writer.Write(RowOf(head, row)[..head.Classes]);
    }

    private static HashedHead? ReadHead(BinaryReader reader, int classes)
    {
        var bits = Bounded(reader.ReadByte(), MaxBits);
        if (bits == 0) return null;
        if (bits < 8 || reader.ReadByte() != classes) throw new FormatException("A table has another size than the tree.");
        var head = new HashedHead(bits, classes);
        for (var i = 0; i < classes; i++) head.Scale[i] = Finite(reader.ReadSingle());
        for (var i = 0; i < classes; i++) head.Bias[i] = Finite(reader.ReadSingle());
        var present = reader.ReadBytes((1 << bits) / 8);
        if (present.Length != (1 << bits) / 8) throw new EndOfStreamException("A table ends too early.");
        var row = new byte[classes];
        for (var i = 0; i < 1 << bits; i++)
        {
            if ((present[i >> 3] & (1 << (i & 7))) == 0) continue;
            reader.BaseStream.ReadExactly(row);
            for (var lane = 0; lane < classes; lane++) head.Weights[i * head.Lanes + lane] = (sbyte)row[lane];
        }
        return head;
    }

    private static ReadOnlySpan<byte> RowOf(HashedHead head, int row)
        => System.Runtime.InteropServices.MemoryMarshal.AsBytes(head.Weights.AsSpan(row * head.Lanes, head.Lanes));

    private static float Finite(float value) => float.IsFinite(value) ? value : throw new FormatException("A weight is not a number.");

    private static int Bounded(int value, int most) => value <= most ? value : throw new FormatException($"{value} is more than {most}.");
}
