using System.Globalization;
using System.Text.Json;
using Patella.Platform.Storage;

namespace Patella.Platform.Transfer;

/// <summary>A column as both stores know it.</summary>
/// <param name="Type">Its declared type in lower case.</param>
internal sealed record TableColumn(string Name, string Type)
{
    public bool IsBytes => Type is "bytea" or "blob";

    public bool IsReal => Type is "double precision" or "real";

    public bool IsBoolean => Type is "boolean";
}

/// <summary>A table with a tenant column; the column itself is left out.</summary>
internal sealed record TableShape(string Name, TableColumn[] Columns, string[] Key)
{
    /// <summary>The same with its columns in the order of a file, which the other store may have made in another.</summary>
    public TableShape InOrder(string[] names) => this with
    {
        Columns = [.. names.Select(name => Array.Find(Columns, column => column.Name == name) ?? throw new TransferException($"The table {Name} has no column {name}."))],
    };
}

/// <summary>Finds the tables that hold a tenant's state, reads them in pages of canonical rows, and writes such rows.</summary>
internal static class TenantTables
{
    private const int PageRows = 2_000;

    /// <summary>Kept by other seams, which move them themselves; and what is rebuilt from the rest.</summary>
    private static readonly string[] LeftOut = ["log_", "segment", "search_"];

    /// <summary>In the order in which they were made, so that what is referred to comes first.</summary>
    public static async Task<IReadOnlyList<TableShape>> Find(IReader reader)
    {
        var rows = await reader.Many<(string Table, string Column, string Type, long KeyPart)>(reader.Kind == StoreKind.Sqlite
            ? """
              select t.name, c.name, lower(c.type), c.pk from sqlite_master t, pragma_table_info(t.name) c
              where t.type = 'table' and t.sql not like 'create virtual%' and exists (select 1 from pragma_table_info(t.name) where name = 'tenant')
              order by t.rowid, c.cid
              """
            : """
              select c.relname, a.attname, format_type(a.atttypid, a.atttypmod),
                     coalesce(array_position((select i.indkey::int2[] from pg_index i where i.indrelid = c.oid and i.indisprimary), a.attnum) + 1, 0)::bigint
              from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid
              where n.nspname = 'public' and c.relkind in ('r', 'p') and not c.relispartition and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
                and exists (select from pg_attribute t where t.attrelid = c.oid and t.attname = 'tenant')
              order by c.oid, a.attnum
              """);
        return [.. rows.Where(row => !LeftOut.Any(prefix => row.Table.StartsWith(prefix, StringComparison.Ordinal)))
            .GroupBy(row => row.Table)
            .Select(table => new TableShape(
                table.Key,
                [.. table.Where(row => row.Column != "tenant").Select(row => new TableColumn(row.Column, row.Type))],
                [.. table.Where(row => row.KeyPart > 0 && row.Column != "tenant").OrderBy(row => row.KeyPart).Select(row => row.Column)]))];
    }

    /// <summary>All rows of the tenant, each as a JSON array in the order of the columns.</summary>
    public static async IAsyncEnumerable<string> Rows(IReader reader, TableShape table)
    {
        var columns = string.Join(", ", table.Columns.Select(column => column.Name));
        if (reader.Kind == StoreKind.Postgres)
        {
            // A cursor, named after its table since prepared statements are kept by their text: the timeline's order is a window over all of it, to be computed once.
            await reader.One<object>($"declare page_{table.Name} no scroll cursor for select {columns} from {Source(table)}");
        }

        IDictionary<string, object?>? last = null;
        while (await Page(reader, table, columns, last) is { Count: > 0 } page)
        {
            foreach (var row in page)
            {
                last = (IDictionary<string, object?>)row;
                yield return Canonical(table, last);
            }
        }

        if (reader.Kind == StoreKind.Postgres)
        {
            await reader.One<object>($"close page_{table.Name}");
        }
    }

