namespace Patella.Service.Knowledge;

/// <summary>An article of the knowledge base.</summary>
/// <param name="Questions">How people ask for it; the more of their own words, the better it is found.</param>
/// <param name="Language">BCP 47.</param>
/// <param name="Unit">Code of the unit it belongs to; null belongs to all.</param>
/// <param name="Shared">Any unit may answer with it.</param>
/// <param name="From">Published from here on (UTC microseconds, business time); null means from ever.</param>
/// <param name="Until">Published before this instant; null means without end.</param>
/// <param name="Owner">Who answers for it: a staff id or a team.</param>
/// <param name="Version">Rises by one with each change, from 1.</param>
public sealed record Article(
    string Id, string Title, IReadOnlyList<string> Questions, string Answer, string Language, string? Unit, bool Shared,
    long? From, long? Until, string? Owner, long Version, long UpdatedAt)
{
    public bool IsPublished(long now) => (From is null || From <= now) && (Until is null || now < Until);

    /// <summary>Whether a unit's agents and bot may use it.</summary>
    public bool IsOpenTo(string? unit) => Shared || Unit is null || Unit == unit;

    internal bool SaysTheSame(Article other)
        => (Title, Answer, Language, Unit, Shared, From, Until, Owner) == (other.Title, other.Answer, other.Language, other.Unit, other.Shared, other.From, other.Until, other.Owner)
            && Questions.SequenceEqual(other.Questions);
}

/// <summary>An article that fits a question.</summary>
/// <param name="Score">BM25; only comparable within one question.</param>
/// <param name="Exact">The question is the article's title or one of its questions, but for signs, case and width.</param>
/// <param name="Confidence">0 to 1: how much of what was asked, weighed by how telling each word is, the article's own questions cover.</param>
public sealed record KnowledgeAnswer(Article Article, double Score, double Confidence, bool Exact = false);

/// <summary>An article on the wire.</summary>
public sealed record ArticleView(
    string Id, string Title, IReadOnlyList<string> Questions, string Answer, string Language, string? Unit, bool Shared,
    DateTimeOffset? From, DateTimeOffset? Until, string? Owner, long Version, DateTimeOffset UpdatedAt);

/// <summary>POST and PUT of an article; PUT names the version that is changed.</summary>
public sealed record ArticleRequest(
    string? Id, string? Title, IReadOnlyList<string>? Questions, string? Answer, string? Language, string? Unit, bool? Shared,
    DateTimeOffset? From, DateTimeOffset? Until, string? Owner, long? Version);
