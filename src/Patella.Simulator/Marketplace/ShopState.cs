using System.Collections.Immutable;
using System.Text.Json;

namespace Patella.Simulator.Marketplace;

/// <summary>The marketplace's own words for how far an order is.</summary>
public static class ShopStatus
{
    public const string Unpaid = "unpaid";

    /// <summary>Paid and not sent: it may still be cancelled or changed.</summary>
    public const string Pending = "pending";

    /// <summary>Its items were changed once; the shop changes nothing more in it.</summary>
    public const string ItemsModified = "pending (item modified)";

    /// <summary>Packed and with the carrier.</summary>
    public const string Processed = "processed";

    public const string Delivered = "delivered";
    public const string Cancelled = "cancelled";
    public const string ReturnRequested = "return requested";
    public const string ExchangeRequested = "exchange requested";
}

/// <summary>One piece of an order; two of the same kind are two pieces.</summary>
/// <param name="Price">Minor units of the order's currency.</param>
public sealed record ShopItem(string Sku, string ProductId, string Title, IReadOnlyDictionary<string, string> Options, long Price);

/// <summary>Pieces that go back, and the instrument that was named for the money.</summary>
public sealed record ShopReturn(IReadOnlyList<string> Skus, string? Instrument);

/// <summary>Pieces that are exchanged for others of the same product.</summary>
/// <param name="Difference">What the new ones cost more, in minor units; negative when less.</param>
public sealed record ShopExchange(IReadOnlyList<string> Skus, IReadOnlyList<string> NewSkus, string Instrument, long Difference);

/// <summary>When a carrier fetches what goes back.</summary>
public sealed record ShopPickup(DateTimeOffset From, DateTimeOffset Until, JsonElement? Address);

/// <summary>An order as the marketplace keeps it.</summary>
/// <param name="Address">As it was given, text or object.</param>
/// <param name="Attributes">What else Patella was told of it, an object; kept and told again with every change.</param>
/// <param name="Version">How many events of it this marketplace has sent.</param>
/// <param name="ToldAt">Time of the newest event of it, whoever sent it; later ones are later.</param>
public sealed record ShopOrder(
    string Number, string Customer, string Currency, string Status, IReadOnlyList<ShopItem> Items, JsonElement? Address, string? Unit, string? Instrument,
    JsonElement? Attributes, int Version, DateTimeOffset ToldAt)
{
    public string? CancelReason { get; init; }

    public ShopReturn? Return { get; init; }

    public ShopExchange? Exchange { get; init; }

    /// <summary>Whose order it is among the shops; null where nobody said.</summary>
    public string? Shop { get; init; }

    /// <summary>Pieces that were sent once more.</summary>
    public IReadOnlyList<string>? Reshipped { get; init; }

    public ShopPickup? Pickup { get; init; }
}

/// <summary>Goods on the shelf.</summary>
/// <param name="Available">Whether it is sold at all.</param>
/// <param name="Stock">Pieces there are; null for any number.</param>
public sealed record ShopVariant(string Sku, string ProductId, string Title, IReadOnlyDictionary<string, string> Options, long Price, bool Available, int? Stock = null)
{
    public bool CanBeHad => Available && Stock is null or > 0;
}

/// <summary>A way to pay that the provider knows: card, wallet, or stored-value, whose balance Patella keeps.</summary>
/// <param name="Declined">Whether the provider refuses every payment with it.</param>
public sealed record ShopInstrument(string Id, string Customer, string Kind, string Label, bool Declined = false);

/// <summary>Everything the marketplace and its payment provider know. Immutable: a copy costs nothing.</summary>
public sealed record ShopState(
    ImmutableDictionary<string, ShopOrder> Orders, ImmutableDictionary<string, ShopVariant> Variants, ImmutableDictionary<string, ShopInstrument> Instruments,
    ImmutableDictionary<string, KeptChange> Changes, ImmutableDictionary<string, KeptPayment> Payments, ImmutableSortedDictionary<long, EventParcel> Outbox)
{
    public static readonly ShopState Empty = new(
        ImmutableDictionary<string, ShopOrder>.Empty, ImmutableDictionary<string, ShopVariant>.Empty, ImmutableDictionary<string, ShopInstrument>.Empty,
        ImmutableDictionary<string, KeptChange>.Empty, ImmutableDictionary<string, KeptPayment>.Empty, ImmutableSortedDictionary<long, EventParcel>.Empty);

    /// <summary>Shops that were ever suspended or rewarded.</summary>
    public ImmutableDictionary<string, ShopStanding> Shops { get; init; } = ImmutableDictionary<string, ShopStanding>.Empty;

    /// <summary>Whether the order's shop takes new ones.</summary>
    public bool TakesOrders(ShopOrder order) => order.Shop is null || Shops.GetValueOrDefault(order.Shop)?.SuspendedUnder is null;

    public static ShopState Of(IEnumerable<ShopOrder> orders, IEnumerable<ShopVariant> variants, IEnumerable<ShopInstrument> instruments) => Empty with
    {
        Orders = orders.ToImmutableDictionary(order => order.Number),
        Variants = variants.ToImmutableDictionary(variant => variant.Sku),
        Instruments = instruments.ToImmutableDictionary(instrument => instrument.Id),
    };
}
