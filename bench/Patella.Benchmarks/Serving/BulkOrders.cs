using static Patella.Benchmarks.Serving.BulkSql;

namespace Patella.Benchmarks.Serving;

/// <summary>The orders of a bulk history: one a case, with the conversation about it in its timeline.</summary>
internal static class BulkOrders
{
    public static string Statement(bool sqlite, int count, int persons, long spacing, long now)
    {
        var at = $"({now} - ({count} - n) * cast({spacing} as bigint))";
        return $$"""
            insert into orders (tenant, id, number, person, unit, state, title, placed_at, updated_at, event_count, mirror)
            select {{Tenant}}, {{Id(sqlite, "o", "n")}}, 'N' || n, {{Id(sqlite, "p", $"n % {persons}")}}, 'market', 'shipped', 'A blue teapot', {{at}}, {{at}}, 3, '{"number":"N' || n || '"}'
            from {{Numbers(sqlite, count)}}
            """;
    }

    public static IEnumerable<Func<int, string>> Pages(int count)
    {
        yield return _ => "/orders";
        yield return _ => "/orders?state=shipped&unit=market";
        yield return number => $"/orders/o{number * 7919 % count:D8}/timeline";
    }
}
