using Microsoft.AspNetCore.Http;
using Patella.Platform.Storage;
using Patella.Service.Edge;
using Patella.Service.Search;

namespace Patella.Service.Knowledge;

/// <summary>GET /knowledge-articles and GET /knowledge-articles/{id}: what the caller's units may read.</summary>
internal static class ListArticles
{
    public static async Task<IResult> Handle(HttpContext http, IStore store, KnowledgeBase knowledge, SearchIndex index, SearchScopes scopes, string? q, string? language, string? unit, string? after, int? limit)
    {
        var validation = new Validation().Text(q, "q", 0, 500).Text(language, "language", 0, 35).Text(unit, "unit", 0, 40).Must(Paging.TryRead(after, out var sort, out var id), "after", "Is not a cursor of this list.");
        if (validation.Failed)
        {
            return new ProblemResult(validation.Problem);
        }

        var (caller, count) = (http.Caller(), Paging.Limit(limit));
        var family = language is null ? null : KnowledgeBase.FamilyOf(language);
        var page = await store.Read(caller.Tenant, async reader =>
        {
            var scope = await scopes.Of(reader, caller);
            if (!string.IsNullOrWhiteSpace(q))
            {
                return new Page<ArticleView>(await Search(reader, index, scope, q, article => (family is null || KnowledgeBase.FamilyOf(article.Language) == family) && (unit is null || article.Unit == unit)));
            }

            var rows = await reader.Many<ArticleRow>(KnowledgeBase.Sql["ListArticles"], new { sort, id, family, unit, all = scope.Everything ? 1L : 0L, units = scope.Units, limit = count + 1 });
            var items = rows.Take(count).Select(row => SaveArticle.View(row.ToArticle())).ToList();
            return new Page<ArticleView>(items, rows.Count > count ? Paging.Cursor(rows[count - 1].UpdatedAt, rows[count - 1].Id) : null);
        }, http.RequestAborted);
        return Results.Json(page, Json.Options);
    }

    public static async Task<IResult> One(HttpContext http, IStore store, KnowledgeBase knowledge, SearchScopes scopes, string id)
    {
        var caller = http.Caller();
        var article = await store.Read(caller.Tenant, async reader =>
        {
            var scope = await scopes.Of(reader, caller);
            return await knowledge.Find(reader, id) is { } found && (scope.Everything || found.IsOpenTo(null) || scope.Units.Contains(found.Unit)) ? found : null;
        }, http.RequestAborted);
        return article is null ? new ProblemResult(Problem.NotFound("This article")) : Results.Json(SaveArticle.View(article), Json.Options);
    }

    private static async Task<IReadOnlyList<ArticleView>> Search(IReader reader, SearchIndex index, SearchScope scope, string q, Func<Article, bool> fits)
    {
        var hits = await index.Query(reader, [SearchKinds.Article], q, SearchIndex.Most, scope);
        var rows = await reader.Many<ArticleRow>(KnowledgeBase.Sql["FindArticles"], new { ids = hits.Select(hit => hit.Id).ToArray() });
        var byId = rows.ToDictionary(row => row.Id, row => row.ToArticle());
        return hits.Where(hit => byId.ContainsKey(hit.Id)).Select(hit => byId[hit.Id]).Where(fits).Select(SaveArticle.View).ToList();
    }
}
