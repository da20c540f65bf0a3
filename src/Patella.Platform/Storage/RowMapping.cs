using System.Collections.Concurrent;

namespace Patella.Platform.Storage;

/// <summary>Rows to objects by code compiled once for a statement (columns are snake_case, properties PascalCase); a single value to itself.</summary>
internal static class RowMapping
{
    private const int KeptLimit = 8_192;
    private static readonly ConcurrentDictionary<(CommandText Text, Type Type), Kept> Maps = new();

    /// <summary>The map of a statement's rows; columns may be others than the last time when the table has grown.</summary>
    public static Func<RowSource, T> Of<T>(CommandText text, RowSource row)
    {
        if (Maps.TryGetValue((text, typeof(T)), out var kept) && kept.Fits(row))
        {
            return (Func<RowSource, T>)kept.Map;
        }

        var map = RowCompiler.Compile<T>(row);
        if (Maps.Count < KeptLimit)
        {
            Maps[(text, typeof(T))] = new Kept(map, Enumerable.Range(0, row.Columns).Select(row.Name).ToArray());
        }

        return map;
    }

    private sealed record Kept(Delegate Map, string[] Columns)
    {
        public bool Fits(RowSource row)
        {
            if (row.Columns != Columns.Length)
            {
                return false;
            }

            for (var column = 0; column < Columns.Length; column++)
            {
                if (row.Name(column) != Columns[column])
                {
                    return false;
                }
            }

            return true;
        }
    }
}
