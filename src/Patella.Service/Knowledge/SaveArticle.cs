using Microsoft.AspNetCore.Http;
using Patella.Platform.Clocks;
using Patella.Platform.Identifiers;
using Patella.Platform.Storage;
using Patella.Service.Audit;
using Patella.Service.Edge;
using Patella.Service.Tenants;

namespace Patella.Service.Knowledge;

/// <summary>POST /knowledge-articles makes one, the same again gives the same; PUT /knowledge-articles/{id} changes one from the version it names.</summary>
internal sealed class SaveArticle(IStore store, KnowledgeBase knowledge, TenantStore tenants, AuditTrail audit, IIdentifiers identifiers)
{
    public const int MostQuestions = 50;

    public Task<Outcome<ArticleView>> Add(Caller caller, ArticleRequest request)
        => Run(caller, Check(request), request, request.Id ?? identifiers.New(), (known, next) =>
            known is null || known.SaysTheSame(next) ? null : Problem.Conflict("idempotency-conflict", "An article with this id says something else already. Change it with PUT.", known.Version));

    public Task<Outcome<ArticleView>> Change(Caller caller, string id, ArticleRequest request)
        => Run(caller, Check(request).Must(request.Version is > 0, "/version", "Must be the version you changed."), request, id, (known, next) => known switch
        {
            null => Problem.NotFound("This article"),
            _ when known.Version != request.Version && !known.SaysTheSame(next) => Problem.Conflict("changed-meanwhile", "Somebody else has changed this article. Read it anew and change that.", known.Version),
            _ => null,
        });

    internal static Validation Check(ArticleRequest request, string at = "", Validation? into = null)
    {
        var validation = (into ?? new Validation()).Id(request.Id, at + "/id", required: false)
            .Text(request.Title, at + "/title", 1, 300).Text(request.Answer, at + "/answer", 1, 20_000)
            .Must(request.Language is { Length: >= 2 and <= 35 } && request.Language.All(c => char.IsAsciiLetterOrDigit(c) || c == '-'), at + "/language", "Must be a language of BCP 47, such as zh-CN.")
            .Text(request.Owner, at + "/owner", 0, 100)
            .Must(request.Questions is null || request.Questions.Count <= MostQuestions, at + "/questions", $"May be at most {MostQuestions}.")
            .Must(request.From is null || request.Until is null || request.From < request.Until, at + "/until", "Must be after the beginning.");
        foreach (var (index, question) in (request.Questions ?? []).Take(MostQuestions).Index())
        {
            validation.Text(question, $"{at}/questions/{index}", 1, 300);
        }

        return validation;
    }

    internal static Article ToArticle(ArticleRequest request, string id) => new(
        id, request.Title!.Trim(), [.. request.Questions ?? []], request.Answer!.Trim(), request.Language!, request.Unit, request.Shared ?? false,
        request.From is { } from ? Microseconds.From(from) : null, request.Until is { } until ? Microseconds.From(until) : null, request.Owner, 0, 0);

    internal static ArticleView View(Article article) => new(
        article.Id, article.Title, article.Questions, article.Answer, article.Language, article.Unit, article.Shared,
        Time(article.From), Time(article.Until), article.Owner, article.Version, Microseconds.ToTime(article.UpdatedAt));

    private static DateTimeOffset? Time(long? at) => at is { } value ? Microseconds.ToTime(value) : null;

    private async Task<Outcome<ArticleView>> Run(Caller caller, Validation validation, ArticleRequest request, string id, Func<Article?, Article, Problem?> refuse)
    {
        if (validation.Failed)
        {
            return validation.Problem;
        }

        var article = ToArticle(request, id);
        return await store.Write<Outcome<ArticleView>>(caller.Tenant, async transaction =>
        {
            if (article.Unit is not null && (await tenants.ListUnits(transaction)).All(unit => unit.Code != article.Unit))
            {
                return Problem.Invalid("/unit", "Must be the code of a unit of this tenant.");
            }

            await transaction.Execute(KnowledgeBase.Sql["LockArticle"], new { id });
            var known = await knowledge.Find(transaction, id);
            if (refuse(known, article) is { } problem)
            {
                return problem;
            }

            var saved = await knowledge.Save(transaction, article);
            if (saved.Version != known?.Version)
            {
                await audit.Write(transaction, caller, "knowledge.article-saved", "article:" + id, new { saved.Version });
            }

            return View(saved);
        });
    }
}
