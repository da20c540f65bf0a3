using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Patella.Platform;
using Patella.Platform.Identifiers;
using Patella.Platform.Storage;
using Patella.Service;
using Patella.Service.Search;

namespace Patella.Benchmarks.Serving;

/// <summary>
/// Years of conversations written straight into a tenant's tables while no server runs on it, by statements that make their own rows: the last
/// ones belong to the last minutes, one conversation every 8 seconds. One entry each, a person for every ten, a line of the answer report each.
/// Readers of the timeline are put at its end, as if they had seen all of it.
/// </summary>
internal static class BulkHistory
{
    private const int BatchOfDocuments = 500;
    private const long Spacing = 8_000_000;
    private static readonly string[] Readers = ["dispatch", "bots", "reports-contacts", "surveys", "orders-search", "conversations-search", "cases-search", "cases-clocks", "cases-exceptions"];
    private static readonly string[] Words = ["parcel", "refund", "broken", "blue", "teapot", "courier", "address", "invoice", "coupon", "shoes", "late", "missing", "colour", "size", "return"];

    /// <summary>The id of one of the persons.</summary>
    public static string Person(int number) => $"p{number:D8}";

    /// <param name="now">Business time, UTC microseconds.</param>
    public static async Task Write(ServerStore store, int conversations, int cases, string staff, long now)
    {
        var sqlite = store.Connection is null;
        var ofCases = cases == 0 ? [] : BulkCases.Statements(sqlite, cases, Math.Max(1, conversations / 10), staff, now);
        foreach (var statement in Statements(sqlite, conversations, staff, now, ofCases))
        {
            await Execute(store, statement);
        }

        foreach (var statement in BulkReports.Statements(store.Connection is null, conversations, cases, now))
        {
            await Execute(store, statement);
        }
    }

    /// <summary>Puts the newest conversations into the search index, by the product's own index.</summary>
    public static async Task Index(ServerStore store, int conversations, int documents, long now)
    {
        await using var seams = new ServiceCollection().AddLogging()
            .AddPlatform(new PlatformOptions { DataFolder = store.Folder, Postgres = store.Connection }, ServiceModule.AddMigrations).BuildServiceProvider();
        var (state, index, tenant) = (seams.GetRequiredService<IStore>(), new SearchIndex(), new TenantId(ServerUnderTest.Tenant));
        await state.Prepare(tenant);
        foreach (var batch in Enumerable.Range(conversations - documents, documents).Chunk(BatchOfDocuments))
        {
            await state.Write(tenant, async transaction =>
            {
                foreach (var number in batch)
                {
                    await index.Index(transaction, Document(number, now - ((conversations - number) * Spacing)));
                }
            });
        }
    }

    private static SearchDocument Document(int number, long at)
    {
        var random = new Random(number);
        var body = string.Join(' ', Enumerable.Range(0, 12).Select(_ => Words[random.Next(Words.Length)]));
        return new SearchDocument(SearchKinds.Conversation, $"c{number:D8}", $"Case {number}", $"{body} nr{number}", at, SearchVisibility.Unit("market"));
    }

    private static IEnumerable<string> Statements(bool sqlite, int count, string staff, long now, IEnumerable<string> cases)
    {
        var tenant = $"'{ServerUnderTest.Tenant}'";
        string Numbers(int upTo) => sqlite ? $"(with recursive g(n) as (select 0 union all select n + 1 from g where n < {upTo - 1}) select n from g) as g" : $"generate_series(0, {upTo - 1}) as g(n)";
        string Id(string letter, string number) => sqlite ? $"printf('{letter}%08d', {number})" : $"'{letter}' || lpad(({number})::text, 8, '0')";
        var at = $"({now} - ({count} - n) * cast({Spacing} as bigint))";
        var state = $"case when n % 1000 = 0 then 'queued' when n % 1000 < 3 then 'agent' when n % 50 = 8 then 'abandoned' else 'closed' end";
        var unit = "case when n % 4 = 0 then 'returns' else 'market' end";
        var assignee = $"case when n % 1000 in (1, 2) and n > {count - 10_000} then '{staff}' when n % 3 = 0 then 'agent' || (n % 60) end";
        yield return $"insert into person (tenant, id, name, language, anonymous, since, root) select {tenant}, {Id("p", "n")}, 'Person ' || n, 'en', 0, {now}, {Id("p", "n")} from {Numbers(Math.Max(1, count / 10))}";
        yield return $"""
            insert into conversation (tenant, id, state, person, person_name, anonymous, entry_unit, unit, language, topic, assignee, assignee_name, opened_at, spoke_at, first_reply_at, closed_at, last_sequence, last_at, last_by, last_text)
            select {tenant}, {Id("c", "n")}, {state}, {Id("p", $"n % {Math.Max(1, count / 10)}")}, 'Person ' || (n % {Math.Max(1, count / 10)}), 0, 'market', {unit}, 'en', 'delivery', {assignee}, 'Somebody', {at}, {at}, {at}, {at}, 1, {at}, 'consumer', 'Where is my parcel? It should have been here yesterday.'
            from {Numbers(count)}
            """;
        yield return $"""
            insert into timeline (tenant, {(sqlite ? "position, " : "")}id, kind, version, at, recorded_at, conversation, sequence, person, unit, author_party, client_id, text, data)
            select {tenant}, {(sqlite ? $"n + 1 + (select coalesce(max(position), 0) from timeline where tenant = {tenant}), " : "")}{Id("e", "n")}, 'conversation.message', 1, {at}, {at}, {Id("c", "n")}, 1, {Id("p", $"n % {Math.Max(1, count / 10)}")}, {unit}, 'consumer', 'm1', 'Where is my parcel? It should have been here yesterday.', '{JsonNothing}'
            from {Numbers(count)}
            """;
        foreach (var statement in cases)
        {
            yield return statement;
        }

        foreach (var reader in Readers)
        {
            yield return $"delete from timeline_cursor where tenant = {tenant} and reader = '{reader}'";
            yield return $"insert into timeline_cursor (tenant, reader, tx, position) select tenant, '{reader}', tx, position from timeline where tenant = {tenant} order by tx desc, position desc limit 1";
        }

        if (!sqlite)
        {
            // As autovacuum does by itself within a minute; nobody does it on SQLite.
            yield return "analyze";
        }
    }

    private const string JsonNothing = "{}";

    private static async Task Execute(ServerStore store, string sql)
    {
        await using System.Data.Common.DbConnection connection = store.Connection is null
            ? new SqliteConnection($"Data Source={store.TenantFile};Pooling=False")
            : new NpgsqlConnection(new NpgsqlConnectionStringBuilder(store.Connection) { Pooling = false }.ToString());
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandTimeout = 0;
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }
}
