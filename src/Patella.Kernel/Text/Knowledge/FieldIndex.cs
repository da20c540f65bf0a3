namespace Patella.Kernel.Text.Knowledge;

/// <summary>
/// Terms of short documents and how well a query's terms fit each: BM25 (Robertson and Zaragoza 2009), divided by what
/// a document holding every term often could reach, so that 1 is everything and fields can be added.
/// </summary>
internal sealed class FieldIndex(double saturation, double lengthShare)
{
    private readonly Dictionary<string, List<(int Document, int Count)>> _postings = new(StringComparer.Ordinal);
    private readonly List<int> _lengths = [];
    private double _totalLength;

    internal int Count => _lengths.Count;

    internal IEnumerable<string> Terms => _postings.Keys;

    internal bool Knows(string term) => _postings.ContainsKey(term);

    /// <summary>Takes a document in; documents are numbered in the order they come.</summary>
    internal void Add(IEnumerable<string> terms)
    {
        var document = _lengths.Count;
        var length = 0;
        foreach (var group in terms.GroupBy(t => t, StringComparer.Ordinal))
        {
            var count = group.Count();
            length += count;
            if (!_postings.TryGetValue(group.Key, out var postings)) _postings.Add(group.Key, postings = []);
            postings.Add((document, count));
        }
        _lengths.Add(length);
        _totalLength += length;
    }

    /// <summary>How rare a term is: 0 in every document, the logarithm of their number when unknown.</summary>
    internal double Rarity(string term)
    {
        var with = _postings.TryGetValue(term, out var postings) ? postings.Count : 0;
        return Math.Log(1 + (Count - with + 0.5) / (with + 0.5));
    }

    /// <summary>Adds each document's fit, 0 to 1 times the factor, to the scores.</summary>
    /// <param name="query">Terms with their weights; weights need not add up to anything.</param>
    /// <param name="factor">What a perfect fit adds.</param>
    /// <param name="scores">One place a document.</param>
    internal void Score(IReadOnlyCollection<(string Term, double Weight)> query, double factor, Span<double> scores)
    {
        var best = query.Sum(t => t.Weight) * (saturation + 1);
        if (best <= 0) return;
        var meanLength = Math.Max(1, _totalLength / Math.Max(1, Count));
        foreach (var (term, weight) in query)
        {
            if (!_postings.TryGetValue(term, out var postings)) continue;
            foreach (var (document, count) in postings)
            {
                var lengthen = 1 - lengthShare + lengthShare * _lengths[document] / meanLength;
                scores[document] += factor * weight * count * (saturation + 1) / (count + saturation * lengthen) / best;
            }
        }
    }
}
