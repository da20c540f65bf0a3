using System.Buffers.Binary;
using System.Text;

namespace Patella.Service.Voices.Packing;

/// <summary>Reads what <see cref="ByteWriter"/> wrote. What does not fit is damage and throws.</summary>
internal ref struct ByteReader(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;

    public int Place { get; private set; }

    public readonly bool AtEnd => Place == _bytes.Length;

    public byte Byte() => Take(1)[0];

    public long Int64() => BinaryPrimitives.ReadInt64LittleEndian(Take(8));

    public ulong Number()
    {
        var value = 0UL;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var next = Byte();
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }

        throw new InvalidDataException("A number is longer than it may be.");
    }

    public long Signed()
    {
        var value = Number();
        return (long)(value >> 1) ^ -(long)(value & 1);
    }

    /// <summary>A text or null; one that was wiped out where it stands is null too.</summary>
    public string? Text()
    {
        var bytes = TextBytes(out var there);
        return !there || (bytes.Length > 0 && bytes[0] == 0) ? null : Encoding.UTF8.GetString(bytes);
    }

    /// <summary>The bytes of a text.</summary>
    public ReadOnlySpan<byte> TextBytes(out bool there)
    {
        var length = Number();
        there = length > 0;
        return there ? Take(checked((int)(length - 1))) : [];
    }

    public ReadOnlySpan<byte> Bytes(int count) => Take(count);

    public ReadOnlySpan<byte> Part() => Take(checked((int)Number()));

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > _bytes.Length - Place)
        {
            throw new InvalidDataException("It ends too early.");
        }

        Place += count;
        return _bytes.Slice(Place - count, count);
    }
}
