namespace Patella.Simulator.Ecosystem;

/// <summary>What each fate means in steps.</summary>
internal static class FateTable
{
    /// <summary>The nearest fate that goods arriving in this way can have: a ticket is never in transit.</summary>
    public static OrderFate Fit(OrderFate fate, Fulfilment fulfilment) => (fulfilment, fate) switch
    {
        (Fulfilment.Parcel, _) => fate,
        (Fulfilment.Rider, OrderFate.InTransit or OrderFate.PickedUp) => OrderFate.OutForDelivery,
        (Fulfilment.Rider, OrderFate.TrackingMissing or OrderFate.PaidLate or OrderFate.Exception or OrderFate.Lost) => OrderFate.Paid,
        (Fulfilment.Rider, _) => fate,
        (_, OrderFate.Unpaid or OrderFate.Paid or OrderFate.Finished or OrderFate.Cancelled or OrderFate.Refunding or OrderFate.Refunded) => fate,
        (Fulfilment.Voucher, _) => OrderFate.Paid,
        _ => OrderFate.Finished,
    };

    /// <summary>The last step of the ordinary road before the fate's own ending.</summary>
    public static string LastStep(OrderFate fate) => fate switch
    {
        OrderFate.Unpaid or OrderFate.Cancelled => "order.created",
        OrderFate.Paid or OrderFate.PaidLate => "order.paid",
        OrderFate.TrackingMissing => "order.shipped",
        OrderFate.PickedUp => "logistics.picked-up",
        OrderFate.InTransit or OrderFate.Exception or OrderFate.Lost => "logistics.in-transit",
        OrderFate.OutForDelivery => "logistics.out-for-delivery",
        OrderFate.Delivered or OrderFate.Refunding or OrderFate.Refunded => "logistics.delivered",
        OrderFate.Finished => "order.finished",
        _ => throw new InvalidOperationException($"no road for {fate}"),
    };

    /// <summary>Hours that may have passed since the last step: less than to the next one, except where lateness is the point.</summary>
    public static (double Shortest, double Longest) Idle(OrderFate fate, double hoursToNext) =>
        fate == OrderFate.PaidLate ? (50, 70) : (0.05 * hoursToNext, 0.95 * hoursToNext);

    /// <summary>Steps after the ordinary road, in hours after its last one.</summary>
    public static IEnumerable<(string Kind, double Hours)> Ending(OrderFate fate, Fulfilment fulfilment) => fate switch
    {
        OrderFate.Exception => [("logistics.exception", 12)],
        OrderFate.Lost => [("logistics.lost", 96), ("refund.created", 97)],
        OrderFate.Cancelled => [("order.closed", 1)],
        OrderFate.Refunding => [("refund.created", 5)],
        OrderFate.Refunded when fulfilment == Fulfilment.Parcel =>
        [
            ("refund.created", 6), ("refund.seller-agreed", 12), ("logistics.returned", 70), ("refund.goods-returned", 71),
            ("refund.succeeded", 73), ("payment.refunded", 73.1), ("order.closed", 73.2),
        ],
        OrderFate.Refunded => [("refund.created", 1), ("refund.seller-agreed", 2), ("refund.succeeded", 3), ("payment.refunded", 3.1), ("order.closed", 3.2)],
        _ => [],
    };
}
