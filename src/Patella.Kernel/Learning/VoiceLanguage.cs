namespace Patella.Kernel.Learning;

/// <summary>The language of a voice by its script, on the fast path.</summary>
internal static class VoiceLanguage
{
    /// <summary>What a symbol speaks for, by the symbol.</summary>
    private static readonly byte[] ScriptOf = BuildScripts();

    private const int Kinds = 16;
    private const int Latin = LanguageCode.English;

    /// <summary>The <see cref="LanguageCode"/> most of the symbols speak for; a few kana make Han Japanese.</summary>
    public static byte Of(ReadOnlySpan<ushort> symbols)
    {
        Span<int> counts = stackalloc int[Kinds];
        counts.Clear();
        foreach (var symbol in symbols) counts[ScriptOf[symbol]]++;
        // A Latin letter says less than a Han character: a word is about five of them.
        counts[Latin] = (counts[Latin] + 2) / 3;
        if (counts[LanguageCode.Japanese] * 6 >= counts[LanguageCode.Chinese] && counts[LanguageCode.Japanese] > 1)
            counts[LanguageCode.Japanese] += counts[LanguageCode.Chinese];
        var best = 0;
        for (var i = 1; i < Kinds; i++)
            if (counts[i] > (best == 0 ? 0 : counts[best])) best = i;
        return (byte)best;
    }

    private static byte[] BuildScripts()
    {
        var scripts = new byte[0x10000];
        for (var unit = 0; unit < scripts.Length; unit++) scripts[unit] = Script((char)unit);
        return scripts;
    }

    private static byte Script(char unit) => unit switch
    {
        >= 'a' and <= 'z' or (>= '\u00df' and < '\u0250' and not '\u00f7') => LanguageCode.English,
        >= '\u0370' and < '\u0400' => LanguageCode.Greek,
        >= '\u0400' and < '\u0530' => LanguageCode.Russian,
        >= '\u0590' and < '\u0600' => LanguageCode.Hebrew,
        >= '\u0600' and < '\u0780' => LanguageCode.Arabic,
        >= '\u0900' and < '\u0980' => LanguageCode.Hindi,
        >= '\u0e00' and < '\u0e80' => LanguageCode.Thai,
        >= '\u3041' and <= '\u30fa' => LanguageCode.Japanese,
        >= '\u1100' and < '\u1200' or >= '\uac00' and <= '\ud7a3' => LanguageCode.Korean,
        >= '\u3400' and <= '\u9fff' => LanguageCode.Chinese,
        _ => LanguageCode.Unknown,
    };
}
