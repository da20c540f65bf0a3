namespace Patella.Service.Orders.Mirror;

/// <summary>What the events of an order make of it. Pure: the same set gives the same mirror, in whatever order and however often it came.</summary>
internal static class OrderFold
{
    private const int ParcelLimit = 50;
    private const int RefundLimit = 50;
    private const int PaymentLimit = 50;

    public static OrderState Fold(string number, IEnumerable<MirrorEvent> events)
        => EventOrder.Sort(Corrections.Valid(events)).Aggregate(new OrderState(number), Apply);

    /// <summary>One event on a state that has all before it.</summary>
    public static OrderState Apply(OrderState state, MirrorEvent one)
    {
        var next = one.Order is null ? state : Merge(state, one.Order, one);
        next = next with { UpdatedAt = Math.Max(next.UpdatedAt, one.At), Unit = next.Unit ?? one.Unit };
        next = Advance(next, one);
        next = one.Parcel is null ? next : next with { Parcels = ParcelFold.Apply(next.Parcels, one, ParcelLimit) };
        next = one.Refund is null ? next : next with { Refunds = RefundFold.Apply(next.Refunds, one, RefundLimit) };
        return one.Payment is null ? next : next with { Payments = Pay(next.Payments, one) };
    }

    private static OrderState Merge(OrderState state, OrderFacts facts, MirrorEvent one) => state with
    {
        Unit = facts.Unit ?? one.Unit ?? state.Unit,
        Consumer = facts.Consumer?.ExternalId ?? state.Consumer,
        Merchant = facts.Merchant?.ExternalId ?? state.Merchant,
        MerchantName = facts.Merchant?.Name ?? state.MerchantName,
        Items = facts.Items ?? state.Items,
        Total = facts.Total ?? state.Total,
        PlacedAt = facts.PlacedAt ?? state.PlacedAt ?? (one.Kind == "order.created" ? one.At : null),
        ShipBy = facts.ShipBy ?? state.ShipBy,
        ArriveBy = facts.ArriveBy ?? state.ArriveBy,
        Stage = facts.Stage ?? state.Stage,
        Address = facts.Address ?? state.Address,
        Attributes = facts.Attributes ?? state.Attributes,
    };

    private static OrderState Advance(OrderState state, MirrorEvent one) => one.Kind switch
    {
        "order.created" => state with { Stage = AtLeast(state.Stage, OrderStage.Unpaid) },
        "order.paid" => state with { Stage = AtLeast(state.Stage, OrderStage.Paid), PaidAt = state.PaidAt ?? one.At },
        "payment.captured" => state with { PaidAt = state.PaidAt ?? one.At, Stage = AtLeast(state.Stage, OrderStage.Paid) },
        "order.partly-shipped" => state with { PartlyShipped = true },
        "order.shipped" => state with { Stage = AtLeast(state.Stage, OrderStage.Shipped), ShippedAt = state.ShippedAt ?? one.At, PartlyShipped = false },
        "order.finished" => state with { Stage = AtLeast(state.Stage, OrderStage.Finished), FinishedAt = state.FinishedAt ?? one.At },
        "order.rated" => state with { Rating = one.Rating is { } rating ? rating with { At = one.At } : state.Rating },
        "order.closed" => state with { Stage = OrderStage.Cancelled, ClosedAt = one.At },
        _ => state,
    };

    /// <summary>Progress never goes back by itself: what is paid late was shipped all the same. Only an explicit state in the order's data moves it back.</summary>
    private static OrderStage AtLeast(OrderStage now, OrderStage reached)
        => now is OrderStage.Cancelled or OrderStage.Refunding or OrderStage.Refunded ? now : (OrderStage)Math.Max((int)now, (int)reached);

    private static IReadOnlyList<PaymentState> Pay(IReadOnlyList<PaymentState> payments, MirrorEvent one)
    {
        var facts = one.Payment!;
        var known = payments.FirstOrDefault(payment => payment.Id == facts.Id) ?? new PaymentState(facts.Id, null, null, null, one.At);
        var next = one.Kind == "payment.refunded"
            ? known with { Refunded = facts.Amount ?? known.Refunded, At = one.At }
            : known with { Captured = facts.Amount ?? known.Captured, At = one.At };
        return Lists.Put(payments, next with { Method = facts.Method ?? known.Method, Instrument = facts.Instrument ?? known.Instrument }, payment => payment.Id == facts.Id, PaymentLimit);
    }
}

/// <summary>Events that take the place of earlier ones.</summary>
internal static class Corrections
{
    /// <summary>Each event once, without those that another one corrects; the same whatever came first.</summary>
    public static IEnumerable<MirrorEvent> Valid(IEnumerable<MirrorEvent> events)
    {
        var all = events.DistinctBy(one => (one.Source, one.Id)).ToList();
        if (all.TrueForAll(one => one.Corrects is null))
        {
            return all;
        }

        var replaced = all.Where(one => one.Corrects is not null && one.Corrects != one.Id).Select(one => (one.Source, one.Corrects!)).ToHashSet();
        return all.Where(one => !replaced.Contains((one.Source, one.Id)));
    }
}

/// <summary>What the events of a consult make of it.</summary>
internal static class ConsultFold
{
    public static Consult? Fold(IEnumerable<MirrorEvent> events)
    {
        var sorted = EventOrder.Sort(Corrections.Valid(events).Where(one => one.Consult is not null));
        if (sorted.Count == 0)
        {
            return null;
        }

        var asked = sorted.Min(one => one.Kind == "consult.asked" ? one.At : one.Consult!.AskedAt ?? one.At);
        var answer = sorted.FirstOrDefault(one => one is { Kind: "consult.answered", Consult.By: "person" or "assist" });
        return new Consult(sorted[0].Consult!.Id, sorted[^1].Consult!.Merchant, asked, answer?.At);
    }
}

/// <summary>Small lists inside a mirror, changed by copying.</summary>
internal static class Lists
{
    /// <summary>Replaces the element that fits, or adds it while there is room.</summary>
    public static IReadOnlyList<T> Put<T>(IReadOnlyList<T> list, T value, Predicate<T> fits, int most)
    {
        var copy = new List<T>(list);
        var index = copy.FindIndex(fits);
        if (index >= 0)
        {
            copy[index] = value;
        }
        else if (copy.Count < most)
        {
            copy.Add(value);
        }

        return copy;
    }
}
