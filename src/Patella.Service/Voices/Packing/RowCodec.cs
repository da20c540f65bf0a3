using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Patella.Service.Voices.Packing;

/// <summary>Rows as bytes, a column behind the other, each found by its length: the form of labelled records and of the columns of a block.</summary>
internal static class RowCodec
{
    private const uint Magic = 0x3156_5450; // "PTV1"

    /// <summary>Columns before the texts, in this order; append only.</summary>
    private const int NumberColumns = 8;
    private const int FirstAfterTexts = 13;

    public static byte[] Write(VoiceRows rows)
    {
        var writer = new ByteWriter(64 + (rows.Count * 48));
        Span<byte> head = stackalloc byte[8];
        BinaryPrimitives.WriteUInt32LittleEndian(head, Magic);
        BinaryPrimitives.WriteInt32LittleEndian(head[4..], rows.Count);
        writer.Bytes(head);
        var column = new ByteWriter(rows.Count * 9);
        foreach (var write in (Action<ByteWriter>[])
            [
                to => Deltas(to, rows.Positions), to => Deltas(to, rows.Ats), to => BitPacking.Write(to, Numbers(rows.Marks, mark => mark)),
                to => BitPacking.Write(to, Numbers(rows.Margins, margin => (ushort)margin)), to => BitPacking.Write(to, Numbers(rows.Multiplicities, count => (uint)count)),
                to => Hashes(to, rows.Ids), to => Hashes(to, rows.Customers), to => Hashes(to, rows.Families),
                .. Enumerable.Range(0, VoiceRows.TextColumns).Select<int, Action<ByteWriter>>(texts => rows.Text(texts).Write), to => Controls(to, rows.Controls),
            ])
        {
            column.Clear();
            write(column);
            writer.Part(column.Written);
        }

        return writer.ToArray();
    }

    /// <summary>The rows of these bytes; columns are opened when they are looked at.</summary>
    public static VoiceRows Read(ReadOnlyMemory<byte> packed)
    {
        var bytes = packed.Span;
        if (bytes.Length < 8 || BinaryPrimitives.ReadUInt32LittleEndian(bytes) != Magic)
        {
            throw new InvalidDataException("These are no rows of voices.");
        }

        var count = BinaryPrimitives.ReadInt32LittleEndian(bytes[4..]);
        if (count is < 0 or > 1 << 20)
        {
            throw new InvalidDataException("There are more rows than there may be.");
        }

        var places = new List<(int From, int Length)>();
        var reader = new ByteReader(bytes[8..]);
        while (!reader.AtEnd)
        {
            var length = reader.Part().Length;
            places.Add((8 + reader.Place - length, length));
        }

        return places.Count < NumberColumns + VoiceRows.TextColumns + 1
            ? throw new InvalidDataException("A column is missing.")
            : new VoiceRows(count, column => Open(packed.Span.Slice(places[column].From, places[column].Length), column, count));
    }

    private static object Open(ReadOnlySpan<byte> bytes, int column, int count)
    {
        var reader = new ByteReader(bytes);
        return column switch
        {
            0 or 1 => Deltas(ref reader, count),
            2 => Unpack(ref reader, count, value => (byte)value),
            3 => Unpack(ref reader, count, value => (short)value),
            4 => Unpack(ref reader, count, value => (int)value),
            5 or 6 or 7 => Hashes(bytes, count),
            NumberColumns + FirstAfterTexts => Controls(ref reader),
            _ => TextColumn.Read(ref reader, count),
        };
    }

    private static List<VoiceControl> Controls(ref ByteReader reader)
    {
        var controls = new List<VoiceControl>();
        for (var left = reader.Number(); left > 0; left--)
        {
            controls.Add(new VoiceControl(reader.Int64(), reader.Text() ?? "", reader.Text() ?? ""));
        }

        return controls;
    }

    private static void Controls(ByteWriter writer, List<VoiceControl> controls)
    {
        writer.Number((ulong)controls.Count);
        foreach (var control in controls)
        {
            writer.Int64(control.Position);
            writer.Text(control.Kind);
            writer.Text(control.Data);
        }
    }

    private static ulong[] Numbers<T>(List<T> values, Func<T, ulong> number)
    {
        var numbers = new ulong[values.Count];
        for (var row = 0; row < numbers.Length; row++)
        {
            numbers[row] = number(values[row]);
        }

        return numbers;
    }

    private static void Deltas(ByteWriter writer, List<long> values)
    {
        var (deltas, before) = (new ulong[values.Count], 0L);
        for (var row = 0; row < deltas.Length; row++)
        {
            var delta = unchecked(values[row] - before);
            deltas[row] = (ulong)((delta << 1) ^ (delta >> 63));
            before = values[row];
        }

        BitPacking.Write(writer, deltas);
    }

    private static List<long> Deltas(ref ByteReader reader, int count)
    {
        var numbers = new ulong[count];
        BitPacking.Read(ref reader, numbers);
        var (values, value) = (new List<long>(count), 0L);
        foreach (var number in numbers)
        {
            value = unchecked(value + ((long)(number >> 1) ^ -(long)(number & 1)));
            values.Add(value);
        }

        return values;
    }

    private static List<T> Unpack<T>(ref ByteReader reader, int count, Func<ulong, T> value)
    {
        var numbers = new ulong[count];
        BitPacking.Read(ref reader, numbers);
        var values = new List<T>(count);
        foreach (var number in numbers)
        {
            values.Add(value(number));
        }

        return values;
    }

    private static void Hashes(ByteWriter writer, List<ulong> hashes) => writer.Bytes(MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(hashes)));

    private static List<ulong> Hashes(ReadOnlySpan<byte> bytes, int count)
    {
        if (bytes.Length != count * 8)
        {
            throw new InvalidDataException("A column has not as many hashes as rows.");
        }

        var hashes = new List<ulong>(count);
        hashes.AddRange(MemoryMarshal.Cast<byte, ulong>(bytes));
        return hashes;
    }
}