    /// <summary>Inserts canonical rows in one statement.</summary>
    public static Task Insert(ITransaction transaction, TableShape table, IReadOnlyList<string> rows)
    {
        var sqlite = transaction.Kind == StoreKind.Sqlite;
        var values = table.Columns.Select((column, index) => sqlite ? SqliteValue(column, index) : PostgresValue(column, index));
        var names = string.Join(", ", table.Columns.Select(column => column.Name));
        return transaction.Execute(
            $"insert into {table.Name} (tenant, {names}) select @tenant, {string.Join(", ", values)} from {(sqlite ? "json_each(@rows) r" : "json_array_elements(@rows::json) r")}",
            new Dictionary<string, object?> { ["rows"] = $"[{string.Join(',', rows)}]" });
    }

    /// <summary>A cursor's place in the order of positions alone, which is what holds after a move.</summary>
    public static async Task<long> PlainPosition(IReader reader, long transaction, long position)
    {
        var read = await reader.One<long>("select count(*) from timeline where tenant = @tenant and (tx, position) <= (@transaction, @position)", new { transaction, position });
        return read == 0 ? 0 : await reader.One<long>("select position from timeline where tenant = @tenant order by position limit 1 offset @before", new { before = read - 1 });
    }

    private static async Task<IReadOnlyList<object>> Page(IReader reader, TableShape table, string columns, IDictionary<string, object?>? last)
    {
        if (reader.Kind == StoreKind.Postgres)
        {
            return await reader.Many<object>($"fetch {PageRows} from page_{table.Name}");
        }

        if (table.Key.Length == 0)
        {
            return last is null ? await reader.Many<object>($"select {columns} from {table.Name} where tenant = @tenant") : [];
        }

        var arguments = table.Key.Select((name, index) => (Name: $"k{index}", Value: last?[name])).ToDictionary(pair => pair.Name, pair => pair.Value);
        var key = string.Join(", ", table.Key);
        var after = last is null ? "" : $"and ({key}) > ({string.Join(", ", arguments.Keys.Select(name => "@" + name))})";
        return await reader.Many<object>($"select {columns} from {table.Name} where tenant = @tenant {after} order by {key} limit {PageRows}", arguments);
    }

    /// <summary>
    /// The timeline leaves PostgreSQL in its order of reading: the same numbers, dealt out anew in the order of (transaction, number), transaction 0.
    /// </summary>
    private static string Source(TableShape table) => table.Name != "timeline"
        ? table.Name
        : $"""
           (select {string.Join(", ", table.Columns.Select(column => column.Name switch { "position" => "p.position", "tx" => "0::bigint as tx", var name => "t." + name }))}
            from (select *, row_number() over (order by tx, position) as rank from timeline) t
            join (select position, row_number() over (order by position) as rank from timeline) p on p.rank = t.rank order by p.position) as timeline
           """;

    private static string Canonical(TableShape table, IDictionary<string, object?> row)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartArray();
            foreach (var column in table.Columns)
            {
                Write(json, column, row[column.Name]);
            }

            json.WriteEndArray();
        }

        return System.Text.Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    private static void Write(Utf8JsonWriter json, TableColumn column, object? value)
    {
        switch (value)
        {
            case null or DBNull:
                json.WriteNullValue();
                break;
            case byte[] bytes:
                json.WriteStringValue(Convert.ToHexStringLower(bytes));
                break;
            case string text:
                json.WriteStringValue(text);
                break;
            case bool flag:
                json.WriteNumberValue(flag ? 1 : 0);
                break;
            case var number when column.IsReal:
                json.WriteNumberValue(Convert.ToDouble(number, CultureInfo.InvariantCulture));
                break;
            case long or int or short:
                json.WriteNumberValue(Convert.ToInt64(value, CultureInfo.InvariantCulture));
                break;
            default:
                throw new TransferException($"Column {column.Name} holds a {value.GetType().Name}, which this program cannot move.");
        }
    }

    private static string SqliteValue(TableColumn column, int index)
        => column.IsBytes ? $"unhex(json_extract(r.value, '$[{index}]'))" : $"json_extract(r.value, '$[{index}]')";

    private static string PostgresValue(TableColumn column, int index) => column switch
    {
        { IsBytes: true } => $"decode(r.value->>{index}, 'hex')",
        { IsBoolean: true } => $"(r.value->>{index})::int::boolean",
        _ => $"(r.value->>{index})::{column.Type}",
    };
}
