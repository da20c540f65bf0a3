using System.Collections.Immutable;
using System.Text.Json;

namespace Patella.Simulator.Marketplace;

/// <summary>What the shop decides on a change: why not, or the order and the goods as they are then.</summary>
public sealed record ShopVerdict(ChangeAnswer? Refusal, ShopOrder? Order = null, IReadOnlyList<ShopVariant>? Goods = null, IReadOnlyList<ShopFact>? Facts = null)
{
    public static ShopVerdict No(string code, string detail) => new(ChangeAnswer.Refused(code, detail));
}

/// <summary>Something that happened to an order, to be told as an event.</summary>
/// <param name="Kind">Neutral name, such as order.changed.</param>
/// <param name="Data">Payload besides the order itself, such as a refund or a parcel; null for none.</param>
public sealed record ShopFact(string Kind, object? Data = null);

/// <summary>
/// What the shop itself refuses: the state of an order, what is on the shelf, whose it is. Money, consent and authority are Patella's and were decided before.
/// Pure: state and change in, verdict out.
/// </summary>
public static class ShopRules
{
    /// <summary>From which states each kind of change is possible.</summary>
    private static readonly Dictionary<string, string[]> From = new()
    {
        ["cancel"] = [ShopStatus.Pending, ShopStatus.Unpaid],
        ["change-address"] = [ShopStatus.Pending, ShopStatus.Unpaid],
        ["change-items"] = [ShopStatus.Pending],
        ["change-payment"] = [ShopStatus.Pending],
        ["return"] = [ShopStatus.Delivered],
        ["exchange"] = [ShopStatus.Delivered],
        ["reship"] = [ShopStatus.Processed, ShopStatus.Delivered],
        ["pickup"] = [ShopStatus.Delivered, ShopStatus.ReturnRequested, ShopStatus.ExchangeRequested],
    };

    /// <summary>Kinds of changes the shop takes of an order in this state.</summary>
    public static IReadOnlyList<string> AllowedIn(string status) => [.. From.Where(rule => rule.Value.Contains(status)).Select(rule => rule.Key)];

    public static ShopVerdict Decide(ShopState state, ChangeRequest change)
    {
        if (!From.TryGetValue(change.Kind, out var states))
        {
            return ShopVerdict.No("unknown-kind", $"The shop knows no change '{change.Kind}'.");
        }

        if (!state.Orders.TryGetValue(change.Order, out var order))
        {
            return ShopVerdict.No("unknown-order", $"The shop has no order {change.Order}.");
        }

        if (!states.Contains(order.Status))
        {
            return ShopVerdict.No("wrong-state", $"The order is {order.Status}; this needs it to be {string.Join(" or ", states)}.");
        }

        try
        {
            return Decide(state, order, change.Kind, new ShopArguments(change.Arguments));
        }
        catch (ShopRefusal refusal)
        {
            return ShopVerdict.No(refusal.Code, refusal.Message);
        }
    }

    private static ShopVerdict Decide(ShopState state, ShopOrder order, string kind, ShopArguments arguments) => kind switch
    {
        "cancel" => Cancel(order, arguments),
        "change-address" => Changed(order with { Address = arguments.Object("address") }, "order.address-changed"),
        "change-items" => ChangeItems(state, order, arguments),
        "change-payment" => ChangePayment(state, order, arguments),
        "return" => Return(state, order, arguments),
        "exchange" => Exchange(state, order, arguments),
        "reship" => Reship(order, arguments),
        "pickup" => Changed(order with { Pickup = arguments.Pickup() }, "order.changed"),
        _ => throw new InvalidOperationException($"No rule is known for {kind}."),
    };

    private static ShopVerdict Cancel(ShopOrder order, ShopArguments arguments)
    {
        var reason = arguments.Text("reason");
        var gone = arguments.Has("items") ? Pieces(order, arguments.Skus("items")) : order.Items;
        var left = Without(order.Items, gone);
        return left.Count == 0
            ? Changed(order with { Status = ShopStatus.Cancelled, CancelReason = reason }, "order.closed")
            : Changed(order with { Items = left, CancelReason = reason }, "order.changed");
    }

    private static ShopVerdict ChangeItems(ShopState state, ShopOrder order, ShopArguments arguments)
    {
        var swaps = arguments.Swaps();
        Owned(state, order, arguments.Text("instrument"));
        Pieces(order, [.. swaps.Select(swap => swap.Sku)]);
        var items = order.Items.ToList();
        var goods = new Dictionary<string, ShopVariant>();
        foreach (var (sku, newSku) in swaps)
        {
            var index = items.FindIndex(item => item.Sku == sku);
            var variant = For(state, goods, items[index], newSku, likeForLike: false);
            Put(state, goods, sku, +1);
            Put(state, goods, newSku, -1);
            items[index] = new ShopItem(variant.Sku, variant.ProductId, variant.Title, variant.Options, variant.Price);
        }

        return Changed(order with { Items = items, Status = ShopStatus.ItemsModified }, "order.changed") with { Goods = [.. goods.Values] };
    }

