using Patella.Platform.Clocks;
using Patella.Platform.Storage;
using Patella.Service.Orders.Intake;
using Patella.Service.Orders.Mirror;

namespace Patella.Service.Orders;

/// <summary>Where orders are looked for: what is null is not asked for.</summary>
public sealed record OrderPlace(string? Product, string? Merchant, string? Carrier, string? Region, string? Version)
{
    /// <summary>Whether an order is of this place, as far as the mirror knows.</summary>
    public bool Has(MirroredOrder order) => (Merchant is null || order.Merchant == Merchant)
        && (Product is null || order.State.Items.Any(item => item.ProductId == Product))
        && (Carrier is null || order.State.Parcels.Any(parcel => parcel.Carrier == Carrier))
        && (Region is null || OrderAttributes.Find(order.State, "region") == Region)
        && (Version is null || OrderAttributes.Find(order.State, "version") == Version);
}

/// <summary>Orders of a place and a time, and how many were placed: for higher capabilities.</summary>
public static class OrdersOfPlace
{
    /// <summary>How long before the window an order may have been placed and still be under way in it, microseconds.</summary>
    public const long MostUnderWay = 30L * 86_400 * Microseconds.PerSecond;

    /// <summary>Stages in which nothing is under way any more.</summary>
    private static readonly OrderStage[] Ended = [OrderStage.Finished, OrderStage.Cancelled, OrderStage.Refunded];

    /// <summary>Whether an order was touched by something that went on from a moment to another one: placed before its end, and moved since its beginning or not ended.</summary>
    public static bool WasUnderWay(MirroredOrder order, long from, long until)
        => order.PlacedAt < until && order.PlacedAt >= from - MostUnderWay && (order.PlacedAt >= from || order.State.UpdatedAt >= from || !Ended.Contains(order.State.Stage));

    /// <summary>Orders placed after a moment and id, oldest first, of one shop where the place names one; the caller looks at each with <see cref="OrderPlace.Has"/>.</summary>
    public static async Task<IReadOnlyList<MirroredOrder>> Page(IReader reader, OrderPlace place, long after, string afterId, long until, int limit)
        => (await reader.Many<OrderRow>(EventIntake.Sql[place.Merchant is null ? "PlacedAfter" : "PlacedAfterInShop"], new { sort = after, id = afterId, until, merchant = place.Merchant, limit })).Select(row => row.ToOrder()).ToList();

    /// <summary>How many orders were placed on each UTC day, the first one first.</summary>
    /// <param name="firstDay">Days since 1970.</param>
    /// <param name="merchant">Of one shop; null for all.</param>
    public static async Task<IReadOnlyList<long>> Days(IReader reader, long firstDay, int days, string? merchant)
    {
        const long day = 86_400 * Microseconds.PerSecond;
        var counts = new long[days];
        foreach (var (number, count) in await reader.Many<(long Day, long Count)>(EventIntake.Sql[merchant is null ? "PlacedByDay" : "PlacedByDayInShop"], new { day, from = firstDay * day, until = (firstDay + days) * day, merchant }))
        {
            counts[number - firstDay] = count;
        }

        return counts;
    }
}
