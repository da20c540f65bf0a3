using System.Buffers;
using System.Text;

namespace Patella.Kernel.Detection;

/// <summary>
/// Hashes of a text's phrases: words and pairs of words where words are written apart, runs of two and of four signs where they are not. Digits and marks part them.
/// </summary>
internal static class PhraseExtractor
{
    /// <summary>Phrases taken of one text.</summary>
    public const int Limit = 48;

    private const ulong Prime = 0x100000001B3;

    /// <summary>Writes different hashes (48 bits, never 0) and returns how many.</summary>
    public static int Extract(ReadOnlySpan<byte> utf8, Span<ulong> phrases)
    {
        var count = 0;
        Span<int> signs = stackalloc int[4];
        var run = 0;
        var (word, letters, before) = (14695981039346656037UL, 0, 0UL);
        while (utf8.Length > 0 && count < Limit)
        {
            var whole = Rune.DecodeFromUtf8(utf8, out var rune, out var used) == OperationStatus.Done;
            utf8 = utf8[used..];
            var letter = whole && Rune.IsLetter(rune);
            if (letter && IsUnparted(rune.Value))
            {
                EndWord(ref word, ref letters, ref before, phrases, ref count);
                before = 0;
                (signs[0], signs[1], signs[2], signs[3]) = (signs[1], signs[2], signs[3], rune.Value);
                run++;
                if (run >= 2)
                {
                    Put(Hash(signs[2..]), phrases, ref count);
                }

                if (run >= 4)
                {
                    Put(Hash(signs), phrases, ref count);
                }
            }
            else if (letter)
            {
                run = 0;
                word = (word ^ (uint)Rune.ToLowerInvariant(rune).Value) * Prime;
                letters++;
            }
            else
            {
                run = 0;
                EndWord(ref word, ref letters, ref before, phrases, ref count);
            }
        }

        EndWord(ref word, ref letters, ref before, phrases, ref count);
        return count;
    }

    private static bool IsUnparted(int sign) => sign is (>= 0x2E80 and <= 0x9FFF) or (>= 0xF900 and <= 0xFAFF) or (>= 0x20000 and <= 0x3FFFF) or (>= 0x0E00 and <= 0x0EFF);

    private static ulong Hash(ReadOnlySpan<int> signs)
    {
        var hash = 14695981039346656037UL;
        foreach (var sign in signs)
        {
            hash = (hash ^ (uint)sign) * Prime;
        }

        return hash;
    }

    private static void EndWord(ref ulong word, ref int letters, ref ulong before, Span<ulong> phrases, ref int count)
    {
        if (letters >= 3)
        {
            Put(word, phrases, ref count);
            if (before != 0)
            {
                Put((before * 31) ^ word, phrases, ref count);
            }

            before = word;
        }

        (word, letters) = (14695981039346656037UL, 0);
    }

    private static void Put(ulong hash, Span<ulong> phrases, ref int count)
    {
        hash = (CellTable.Mix(hash) & 0xFFFFFFFFFFFF) | 1;
        if (count < Limit && !phrases[..count].Contains(hash))
        {
            phrases[count++] = hash;
        }
    }
}
