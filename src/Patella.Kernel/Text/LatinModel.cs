namespace Patella.Kernel.Text;

/// <summary>
/// How likely a word is in each Latin-written language: a share for words we know it by, the rest spelled out by a
/// character model of order three. Trained when first used, from our own few kilobytes, with and without accents,
/// because people leave those out. One table for all languages, so a character is looked up once, not once a language.
/// </summary>
internal sealed class LatinModel
{
    private const int Orders = 4;
    private const double KnownShare = 0.6;
    private const double Alphabet = 60;
    private const double CommonWeight = 3;
    private const double BareWeight = 0.5;

    private readonly Dictionary<string, float[]> _words = new(StringComparer.Ordinal);
    private readonly Dictionary<ulong, float[]> _grams = [];
    private readonly double[] _wordMass;

    internal LatinModel(LatinProfile[] profiles)
    {
        Languages = [.. profiles.Select(p => p.Language)];
        _wordMass = new double[profiles.Length];
        for (var language = 0; language < profiles.Length; language++)
        {
            foreach (var word in Split(profiles[language].Common)) Learn(language, word, CommonWeight);
            foreach (var word in Split(profiles[language].Sample)) Learn(language, word, 1);
        }
    }

    internal string[] Languages { get; }

    /// <summary>Words of letters, apostrophes inside them included.</summary>
    internal static IEnumerable<string> Split(string text)
    {
        var start = -1;
        for (var i = 0; i <= text.Length; i++)
        {
            var inside = i < text.Length && (char.IsLetter(text[i]) || (text[i] is '\'' or '’' && start >= 0));
            if (inside && start < 0) start = i;
            if (inside || start < 0) continue;
            yield return text[start..i].Replace('’', '\'').TrimEnd('\'');
            start = -1;
        }
    }

    /// <summary>Adds the natural logarithm of the word's probability in each language to its score.</summary>
    internal void Score(string word, Span<double> scores)
    {
        Span<double> spelled = stackalloc double[scores.Length];
        Spell(word, spelled);
        _words.TryGetValue(word, out var weights);
        for (var i = 0; i < scores.Length; i++)
        {
            var known = weights is null ? 0 : KnownShare * weights[i] / _wordMass[i];
            scores[i] += Math.Log(known + (1 - KnownShare) * Math.Exp(spelled[i]));
        }
    }

    private void Learn(int language, string word, double weight)
    {
        Count(language, word, weight);
        var bare = TextNormalizer.Fold(word);
        if (bare != word) Count(language, bare, weight * BareWeight);
    }

    private void Count(int language, string word, double weight)
    {
        Row(_words, word)[language] += (float)weight;
        _wordMass[language] += weight;
        ulong history = ' ';
        for (var i = 0; i <= word.Length; i++)
        {
            ulong next = i < word.Length ? word[i] : '\0';
            for (var order = 0; order < Orders; order++)
            {
                var context = ContextOf(history, order);
                Row(_grams, Key(context, order))[language]++;
                Row(_grams, Key((context << 16) | next, order + Orders))[language]++;
            }
            history = (history << 16) | next;
        }
    }

    private void Spell(string word, Span<double> logs)
    {
        Span<double> probability = stackalloc double[logs.Length];
        ulong history = ' ';
        for (var i = 0; i <= word.Length; i++)
        {
            ulong next = i < word.Length ? word[i] : '\0';
            probability.Fill(1 / Alphabet);
            for (var order = 0; order < Orders; order++)
            {
                var context = ContextOf(history, order);
                if (!_grams.TryGetValue(Key(context, order), out var seen)) break;
                _grams.TryGetValue(Key((context << 16) | next, order + Orders), out var hits);
                // Each order trusts itself the more, the more often its context was seen.
                for (var l = 0; l < logs.Length; l++)
                    probability[l] = ((hits is null ? 0 : hits[l]) + 2 * probability[l]) / (seen[l] + 2);
            }
            for (var l = 0; l < logs.Length; l++) logs[l] += Math.Log(probability[l]);
            history = (history << 16) | next;
        }
    }

    private float[] Row<TKey>(Dictionary<TKey, float[]> table, TKey key) where TKey : notnull
    {
        if (!table.TryGetValue(key, out var row)) table.Add(key, row = new float[Languages.Length]);
        return row;
    }

    private static ulong ContextOf(ulong history, int order) => history & ((1UL << (16 * order)) - 1);

    private static ulong Key(ulong characters, int kind)
    {
        var hash = ((characters + 1) * 0x9E3779B97F4A7C15UL) ^ ((ulong)kind * 0xC2B2AE3D27D4EB4FUL);
        hash ^= hash >> 29;
        return hash * 0xBF58476D1CE4E5B9UL;
    }
}
