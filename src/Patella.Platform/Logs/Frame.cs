using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;

namespace Patella.Platform.Logs;

/// <summary>
/// How a record stands in a file: length (4 bytes), flush number (8), CRC-32C of both and the payload (4), payload; little endian.
/// All records of one flush carry its number: a whole frame of a later flush behind a broken one proves that the broken one was acknowledged.
/// </summary>
internal static class Frame
{
    public const int HeaderBytes = 16;

    public static int Size(byte[] payload) => HeaderBytes + payload.Length;

    public static void Write(Span<byte> target, byte[] payload, long flush)
    {
        BinaryPrimitives.WriteInt32LittleEndian(target, payload.Length);
        BinaryPrimitives.WriteInt64LittleEndian(target[4..], flush);
        payload.CopyTo(target[HeaderBytes..]);
        BinaryPrimitives.WriteUInt32LittleEndian(target[12..], Checksum(target[..12], payload));
    }

    /// <summary>Reads the frame at the start of the data.</summary>
    /// <returns>False when it is not a whole frame.</returns>
    public static bool TryRead(ReadOnlySpan<byte> data, out int length, out long flush)
    {
        (length, flush) = (0, 0);
        if (data.Length < HeaderBytes)
        {
            return false;
        }

        length = BinaryPrimitives.ReadInt32LittleEndian(data);
        flush = BinaryPrimitives.ReadInt64LittleEndian(data[4..]);

        // A flush number is never 0, so a run of zeros is no frame although its checksum might match.
        return length is >= 0 and <= LogLimits.RecordBytes && flush > 0 && data.Length >= HeaderBytes + length
            && BinaryPrimitives.ReadUInt32LittleEndian(data[12..]) == Checksum(data[..12], data.Slice(HeaderBytes, length));
    }

    private static uint Checksum(ReadOnlySpan<byte> head, ReadOnlySpan<byte> payload) => ~Add(Add(uint.MaxValue, head), payload);

    private static uint Add(uint crc, ReadOnlySpan<byte> data)
    {
        var words = MemoryMarshal.Cast<byte, ulong>(data);
        foreach (var word in words)
        {
            crc = BitOperations.Crc32C(crc, word);
        }

        foreach (var last in data[(words.Length * 8)..])
        {
            crc = BitOperations.Crc32C(crc, last);
        }

        return crc;
    }
}
