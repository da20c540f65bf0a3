using System.Security.Cryptography;
using System.Text;

namespace Patella.Platform.Transfer;

/// <summary>A hash of many things that does not depend on their order: the sum of their SHA-256 halves, modulo 2 to the 128th.</summary>
internal sealed class ContentHash
{
    private UInt128 _sum;

    public long Count { get; private set; }

    public void Add(string item) => Add(Encoding.UTF8.GetBytes(item));

    public void Add(ReadOnlySpan<byte> item)
    {
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(item, hash);
        _sum += new UInt128(BitConverter.ToUInt64(hash), BitConverter.ToUInt64(hash[8..]));
        Count++;
    }

    public override string ToString() => $"{(ulong)(_sum >> 64):x16}{(ulong)_sum:x16}";
}
