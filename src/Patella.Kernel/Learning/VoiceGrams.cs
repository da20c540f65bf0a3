namespace Patella.Kernel.Learning;

/// <summary>
/// The features of a text: hashed runs of 1 to 3 symbols of scripts without spaces, runs of 3 letters, words and pairs
/// of words of the others; for the second look runs of 4 as well. A feature is 32 bits whose top bits choose the row of
/// a table, so that one hash serves tables of all sizes.
/// </summary>
public static class VoiceGrams
{
    /// <summary>Features of <see cref="VoiceSymbols.Most"/> symbols at most.</summary>
    public const int Most = VoiceSymbols.Most * 3 + 8;

    /// <summary>Further features of the second look at most.</summary>
    public const int MostDeep = VoiceSymbols.Most + 8;

    private const ulong Golden = 0x9E3779B97F4A7C15;
    private const ulong WordSeed = 0xD6E8FEB86659FD93;
    private const ulong PairSeed = 0xA0761D6478BD642F;

    /// <summary>Writes the features of the first look.</summary>
    /// <returns>How many were written.</returns>
    public static int Emit(ReadOnlySpan<ushort> symbols, Span<uint> into)
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
            if ((window & 0xFFFF_0000) == 0) continue;
            into[count++] = Hash(window & 0xFFFF_FFFF);
            if ((window & 0xFFFF_0000_0000) != 0) into[count++] = Hash(window & 0xFFFF_FFFF_FFFF);
        }
        return word != 0 ? EmitWord(ref word, ref before, into, count) : count;
    }

    /// <summary>Writes what the second look adds: runs of four.</summary>
    /// <returns>How many were written.</returns>
    public static int EmitDeep(ReadOnlySpan<ushort> symbols, Span<uint> into)
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
