using System.Collections.Concurrent;
using Patella.Platform.Clocks;
using Patella.Platform.Identifiers;
using Patella.Platform.Storage;
using Patella.Service.Edge;
using Patella.Service.Search;

namespace Patella.Service.Knowledge;

/// <summary>The knowledge base of a tenant, for use inside other capabilities.</summary>
public sealed class KnowledgeBase(BusinessTime business, SearchIndex search)
{
    /// <summary>From this confidence on an answer may be given without a person; below it there is none.</summary>
    public const double Threshold = 0.5;

    private const int ArticleLimit = 20_000;
    private const int RankingLimit = 256;
    internal static readonly Statements Sql = new(typeof(KnowledgeBase).Assembly, "Knowledge.knowledge.sql");
    private readonly ConcurrentDictionary<(TenantId Tenant, string Family), (long Revision, ArticleRanking Ranking)> _rankings = new();

    /// <summary>The best articles for a question, best first; empty when none reaches the threshold.</summary>
    /// <param name="language">BCP 47; articles of the same language, whatever the region, are used.</param>
    /// <param name="unit">Code of the unit that is asked; its own and shared articles are used.</param>
    public async Task<IReadOnlyList<KnowledgeAnswer>> Answer(IReader reader, string question, string language, string? unit, int most = 3, double threshold = Threshold)
    {
        var ranking = await Ranking(reader, FamilyOf(language));
        var now = business.Now;
        return ranking.Rank(question, article => article.IsPublished(now) && article.IsOpenTo(unit), most).Where(answer => answer.Exact || answer.Confidence >= threshold).ToList();
    }

    public async Task<Article?> Find(IReader reader, string id) => (await reader.One<ArticleRow>(Sql["FindArticle"], new { id }))?.ToArticle();

    /// <summary>Creates or replaces an article by id, and raises its version when it says something new. Returns it as it is now.</summary>
    public async Task<Article> Save(ITransaction transaction, Article article)
    {
        var known = await Find(transaction, article.Id);
        if (known is not null && known.SaysTheSame(article))
        {
            return known;
        }

        var next = article with { Version = (known?.Version ?? 0) + 1, UpdatedAt = business.Now };
        await transaction.Execute(Sql["SaveArticle"], ArticleRow.Of(next, FamilyOf(next.Language)));
        await transaction.Execute(Sql["RaiseRevision"]);
        await Index(transaction, next);
        return next;
    }

    /// <summary>Puts every article into the search index, as after a move of the tenant.</summary>
    public async Task IndexAll(ITransaction transaction)
    {
        foreach (var row in await transaction.Many<ArticleRow>(Sql["AllArticles"]))
        {
            await Index(transaction, row.ToArticle());
        }
    }

    private Task Index(ITransaction transaction, Article article)
    {
        var visibility = article.Shared || article.Unit is null ? SearchVisibility.All : SearchVisibility.Unit(article.Unit);
        return search.Index(transaction, new SearchDocument(SearchKinds.Article, article.Id, article.Title, string.Join('\n', article.Questions.Append(article.Answer)), article.UpdatedAt, visibility) { Language = article.Language });
    }

    /// <summary>The language without region and script: zh, en ...</summary>
    internal static string FamilyOf(string language)
    {
        var end = language.AsSpan().IndexOfAny('-', '_');
        return (end < 0 ? language : language[..end]).ToLowerInvariant();
    }

    private async Task<ArticleRanking> Ranking(IReader reader, string family)
    {
        var revision = await reader.One<long?>(Sql["Revision"]) ?? 0;
        if (_rankings.TryGetValue((reader.Tenant, family), out var kept) && kept.Revision == revision)
        {
            return kept.Ranking;
        }

        var rows = await reader.Many<ArticleRow>(Sql["ArticlesOf"], new { family, limit = ArticleLimit });
        var ranking = new ArticleRanking(rows.Select(row => row.ToArticle()));
        if (_rankings.Count >= RankingLimit)
        {
            _rankings.Clear();
        }

        _rankings[(reader.Tenant, family)] = (revision, ranking);
        return ranking;
    }
}

/// <summary>An article as the store keeps it.</summary>
internal sealed class ArticleRow
{
    public string Id { get; init; } = "";

    public string Title { get; init; } = "";

    public string Questions { get; init; } = "[]";

    public string Answer { get; init; } = "";

    public string Language { get; init; } = "";

    public string? Unit { get; init; }

    public long Shared { get; init; }

    public long? PublishedFrom { get; init; }

    public long? PublishedUntil { get; init; }

    public string? Owner { get; init; }

    public long Version { get; init; }

    public long UpdatedAt { get; init; }

    public static object Of(Article article, string family) => new
    {
        article.Id, article.Title, Questions = Json.Write(article.Questions), article.Answer, article.Language, Family = family, article.Unit,
        Shared = article.Shared ? 1L : 0L, PublishedFrom = article.From, PublishedUntil = article.Until, article.Owner, article.Version, article.UpdatedAt,
    };

    public Article ToArticle() => new(
        Id, Title, Json.Read<List<string>>(Questions) ?? [], Answer, Language, Unit, Shared != 0, PublishedFrom, PublishedUntil, Owner, Version, UpdatedAt);
}
