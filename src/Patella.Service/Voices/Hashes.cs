using System.Buffers.Binary;
using System.Text;

namespace Patella.Service.Voices;

/// <summary>64-bit hashes that are the same on every machine: folded multiplication, as wyhash does it. Not for secrets.</summary>
internal static class Hashes
{
    private const ulong First = 0xA076_1D64_78BD_642F;
    private const ulong Second = 0xE703_7ED1_A0B4_28DB;

    public static ulong Of(ReadOnlySpan<byte> bytes, ulong seed = 0)
    {
        var hash = Fold(seed ^ First, (ulong)bytes.Length ^ Second);
        for (; bytes.Length >= 8; bytes = bytes[8..])
        {
            hash = Fold(hash ^ BinaryPrimitives.ReadUInt64LittleEndian(bytes), First);
        }

        var rest = 0UL;
        for (var index = 0; index < bytes.Length; index++)
        {
            rest |= (ulong)bytes[index] << (index * 8);
        }

        return Fold(hash ^ rest, Second);
    }

    public static ulong Of(string text, ulong seed = 0)
    {
        Span<byte> bytes = stackalloc byte[512];
        return text.Length <= 170 ? Of(bytes[..Encoding.UTF8.GetBytes(text, bytes)], seed) : Of(Encoding.UTF8.GetBytes(text), seed);
    }

    /// <summary>What makes a voice one: its source and the source's own id.</summary>
    public static ulong OfVoice(string source, string id) => Of(id, Of(source));

    /// <summary>A customer under the tenant's own key; 0 for nobody.</summary>
    public static ulong OfCustomer(string? customer, string salt) => string.IsNullOrEmpty(customer) ? 0 : Of(customer, Of(salt)) | 1;

    private static ulong Fold(ulong left, ulong right)
    {
        var high = Math.BigMul(left, right, out var low);
        return high ^ low;
    }
}
