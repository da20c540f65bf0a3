using System.Buffers.Binary;

namespace Patella.Platform.Identifiers;

/// <summary>Makes ids: time-ordered (UUID version 7, RFC 9562), lower case with hyphens, 36 characters. A port, so that a simulation can be replayed.</summary>
public interface IIdentifiers
{
    string New();
}

/// <summary>Ids from the machine's clock and its random source.</summary>
public sealed class RandomIdentifiers(TimeProvider machineTime) : IIdentifiers
{
    public string New() => Guid.CreateVersion7(machineTime.GetUtcNow()).ToString("D");
}

/// <summary>Ids that the same seed makes again, for tests and simulations. Not for secrets.</summary>
public sealed class SeededIdentifiers(int seed) : IIdentifiers
{
    private readonly Random _random = new(seed);
    private long _milliseconds = 1_700_000_000_000;

    public string New()
    {
        Span<byte> bytes = stackalloc byte[16];
        lock (_random)
        {
            _random.NextBytes(bytes);
            BinaryPrimitives.WriteInt64BigEndian(bytes, (_milliseconds++ << 16) | (uint)_random.Next(0x10000));
        }

        bytes[6] = (byte)(0x70 | (bytes[6] & 0x0F));
        bytes[8] = (byte)(0x80 | (bytes[8] & 0x3F));
        return new Guid(bytes, bigEndian: true).ToString("D");
    }
}
