namespace Patella.Kernel.Text;

/// <summary>
/// Finds the known words one keystroke from a given one: both sides leave out one letter and meet. For a vocabulary
/// that fits in memory, as a knowledge base's does; an entry costs one string a letter.
/// </summary>
public sealed class SpellingIndex
{
    private const int MinLength = 4;
    private const int MaxLength = 24;

    private readonly Dictionary<string, List<string>> _byShorter = new(StringComparer.Ordinal);
    private readonly HashSet<string> _words = new(StringComparer.Ordinal);

    /// <summary>Takes a word in; very short and very long ones are known but never suggested.</summary>
    public void Add(string word)
    {
        ArgumentNullException.ThrowIfNull(word);
        if (!_words.Add(word) || word.Length is < MinLength or > MaxLength) return;
        foreach (var key in Keys(word))
        {
            if (!_byShorter.TryGetValue(key, out var words)) _byShorter.Add(key, words = []);
            words.Add(word);
        }
    }

    /// <summary>Whether the word was added.</summary>
    public bool Knows(string word) => _words.Contains(word);

    /// <summary>Known words at one insertion, deletion, replacement or swap of neighbours, in alphabetical order.</summary>
    public IReadOnlyList<string> Near(string word)
    {
        ArgumentNullException.ThrowIfNull(word);
        if (word.Length is < MinLength or > MaxLength) return [];
        var near = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var key in Keys(word))
        {
            if (!_byShorter.TryGetValue(key, out var words)) continue;
            foreach (var candidate in words)
                if (candidate != word && OneApart(candidate, word)) near.Add(candidate);
        }
        return [.. near];
    }

    private static IEnumerable<string> Keys(string word)
    {
        yield return word;
        for (var i = 0; i < word.Length; i++)
            if (i == 0 || word[i] != word[i - 1]) yield return word.Remove(i, 1);
    }

    /// <summary>Whether one insertion, deletion, replacement or swap of neighbours turns one into the other.</summary>
    internal static bool OneApart(string left, string right)
    {
        if (left.Length > right.Length) (left, right) = (right, left);
        if (right.Length - left.Length > 1) return false;
        var same = left.AsSpan().CommonPrefixLength(right);
        if (left.Length < right.Length) return left.AsSpan(same).SequenceEqual(right.AsSpan(same + 1));
        if (same == left.Length) return false;
        if (left.AsSpan(same + 1).SequenceEqual(right.AsSpan(same + 1))) return true;
        return same + 1 < left.Length && left[same] == right[same + 1] && left[same + 1] == right[same]
            && left.AsSpan(same + 2).SequenceEqual(right.AsSpan(same + 2));
    }
}
