using Microsoft.Data.Sqlite;
using Npgsql;
using static Patella.Benchmarks.Serving.BulkSql;

namespace Patella.Benchmarks.Serving;

/// <summary>
/// Years of conversations written straight into a tenant's tables while no server runs on it, by statements that make their own rows: the last
/// ones belong to the last minutes, one conversation every 8 seconds. One entry each, a person for every ten, a line of the answer report each; cases, orders and clocks over the same time.
/// Readers of the timeline are put at its end, as if they had seen all of it.
/// </summary>
internal static class BulkHistory
{
    private const long Spacing = 8_000_000;
    private static readonly string[] Readers =
        ["dispatch", "bots", "reports-contacts", "surveys", "orders-search", "conversations-search", "cases-search", "cases-clocks", "cases-exceptions", "notifications", "automations", "conversations-mail", "conversations-desk"];
    private static readonly string[] Units = ["returns", "travel", "food", "unit0", "unit1", "unit2", "unit3", "unit4"];

    /// <summary>The id of one of the persons.</summary>
    public static string Person(int number) => $"p{number:D8}";

    /// <param name="now">Business time, UTC microseconds.</param>
    /// <param name="indexed">How many of the newest conversations go into the search index.</param>
    public static async Task Write(ServerStore store, int conversations, int cases, int indexed, string staff, long now)
    {
        var (sqlite, persons) = (store.Connection is null, Math.Max(1, conversations / 10));
        var spacing = (Conversations: Spacing, Cases: Spacing * conversations / Math.Max(1, cases));
        IEnumerable<string> ofCases = cases == 0 ? [] : [.. BulkCases.Statements(sqlite, cases, persons, spacing.Cases, staff, now), BulkOrders.Statement(sqlite, cases, persons, spacing.Cases, now)];
        string[] ready = sqlite ? [] : ["analyze"];
        foreach (var statement in Statements(sqlite, conversations, cases, staff, now, ofCases).Concat(BulkReports.Statements(sqlite, conversations, cases, now))
            .Concat(BulkClocks.Statements(sqlite, conversations, cases, spacing, now)).Concat(BulkSearch.Statements(sqlite, conversations, cases, indexed, spacing, now)).Concat(ready))
        {
            await Execute(store, statement);
        }
    }

    /// <summary>Clocks that have ended and are not in the sums of the standards' report yet.</summary>
    public static async Task<long> NotCounted(ServerStore store)
    {
        await using var connection = Open(store);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = $"select count(*) from standard_clock where tenant = {Tenant} and counted = 0 and ended_at is not null";
        return Convert.ToInt64(await command.ExecuteScalarAsync(), System.Globalization.CultureInfo.InvariantCulture);
    }

    private static IEnumerable<string> Statements(bool sqlite, int count, int cases, string staff, long now, IEnumerable<string> more)
    {
        string Id(string letter, string number) => BulkSql.Id(sqlite, letter, number);
        var order = $"case when n % 3 = 0 and n / 3 < {cases} then {Id("o", "n / 3")} end";
        var at = $"({now} - ({count} - n) * cast({Spacing} as bigint))";
        var state = $"case when n % 1000 = 0 then 'queued' when n % 1000 < 3 then 'agent' when n % 50 = 8 then 'abandoned' else 'closed' end";
        var unit = "case when n % 4 = 0 then 'returns' else 'market' end";
        var assignee = $"case when n % 1000 in (1, 2) and n > {count - 10_000} then '{staff}' when n % 3 = 0 then 'agent' || (n % 60) end";
        foreach (var code in Units)
        {
            yield return $"insert into business_unit (tenant, id, code, name_zh, name_en, kind, shared) values ({Tenant}, '{code}', '{code}', '{code}', '{code}', 'market', 0)";
        }

        yield return $"insert into person (tenant, id, name, language, anonymous, since, root) select {Tenant}, {Id("p", "n")}, 'Person ' || n, 'en', 0, {now}, {Id("p", "n")} from {Numbers(sqlite, Math.Max(1, count / 10))}";
        yield return $"""
            insert into conversation (tenant, id, state, person, person_name, anonymous, entry_unit, unit, order_id, language, topic, assignee, assignee_name, opened_at, spoke_at, first_reply_at, closed_at, last_sequence, last_at, last_by, last_text)
            select {Tenant}, {Id("c", "n")}, {state}, {Id("p", $"n % {Math.Max(1, count / 10)}")}, 'Person ' || (n % {Math.Max(1, count / 10)}), 0, 'market', {unit}, {order}, 'en', 'delivery', {assignee}, 'Somebody', {at}, {at}, {at}, {at}, 1, {at}, 'consumer', 'Where is my parcel? It should have been here yesterday.'
            from {Numbers(sqlite, count)}
            """;
        yield return $"""
            insert into timeline (tenant, {(sqlite ? "position, " : "")}id, kind, version, at, recorded_at, conversation, sequence, person, order_ref, unit, author_party, client_id, text, data)
            select {Tenant}, {(sqlite ? $"n + 1 + (select coalesce(max(position), 0) from timeline where tenant = {Tenant}), " : "")}{Id("e", "n")}, 'conversation.message', 1, {at}, {at}, {Id("c", "n")}, 1, {Id("p", $"n % {Math.Max(1, count / 10)}")}, {order}, {unit}, 'consumer', 'm1', 'Where is my parcel? It should have been here yesterday.', '{JsonNothing}'
            from {Numbers(sqlite, count)}
            """;
        foreach (var statement in more)
        {
            yield return statement;
        }

        foreach (var reader in Readers)
        {
            yield return $"delete from timeline_cursor where tenant = {Tenant} and reader = '{reader}'";
            yield return $"insert into timeline_cursor (tenant, reader, tx, position) select tenant, '{reader}', tx, position from timeline where tenant = {Tenant} order by tx desc, position desc limit 1";
        }
    }

    private const string JsonNothing = "{}";

    private static async Task Execute(ServerStore store, string sql)
    {
        await using var connection = Open(store);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandTimeout = 0;
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }

    private static System.Data.Common.DbConnection Open(ServerStore store) => store.Connection is null
        ? new SqliteConnection($"Data Source={store.TenantFile};Pooling=False")
        : new NpgsqlConnection(new NpgsqlConnectionStringBuilder(store.Connection) { Pooling = false }.ToString());
}
