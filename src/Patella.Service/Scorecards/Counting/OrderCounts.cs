using Patella.Platform.Clocks;
using Patella.Service.Orders;
using Patella.Service.Orders.Mirror;

namespace Patella.Service.Scorecards.Counting;

/// <summary>What an order and a consult count for. Pure: the same mirror gives the same facts.</summary>
internal static class OrderCounts
{
    /// <summary>The carrier has to have it within this time of the payment, in seconds.</summary>
    public const long PromptSeconds = 48 * 3_600;

    /// <summary>A question is to be answered within this time, in seconds.</summary>
    public const long QuickSeconds = 180;

    public static string OwnerOf(MirroredOrder order) => "order:" + order.Id;

    public static IEnumerable<ScoreFact> Of(MirroredOrder order, ShopDays days)
    {
        if (order.State.Merchant is not { } merchant)
        {
            return [];
        }

        var empty = new ScoreFact { Owner = OwnerOf(order), Merchant = merchant, OrderRef = order.Id };
        var pickedUp = PickedUp(order.State);
        return [.. Bought(order.State, pickedUp, empty, days), .. order.State.Refunds.SelectMany(refund => Refunded(order.State, refund, pickedUp, empty, days)), .. Rated(order, empty, days)];
    }

    /// <summary>A question to the shop and its answer; outside of opening hours it counts for nothing.</summary>
    public static IEnumerable<ScoreFact> Of(Consult consult, ShopDays days)
    {
        var seconds = consult.AnsweredAt is { } answered ? Seconds(consult.AskedAt, answered) : (long?)null;
        var flaw = seconds < 0 ? "answered-before-asked" : days.MinuteOf(consult.AskedAt) is >= ShopDays.OpensAt and < ShopDays.ClosesAt ? null : "outside-hours";
        yield return new ScoreFact
        {
            Owner = "consult:" + consult.Id, Measure = Measures.Round, Merchant = consult.Merchant, Day = days.DayOf(consult.AskedAt), At = consult.AskedAt, Amount = seconds ?? -1,
            Good = seconds is >= 0 and <= QuickSeconds ? 1 : 0, Counted = flaw is null ? 1 : 0, Flaw = flaw,
        };
    }

    private static IEnumerable<ScoreFact> Bought(OrderState state, long? pickedUp, ScoreFact empty, ShopDays days)
    {
        if (state.PaidAt is not { } paid)
        {
            yield break;
        }

        yield return empty with { Measure = Measures.Paid, Day = days.DayOf(paid), At = paid };
        var seconds = pickedUp is { } at ? Seconds(paid, at) : (long?)null;
        if (state.ShipBy is not null || state.ShippedAt is not null || state.Parcels.Count > 0)
        {
            // An order that was cancelled before its 48 hours were over, and had not left yet, was not late.
            var dropped = pickedUp is null && state.ClosedAt is { } closed && Seconds(paid, closed) <= PromptSeconds;
            yield return empty with
            {
                Measure = Measures.Prompt, Day = days.DayOf(paid), At = paid, Amount = seconds ?? -1, Good = seconds is >= 0 and <= PromptSeconds ? 1 : 0,
                Counted = dropped || seconds < 0 ? 0 : 1, Flaw = seconds < 0 ? "left-before-paid" : dropped ? "cancelled-in-time" : null,
            };
        }

        if (seconds is { } took)
        {
            yield return empty with
            {
                Measure = Measures.Shipping, Day = days.DayOf(pickedUp!.Value), At = pickedUp.Value, Amount = took, Counted = took < 0 ? 0 : 1, Flaw = took < 0 ? "left-before-paid" : null,
            };
        }
    }

    private static IEnumerable<ScoreFact> Refunded(OrderState state, RefundState refund, long? pickedUp, ScoreFact empty, ShopDays days)
    {
        if (refund is { JudgedAt: { } judged, Liable: { } liable })
        {
            yield return empty with { Measure = Measures.Ruling, Part = refund.Id, Day = days.DayOf(judged), At = judged, Good = liable == LiableParties.Merchant ? 0 : 1 };
        }

        if (refund.EndedAt is not { } ended || refund.Stage is not (RefundStage.Closed or RefundStage.Succeeded))
        {
            yield break;
        }

        var seconds = HandledIn(refund, ended);
        var left = pickedUp ?? state.ShippedAt;
        var flaw = refund.JudgedAt is not null ? "platform-decided" : left is null || left > refund.RequestedAt ? "not-shipped-yet" : seconds is null ? "taken-back" : seconds < 0 ? "ended-before-asked" : null;
        yield return empty with { Measure = Measures.Refund, Part = refund.Id, Day = days.DayOf(ended), At = ended, Amount = seconds ?? 0, Counted = flaw is null ? 1 : 0, Flaw = flaw };
    }

    /// <summary>The shop's own time: until it agreed, and from the goods being back until the money; without the way back. Null when the consumer took it back before the shop did anything.</summary>
    private static long? HandledIn(RefundState refund, long ended)
    {
        if (refund.ReturnedAt is { } returned)
        {
            var agreed = refund.AgreedAt is { } at ? Seconds(refund.RequestedAt, at) : 0;
            var paid = Seconds(returned, ended);
            return agreed < 0 || paid < 0 ? -1 : agreed + paid;
        }

        return refund.Stage == RefundStage.Succeeded ? Seconds(refund.RequestedAt, ended) : refund.RefusedAt is { } refused ? Seconds(refund.RequestedAt, refused) : null;
    }

    private static IEnumerable<ScoreFact> Rated(MirroredOrder order, ScoreFact empty, ShopDays days)
    {
        if (order.State.Rating is { } rating)
        {
            yield return empty with
            {
                Measure = Measures.Rating, Day = days.DayOf(rating.At), At = rating.At, Amount = rating.Goods, Amount2 = rating.Service, Amount3 = rating.Logistics, Person = order.Person,
            };
        }
    }

    /// <summary>When the carrier or rider had it: without a trace nobody knows.</summary>
    private static long? PickedUp(OrderState state)
    {
        long? first = null;
        foreach (var parcel in state.Parcels)
        {
            foreach (var trace in parcel.Traces)
            {
                if (trace.Kind is "logistics.picked-up" && (first is null || trace.At < first))
                {
                    first = trace.At;
                }
            }
        }

        return first;
    }

    private static long Seconds(long from, long until) => until >= from ? (until - from) / Microseconds.PerSecond : -1;
}
