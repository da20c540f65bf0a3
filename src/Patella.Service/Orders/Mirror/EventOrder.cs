namespace Patella.Service.Orders.Mirror;

/// <summary>
/// The one order in which an entity's events are folded, whatever order they came in. Within a stream (a source's numbered subject) the version
/// decides; between streams the time does. An event whose clock lags behind an earlier version takes that version's time, so that both hold at once.
/// </summary>
internal static class EventOrder
{
    public static IReadOnlyList<MirrorEvent> Sort(IEnumerable<MirrorEvent> events)
    {
        var stamped = new List<(MirrorEvent Event, long At, long Version)>();
        foreach (var stream in events.GroupBy(one => (one.Source, one.Subject, Counted: one.Version is not null)))
        {
            var latest = long.MinValue;
            foreach (var one in stream.OrderBy(one => one.Version ?? 0).ThenBy(one => one.At).ThenBy(Rank).ThenBy(one => one.Id, StringComparer.Ordinal))
            {
                latest = stream.Key.Counted ? Math.Max(latest, one.At) : one.At;
                stamped.Add((one, latest, one.Version ?? 0));
            }
        }

        // The stream's name stands before version and rank: inside a stream the version must win, and between streams of one instant any fixed order will do.
        return stamped
            .OrderBy(one => one.At).ThenBy(one => one.Event.Source, StringComparer.Ordinal).ThenBy(one => one.Event.Subject, StringComparer.Ordinal)
            .ThenBy(one => one.Version).ThenBy(one => Rank(one.Event)).ThenBy(one => one.Event.Id, StringComparer.Ordinal)
            .Select(one => one.Event).ToList();
    }

    /// <summary>The natural order of what happens in one instant.</summary>
    private static int Rank(MirrorEvent one) => one.Kind switch
    {
        "order.created" or "product.listed" or "refund.created" or "logistics.picked-up" or "payment.captured" => 0,
        "order.paid" or "refund.seller-agreed" or "refund.seller-refused" or "logistics.in-transit" => 1,
        "order.partly-shipped" or "refund.goods-returned" or "logistics.exception" => 2,
        "order.shipped" or "logistics.out-for-delivery" or "payment.refunded" => 3,
        "order.finished" or "logistics.delivered" or "refund.succeeded" or "refund.closed" => 4,
        "order.closed" or "logistics.signed-by" => 5,
        "order.rated" => 6,
        _ => 3,
    };
}
