namespace Patella.Kernel.Learning;

/// <summary>Which features a model was learnt from; it is read with the same ones for ever. Numbers are stored.</summary>
internal enum GramSet : byte
{
    /// <summary>First look: runs of one to three symbols; second: runs of four letters as well.</summary>
    Runs = 1,

    /// <summary>First look: runs of one and two symbols, how a text begins and ends, its length, what stands behind a negation; second: runs of three symbols and four letters as well.</summary>
    Edges = 2,
}

/// <summary>
/// The features of a text: hashed runs of symbols of scripts without spaces, runs of 3 letters, words and pairs of
/// words of the others, and what <see cref="GramSet"/> adds. A feature is 32 bits whose top bits choose the row of a
/// table, so that one hash serves tables of all sizes.
/// </summary>
internal static class VoiceGrams
{
    /// <summary>Features of both looks at <see cref="VoiceSymbols.Most"/> symbols at most.</summary>
    public const int Most = (VoiceSymbols.Most * 5) + 32;

    /// <summary>Pairs behind a negation that are told apart from others.</summary>
    private const int NegatedPairs = 4;

    private const ulong Golden = 0x9E3779B97F4A7C15;
    private const ulong WordSeed = 0xD6E8FEB86659FD93;
    private const ulong PairSeed = 0xA0761D6478BD642F;
    private const ulong FirstSeed = 0x8EBC6AF09C88C6E3;
    private const ulong LastSeed = 0x589965CC75374CC3;
    private const ulong LengthSeed = 0x1D8E4E27C47D124F;
    private const ulong NegatedSeed = 0xEB44ACCAB455D165;

    /// <summary>Writes the features of the first look.</summary>
    /// <returns>How many were written.</returns>
    public static int First(GramSet set, ReadOnlySpan<ushort> symbols, Span<uint> into)
    {
        var count = Runs(symbols, into);
        if (set == GramSet.Runs) return count + Threes(symbols, into[count..]);
        count += Edges(symbols, into[count..]);
        return count + Negated(symbols, into[count..]);
    }

    /// <summary>Writes what the second look adds.</summary>
    /// <returns>How many were written.</returns>
    public static int Second(GramSet set, ReadOnlySpan<ushort> symbols, Span<uint> into)
    {
        var count = set == GramSet.Runs ? 0 : Threes(symbols, into);
        return count + Fours(symbols, into[count..]);
    }

    private static int Runs(ReadOnlySpan<ushort> symbols, Span<uint> into)
    {
        var count = 0;
        ulong window = 0, word = 0, before = 0;
        foreach (var symbol in symbols)
        {
            window = (window << 16) | symbol;
            if (IsSpaced(symbol))
            {
                word = (word ^ symbol) * Golden;
                if ((window & 0xFFFF_0000_0000) != 0) into[count++] = Hash(window & 0xFFFF_FFFF_FFFF);
                continue;
            }
            if (word != 0) count = EmitWord(ref word, ref before, into, count);
            if (symbol == ' ') continue;
            into[count++] = Hash(symbol);
            if ((window & 0xFFFF_0000) != 0) into[count++] = Hash(window & 0xFFFF_FFFF);
        }
        return word != 0 ? EmitWord(ref word, ref before, into, count) : count;
    }

    private static int Threes(ReadOnlySpan<ushort> symbols, Span<uint> into)
    {
        var count = 0;
        for (var at = 2; at < symbols.Length; at++)
            if (symbols[at] != ' ' && !IsSpaced(symbols[at])) into[count++] = Hash(((ulong)symbols[at - 2] << 32) | ((ulong)symbols[at - 1] << 16) | symbols[at]);
        return count;
    }

    private static int Fours(ReadOnlySpan<ushort> symbols, Span<uint> into)
    {
        var count = 0;
        ulong window = 0;
        foreach (var symbol in symbols)
        {
            window = (window << 16) | symbol;
            if (IsSpaced(symbol) && window >> 48 != 0) into[count++] = Hash(window);
        }
        return count;
    }

    /// <summary>The first and the last one and two symbols, and the length in steps of a quarter and of a half of a power of two.</summary>
    private static int Edges(ReadOnlySpan<ushort> symbols, Span<uint> into)
    {
        var count = 0;
        if (symbols.Length > 0)
        {
            into[count++] = Hash(symbols[0] ^ FirstSeed);
            into[count++] = Hash(symbols[^1] ^ LastSeed);
        }
        if (symbols.Length > 1)
        {
            into[count++] = Hash((((ulong)symbols[0] << 16) | symbols[1]) ^ FirstSeed);
            into[count++] = Hash((((ulong)symbols[^2] << 16) | symbols[^1]) ^ LastSeed);
        }
        var length = (uint)symbols.Length + 4;
        var power = System.Numerics.BitOperations.Log2(length);
        var step = ((uint)power << 2) | ((length >> (power - 2)) & 3);
        into[count++] = Hash(step ^ LengthSeed);
        into[count++] = Hash((((ulong)step >> 1) + 256) ^ LengthSeed);
        return count;
    }

    /// <summary>What is said not to be: pairs of letters behind a negation, and the negation with the two behind it.</summary>
    private static int Negated(ReadOnlySpan<ushort> symbols, Span<uint> into)
    {
        var count = 0;
        for (var at = 0; at < symbols.Length; at++)
        {
            if (symbols[at] is not ('不' or '没' or '无' or '别' or '未')) continue;
            var (left, before) = (NegatedPairs, 0UL);
            for (var behind = at + 1; behind < symbols.Length && left > 0; behind++)
            {
                var symbol = symbols[behind];
                if (VoiceSymbols.IsMark(symbol)) continue;
                if (before != 0)
                {
                    var pair = (before << 16) | symbol;
                    if (left-- == NegatedPairs) into[count++] = Hash(pair | ((ulong)symbols[at] << 32) | (1UL << 48));
                    into[count++] = Hash(pair ^ NegatedSeed);
                }
                before = symbol;
                // The next negation goes on from here.
                if (symbol is '不' or '没' or '无' or '别' or '未') break;
            }
        }
        return count;
    }

    private static int EmitWord(ref ulong word, ref ulong before, Span<uint> into, int count)
    {
        into[count++] = Hash(word ^ WordSeed);
        if (before != 0) into[count++] = Hash((before * PairSeed) ^ word);
        before = word;
        word = 0;
        return count;
    }

    /// <summary>Letters of scripts that put spaces between words: Latin, Greek, Cyrillic and their neighbours, Arabic, Indic.</summary>
    private static bool IsSpaced(ushort symbol) => symbol is >= 'a' and <= 'z' or (>= 0x00DF and < 0x0E00 and not 0x00F7);

    private static uint Hash(ulong key) => (uint)((key * Golden) >> 32);
}
