using System.Text;
using Npgsql;

namespace Patella.Tests.Service.Parties;

/// <summary>
/// Everything that can be read out of a database: every table of every schema and tenant, the server's own catalogues with the planner's samples, and
/// the rows that were replaced or deleted but still stand in the tables' pages.
/// </summary>
internal static class WholeDatabase
{
    private const string Tables = "select format('%I.%I', n.nspname, c.relname) from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.relkind in ('r', 'm') order by 1";

    private const string DeadRows =
        """
        select encode((c.relname || ' (dead): ')::bytea || i.t_data, 'hex') from pg_class c join pg_namespace n on n.oid = c.relnamespace,
            generate_series(0, pg_relation_size(c.oid) / current_setting('block_size')::bigint - 1) as block, heap_page_items(get_raw_page(c.oid::regclass::text, block::int)) i
        where n.nspname = 'public' and c.relkind = 'r' and i.lp_flags = 1 and i.t_xmax::text <> '0'
        """;

    public static async Task<string> Dump(string connectionString)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ToString());
        await connection.OpenAsync();
        var text = new StringBuilder();
        foreach (var table in await Column(connection, Tables))
        {
            using var rows = await connection.BeginTextExportAsync($"copy (select * from {table}) to stdout");
            text.AppendJoin('\n', (await rows.ReadToEndAsync()).Split('\n').Select(row => $"{table}: {row}"));
        }

        // pageinspect comes with the server's own extensions.
        await Column(connection, "create extension if not exists pageinspect");
        text.AppendJoin('\n', (await Column(connection, DeadRows)).Select(row => Encoding.UTF8.GetString(Convert.FromHexString(row)).Replace('\n', ' ')));
        return text.ToString();
    }

    private static async Task<List<string>> Column(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync();
        var values = new List<string>();
        while (await reader.ReadAsync())
        {
            values.Add(reader.GetString(0));
        }

        return values;
    }
}
