namespace Patella.Kernel.Text;

/// <summary>
/// Takes off the endings that most often separate a question from its answer. Light on purpose: a stem need not be a
/// word, it only has to be the same on both sides. Works on folded text.
/// </summary>
public static class LightStemmer
{
    private static readonly string[] RussianEndings =
    [
        "иями", "ями", "ами", "ого", "его", "ому", "ему", "ыми", "ими", "иях", "ием", "ия", "ий", "ие", "ии", "ию",
        "ов", "ев", "ей", "ой", "ый", "ая", "яя", "ое", "ее", "ые", "ам", "ям", "ах", "ях", "ом", "ем", "ую", "юю",
        "а", "я", "о", "е", "ы", "и", "у", "ю", "ь", "й",
    ];

    /// <summary>The stem of one lower-case word; words of other alphabets than Latin and Cyrillic come back as they are.</summary>
    public static string Stem(string word)
    {
        ArgumentNullException.ThrowIfNull(word);
        if (word.Length < 4) return word;
        if (char.IsAsciiLetterLower(word[0])) return System.Text.Ascii.IsValid(word) ? Latin(word) : word;
        return word[0] is >= 'а' and <= 'я' ? Russian(word) : word;
    }

    private static string Latin(string word)
    {
        word = Plural(word);
        if (word.Length >= 6 && word.EndsWith("ing", StringComparison.Ordinal)) word = Undouble(word, word[..^3]);
        else if (word.Length >= 5 && word.EndsWith("ed", StringComparison.Ordinal) && word[^3] != 'e') word = Undouble(word, word[..^2]);
        return word.Length >= 5 && word[^1] == 'e' ? word[..^1] : word;
    }

    private static string Plural(string word)
    {
        if (word[^1] != 's' || word[^2] is 's' or 'u' or 'i') return word;
        if (word.Length > 4 && word.EndsWith("ies", StringComparison.Ordinal)) return word[..^3] + "y";
        var hissing = word.Length > 4 && word[^2] == 'e' && (word[^3] is 's' or 'x' or 'z' || word[^4..^2] is "ch" or "sh");
        return hissing ? word[..^2] : word[..^1];
    }

    /// <summary>"shipp" to "ship"; keeps the word when nothing pronounceable would be left ("bring", "thing").</summary>
    private static string Undouble(string word, string stem)
    {
        if (!stem.AsSpan().ContainsAny("aeiouy")) return word;
        var doubled = stem.Length > 3 && stem[^1] == stem[^2] && stem[^1] is not ('s' or 'z' or 'o' or 'e');
        return doubled ? stem[..^1] : stem;
    }

    private static string Russian(string word)
    {
        foreach (var ending in RussianEndings)
            if (word.Length - ending.Length >= 3 && word.EndsWith(ending, StringComparison.Ordinal)) return word[..^ending.Length];
        return word;
    }
}
