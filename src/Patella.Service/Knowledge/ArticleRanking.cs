using Patella.Kernel.Text;

namespace Patella.Service.Knowledge;

/// <summary>
/// Ranks a fixed set of articles for a question. Score: Okapi BM25 (k1 = 1.2, b = 0.75; Robertson and Zaragoza 2009) over the article's words, title and
/// questions counted three times. Confidence: the share of the question's weight that the best title or question of the article covers, and the other way
/// round, so that neither a long question nor a long article wins by chance. Pure; safe to share between threads.
/// </summary>
internal sealed class ArticleRanking
{
    private const double K1 = 1.2;
    private const double B = 0.75;
    private const int TitleWeight = 3;

    /// <summary>Words that hold a question together carry this share of their weight.</summary>
    private const double FillerShare = 0.25;

    /// <summary>A likely other spelling counts for less than the word itself.</summary>
    private const double VariantShare = 0.8;

    /// <summary>How the kernel marks tokens that are not plain words of a-z.</summary>
    private const string EncodedMark = "zz";

    /// <summary>Articles whose confidence is worked out, best scores first.</summary>
    private const int Candidates = 30;

    /// <summary>Characters of a question that are compared with an article's own.</summary>
    private const int MostPlain = 500;

    private readonly IReadOnlyList<Entry> _entries;
    private readonly Dictionary<string, List<(int Entry, int Count)>> _postings = new(StringComparer.Ordinal);
    private readonly SpellingIndex _spelling = new();
    private readonly double _averageLength;

    public ArticleRanking(IEnumerable<Article> articles)
    {
        _entries = articles.Select(article => new Entry(article)).ToList();
        for (var index = 0; index < _entries.Count; index++)
        {
            foreach (var (token, count) in _entries[index].Counts)
            {
                (_postings.TryGetValue(token, out var list) ? list : _postings[token] = []).Add((index, count));
            }
        }

        foreach (var word in _postings.Keys)
        {
            _spelling.Add(word);
        }

        _averageLength = _entries.Count == 0 ? 1 : Math.Max(1, _entries.Average(entry => entry.Length));
    }

    public int Count => _entries.Count;

    /// <summary>The best articles among those that <paramref name="may"/> be used, best first.</summary>
    public IReadOnlyList<KnowledgeAnswer> Rank(string question, Func<Article, bool> may, int most)
    {
        var asked = SearchTokens.QueryTokens(question).Select(word => Asked(word)).ToList();
        if (asked.Count == 0)
        {
            return [];
        }

        var plain = Plain(question);
        var scores = new Dictionary<int, double>();
        foreach (var word in asked)
        {
            foreach (var (index, count) in word.Spellings.SelectMany(token => _postings.GetValueOrDefault(token) ?? []))
            {
                var norm = K1 * (1 - B + B * _entries[index].Length / _averageLength);
                scores[index] = scores.GetValueOrDefault(index) + word.Weight * count * (K1 + 1) / (count + norm);
            }
        }

        return scores.Where(pair => may(_entries[pair.Key].Article)).OrderByDescending(pair => pair.Value).ThenBy(pair => _entries[pair.Key].Article.Id, StringComparer.Ordinal).Take(Candidates)
            .Select(pair => new KnowledgeAnswer(_entries[pair.Key].Article, pair.Value, Confidence(asked, _entries[pair.Key]), _entries[pair.Key].Questions.Contains(plain)))
            .OrderByDescending(answer => answer.Exact).ThenByDescending(answer => answer.Confidence * answer.Score).ThenBy(answer => answer.Article.Id, StringComparer.Ordinal)
            .Take(most).ToList();
    }

    /// <summary>Letters and digits alone, folded.</summary>
    private static string Plain(string text) => string.Concat(TextNormalizer.Fold(text, MostPlain).Where(char.IsLetterOrDigit));

    private Word Asked(QueryToken token)
    {
        if (_postings.ContainsKey(token.Token))
        {
            return new Word([token.Token], WeightOf(token.Token));
        }

        var near = _spelling.Near(token.Token).ToList();
        return near.Count == 0 ? new Word([], WeightOf(token.Token)) : new Word(near, VariantShare * near.Max(WeightOf));
    }

    /// <summary>
    /// How telling a word is in this knowledge base: its inverse document frequency. Words nobody wrote are as telling as the rarest, except pairs of
    /// characters of a script without spaces: most of those that nobody wrote only straddle two words.
    /// </summary>
    private double WeightOf(string token)
    {
        var documents = _postings.TryGetValue(token, out var list) ? list.Count : 1;
        var idf = Math.Log(1 + (_entries.Count - documents + 0.5) / (documents + 0.5));
        var straddles = list is null && token.StartsWith(EncodedMark, StringComparison.Ordinal);
        return FillerWords.Contains(token) || straddles ? idf * FillerShare : idf;
    }

    private double Confidence(IReadOnlyList<Word> asked, Entry entry)
    {
        var weight = asked.Sum(word => word.Weight);
        if (weight <= 0)
        {
            return 0;
        }

        var whole = asked.Where(word => word.Spellings.Any(entry.Counts.ContainsKey)).Sum(word => word.Weight) / weight;
        var best = entry.Phrases.Max(phrase =>
        {
            var common = asked.Where(word => word.Spellings.Any(phrase.Contains)).Sum(word => word.Weight);
            return 2 * common / (weight + phrase.Sum(WeightOf));
        });
        return Math.Clamp(0.35 * whole + 0.65 * best, 0, 1);
    }

    private sealed record Word(IReadOnlyList<string> Spellings, double Weight);

    /// <summary>An article as its words.</summary>
    private sealed class Entry
    {
        public Entry(Article article)
        {
            Article = article;
            Questions = article.Questions.Prepend(article.Title).Select(Plain).Where(text => text.Length > 0).ToHashSet(StringComparer.Ordinal);
            Phrases = article.Questions.Prepend(article.Title).Select(text => TokensOf(text).ToHashSet(StringComparer.Ordinal)).ToList();
            Add(Phrases.SelectMany(phrase => phrase), TitleWeight);
            Add(TokensOf(article.Answer), 1);
            Length = Counts.Values.Sum();
        }

        public Article Article { get; }

        /// <summary>Title and questions as they are compared.</summary>
        public IReadOnlySet<string> Questions { get; }

        public IReadOnlyList<HashSet<string>> Phrases { get; }

        public Dictionary<string, int> Counts { get; } = new(StringComparer.Ordinal);

        public int Length { get; }

        // A query of two characters asks for their pair alone; single characters in the index would only dilute it.
        private static IEnumerable<string> TokensOf(string text) => SearchTokens.QueryTokens(text).Select(token => token.Token);

        private void Add(IEnumerable<string> tokens, int weight)
        {
            foreach (var token in tokens)
            {
                Counts[token] = Counts.GetValueOrDefault(token) + weight;
            }
        }
    }
}
