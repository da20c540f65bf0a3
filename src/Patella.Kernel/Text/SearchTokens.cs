using System.Text;

namespace Patella.Kernel.Text;

/// <summary>One thing that a query asks for.</summary>
/// <param name="Token">Matches what <see cref="SearchTokens.IndexText"/> wrote for the same word.</param>
/// <param name="Variants">Other spellings worth accepting, by probable typing errors; empty for numbers and Chinese.</param>
public readonly record struct QueryToken(string Token, IReadOnlyList<string> Variants);

/// <summary>
/// Our own words for search, so that every store finds the same: stores only index what this writes, with no language
/// of their own. Words are folded and lightly stemmed; scripts without spaces become pairs of characters, and single
/// ones for queries of a single character; order numbers are kept whole, with their parts beside them.
/// </summary>
public static class SearchTokens
{
    /// <summary>Tokens that one text gives at most.</summary>
    public const int MaxIndexTokens = 20_000;

    /// <summary>Tokens of a query that count.</summary>
    public const int MaxQueryTokens = 32;

    private const int MinTypoLength = 4;
    private const int MaxTypoLength = 16;

    /// <summary>What a store should index for the text: words of [a-z0-9] with a space between.</summary>
    public static string IndexText(string? text, int maxLength = TextNormalizer.DefaultMaxLength)
    {
        var index = new StringBuilder();
        var count = 0;
        foreach (var token in Tokens(text, maxLength, forIndex: true))
        {
            if (count++ == MaxIndexTokens) break;
            if (index.Length > 0) index.Append(' ');
            index.Append(token);
        }
        return index.ToString();
    }

    /// <summary>What to look for, in order, without repeats; a document should hold every token or one of its variants.</summary>
    public static IReadOnlyList<QueryToken> QueryTokens(string? query)
    {
        var found = new List<QueryToken>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var token in Tokens(query, 512, forIndex: false))
        {
            if (!seen.Add(token)) continue;
            found.Add(new QueryToken(token, TypoVariants(token)));
            if (found.Count == MaxQueryTokens) break;
        }
        return found;
    }

    /// <summary>
    /// Spellings one keystroke from a word that a hand gets wrong most often: a letter too many, two letters swapped,
    /// a letter not doubled. (A letter missing or mistaken needs the index's own words: see <see cref="SpellingIndex"/>.)
    /// </summary>
    public static IReadOnlyList<string> TypoVariants(string word)
    {
        ArgumentNullException.ThrowIfNull(word);
        if (word.Length is < MinTypoLength or > MaxTypoLength || !word.All(char.IsAsciiLetterLower)) return [];
        var variants = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < word.Length; i++)
        {
            variants.Add(word.Remove(i, 1));
            variants.Add(word.Insert(i, word[i..(i + 1)]));
            if (i > 0) variants.Add(string.Concat(word.AsSpan(0, i - 1), word.AsSpan(i, 1), word.AsSpan(i - 1, 1), word.AsSpan(i + 1)));
        }
        variants.Remove(word);
        return [.. variants.Select(TokenCode.Encode)];
    }

    /// <summary>All tokens of a text, encoded; with single characters and parts of numbers when for an index.</summary>
    internal static IEnumerable<string> Tokens(string? text, int maxLength, bool forIndex)
    {
        var folded = TextNormalizer.Fold(text, maxLength);
        foreach (var run in Segmenter.Runs(folded))
        {
            var piece = folded.Substring(run.Start, run.Length);
            var tokens = run.Kind switch
            {
                RunKind.Word => WordTokens(piece),
                RunKind.Dense => DenseTokens(piece, forIndex),
                RunKind.Identifier => IdentifierTokens(piece, forIndex),
                _ => throw new InvalidOperationException($"Unknown run {run.Kind}."),
            };
            foreach (var token in tokens) yield return TokenCode.Encode(token);
        }
    }

    private static IEnumerable<string> WordTokens(string piece)
    {
        var at = piece.IndexOfAny(['\'', '’']);
        if (at < 0)
        {
            yield return LightStemmer.Stem(piece);
            yield break;
        }
        var (head, tail) = (piece[..at], piece[(at + 1)..].Replace("'", "").Replace("’", ""));
        // "what's" is what, "l'ordre" is ordre, "don't" is dont.
        if (tail is "s" or "") yield return LightStemmer.Stem(head);
        else if (head.Length <= 2 && tail.Length >= 3) yield return LightStemmer.Stem(tail);
        else yield return head + tail;
    }

    private static IEnumerable<string> DenseTokens(string piece, bool forIndex)
    {
        var starts = ClusterStarts(piece);
        if (starts.Count == 1)
        {
            yield return piece;
            yield break;
        }
        for (var i = 0; i < starts.Count; i++)
        {
            var end = i + 1 < starts.Count ? starts[i + 1] : piece.Length;
            if (forIndex) yield return piece[starts[i]..end];
            if (i + 1 == starts.Count) break;
            var pairEnd = i + 2 < starts.Count ? starts[i + 2] : piece.Length;
            yield return piece[starts[i]..pairEnd];
        }
    }

    /// <summary>Where characters begin; Thai and its neighbours write vowels and tones onto the character before.</summary>
    private static List<int> ClusterStarts(string piece)
    {
        var starts = new List<int>(piece.Length);
        for (var i = 0; i < piece.Length; i++)
        {
            if (i > 0 && (char.IsLowSurrogate(piece[i]) || Rune.GetUnicodeCategory(RuneAt(piece, i)) is
                System.Globalization.UnicodeCategory.NonSpacingMark or System.Globalization.UnicodeCategory.SpacingCombiningMark)) continue;
            starts.Add(i);
        }
        return starts;
    }

    private static Rune RuneAt(string text, int i)
    {
        Rune.DecodeFromUtf16(text.AsSpan(i), out var rune, out _);
        return rune;
    }

    private static IEnumerable<string> IdentifierTokens(string piece, bool forIndex)
    {
        var parts = piece.Split(['-', '_', '.', '/', '\'', '’'], StringSplitOptions.RemoveEmptyEntries);
        var whole = string.Concat(parts);
        yield return whole;
        if (!forIndex) yield break;
        if (parts.Length > 1)
            foreach (var part in parts) yield return part.Any(char.IsAsciiDigit) ? part : LightStemmer.Stem(part);
        // People leave out the letters before a number: "2378156" should find "#W2378156".
        var digits = whole.AsSpan().TrimEnd("0123456789").Length;
        if (digits > 0 && whole.Length - digits >= 5) yield return whole[digits..];
    }
}
