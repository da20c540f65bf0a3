using Patella.Simulator.Api;

namespace Patella.Simulator.Ecosystem;

/// <summary>How far an order has come, and what went wrong with it.</summary>
public enum OrderFate
{
    /// <summary>Placed, not paid.</summary>
    Unpaid = 1,
    /// <summary>Paid, inside its shipping promise.</summary>
    Paid = 2,
    /// <summary>Paid, and the promised shipping time has passed.</summary>
    PaidLate = 3,
    /// <summary>The carrier has fetched the parcel.</summary>
    PickedUp = 4,
    /// <summary>Between sorting centres.</summary>
    InTransit = 5,
    /// <summary>The carrier reported an exception.</summary>
    Exception = 6,
    /// <summary>Shipped, but nobody told a tracking number: unknown, never "on time".</summary>
    TrackingMissing = 7,
    /// <summary>On the last mile.</summary>
    OutForDelivery = 8,
    /// <summary>Handed over, not yet finished.</summary>
    Delivered = 9,
    /// <summary>Finished.</summary>
    Finished = 10,
    /// <summary>Closed before it was paid.</summary>
    Cancelled = 11,
    /// <summary>A refund is asked for and not decided.</summary>
    Refunding = 12,
    /// <summary>Refunded after a return.</summary>
    Refunded = 13,
    /// <summary>Lost by the carrier; a refund runs.</summary>
    Lost = 14,
}

/// <summary>An item of an order.</summary>
public sealed record SimulatedItem(
    string Sku, string ProductId, string Title, IReadOnlyDictionary<string, string> Options, int Quantity, Money Price);

/// <summary>An order with what happened to it so far.</summary>
/// <param name="Number">Order number, 12 digits, a function of seed and position.</param>
/// <param name="Unit">Unit that owns the order.</param>
/// <param name="Merchant">Who sells.</param>
/// <param name="Consumer">Who bought.</param>
/// <param name="Items">What was bought; titles in the consumer's language.</param>
/// <param name="PlacedAt">When.</param>
/// <param name="Fate">How far it has come.</param>
/// <param name="Steps">What happened, in time order, none after the ecosystem's present.</param>
/// <param name="Tracking">Tracking number of its parcel; null when there is none or nobody told.</param>
/// <param name="Carrier">Carrier or rider service.</param>
public sealed record SimulatedOrder(
    string Number, SimulatedUnit Unit, SimulatedMerchant Merchant, SimulatedConsumer Consumer, IReadOnlyList<SimulatedItem> Items,
    DateTimeOffset PlacedAt, OrderFate Fate, IReadOnlyList<OrderStep> Steps, string? Tracking, string Carrier)
{
    /// <summary>What was paid or is to be paid.</summary>
    public Money Total => Items.Select(item => item.Price with { Amount = item.Price.Amount * item.Quantity }).Aggregate((left, right) => left + right);
}

/// <summary>Something that happened to an order: the event type without prefix and version, and when.</summary>
public sealed record OrderStep(string Kind, DateTimeOffset At, string? Place = null);
