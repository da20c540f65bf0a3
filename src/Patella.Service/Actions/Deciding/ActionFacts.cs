using System.Text.Json;
using Patella.Service.Orders;
using Patella.Service.Orders.Mirror;

namespace Patella.Service.Actions.Deciding;

/// <summary>A means of payment of the order's consumer.</summary>
/// <param name="Available">What is on it and not held, for stored value; null for cards and wallets, which nobody here can look into.</param>
internal sealed record Means(string Id, string Kind, string Label, long? Available);

/// <summary>What one means has paid for the order and not got back.</summary>
/// <param name="Instrument">Null when the marketplace did not say with what it was paid.</param>
internal sealed record PaidWith(string? Instrument, long Left);

/// <summary>Everything a decision about an action is made from. No clock, no store: the same facts give the same answer.</summary>
internal sealed record ActionFacts
{
    public required MirroredOrder Order { get; init; }

    public required OrderStage Stage { get; init; }

    /// <summary>Of the order's money; null when the order has none.</summary>
    public string? Currency { get; init; }

    /// <summary>Variants of the products in the order.</summary>
    public IReadOnlyList<GoodsVariant> Variants { get; init; } = [];

    public IReadOnlyList<Means> Means { get; init; } = [];

    /// <summary>What can still go back, by what paid it, in the order in which it was paid. Promised refunds are taken off.</summary>
    public IReadOnlyList<PaidWith> Paid { get; init; } = [];

    /// <summary>Pieces by SKU for which something was granted already.</summary>
    public IReadOnlyDictionary<string, int> Taken { get; init; } = new Dictionary<string, int>();

    /// <summary>Kinds of actions that were done on the order or are under way, each once.</summary>
    public IReadOnlyList<string> Done { get; init; } = [];

    /// <summary>Whether another action on the order has not ended.</summary>
    public bool Underway { get; init; }

    /// <summary>Whether goods of the order are on their way back.</summary>
    public bool GoodsComeBack { get; init; }

    /// <summary>Whether a marketplace is set up that takes changes.</summary>
    public bool Connected { get; init; } = true;

    /// <summary>Whether a person of the staff or a program asks, not the consumer.</summary>
    public bool ByStaff { get; init; }

    /// <summary>The case it belongs to, if one was named.</summary>
    public string? Case { get; init; }

    /// <summary>Business time, UTC microseconds.</summary>
    public long Now { get; init; }

    /// <summary>Change kinds the marketplace says it would take now (attribute <c>allowedChanges</c>); null when it says nothing.</summary>
    public IReadOnlyList<string>? Allowed { get; init; }

    public long LeftToGiveBack => Paid.Sum(paid => paid.Left);

    public Means? FindMeans(string? id) => id is null ? null : Means.FirstOrDefault(means => means.Id == id);

    /// <summary>How far goods and money are, whatever refunds are under way: those belong to pieces, not to the order.</summary>
    public static OrderStage StageOf(OrderState state)
    {
        if (state.Stage is OrderStage.Cancelled or OrderStage.Finished or OrderStage.Delivered or OrderStage.Refunding or OrderStage.Refunded || state.Parcels.Count == 0 || state.PartlyShipped)
        {
            return state.PartlyShipped && state.Stage is OrderStage.Paid or OrderStage.Unknown ? OrderStage.Shipped : state.Stage;
        }

        return state.Parcels.All(parcel => parcel.Stage == ParcelStage.Delivered) ? OrderStage.Delivered
            : state.Parcels.Any(parcel => parcel.Stage != ParcelStage.Unknown) ? OrderStage.Shipped : state.Stage;
    }

    /// <summary>The attribute <c>allowedChanges</c> of an order: a list of change kinds.</summary>
    public static IReadOnlyList<string>? AllowedBy(OrderState state)
    {
        if (state.Attributes is not { Length: > 0 } text || !text.StartsWith('{'))
        {
            return null;
        }

        using var attributes = JsonDocument.Parse(text);
        return attributes.RootElement.TryGetProperty("allowedChanges", out var allowed) && allowed.ValueKind == JsonValueKind.Array
            ? [.. allowed.EnumerateArray().Where(word => word.ValueKind == JsonValueKind.String).Select(word => word.GetString()!)] : null;
    }
}
