using Patella.Kernel.Text;
using Patella.Platform.Storage;

namespace Patella.Service.Search;

/// <summary>What is found of a subject.</summary>
/// <param name="Kind">One of <see cref="SearchKinds"/>.</param>
/// <param name="Title">Shown, and weighs more than the body.</param>
/// <param name="Body">Indexed; the beginning is shown. Never masked values.</param>
/// <param name="At">UTC microseconds.</param>
/// <param name="Visibility">From <see cref="SearchVisibility"/>.</param>
public sealed record SearchDocument(string Kind, string Id, string Title, string Body, long At, string Visibility)
{
    /// <summary>The unit it belongs to, for those who narrow a search.</summary>
    public string? Unit { get; init; }

    /// <summary>The person it is about.</summary>
    public string? Person { get; init; }

    /// <summary>BCP 47.</summary>
    public string? Language { get; init; }
}

/// <summary>What a search is narrowed to; null is everything. Times in UTC microseconds, <paramref name="Until"/> not included.</summary>
public sealed record SearchNarrowing(string? Unit = null, string? Person = null, string? Language = null, long? From = null, long? Until = null)
{
    public static readonly SearchNarrowing None = new();
}

/// <summary>Something that was found.</summary>
public sealed record SearchHit(string Kind, string Id, string Title, string Snippet, long At, string? Unit = null);

/// <summary>What can be looked for. Wire words, append only.</summary>
public static class SearchKinds
{
    public const string Conversation = "conversation";
    public const string Order = "order";
    public const string Consumer = "consumer";
    public const string Article = "article";
    public const string Case = "case";

    public static readonly IReadOnlyList<string> All = [Conversation, Order, Consumer, Article, Case];
}

/// <summary>Who may find a document.</summary>
public static class SearchVisibility
{
    /// <summary>Every member of staff who serves.</summary>
    public const string Staff = "staff";

    /// <summary>Shared with every unit.</summary>
    public const string All = "all";

    /// <summary>Staff of one unit, and those who command or watch.</summary>
    public static string Unit(string code) => "unit:" + code;
}

/// <summary>The documents one caller may find.</summary>
/// <param name="Everything">True for those who command or watch.</param>
public sealed record SearchScope(bool Everything, IReadOnlyList<string> Units)
{
    public static readonly SearchScope Whole = new(true, []);

    internal string[] Visible => [SearchVisibility.Staff, SearchVisibility.All, .. Units.Select(SearchVisibility.Unit)];
}

/// <summary>The index, inside the store and its transactions.</summary>
public sealed class SearchIndex
{
    public const int Most = 50;
    private const int PreviewLength = 240;

    /// <summary>Candidates are read newest first and then put in order by how well their title fits.</summary>
    private const int CandidatesPerResult = 4;

    /// <summary>Documents with the words that a narrowed search looks at, newest first.</summary>
    private const int NarrowedLook = 20_000;
    internal static readonly Statements Sql = new(typeof(SearchIndex).Assembly, "Search.search.sql");

    /// <summary>Puts a subject's document in, in place of the one before.</summary>
    public async Task Index(ITransaction transaction, SearchDocument document)
    {
        await Remove(transaction, document.Kind, document.Id);
        var number = await transaction.One<long>(Sql["AddDocument"], new
        {
            document.Kind, document.Id, Title = PlainText.Cut(document.Title, PreviewLength), Preview = PlainText.Cut(document.Body, PreviewLength), document.At, document.Visibility,
            document.Unit, document.Person, document.Language,
        });
        var tokens = SearchTokens.IndexText(document.Title + "\n" + document.Body);
        if (transaction.Kind == StoreKind.Sqlite)
        {
            await transaction.Execute(Sql["AddTextSqlite"], new { number, tokens });
        }
        else
        {
            await transaction.Execute(Sql["AddTextPostgres"], new { number, tokens = $"{TenantToken(transaction)} {tokens}".TrimEnd() });
        }
    }

    /// <summary>Takes a subject out; of one that is not in, changes nothing.</summary>
    public async Task Remove(ITransaction transaction, string kind, string id)
    {
        if (await transaction.One<long?>(Sql["FindDocument"], new { kind, id }) is not { } number)
        {
            return;
        }

        if (transaction.Kind == StoreKind.Sqlite)
        {
            await transaction.Execute(Sql["RemoveTextSqlite"], new { number });
        }

        await transaction.Execute(Sql["RemoveDocument"], new { kind, id });
    }