    private static ShopVerdict ChangePayment(ShopState state, ShopOrder order, ShopArguments arguments)
    {
        var instrument = arguments.Text("instrument");
        Owned(state, order, instrument);
        return order.Instrument == instrument
            ? ShopVerdict.No("same-instrument", $"The order is paid with {instrument} already.")
            : Changed(order with { Instrument = instrument }, "order.changed");
    }

    private static ShopVerdict Return(ShopState state, ShopOrder order, ShopArguments arguments)
    {
        var back = Pieces(order, arguments.Skus("items"));
        var instrument = arguments.Text("instrument");
        Owned(state, order, instrument);
        var changed = order with { Status = ShopStatus.ReturnRequested, Return = new ShopReturn([.. back.Select(item => item.Sku)], instrument) };
        var refund = new { id = $"return:{order.Number}", order = order.Number, amount = new Api.Money(back.Sum(item => item.Price), order.Currency), reason = "return", items = changed.Return.Skus };
        return new ShopVerdict(null, changed, Facts: [new ShopFact("refund.created", new { refund }), new ShopFact("order.changed")]);
    }

    private static ShopVerdict Exchange(ShopState state, ShopOrder order, ShopArguments arguments)
    {
        var swaps = arguments.Swaps();
        var instrument = arguments.Text("instrument");
        Owned(state, order, instrument);
        var back = Pieces(order, [.. swaps.Select(swap => swap.Sku)]);
        var goods = new Dictionary<string, ShopVariant>();
        var difference = 0L;
        foreach (var ((_, newSku), item) in swaps.Zip(back))
        {
            difference += For(state, goods, item, newSku, likeForLike: true).Price - item.Price;
            Put(state, goods, newSku, -1);
        }

        var exchange = new ShopExchange([.. swaps.Select(swap => swap.Sku)], [.. swaps.Select(swap => swap.NewSku)], instrument, difference);
        return Changed(order with { Status = ShopStatus.ExchangeRequested, Exchange = exchange }, "order.changed") with { Goods = [.. goods.Values] };
    }

    private static ShopVerdict Reship(ShopOrder order, ShopArguments arguments)
    {
        var again = Pieces(order, arguments.Skus("items")).Select(item => item.Sku).ToList();
        var parcel = new { trackingNumber = $"R{order.Number.TrimStart('#')}-{order.Version + 1}", carrier = "reference", order = order.Number, items = again.Distinct() };
        return new ShopVerdict(null, order with { Reshipped = [.. order.Reshipped ?? [], .. again] }, Facts: [new ShopFact("order.shipped", new { parcel }), new ShopFact("order.changed")]);
    }

    private static ShopVerdict Changed(ShopOrder order, string kind) => new(null, order, Facts: [new ShopFact(kind)]);

    /// <summary>The pieces meant, in the order they were named; more than there are is a refusal.</summary>
    private static IReadOnlyList<ShopItem> Pieces(ShopOrder order, IReadOnlyList<string> skus)
    {
        var left = order.Items.ToList();
        return [.. skus.Select(sku => left.FindIndex(item => item.Sku == sku) is >= 0 and var index ? Take(left, index)
            : throw new ShopRefusal("not-in-order", $"The order has not so many pieces of {sku}."))];
    }

    private static ShopItem Take(List<ShopItem> items, int index)
    {
        var item = items[index];
        items.RemoveAt(index);
        return item;
    }

    private static List<ShopItem> Without(IReadOnlyList<ShopItem> items, IReadOnlyList<ShopItem> gone)
    {
        var left = items.ToList();
        foreach (var item in gone)
        {
            left.RemoveAt(left.FindIndex(one => one.Sku == item.Sku));
        }

        return left;
    }

    /// <summary>What a piece becomes: of the same product and to be had; its own like only where that makes sense, as for a broken one.</summary>
    private static ShopVariant For(ShopState state, Dictionary<string, ShopVariant> goods, ShopItem item, string newSku, bool likeForLike)
    {
        if (newSku == item.Sku && !likeForLike)
        {
            throw new ShopRefusal("same-item", $"{newSku} is what is in the order already.");
        }

        var variant = goods.GetValueOrDefault(newSku) ?? state.Variants.GetValueOrDefault(newSku) ?? throw new ShopRefusal("unknown-item", $"The shop does not sell {newSku}.");
        return variant.ProductId != item.ProductId ? throw new ShopRefusal("other-product", $"{newSku} is another product than {item.Sku}.")
            : variant.CanBeHad ? variant : throw new ShopRefusal("out-of-stock", $"{newSku} cannot be had at the moment.");
    }

    private static void Put(ShopState state, Dictionary<string, ShopVariant> goods, string sku, int pieces)
    {
        if ((goods.GetValueOrDefault(sku) ?? state.Variants.GetValueOrDefault(sku)) is { Stock: { } stock } variant)
        {
            goods[sku] = variant with { Stock = stock + pieces };
        }
    }

    private static void Owned(ShopState state, ShopOrder order, string instrument)
    {
        if (state.Instruments.GetValueOrDefault(instrument)?.Customer != order.Customer)
        {
            throw new ShopRefusal("instrument-of-another", $"{instrument} is no way to pay of this order's customer.");
        }
    }
}
