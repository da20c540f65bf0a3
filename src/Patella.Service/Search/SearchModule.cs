using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Patella.Service.Edge;
using Patella.Service.Parties.Privacy;

namespace Patella.Service.Search;

public static class SearchModule
{
    public static IServiceCollection AddSearch(this IServiceCollection services) => services.AddSingleton<SearchIndex>().AddSingleton<SearchScopes>().AddSingleton<IPersonData, SearchData>();

    public static IEndpointRouteBuilder MapSearch(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/search", SearchEverything.Handle).Needs(Permission.Serve | Permission.Supervise | Permission.Observe | Permission.Administer)
            .WithName("search").WithTags("Search").WithSummary("Looks through conversations, orders, consumers and articles.")
            .Produces<Page<SearchItem>>().ProducesProblem(StatusCodes.Status400BadRequest);
        return routes;
    }
}
