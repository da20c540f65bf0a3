using Patella.Platform.Identifiers;
using Patella.Platform.Storage;
using Patella.Service.Edge;
using Patella.Service.Tenants;

namespace Patella.Service.Knowledge;

internal sealed class KnowledgeSection(KnowledgeBase knowledge, IIdentifiers identifiers) : ListSection<ArticleRequest, Article>
{
    private const int ExportLimit = 20_000;

    public override string Name => "knowledgeArticles";

    /// <summary>Without versions and times: those are this ecosystem's own.</summary>
    public override async Task<object> Export(IReader reader)
        => (await reader.Many<ArticleRow>("select * from article where tenant = @tenant order by id limit @ExportLimit", new { ExportLimit }))
            .Select(row => SaveArticle.View(row.ToArticle())).Select(view => new ArticleRequest(view.Id, view.Title, view.Questions, view.Answer, view.Language, view.Unit, view.Shared, view.From, view.Until, view.Owner, null)).ToList();

    protected override void Check(ArticleRequest request, SettingsContext context, string at, Validation into)
        => SaveArticle.Check(request, at, into).Must(request.Unit is null || context.UnitCodes.Contains(request.Unit), at + "/unit", "Must be the code of a unit.");

    protected override Article ToValue(ArticleRequest request) => SaveArticle.ToArticle(request, request.Id ?? identifiers.New());

    protected override Task SaveOne(ITransaction transaction, Article value) => knowledge.Save(transaction, value);
}
