using Npgsql;

namespace Patella.Platform.Storage.Postgres;

/// <summary>Sweeps the tables after an erasure, now rather than when the server finds time.</summary>
internal static class PostgresSweep
{
    private const int MostLooks = 100;
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(100);

    private const string Tables =
        """
        select format('%I.%I', n.nspname, c.relname) from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where n.nspname = 'public' and c.relkind = 'r'
        order by 1
        """;

    /// <summary>
    /// Vacuums every table, its indexes too however few dead rows they have. Analyze as well: the planner keeps samples of what stood in
    /// a column. Readers and writers go on meanwhile; a row that some older transaction still sees stays until the next sweep.
    /// </summary>
    public static async Task Run(PostgresConnections connections, CancellationToken cancellation)
    {
        await using var connection = await connections.OpenAsOwner(cancellation);
        await WaitForOlder(connection, cancellation);
        var tables = new List<string>();
        await using (var list = new NpgsqlCommand(Tables, connection))
        await using (var reader = await list.ExecuteReaderAsync(cancellation))
        {
            while (await reader.ReadAsync(cancellation))
            {
                tables.Add(reader.GetString(0));
            }
        }

        foreach (var table in tables)
        {
            // The time it takes follows the table's size, so there is no limit but the caller's.
            await using var sweep = new NpgsqlCommand($"vacuum (analyze, index_cleanup on) {table}", connection) { CommandTimeout = 0 };
            await sweep.ExecuteNonQueryAsync(cancellation);
        }
    }

    /// <summary>Rows stay as long as somebody may still see them: readers of older moments are waited for, some seconds and no longer.</summary>
    private static async Task WaitForOlder(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var mark = new NpgsqlCommand("select pg_current_xact_id()::xid::text", connection);
        var now = (string)(await mark.ExecuteScalarAsync(cancellation))!;
        await using var older = new NpgsqlCommand(
            $"select exists (select from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and age(backend_xmin) > age('{now}'::xid))", connection);
        for (var look = 0; look < MostLooks && (bool)(await older.ExecuteScalarAsync(cancellation))!; look++)
        {
            await Task.Delay(BetweenLooks, cancellation);
        }
    }
}
