using System.Buffers;
using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Patella.Service.Policies.Backtests;

/// <summary>A column of a block: its different values once, and for each decision which of them it has. 0 stands for a value that is not there.</summary>
/// <param name="Values">JSON texts; the first is null.</param>
/// <param name="Places">One for each decision.</param>
internal sealed record PackedColumn(string?[] Values, int[] Places)
{
    public static PackedColumn Of(IReadOnlyList<string?> cells)
    {
        var (known, values, places) = (new Dictionary<string, int>(StringComparer.Ordinal), new List<string?> { null }, new int[cells.Count]);
        for (var row = 0; row < places.Length; row++)
        {
            if (cells[row] is not { } cell)
            {
                continue;
            }

            if (!known.TryGetValue(cell, out var place))
            {
                known[cell] = place = values.Count;
                values.Add(cell);
            }

            places[row] = place;
        }

        return new PackedColumn([.. values], places);
    }

    /// <summary>As bytes: counts, lengths and texts of the values, then the places in as many bytes as they need, all deflated.</summary>
    public byte[] ToBytes()
    {
        var plain = new ArrayBufferWriter<byte>();
        Number(plain, Places.Length);
        Number(plain, Values.Length);
        foreach (var value in Values.Skip(1))
        {
            Number(plain, Encoding.UTF8.GetByteCount(value!));
            Encoding.UTF8.GetBytes(value!, plain);
        }

        var width = WidthOf(Values.Length);
        foreach (var place in Places)
        {
            for (var part = 0; part < width; part++)
            {
                plain.GetSpan(1)[0] = (byte)(place >> (8 * part));
                plain.Advance(1);
            }
        }

        using var packed = new MemoryStream();
        packed.Write(BitConverter.GetBytes(plain.WrittenCount));
        using (var deflate = new DeflateStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            deflate.Write(plain.WrittenSpan);
        }

        return packed.ToArray();
    }

    /// <exception cref="InvalidDataException">It is not what <see cref="ToBytes"/> made.</exception>
    public static PackedColumn Read(byte[] bytes)
    {
        var length = BinaryPrimitives.ReadInt32LittleEndian(bytes);
        var buffer = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            using (var inflate = new DeflateStream(new MemoryStream(bytes, 4, bytes.Length - 4), CompressionMode.Decompress))
            {
                inflate.ReadExactly(buffer, 0, length);
            }

            return Read(buffer.AsSpan(0, length));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static PackedColumn Read(ReadOnlySpan<byte> plain)
    {
        var at = 0;
        var (places, values) = (new int[Number(plain, ref at)], new string?[Number(plain, ref at)]);
        for (var value = 1; value < values.Length; value++)
        {
            var length = Number(plain, ref at);
            values[value] = Encoding.UTF8.GetString(plain.Slice(at, length));
            at += length;
        }

        var width = WidthOf(values.Length);
        for (var row = 0; row < places.Length; row++)
        {
            for (var part = 0; part < width; part++)
            {
                places[row] |= plain[at++] << (8 * part);
            }
        }

        return new PackedColumn(values, places);
    }

    private static int WidthOf(int values) => values <= 256 ? 1 : values <= 65_536 ? 2 : 4;

    private static void Number(ArrayBufferWriter<byte> to, int number)
    {
        BinaryPrimitives.WriteInt32LittleEndian(to.GetSpan(4), number);
        to.Advance(4);
    }

    private static int Number(ReadOnlySpan<byte> plain, ref int at)
    {
        at += 4;
        return BinaryPrimitives.ReadInt32LittleEndian(plain[(at - 4)..]);
    }
}
