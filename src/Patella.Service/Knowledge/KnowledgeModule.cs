using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Patella.Service.Edge;

namespace Patella.Service.Knowledge;

public static class KnowledgeModule
{
    private const Permission Readers = Permission.Serve | Permission.Supervise | Permission.Observe | Permission.Administer;
    private const Permission Writers = Permission.Supervise | Permission.Administer;

    public static IServiceCollection AddKnowledge(this IServiceCollection services) => services.AddSingleton<KnowledgeBase>().AddSingleton<SaveArticle>().AddSingleton<Tenants.ISettingsSection, KnowledgeSection>();

    public static IEndpointRouteBuilder MapKnowledge(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/knowledge-articles", ListArticles.Handle).Needs(Readers)
            .WithName("listArticles").WithTags("Knowledge").WithSummary("Articles of one's own units and shared ones, newest first.")
            .Produces<Page<ArticleView>>().ProducesProblem(StatusCodes.Status400BadRequest);
        routes.MapGet("/knowledge-articles/{id}", ListArticles.One).Needs(Readers)
            .WithName("findArticle").WithTags("Knowledge").WithSummary("One article.").Produces<ArticleView>().ProducesProblem(StatusCodes.Status404NotFound);
        routes.MapPost("/knowledge-articles", async (HttpContext http, SaveArticle save, ArticleRequest article) => (await save.Add(http.Caller(), article)).ToResult(StatusCodes.Status201Created))
            .Needs(Writers).WithName("addArticle").WithTags("Knowledge").WithSummary("Makes an article; the same id with the same content gives the same answer.")
            .Produces<ArticleView>(StatusCodes.Status201Created).ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status409Conflict);
        routes.MapPut("/knowledge-articles/{id}", async (HttpContext http, SaveArticle save, string id, ArticleRequest article) => (await save.Change(http.Caller(), id, article)).ToResult())
            .Needs(Writers).WithName("changeArticle").WithTags("Knowledge").WithSummary("Changes an article from the version the body names.")
            .Produces<ArticleView>().ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
        return routes;
    }
}
