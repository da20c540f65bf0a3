using System.Text.RegularExpressions;
using Patella.Platform.Storage;

namespace Patella.Service.Search;

/// <summary>Where words of the query stand in an excerpt, in UTF-16 units.</summary>
public sealed record ExcerptMark(int Start, int Length);

/// <summary>A capability that can show the whole text of what was found, so that the words of the query are shown where they stand.</summary>
public interface ISearchTexts
{
    /// <summary>One of <see cref="SearchKinds"/>.</summary>
    string Kind { get; }

    /// <summary>The text, at most some ten thousand characters; null when there is none any more.</summary>
    Task<string?> TextOf(IReader reader, string id);
}

/// <summary>Cuts the place out of a text where a query's words stand.</summary>
internal static partial class Excerpts
{
    private const int Before = 40;
    private const int Length = 200;
    private const int MarkLimit = 20;

    /// <summary>The excerpt and the marks in it; the beginning when no word stands there as it was typed.</summary>
    public static (string Text, IReadOnlyList<ExcerptMark> Marks) Cut(string text, string query)
    {
        var words = Words(query);
        var at = words.Select(word => text.IndexOf(word, StringComparison.OrdinalIgnoreCase)).Where(place => place >= 0).DefaultIfEmpty(-1).Min();
        var start = Math.Max(0, at - Before);
        start = start > 0 && start < text.Length && char.IsLowSurrogate(text[start]) ? start - 1 : start;
        var end = Math.Min(text.Length, start + Length);
        end = end < text.Length && char.IsLowSurrogate(text[end]) ? end - 1 : end;
        var cut = (start > 0 ? "…" : "") + text[start..end].Replace('\n', ' ') + (end < text.Length ? "…" : "");
        return (cut, Marks(cut, words));
    }

    public static IReadOnlyList<ExcerptMark> Marks(string text, string query) => Marks(text, Words(query));

    private static List<ExcerptMark> Marks(string text, IReadOnlyList<string> words)
    {
        var marks = new List<ExcerptMark>();
        for (var at = 0; at < text.Length && marks.Count < MarkLimit;)
        {
            var word = words.FirstOrDefault(one => string.Compare(text, at, one, 0, one.Length, StringComparison.OrdinalIgnoreCase) == 0);
            if (word is not null)
            {
                marks.Add(new ExcerptMark(at, word.Length));
            }

            at += word?.Length ?? 1;
        }

        return marks;
    }

    /// <summary>The query's words as typed, and for writing without spaces its pairs of characters, longest first.</summary>
    private static List<string> Words(string query)
    {
        var words = Word().Matches(query).Select(match => match.Value).ToList();
        var pairs = words.Where(word => word.Length > 2 && word.All(c => c > '\u2e7f')).SelectMany(word => Enumerable.Range(0, word.Length - 1).Select(place => word.Substring(place, 2)));
        return words.Concat(pairs).Distinct(StringComparer.OrdinalIgnoreCase).OrderByDescending(word => word.Length).Take(MarkLimit * 2).ToList();
    }

    [GeneratedRegex(@"[\u2e80-\uffdf]+|[\p{L}\p{N}_-]+")]
    private static partial Regex Word();
}
