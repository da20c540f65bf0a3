using Patella.Service.Edge;

namespace Patella.Service.Orders.Mirror;

/// <summary>What an event is about; the mirror of one entity is the fold of its events.</summary>
internal enum EntityKind
{
    None = 0,
    Order = 1,
    Product = 2,
    Person = 3,

    /// <summary>One question to a shop before buying, and its answer.</summary>
    Consult = 4,
}

/// <summary>An event of the envelope, read and checked.</summary>
internal sealed record MirrorEvent
{
    public required string Id { get; init; }

    public required string Source { get; init; }

    /// <summary>The full type, such as patella.order.paid.v1.</summary>
    public required string Type { get; init; }

    /// <summary>The neutral name without prefix and version, such as order.paid; null for types this program does not know.</summary>
    public string? Kind { get; init; }

    public string? Subject { get; init; }

    /// <summary>Version of the subject within its source; null when the source does not count.</summary>
    public long? Version { get; init; }

    /// <summary>When it occurred, UTC microseconds.</summary>
    public long At { get; init; }

    public string? Unit { get; init; }

    public EntityKind EntityKind { get; init; }

    /// <summary>Order number, product id, the person's external id or the consult's id.</summary>
    public string? EntityKey { get; init; }

    public OrderFacts? Order { get; init; }

    public ParcelFacts? Parcel { get; init; }

    public RefundFacts? Refund { get; init; }

    public PaymentFacts? Payment { get; init; }

    public ProductFacts? Product { get; init; }

    public PersonFacts? Person { get; init; }

    public ValueFacts? Value { get; init; }

    public ConsultFacts? Consult { get; init; }

    public OrderRating? Rating { get; init; }

    /// <summary>Id of an earlier event of the same source whose place this one takes: the earlier one counts for nothing any more.</summary>
    public string? Corrects { get; init; }

    public string? Place { get; init; }

    public string? Text { get; init; }

    /// <summary>The whole event as it came.</summary>
    public required string Raw { get; init; }

    /// <summary>How the entity is named in the store; null for unknown types.</summary>
    public string? Entity => EntityKind == EntityKind.None ? null : $"{EntityKind.ToString().ToLowerInvariant()}:{EntityKey}";
}

internal sealed record OrderFacts(
    string Number, PersonFacts? Consumer, MerchantFacts? Merchant, string? Unit, IReadOnlyList<OrderItem>? Items, Money? Total,
    long? PlacedAt, long? ShipBy, long? ArriveBy, OrderStage? Stage, string? Address, string? Attributes);

internal sealed record MerchantFacts(string ExternalId, string? Name);

internal sealed record ParcelFacts(string Order, string? TrackingNumber, string? Carrier, IReadOnlyList<string> Skus);

internal sealed record RefundFacts(string Id, string Order, Money? Amount, string? Reason, long? DueBy, string? Liable = null);

internal sealed record ConsultFacts(string Id, string Merchant, long? AskedAt, string? By);

internal sealed record PaymentFacts(string Id, string Order, Money? Amount, string? Method, string? Instrument = null);

internal sealed record ProductFacts(string Id, string? Title, string? Unit, string? Merchant, string? Variants);

internal sealed record PersonFacts(string ExternalId, string? Name, string? Language, string? Tier, string? Email, string? Phone, string? Address, string? Into, IReadOnlyList<InstrumentFacts>? Instruments = null);

internal sealed record InstrumentFacts(string Id, string Kind, string Label);

internal sealed record ValueFacts(string Instrument, string Label, Money Amount);
