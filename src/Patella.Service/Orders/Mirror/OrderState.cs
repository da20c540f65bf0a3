using Patella.Service.Edge;

namespace Patella.Service.Orders.Mirror;

/// <summary>How far an order is by the marketplace's word. Stored numbers, append only.</summary>
public enum OrderStage
{
    Unknown = 0,
    Unpaid = 1,
    Paid = 2,
    Shipped = 3,
    Delivered = 4,
    Finished = 5,
    Cancelled = 6,
    Refunding = 7,
    Refunded = 8,
}

/// <summary>Where a parcel is by the carrier's word. Without any trace it is unknown. Stored numbers, append only.</summary>
public enum ParcelStage
{
    Unknown = 0,
    PickedUp = 1,
    InTransit = 2,
    Exception = 3,
    OutForDelivery = 4,
    Delivered = 5,
    Returned = 6,
    Lost = 7,
}

/// <summary>Where a refund is. Stored numbers, append only.</summary>
public enum RefundStage
{
    Requested = 0,
    Agreed = 1,
    Refused = 2,
    GoodsReturned = 3,
    Closed = 4,
    Succeeded = 5,
}

/// <summary>A line of an order.</summary>
/// <param name="Options">Chosen options as JSON, such as {"colour":"red"}.</param>
public sealed record OrderItem(string Sku, string? ProductId, string Title, string? Options, int Quantity, Money? Price, string? Image);

/// <summary>One line of a parcel's trace; times are UTC microseconds.</summary>
public sealed record ParcelTrace(long At, string Kind, string? Text, string? Place);

/// <summary>A parcel of an order. <paramref name="Key"/> is its tracking number, or the carrier when it has none.</summary>
public sealed record ParcelState(string Key, string? TrackingNumber, string? Carrier, ParcelStage Stage, IReadOnlyList<string> Skus, IReadOnlyList<ParcelTrace> Traces)
{
    /// <summary>When it was delivered, if it was.</summary>
    public long? DeliveredAt => Stage == ParcelStage.Delivered ? Traces.LastOrDefault(trace => trace.Kind is "logistics.delivered" or "logistics.signed-by")?.At : null;
}

/// <summary>A refund of an order.</summary>
/// <param name="At">Its last change, UTC microseconds.</param>
/// <param name="DueBy">When the money is promised, if it is.</param>
public sealed record RefundState(string Id, RefundStage Stage, Money? Amount, string? Reason, long RequestedAt, long At, long? DueBy)
{
    /// <summary>When the shop first agreed, first refused, when the goods were back, when a ruling came and when it ended; null while it has not.</summary>
    public long? AgreedAt { get; init; }

    public long? RefusedAt { get; init; }

    public long? ReturnedAt { get; init; }

    public long? JudgedAt { get; init; }

    public long? EndedAt { get; init; }

    /// <summary>Who the platform found liable, of <see cref="LiableParties"/>; null while it has not ruled.</summary>
    public string? Liable { get; init; }

    public bool IsOpen => Stage is RefundStage.Requested or RefundStage.Agreed or RefundStage.GoodsReturned;
}

/// <summary>Whom a ruling can find liable. Wire words, append only.</summary>
public static class LiableParties
{
    public const string Merchant = "merchant";

    public static readonly IReadOnlyList<string> All = [Merchant, "carrier", "consumer", "platform", "nobody"];
}

/// <summary>Detailed ratings of an order, each 1 to 5.</summary>
/// <param name="At">When they were given, UTC microseconds.</param>
public sealed record OrderRating(long At, int Goods, int Service, int Logistics);

/// <summary>A question to a shop before buying: from the first question to the first answer of a person (a bot's or a canned one is none). Times are UTC microseconds.</summary>
/// <param name="Merchant">The marketplace's id of the shop.</param>
public sealed record Consult(string Id, string Merchant, long AskedAt, long? AnsweredAt);

/// <summary>A payment of an order.</summary>
/// <param name="Refunded">What the marketplace gave back itself.</param>
/// <param name="Instrument">Id of the payment instrument, where the marketplace names it.</param>
public sealed record PaymentState(string Id, Money? Captured, Money? Refunded, string? Method, long At, string? Instrument = null);

/// <summary>The mirror of one order: the fold of its events. Times are UTC microseconds.</summary>
public sealed record OrderState(string Number)
{
    public string? Unit { get; init; }

    /// <summary>The marketplace's id of the consumer.</summary>
    public string? Consumer { get; init; }

    /// <summary>The marketplace's id of the shop.</summary>
    public string? Merchant { get; init; }

    public string? MerchantName { get; init; }

    public IReadOnlyList<OrderItem> Items { get; init; } = [];

    public Money? Total { get; init; }

    public long? PlacedAt { get; init; }

    public long? PaidAt { get; init; }

    public long? ShippedAt { get; init; }

    public long? FinishedAt { get; init; }

    public long? ClosedAt { get; init; }

    public long? ShipBy { get; init; }

    public long? ArriveBy { get; init; }

    public OrderStage Stage { get; init; }

    public bool PartlyShipped { get; init; }

    /// <summary>As the marketplace sent it, text or JSON; personal.</summary>
    public string? Address { get; init; }

    /// <summary>Anything else the marketplace says, as JSON.</summary>
    public string? Attributes { get; init; }

    public IReadOnlyList<ParcelState> Parcels { get; init; } = [];

    public IReadOnlyList<RefundState> Refunds { get; init; } = [];

    public IReadOnlyList<PaymentState> Payments { get; init; } = [];

    /// <summary>What the consumer thought of goods, service and logistics, if they said.</summary>
    public OrderRating? Rating { get; init; }

    /// <summary>The last thing that happened, UTC microseconds.</summary>
    public long UpdatedAt { get; init; }
}
