using Patella.Kernel.Text;
using static Patella.Benchmarks.Serving.BulkSql;

namespace Patella.Benchmarks.Serving;

/// <summary>The search index of a bulk history, by statements: some hundred texts that the product's own words were made of, each with a number of its own.</summary>
internal static class BulkSearch
{
    private const int Texts = 500;
    private const string AnyNumber = "7777777";
    private static readonly string[] Words = ["parcel", "refund", "broken", "blue", "teapot", "courier", "address", "invoice", "coupon", "shoes", "late", "missing", "colour", "size", "return"];

    /// <param name="indexed">The newest so many conversations, and as large a share of the cases.</param>
    public static IEnumerable<string> Statements(bool sqlite, int conversations, int cases, int indexed, (long Conversations, long Cases) spacing, long now)
    {
        var persons = Math.Max(1, conversations / 10);
        yield return "create table bench_text (n integer primary key, tokens text not null, body text not null)";
        yield return $"insert into bench_text (n, tokens, body) values {string.Join(", ", Enumerable.Range(0, Texts).Select(Row))}";
        yield return sqlite ? "select 1" : "drop index search_text_tokens";
        yield return Documents(sqlite, "conversation", "c", conversations, indexed, persons, spacing.Conversations, now);
        yield return Documents(sqlite, "case", "k", cases, (int)((long)cases * indexed / conversations), persons, spacing.Cases, now);
        var number = SearchTokens.IndexText("nr" + AnyNumber).Replace(AnyNumber, "' || substr(d.id, 2) || '", StringComparison.Ordinal);
        var tokens = $"t.tokens || ' {number}'";
        yield return $"""
            insert into search_text ({(sqlite ? "rowid" : "document")}, tokens)
            select d.number, {(sqlite ? tokens : $"array_to_tsvector(string_to_array('@{ServerUnderTest.Tenant} ' || {tokens}, ' '))")} from search_document d join bench_text t on t.n = d.number % {Texts} where d.tenant = {Tenant}
            """;
        yield return sqlite ? "select 1" : "create index search_text_tokens on search_text using gin (tokens)";
        yield return "drop table bench_text";
    }

    /// <param name="today">The last day of the history.</param>
    public static IEnumerable<Func<int, string>> Pages(int count, DateOnly today)
    {
        yield return _ => "/search?q=refund%20teapot";
        yield return _ => "/search?q=parcel&limit=50&excerpts=true";
        yield return number => $"/search?q=nr{count - 1 - (number % 1_000):D8}";
        yield return _ => "/search?q=refund&kinds=case&unit=returns";
        yield return _ => "/search?q=refund%20late&kinds=conversation,case&unit=nowhere";
        yield return _ => $"/search?q=coupon&language=de&from={today.AddDays(-60):yyyy-MM-dd}T00:00:00Z&until={today.AddDays(-50):yyyy-MM-dd}T00:00:00Z";
        yield return number => $"/search?q=teapot&person={BulkHistory.Person(number * 7919 % Math.Max(1, count / 10))}";
        yield return _ => "/search?q=nothing%20like%20this";
        yield return _ => "/conversations?q=refund%20teapot&state=closed";
        yield return _ => "/cases?q=refund%20teapot&open=true";
    }

    private static string Row(int number)
    {
        var random = new Random(number);
        var body = string.Join(' ', Enumerable.Range(0, 5).Select(_ => Words[random.Next(Words.Length)]));
        return $"({number}, '{SearchTokens.IndexText(body)}', '{body}')";
    }

    private static string Documents(bool sqlite, string kind, string letter, int count, int indexed, int persons, long spacing, long now)
        => $"""
            insert into search_document (tenant, kind, id, title, preview, at, visibility, unit, person, language)
            select {Tenant}, '{kind}', {Id(sqlite, letter, "g.n")}, 'Somebody ' || g.n, t.body, {now} - ({count} - g.n) * cast({spacing} as bigint), 'unit:market', case when g.n % 4 = 0 then 'returns' else 'market' end, {Id(sqlite, "p", $"g.n % {persons}")},
                case g.n % 7 when 0 then 'en' when 1 then 'de' else 'zh-CN' end
            from {Numbers(sqlite, count)} join bench_text t on t.n = g.n % {Texts} where g.n >= {count - indexed} order by g.n
            """;
}
