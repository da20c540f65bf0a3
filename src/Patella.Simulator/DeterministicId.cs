namespace Patella.Simulator;

/// <summary>UUIDs version 7 that depend on seed and name alone, so that loading twice finds the same things.</summary>
public static class DeterministicId
{
    /// <summary>Fixed, because an id that moved with the time of loading would not be found again.</summary>
    private static readonly DateTimeOffset Epoch = new(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The id of the thing called <paramref name="name"/>; <paramref name="order"/> keeps ids of one kind in order.</summary>
    public static Guid Of(ulong seed, string name, int order = 0)
    {
        var random = new SeededRandom(seed).Fork(name);
        return Version7(Epoch.AddSeconds(order).ToUnixTimeMilliseconds(), random.NextBits(), random.NextBits());
    }

    /// <summary>A fresh version 7 id for the given instant with randomness of the given stream.</summary>
    public static Guid At(DateTimeOffset instant, SeededRandom random) =>
        Version7(instant.ToUnixTimeMilliseconds(), random.NextBits(), random.NextBits());

    private static Guid Version7(long milliseconds, ulong high, ulong low)
    {
        Span<byte> bytes = stackalloc byte[16];
        for (var index = 0; index < 6; index++)
        {
            bytes[index] = (byte)(milliseconds >> (8 * (5 - index)));
        }
        BitConverter.TryWriteBytes(bytes[6..], (ushort)high);
        BitConverter.TryWriteBytes(bytes[8..], low);
        bytes[6] = (byte)(0x70 | (bytes[6] & 0x0F));
        bytes[8] = (byte)(0x80 | (bytes[8] & 0x3F));
        return new Guid(bytes, bigEndian: true);
    }
}
