namespace Patella.Kernel.Text;

/// <summary>What language a text is probably in.</summary>
/// <param name="Language">BCP 47 primary subtag; "und" when nothing speaks and there is no hint.</param>
/// <param name="Confidence">0 to 1; 0 when the hint alone decided. From 0.8 on it may be acted on.</param>
public readonly record struct LanguageGuess(string Language, double Confidence);

/// <summary>
/// Names the language of a short message: the script decides where it can, letters of one language decide among those
/// that share a script, a small model of our own decides among those written in Latin letters.
/// </summary>
public static class LanguageDetector
{
    private const int MaxLength = 1_000;
    private const int MaxWords = 40;

    /// <summary>How much the hint counts: as much as an even bet turned into four to one.</summary>
    private static readonly double HintBonus = Math.Log(4);

    private static readonly LatinModel Model = new(LatinProfiles.All);

    /// <summary>Languages that can be answered.</summary>
    public static IReadOnlyList<string> Languages { get; } =
        [.. Model.Languages, .. ScriptCensus.Languages];

    /// <summary>The most probable language of the text.</summary>
    /// <param name="text">Any text; its first 1,000 UTF-16 units count.</param>
    /// <param name="hint">A BCP 47 tag to fall back on, such as the reader's own; may be null.</param>
    public static LanguageGuess Detect(string? text, string? hint = null)
    {
        var fallback = Matching.LanguageTag.Primary(hint);
        var normal = TextNormalizer.Normalize(text, MaxLength);
        var words = Words(normal);
        var census = ScriptCensus.Take(normal);
        if (census.Letters == 0 && words.Count == 0) return new LanguageGuess(fallback, 0);
        if (census.Letters > words.Count) return census.Guess(fallback);
        return Latin(words, fallback);
    }

    /// <summary>Words of Latin letters; links, addresses and anything with a digit say nothing about language.</summary>
    private static List<string> Words(string text)
    {
        var words = new List<string>();
        foreach (var chunk in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (SaysNothing(chunk)) continue;
            foreach (var piece in LatinModel.Split(chunk))
            {
                if (!IsLatin(piece[0])) continue;
                words.Add(piece);
                if (words.Count == MaxWords) return words;
            }
        }
        return words;
    }

    private static bool SaysNothing(string chunk) =>
        chunk.Contains("://", StringComparison.Ordinal) || chunk.Contains('@') || chunk.StartsWith("www.", StringComparison.Ordinal)
        || (IsLatin(chunk[0]) || chunk[0] == '#') && chunk.AsSpan().ContainsAnyInRange('0', '9');

    private static bool IsLatin(char c) => c is < 'Ͱ' or >= 'Ḁ' and <= 'ỿ';

    private static LanguageGuess Latin(List<string> words, string hint)
    {
        Span<double> scores = stackalloc double[Model.Languages.Length];
        foreach (var word in words) Model.Score(word, scores);
        // Words are not independent: what they say together grows slower than their number.
        var independent = Math.Max(1, Math.Sqrt(words.Count));
        var best = 0;
        for (var i = 0; i < scores.Length; i++)
        {
            scores[i] /= independent;
            if (Model.Languages[i] == hint) scores[i] += HintBonus;
            if (scores[i] > scores[best]) best = i;
        }
        double others = 0;
        foreach (var score in scores) others += Math.Exp(score - scores[best]);
        return new LanguageGuess(Model.Languages[best], 1 / others);
    }
}
