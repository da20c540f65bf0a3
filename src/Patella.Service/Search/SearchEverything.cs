using Microsoft.AspNetCore.Http;
using Patella.Platform.Clocks;
using Patella.Platform.Storage;
using Patella.Service.Access;
using Patella.Service.Edge;

namespace Patella.Service.Search;

/// <summary>A result on the wire.</summary>
public sealed record SearchItem(string Kind, string Id, string Title, string Snippet, DateTimeOffset At);

/// <summary>Which documents a caller may find, by their rights and units.</summary>
public sealed class SearchScopes(StaffStore people)
{
    public async Task<SearchScope> Of(IReader reader, Caller caller)
    {
        if (caller.Has(Permission.Supervise | Permission.Observe | Permission.Administer))
        {
            return SearchScope.Whole;
        }

        var staff = caller.Kind == CallerKind.Staff ? await people.Find(reader, caller.Id) : null;
        return new SearchScope(false, staff?.Units ?? []);
    }
}

/// <summary>GET /search</summary>
internal static class SearchEverything
{
    private const int DefaultLimit = 20;

    public static async Task<IResult> Handle(HttpContext http, IStore store, SearchIndex index, SearchScopes scopes, string? q, string? kinds, int? limit)
    {
        var asked = kinds?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [.. SearchKinds.All];
        var validation = new Validation().Text(q, "q", 1, 500).Must(asked.All(SearchKinds.All.Contains), "kinds", $"Must be some of: {string.Join(", ", SearchKinds.All)}.");
        if (validation.Failed)
        {
            return new ProblemResult(validation.Problem);
        }

        var caller = http.Caller();
        var hits = await store.Read(caller.Tenant, async reader => await index.Query(reader, asked, q!, limit ?? DefaultLimit, await scopes.Of(reader, caller)), http.RequestAborted);
        return Results.Json(new Page<SearchItem>([.. hits.Select(hit => new SearchItem(hit.Kind, hit.Id, hit.Title, hit.Snippet, Microseconds.ToTime(hit.At)))]), Json.Options);
    }
}
