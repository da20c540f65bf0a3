using Patella.Platform.Storage;

namespace Patella.Service.Search;

/// <summary>What a statement of the search asks for.</summary>
internal sealed record SearchWish
{
    public required string Query { get; init; }

    public required string[] Kinds { get; init; }

    public required long All { get; init; }

    public required string[] Visible { get; init; }

    public required string Unit { get; init; }

    public required string Person { get; init; }

    /// <summary>Two letters.</summary>
    public required string Language { get; init; }

    public required long From { get; init; }

    public required long Until { get; init; }

    /// <summary>SQLite: documents with the words that are looked at.</summary>
    public required long Look { get; init; }

    /// <summary>PostgreSQL: only documents above this number.</summary>
    public long Floor { get; init; }

    /// <summary>PostgreSQL: none above this number.</summary>
    public long Ceiling { get; init; }

    public required int Limit { get; init; }
}

/// <summary>
/// Newest first on PostgreSQL, which can read an index of words or documents in their order, not both: what is common is met soon among the newest
/// documents; what is not is gathered by its words, and is little then. Left to itself the planner walks a million documents for a number that one of them has,
/// because it knows the frequency of few words.
/// </summary>
internal static class PostgresSearch
{
    /// <summary>Documents that are walked before the words are asked.</summary>
    private const int Newest = 5_000;

    /// <summary>Words that stand in fewer of the newest documents are rare.</summary>
    private const int Rare = Newest / 100;

    // Words without their places are what no index has: among the newest every document is looked at.
    private const string Among = " and strip(t.tokens) @@ (@Query)::tsquery and t.document > @Floor and d.number > @Floor and t.document <= @Ceiling and d.number <= @Ceiling";

    public static async Task<IReadOnlyList<SearchIndex.HitRow>> Find(IReader reader, SearchNarrowing? narrow, SearchWish wish)
    {
        var found = SearchIndex.Sql["FoundPostgres"] + Narrowed(narrow);
        var rare = true;
        if (await Window(reader, wish.Kinds) is { Floor: { } floor, Ceiling: { } ceiling })
        {
            var bounded = wish with { Floor = floor, Ceiling = ceiling };
            var newest = await reader.Many<SearchIndex.HitRow>(found + Among + " order by d.number desc limit @Limit", bounded);
            if (newest.Count == wish.Limit)
            {
                return newest;
            }

            var with = narrow is null && wish.All == 1 ? newest.Count : await reader.One<long>(SearchIndex.Sql["CountNewestPostgres"], bounded);
            rare = with < Rare;
        }

        // What is rare is asked for in an order that no index has, so that none is walked for it.
        return await reader.Many<SearchIndex.HitRow>($"{found} and t.tokens @@ (@Query)::tsquery order by d.number{(rare ? " + 0" : "")} desc limit @Limit", wish);
    }

    /// <summary>The numbers between which the newest documents of the kinds are; null when there are not so many.</summary>
    private static Task<NumberSpan?> Window(IReader reader, string[] kinds) => kinds.Length == 1
        ? reader.One<NumberSpan>(SearchIndex.Sql["WindowOfKindPostgres"], new { kind = kinds[0], look = Newest })
        : reader.One<NumberSpan>(SearchIndex.Sql["WindowPostgres"], new { kinds, look = Newest });

    private static string Narrowed(SearchNarrowing? narrow) => narrow is null ? "" :
        (narrow.Unit is null ? "" : " and d.unit = @Unit") + (narrow.Person is null ? "" : " and d.person = @Person") + (narrow.Language is null ? "" : " and substr(d.language, 1, 2) = @Language")
        + (narrow.From is null ? "" : " and d.at >= @From") + (narrow.Until is null ? "" : " and d.at < @Until");

    private sealed class NumberSpan
    {
        public long? Floor { get; init; }

        public long? Ceiling { get; init; }
    }
}
