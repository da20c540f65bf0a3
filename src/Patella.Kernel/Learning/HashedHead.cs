using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Patella.Kernel.Learning;

/// <summary>
/// A table of small integer weights: a feature chooses a row, a row has a weight for each class. The score of a class
/// is its scale times the sum of its weights, divided by the root of the number of features, plus its bias.
/// </summary>
internal sealed class HashedHead
{
    /// <summary>Sums of 16 bits hold this many weights of 8 bits.</summary>
    private const int Chunk = 256;

    private readonly int _shift;

    internal HashedHead(int bits, int classes)
    {
        Bits = bits;
        Classes = classes;
        Lanes = LanesOf(classes);
        _shift = 32 - bits;
        Weights = new sbyte[Lanes << bits];
        Scale = new float[classes];
        Bias = new float[classes];
    }

    /// <summary>The table has 2^Bits rows.</summary>
    internal int Bits { get; }
    internal int Classes { get; }

    /// <summary>Weights of a row: the classes, padded to a multiple of 16.</summary>
    internal int Lanes { get; }
    internal sbyte[] Weights { get; }
    internal float[] Scale { get; }
    internal float[] Bias { get; }

    internal static int LanesOf(int classes) => Math.Max(16, (classes + 15) & ~15);

    /// <summary>Row of a feature.</summary>
    internal int RowOf(uint feature) => (int)(feature >> _shift);

    /// <summary>Adds the weights of all features to the sums, one for each lane.</summary>
    internal void Sum(ReadOnlySpan<uint> features, Span<int> sums)
    {
        for (var at = 0; at < features.Length; at += Chunk)
        {
            var part = features.Slice(at, Math.Min(Chunk, features.Length - at));
            for (var lane = 0; lane < Lanes; lane += lane + 32 <= Lanes ? 32 : 16)
            {
                if (lane + 32 <= Lanes) Sum32(part, lane, sums);
                else Sum16(part, lane, sums);
            }
        }
    }

    /// <summary>Scores of the classes from the sums.</summary>
    /// <param name="sums">Of <see cref="Sum"/>.</param>
    /// <param name="features">How many features were added.</param>
    /// <param name="scores">One for each class.</param>
    internal void Score(ReadOnlySpan<int> sums, int features, Span<float> scores)
    {
        var length = features == 0 ? 0 : 1 / MathF.Sqrt(features);
        for (var i = 0; i < Classes; i++) scores[i] = sums[i] * length * Scale[i] + Bias[i];
    }

    private void Sum32(ReadOnlySpan<uint> features, int lane, Span<int> sums)
    {
        ref var origin = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(Weights), lane);
        var (low, high) = (Vector256<short>.Zero, Vector256<short>.Zero);
        var (shift, lanes) = (_shift, (nuint)Lanes);
        foreach (var feature in features)
        {
            var row = Vector256.LoadUnsafe(ref origin, (feature >> shift) * lanes);
            var (first, second) = Vector256.Widen(row);
            low += first;
            high += second;
        }
        Flush(low, sums[lane..]);
        Flush(high, sums[(lane + 16)..]);
    }

    private void Sum16(ReadOnlySpan<uint> features, int lane, Span<int> sums)
    {
        ref var origin = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(Weights), lane);
        var all = Vector256<short>.Zero;
        var (shift, lanes) = (_shift, (nuint)Lanes);
        foreach (var feature in features)
        {
            var row = Vector128.LoadUnsafe(ref origin, (feature >> shift) * lanes);
            var (first, second) = Vector128.Widen(row);
            all += Vector256.Create(first, second);
        }
        Flush(all, sums[lane..]);
    }

    private static void Flush(Vector256<short> values, Span<int> sums)
    {
        ref var origin = ref MemoryMarshal.GetReference(sums[..Vector256<short>.Count]);
        var (low, high) = Vector256.Widen(values);
        (Vector256.LoadUnsafe(ref origin) + low).StoreUnsafe(ref origin);
        (Vector256.LoadUnsafe(ref origin, 8) + high).StoreUnsafe(ref origin, 8);
    }
}
