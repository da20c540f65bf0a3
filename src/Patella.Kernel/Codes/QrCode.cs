using System.Text;

namespace Patella.Kernel.Codes;

/// <summary>QR codes (ISO/IEC 18004) of up to 213 bytes: byte mode, error correction M, versions 1 to 10, the mask with the least penalty.</summary>
public static class QrCode
{
    // By version from 1: codewords of correction in a block, then blocks and data codewords of each of the one or two groups.
    private static readonly (int Correction, int Blocks, int Data, int MoreBlocks)[] Versions =
    [
        (10, 1, 16, 0), (16, 1, 28, 0), (26, 1, 44, 0), (18, 2, 32, 0), (24, 2, 43, 0), (16, 4, 27, 0), (18, 4, 31, 0), (22, 2, 38, 2), (22, 3, 36, 2), (26, 4, 43, 1),
    ];

    /// <summary>The code as SVG with a quiet zone of four modules; it takes the colour of text around it on white.</summary>
    /// <exception cref="ArgumentException">The text is longer than 213 bytes.</exception>
    public static string ToSvg(string text)
    {
        var modules = Encode(text);
        var size = modules.GetLength(0);
        var path = new StringBuilder();
        for (var y = 0; y < size; y++)
        {
            for (var x = 0; x < size; x++)
            {
                if (modules[y, x])
                {
                    path.Append($"M{x + 4},{y + 4}h1v1h-1z");
                }
            }
        }

        return $"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size + 8} {size + 8}" shape-rendering="crispEdges"><rect width="100%" height="100%" fill="#fff"/><path d="{path}" fill="#000"/></svg>""";
    }

    /// <summary>The modules, [row, column], true for dark.</summary>
    public static bool[,] Encode(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var version = Enumerable.Range(1, Versions.Length).FirstOrDefault(candidate => Bits(bytes.Length, candidate) <= DataLength(candidate) * 8);
        if (version == 0)
        {
            throw new ArgumentException("A QR code of this kind holds at most 213 bytes.", nameof(text));
        }

        var codewords = Interleave(Pack(bytes, version), version);
        return Enumerable.Range(0, 8).Select(mask => QrMatrix.Draw(version, codewords, mask)).MinBy(QrPenalty.Of)!;
    }

    private static int DataLength(int version)
    {
        var (_, blocks, data, more) = Versions[version - 1];
        return (blocks * data) + (more * (data + 1));
    }

    private static int Bits(int bytes, int version) => 4 + LengthBits(version) + (bytes * 8);

    private static int LengthBits(int version) => version < 10 ? 8 : 16;

    private static byte[] Pack(byte[] bytes, int version)
    {
        var bits = new List<bool>();
        void Put(int value, int count)
        {
            for (var bit = count - 1; bit >= 0; bit--)
            {
                bits.Add(((value >> bit) & 1) != 0);
            }
        }

        Put(0b0100, 4);
        Put(bytes.Length, LengthBits(version));
        foreach (var one in bytes)
        {
            Put(one, 8);
        }

        var capacity = DataLength(version) * 8;
        Put(0, Math.Min(4, capacity - bits.Count));
        Put(0, (8 - (bits.Count % 8)) % 8);
        for (var filler = 0xEC; bits.Count < capacity; filler ^= 0xEC ^ 0x11)
        {
            Put(filler, 8);
        }

        return [.. bits.Chunk(8).Select(eight => (byte)eight.Aggregate(0, (sum, bit) => (sum << 1) | (bit ? 1 : 0)))];
    }

    private static byte[] Interleave(byte[] data, int version)
    {
        var (correction, blocks, length, more) = Versions[version - 1];
        var parts = new List<byte[]>();
        for (int block = 0, at = 0; block < blocks + more; block++)
        {
            var size = block < blocks ? length : length + 1;
            parts.Add(data[at..(at + size)]);
            at += size;
        }

        var checks = parts.ConvertAll(part => ReedSolomon.Remainder(part, correction));
        return [.. Columns(parts, length + 1), .. Columns(checks, correction)];
    }

    private static IEnumerable<byte> Columns(List<byte[]> parts, int most)
        => Enumerable.Range(0, most).SelectMany(index => parts.Where(part => index < part.Length).Select(part => part[index]));
}

/// <summary>Correction codewords over GF(256) with the polynomial 0x11D.</summary>
internal static class ReedSolomon
{
    public static byte[] Remainder(byte[] data, int count)
    {
        var generator = Generator(count);
        var rest = new byte[count];
        foreach (var one in data)
        {
            var factor = (byte)(one ^ rest[0]);
            Array.Copy(rest, 1, rest, 0, count - 1);
            rest[^1] = 0;
            for (var index = 0; index < count; index++)
            {
                rest[index] ^= Multiply(generator[index], factor);
            }
        }

        return rest;
    }

    // (x - 1)(x - a)...(x - a^(count-1)), without the leading 1, highest power first.
    private static byte[] Generator(int count)
    {
        var polynomial = new byte[count];
        polynomial[^1] = 1;
        byte root = 1;
        for (var index = 0; index < count; index++)
        {
            for (var place = 0; place < count; place++)
            {
                polynomial[place] = Multiply(polynomial[place], root);
                polynomial[place] ^= place + 1 < count ? polynomial[place + 1] : (byte)0;
            }

            root = Multiply(root, 2);
        }

        return polynomial;
    }

    private static byte Multiply(byte left, byte right)
    {
        var product = 0;
        for (var bit = 7; bit >= 0; bit--)
        {
            product = (product << 1) ^ ((product >> 7) * 0x11D);
            product ^= ((right >> bit) & 1) * left;
        }

        return (byte)product;
    }
}
