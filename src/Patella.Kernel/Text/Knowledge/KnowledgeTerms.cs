using System.Collections.Frozen;

namespace Patella.Kernel.Text.Knowledge;

/// <summary>The terms by which questions are compared: words for meaning, pieces of words for slips and endings.</summary>
internal static class KnowledgeTerms
{
    private const int MaxLength = 2_000;
    private const int ShortestPiece = 3;
    private const int LongestPiece = 5;

    /// <summary>Words that ask but say nothing of what is asked, in every language of the detector, and Chinese pairs.</summary>
    private static readonly FrozenSet<string> AskingWords = LatinProfiles.All
        .SelectMany(p => p.Common.Split(' ')).SelectMany(Words)
        .Concat(Words("how possible way could might there anyway able allow"))
        .Concat(("我的 我想 我要 怎么 么办 什么 为什 可以 以吗 能不 不能 能否 是不 不是 有没 没有 请问 如何 一下 了吗 的吗 怎样 哪里 在哪 一个 这个 那个 你们 我们 " +
            "的我 了怎 请帮 帮我 想问 问一 吗我 呢我 啊我").Split(' ').SelectMany(Words))
        .ToFrozenSet(StringComparer.Ordinal);

    internal static IEnumerable<string> Words(string text) => SearchTokens.Tokens(text, MaxLength, forIndex: false);

    internal static bool IsAsking(string word) => AskingWords.Contains(word);

    /// <summary>Pieces of three to five letters with the edges of words marked; single characters of dense scripts.</summary>
    internal static IEnumerable<string> Pieces(string text)
    {
        var folded = TextNormalizer.Fold(text, MaxLength);
        foreach (var run in Segmenter.Runs(folded))
        {
            if (run.Kind == RunKind.Dense)
            {
                for (var i = 0; i < run.Length; i++) yield return folded.Substring(run.Start + i, 1);
                continue;
            }
            var word = $"<{folded.AsSpan(run.Start, run.Length)}>";
            for (var size = ShortestPiece; size <= LongestPiece; size++)
                for (var i = 0; i + size <= word.Length; i++) yield return word.Substring(i, size);
        }
    }
}
