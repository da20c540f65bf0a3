namespace Patella.Benchmarks.Serving;

/// <summary>Pieces of statements that make their own rows, for both stores.</summary>
internal static class BulkSql
{
    public static string Tenant => $"'{ServerUnderTest.Tenant}'";

    /// <summary>Rows with <c>n</c> from 0 on.</summary>
    public static string Numbers(bool sqlite, int upTo)
        => sqlite ? $"(with recursive g(n) as (select 0 union all select n + 1 from g where n < {upTo - 1}) select n from g) as g" : $"generate_series(0, {upTo - 1}) as g(n)";

    /// <summary>A letter and eight digits.</summary>
    public static string Id(bool sqlite, string letter, string number) => sqlite ? $"printf('{letter}%08d', {number})" : $"'{letter}' || lpad(({number})::text, 8, '0')";

    /// <summary>A number as text.</summary>
    public static string Text(bool sqlite, string number) => sqlite ? $"cast({number} as text)" : $"({number})::text";
}