    /// <summary>Writes the index anew without what was removed from it: until then SQLite only marks removed words. After an erasure.</summary>
    internal static Task Sweep(ITransaction transaction)
        => transaction.Kind == StoreKind.Sqlite ? transaction.Execute(Sql["OptimizeSqlite"]) : Task.CompletedTask;

    /// <summary>Whether a subject's document is in.</summary>
    internal static async Task<bool> Has(IReader reader, string kind, string id) => await reader.One<long?>(Sql["FindDocument"], new { kind, id }) is not null;

    /// <summary>Takes everything of the tenant out.</summary>
    public async Task Clear(ITransaction transaction)
    {
        if (transaction.Kind == StoreKind.Sqlite)
        {
            await transaction.Execute(Sql["ClearTextSqlite"]);
        }

        await transaction.Execute(Sql["ClearDocuments"]);
    }

    /// <summary>Documents that hold every word of the query or a likely other spelling of it, titles that fit first, then the newest. An empty query finds nothing.</summary>
    public async Task<IReadOnlyList<SearchHit>> Query(IReader reader, IReadOnlyCollection<string> kinds, string query, int limit, SearchScope scope, SearchNarrowing? narrowing = null)
    {
        var words = SearchTokens.QueryTokens(query);
        if (words.Count == 0 || kinds.Count == 0)
        {
            return [];
        }

        var count = Math.Clamp(limit, 1, Most);
        var narrow = narrowing is null || narrowing == SearchNarrowing.None ? null : narrowing;
        var wanted = new SearchWish
        {
            Unit = narrow?.Unit ?? "",
            Person = narrow?.Person ?? "",
            Language = narrow?.Language is { } language ? language[..Math.Min(2, language.Length)] : "",
            From = narrow?.From ?? long.MinValue,
            Until = narrow?.Until ?? long.MaxValue,
            Look = NarrowedLook,
            Query = reader.Kind == StoreKind.Sqlite ? SqliteQuery(words) : PostgresQuery(reader, words),
            Kinds = [.. kinds],
            All = scope.Everything ? 1L : 0L,
            Visible = scope.Visible,
            Limit = count * CandidatesPerResult,
        };
        var rows = reader.Kind == StoreKind.Sqlite ? await reader.Many<HitRow>(Sql[narrow is null ? "QuerySqlite" : "NarrowSqlite"], wanted) : await PostgresSearch.Find(reader, narrow, wanted);
        return rows.Select(row => (Row: row, Fit: TitleFit(row.Title, words))).OrderByDescending(pair => pair.Fit).Take(count).Select(pair => pair.Row.ToHit()).ToList();
    }

    /// <summary>How many words of the query stand in the title.</summary>
    private static int TitleFit(string title, IReadOnlyList<QueryToken> words)
    {
        var inTitle = SearchTokens.IndexText(title).Split(' ').ToHashSet(StringComparer.Ordinal);
        return words.Count(word => inTitle.Contains(word.Token));
    }

    // Tokens are [a-z0-9] only, so quoting them needs no escaping in either dialect.
    private static string SqliteQuery(IReadOnlyList<QueryToken> words)
        => string.Join(" AND ", words.Select(word => $"({string.Join(" OR ", Spellings(word).Select(token => $"\"{token}\""))})"));

    private static string PostgresQuery(IReader reader, IReadOnlyList<QueryToken> words)
        => string.Join(" & ", words.Select(word => $"({string.Join(" | ", Spellings(word).Select(token => $"'{token}'"))})").Prepend($"'{TenantToken(reader)}'"));

    private static IEnumerable<string> Spellings(QueryToken word) => word.Variants.Prepend(word.Token);

    private static string TenantToken(IReader reader) => "@" + reader.Tenant.Value;

    internal sealed class HitRow
    {
        public string Kind { get; init; } = "";

        public string Id { get; init; } = "";

        public string Title { get; init; } = "";

        public string Preview { get; init; } = "";

        public long At { get; init; }

        public string? Unit { get; init; }

        public SearchHit ToHit() => new(Kind, Id, Title, Preview, At, Unit);
    }
}
