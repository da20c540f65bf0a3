using System.Text.Json;
using Patella.Platform.Storage;

namespace Patella.Service.Edge;

/// <summary>Writes many rows of one table with one statement: the rows travel as one JSON value, so a batch costs one way to the server.</summary>
/// <param name="table">The table.</param>
/// <param name="keys">Its key columns beside the tenant.</param>
/// <param name="columns">The others.</param>
/// <param name="numbers">Those of all that hold numbers; the rest hold text.</param>
/// <param name="merge">What becomes of a column when the row is there: <c>{0}</c> stands for its name.</param>
internal sealed class Bulk(string table, IReadOnlyList<string> keys, IReadOnlyList<string> columns, Func<string, bool> numbers, string merge = "{0} = excluded.{0}")
{
    /// <summary>Rows in one statement.</summary>
    private const int AtOnce = 500;

    private readonly string _sqlite = Write(table, keys, columns, merge, (column, index) => $"json_extract(value, '$[{index}]')", "json_each(@rows) where true");
    private readonly string _postgres = Write(table, keys, columns, merge, (column, index) => $"(value ->> {index}){(numbers(column) ? "::bigint" : "")}", "jsonb_array_elements(@rows::jsonb) as value where true");

    /// <param name="rows">Each the values of keys and columns in order: texts, whole numbers or null.</param>
    public async Task Save(ITransaction transaction, IEnumerable<object?[]> rows)
    {
        foreach (var some in rows.Chunk(AtOnce))
        {
            await transaction.Execute(transaction.Kind == StoreKind.Postgres ? _postgres : _sqlite, new { rows = JsonSerializer.Serialize(some) });
        }
    }

    private static string Write(string table, IReadOnlyList<string> keys, IReadOnlyList<string> columns, string merge, Func<string, int, string> read, string source)
    {
        string[] all = [.. keys, .. columns];
        var update = columns.Count == 0 ? "nothing" : "update set " + string.Join(", ", columns.Select(column => string.Format(System.Globalization.CultureInfo.InvariantCulture, merge, column)));
        return $"insert into {table} (tenant, {string.Join(", ", all)}) select @tenant, {string.Join(", ", all.Select(read))} from {source} on conflict (tenant, {string.Join(", ", keys)}) do {update}";
    }
}
