using System.Text.Json;
using Patella.Service.Edge;
using Patella.Service.Orders.Mirror;

namespace Patella.Service.Orders;

/// <summary>An order of the mirror, for use inside other capabilities.</summary>
/// <param name="Id">Ours; stands in the timeline as <c>order_ref</c>.</param>
/// <param name="Number">The marketplace's own.</param>
/// <param name="Person">Id of the consumer's record when the order came; compare through <c>PersonStore.IdsOf</c>.</param>
/// <param name="Unit">Code of the unit that owns the order, if it was said.</param>
/// <param name="Merchant">The marketplace's id of the shop.</param>
/// <param name="EventCount">How many events made it.</param>
public sealed record MirroredOrder(string Id, string Number, string? Person, string? Unit, string? Merchant, long PlacedAt, long EventCount, OrderState State);

/// <summary>An order at a glance.</summary>
public record OrderCard
{
    public required string Id { get; init; }

    public required string Number { get; init; }

    public required UnitLabel Unit { get; init; }

    public required MerchantLabel Merchant { get; init; }

    public required string Title { get; init; }

    public string? Image { get; init; }

    public required OrderStage State { get; init; }

    /// <summary>The state in the trade's own words and the caller's language; absent where the words for goods fit.</summary>
    public string? StateText { get; init; }

    public Money? Total { get; init; }

    public required DateTimeOffset PlacedAt { get; init; }

    public required int ItemCount { get; init; }

    public PromiseCard? Promise { get; init; }

    public ParcelCard? Parcel { get; init; }

    public RefundCard? Refund { get; init; }

    public required IReadOnlyList<Question> Questions { get; init; }
}

/// <summary>A unit's code and its name in the caller's language.</summary>
public sealed record UnitLabel(string Code, string Name);

/// <summary>A shop; the id is the marketplace's own.</summary>
/// <param name="Badge">The badge it has earned by how its customers fare; absent while it has none.</param>
public sealed record MerchantLabel(string? Id, string? Name, string? Badge = null);

/// <summary>What was promised to the consumer.</summary>
public enum PromiseKind
{
    ShipBy = 1,
    ArriveBy = 2,
    RefundBy = 3,
}

/// <summary>How a promise stands in business time. Without tracking it is unknown, never on time.</summary>
public enum PromiseStatus
{
    Unknown = 0,
    OnTime = 1,
    AtRisk = 2,
    Broken = 3,
}

public sealed record PromiseCard(PromiseKind Kind, DateTimeOffset At, PromiseStatus Status);

public sealed record ParcelCard(string? Carrier, string? TrackingNumber, ParcelStage State, TraceLine? LastTrace);

public sealed record TraceLine(DateTimeOffset At, string Kind, string? Text, string? Place);

public sealed record RefundCard(RefundStage State, Money? Amount, DateTimeOffset At);

/// <summary>Something the consumer may want to ask; <paramref name="Key"/> is stable, the text is in the caller's language.</summary>
public sealed record Question(string Key, string Text, string? OrderId = null);

/// <summary>An order with everything the caller may see of it.</summary>
public sealed record OrderDetail : OrderCard
{
    public required IReadOnlyList<OrderItemLine> Items { get; init; }

    /// <summary>Masked for everybody but the consumer whose order it is.</summary>
    public string? Address { get; init; }

    public required IReadOnlyList<PaymentLine> Payments { get; init; }

    public required IReadOnlyList<ParcelLine> Parcels { get; init; }

    public required IReadOnlyList<RefundLine> Refunds { get; init; }

    /// <summary>How many events of the marketplace made this mirror.</summary>
    public required long Events { get; init; }

    /// <summary>The consumer's id, for staff.</summary>
    public string? Person { get; init; }
}

public sealed record OrderItemLine(string Sku, string? ProductId, string Title, JsonElement? Options, int Quantity, Money? Price, string? Image);

public sealed record PaymentLine(string Id, Money? Captured, Money? Refunded, string? Method, DateTimeOffset At);

public sealed record ParcelLine(string? Carrier, string? TrackingNumber, ParcelStage State, IReadOnlyList<string> Skus, IReadOnlyList<TraceLine> Traces);

public sealed record RefundLine(string Id, RefundStage State, Money? Amount, string? Reason, DateTimeOffset RequestedAt, DateTimeOffset At, DateTimeOffset? DueBy);
