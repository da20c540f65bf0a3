namespace Patella.Service.Voices.Packing;

/// <summary>Whole numbers in groups of 128, each group with the width of its largest: small where the numbers are small, and quick to unpack.</summary>
internal static class BitPacking
{
    private const int Group = 128;

    public static void Write(ByteWriter writer, ReadOnlySpan<ulong> values)
    {
        for (var start = 0; start < values.Length; start += Group)
        {
            var some = values.Slice(start, Math.Min(Group, values.Length - start));
            var all = 0UL;
            foreach (var value in some)
            {
                all |= value;
            }

            var width = 64 - System.Numerics.BitOperations.LeadingZeroCount(all);
            writer.Byte((byte)width);
            Pack(writer, some, width);
        }
    }

    /// <summary>Reads as many values as <paramref name="values"/> takes.</summary>
    public static void Read(ref ByteReader reader, Span<ulong> values)
    {
        for (var start = 0; start < values.Length; start += Group)
        {
            var some = values.Slice(start, Math.Min(Group, values.Length - start));
            var width = reader.Byte();
            if (width > 64)
            {
                throw new InvalidDataException("A width is more than 64 bits.");
            }

            Unpack(ref reader, some, width);
        }
    }

    private static void Pack(ByteWriter writer, ReadOnlySpan<ulong> values, int width)
    {
        var (held, bits) = (UInt128.Zero, 0);
        foreach (var value in values)
        {
            held |= (UInt128)value << bits;
            bits += width;
            while (bits >= 8)
            {
                writer.Byte((byte)held);
                held >>= 8;
                bits -= 8;
            }
        }

        if (bits > 0)
        {
            writer.Byte((byte)held);
        }
    }

    private static void Unpack(ref ByteReader reader, Span<ulong> values, int width)
    {
        var bytes = reader.Bytes(((values.Length * width) + 7) / 8);
        if (width <= 56)
        {
            UnpackNarrow(bytes, values, width);
            return;
        }

        var (held, bits, place) = (UInt128.Zero, 0, 0);
        var mask = width == 64 ? ulong.MaxValue : (1UL << width) - 1;
        for (var index = 0; index < values.Length; index++)
        {
            for (; bits < width; bits += 8)
            {
                held |= (UInt128)bytes[place++] << bits;
            }

            values[index] = (ulong)held & mask;
            held >>= width;
            bits -= width;
        }
    }

    private static void UnpackNarrow(ReadOnlySpan<byte> bytes, Span<ulong> values, int width)
    {
        var (held, bits, place, mask) = (0UL, 0, 0, (1UL << width) - 1);
        for (var index = 0; index < values.Length; index++)
        {
            for (; bits < width; bits += 8)
            {
                held |= (ulong)bytes[place++] << bits;
            }

            values[index] = held & mask;
            held >>= width;
            bits -= width;
        }
    }
}
