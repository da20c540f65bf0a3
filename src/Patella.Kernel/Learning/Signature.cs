using System.Numerics;
using System.Runtime.Intrinsics;

namespace Patella.Kernel.Learning;

/// <summary>
/// MinHash of a text's runs of four symbols in one permutation: a run's hash chooses one of 16 lanes, each lane keeps
/// its least value. Texts that share a part s of their runs agree in about a part s of the lanes.
/// </summary>
internal static class Signature
{
    public const int Lanes = 16;

    /// <summary>Bands of three lanes: a pair of likeness 0.8 meets in one of them with 0.97, one of 0.3 with 0.13.</summary>
    public const int Bands = 5;

    /// <summary>Lanes of 16 that must agree for one family.</summary>
    public const int Agreeing = 10;

    private const int LanesOfBand = 3;
    private const ulong Golden = 0x9E3779B97F4A7C15;

    /// <summary>Fills the lanes; lanes that no run chose borrow from the next one that has a value.</summary>
    public static void Of(ReadOnlySpan<ushort> symbols, Span<ushort> lanes)
    {
        lanes.Fill(ushort.MaxValue);
        ulong window = 0;
        foreach (var symbol in symbols)
        {
            window = (window << 16) | symbol;
            if (window >> 48 == 0) continue;
            var hash = (window * Golden) ^ (window >> 31);
            hash *= Golden;
            var value = (ushort)Math.Min((hash >> 40) & 0xFFFF, 0xFFFE);
            ref var lane = ref lanes[(int)(hash >> 60)];
            if (value < lane) lane = value;
        }
        Borrow(lanes);
    }

    /// <summary>Whether so many lanes agree that both texts are one family's.</summary>
    public static bool IsAlike(ReadOnlySpan<ushort> lanes, in Vector256<ushort> other)
        => BitOperations.PopCount(Vector256.Equals(Vector256.Create(lanes), other).ExtractMostSignificantBits()) >= Agreeing;

    /// <summary>Hash of the lanes of one band.</summary>
    public static uint Band(int band, ReadOnlySpan<ushort> lanes)
    {
        var at = band * LanesOfBand;
        var key = ((ulong)lanes[at] << 32) | ((ulong)lanes[at + 1] << 16) | lanes[at + 2];
        return (uint)(((key + (ulong)band) * Golden) >> 32);
    }

    private static void Borrow(Span<ushort> lanes)
    {
        Span<ushort> own = stackalloc ushort[Lanes];
        lanes.CopyTo(own);
        for (var lane = 0; lane < Lanes; lane++)
        {
            for (var step = 1; step < Lanes && lanes[lane] == ushort.MaxValue; step++)
            {
                var lender = own[(lane + step) & (Lanes - 1)];
                if (lender != ushort.MaxValue) lanes[lane] = (ushort)(lender + step * 2503 & 0x7FFF);
            }
        }
    }
}
