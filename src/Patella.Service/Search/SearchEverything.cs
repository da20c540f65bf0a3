using Microsoft.AspNetCore.Http;
using Patella.Platform.Clocks;
using Patella.Platform.Storage;
using Patella.Service.Access;
using Patella.Service.Edge;

namespace Patella.Service.Search;

/// <summary>A result on the wire.</summary>
/// <param name="Marks">Where the query's words stand in the snippet, when excerpts were asked for.</param>
public sealed record SearchItem(string Kind, string Id, string Title, string Snippet, DateTimeOffset At, string? Unit = null, IReadOnlyList<ExcerptMark>? Marks = null);

/// <summary>What GET /search is asked; every filter is a named parameter.</summary>
public sealed record SearchQuestion(string? Q, string? Kinds, int? Limit, string? Unit, string? Person, string? Language, DateTimeOffset? From, DateTimeOffset? Until, bool? Excerpts);

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

    public static async Task<IResult> Handle(HttpContext http, IStore store, SearchIndex index, SearchScopes scopes, IEnumerable<ISearchTexts> texts, [AsParameters] SearchQuestion question)
    {
        var asked = question.Kinds?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [.. SearchKinds.All];
        var validation = new Validation().Text(question.Q, "q", 1, 500).Must(asked.All(SearchKinds.All.Contains), "kinds", $"Must be some of: {string.Join(", ", SearchKinds.All)}.")
            .Id(question.Unit, "unit", required: false).Id(question.Person, "person", required: false).Text(question.Language ?? "", "language", 0, 20)
            .Must(question.From is null || question.Until is null || question.From < question.Until, "until", "Must be later than 'from'.");
        if (validation.Failed)
        {
            return new ProblemResult(validation.Problem);
        }

        var caller = http.Caller();
        var narrowing = new SearchNarrowing(
            question.Unit, question.Person, question.Language, question.From is { } from ? Microseconds.From(from) : null, question.Until is { } until ? Microseconds.From(until) : null);
        var items = await store.Read(caller.Tenant, async reader =>
        {
            var hits = await index.Query(reader, asked, question.Q!, question.Limit ?? DefaultLimit, await scopes.Of(reader, caller), narrowing);
            var shown = new List<SearchItem>(hits.Count);
            foreach (var hit in hits)
            {
                shown.Add(await Show(reader, hit, question.Excerpts == true ? question.Q : null, texts));
            }

            return shown;
        }, http.RequestAborted);
        return Results.Json(new Page<SearchItem>(items), Json.Options);
    }

    private static async Task<SearchItem> Show(IReader reader, SearchHit hit, string? query, IEnumerable<ISearchTexts> texts)
    {
        var item = new SearchItem(hit.Kind, hit.Id, hit.Title, hit.Snippet, Microseconds.ToTime(hit.At), hit.Unit);
        if (query is null)
        {
            return item;
        }

        var whole = texts.FirstOrDefault(one => one.Kind == hit.Kind) is { } source ? await source.TextOf(reader, hit.Id) : null;
        var (excerpt, marks) = Excerpts.Cut(whole ?? hit.Snippet, query);
        return item with { Snippet = excerpt, Marks = marks };
    }
}
