using Patella.Kernel.Text;
using Patella.Service.Edge;

namespace Patella.Service.Voices.Reading;

/// <summary>Tells which words are said more than before.</summary>
internal sealed class WordDesk(VoiceScan scan, VoiceParts parts)
{
    private const int WordsOf = 2_000;

    /// <summary>What is said more than in the period that is compared with, out of the newest 2,000 voices of each.</summary>
    public async Task<IReadOnlyList<VoiceWord>> Words(Caller caller, VoiceSlice slice, VoiceSlice compared, int? limit, CancellationToken cancellation)
    {
        var (now, nowTexts) = await Count(caller, slice, cancellation);
        var (before, beforeTexts) = await Count(caller, compared, cancellation);
        return [.. now.Where(one => one.Value >= 2 || now.Count < 200).Select(one => Score(one.Key, one.Value, nowTexts, before.GetValueOrDefault(one.Key), beforeTexts))
            .OrderByDescending(word => word.Score).ThenByDescending(word => word.Count).ThenBy(word => word.Word, StringComparer.Ordinal).Take(Paging.Limit(limit))];
    }

    private async Task<(Dictionary<string, long> Words, long Texts)> Count(Caller caller, VoiceSlice slice, CancellationToken cancellation)
    {
        var (found, _) = await scan.Newest(caller.Tenant, slice, long.MaxValue, WordsOf, cancellation);
        var counts = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var words in await parts.Words(caller.Tenant, found, cancellation))
        {
            foreach (var word in VoiceWordsOf.Text(VoiceParts.Masked(words) ?? ""))
            {
                counts[word] = counts.GetValueOrDefault(word) + 1;
            }
        }

        return (counts, found.Count);
    }

    /// <summary>Difference of the log odds with a half added to each count, by its standard deviation (as in Monroe, Colaresi and Quinn 2008, with a flat prior).</summary>
    private static VoiceWord Score(string word, long count, long texts, long before, long beforeTexts)
    {
        static double Odds(long count, long texts) => Math.Log((count + 0.5) / (Math.Max(texts, count) - count + 0.5));
        var score = (Odds(count, texts) - Odds(before, beforeTexts)) / Math.Sqrt((1 / (count + 0.5)) + (1 / (before + 0.5)));
        return new VoiceWord(word, count, before, Math.Round(score, 3));
    }
}

/// <summary>Words of a text for counting: words of scripts with spaces, pairs of characters of those without; each once a text.</summary>
internal static class VoiceWordsOf
{
    private const int Least = 3;

    public static IEnumerable<string> Text(string text)
    {
        var words = new HashSet<string>(StringComparer.Ordinal);
        var folded = TextNormalizer.Fold(text);
        for (var index = 0; index < folded.Length;)
        {
            var start = index;
            if (IsHan(folded[index]))
            {
                while (index < folded.Length && IsHan(folded[index]))
                {
                    index++;
                }

                for (var pair = start; pair + 1 < index; pair++)
                {
                    words.Add(folded.Substring(pair, 2));
                }
            }
            else if (char.IsLetter(folded[index]))
            {
                while (index < folded.Length && char.IsLetter(folded[index]) && !IsHan(folded[index]))
                {
                    index++;
                }

                // A placeholder of personal data is no word.
                if (index - start >= Least && !(start > 0 && folded[start - 1] == '['))
                {
                    words.Add(folded[start..index]);
                }
            }
            else
            {
                index++;
            }
        }

        return words;
    }

    private static bool IsHan(char character) => character is >= '\u3400' and <= '\u9FFF' or >= '\u3040' and <= '\u30FF';
}
