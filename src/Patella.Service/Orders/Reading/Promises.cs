using Patella.Platform.Clocks;
using Patella.Service.Orders.Mirror;

namespace Patella.Service.Orders.Reading;

/// <summary>A promise with its deadline in UTC microseconds.</summary>
internal sealed record Promise(PromiseKind Kind, long At, PromiseStatus Status);

/// <summary>
/// What the consumer was promised and how it stands. Pure, in business time. What we do not see we do not claim: an order without tracking is
/// "unknown", never "on time", because many small shops and carriers report nothing.
/// </summary>
internal static class Promises
{
    /// <summary>A promise nearer than this without the deed is at risk.</summary>
    private const long Near = 6 * 3600 * Microseconds.PerSecond;

    /// <summary>Minutes count for food: the smaller of this share of the whole span and <see cref="Near"/> is used.</summary>
    private const long NearShare = 4;

    /// <summary>A trace that has said nothing for this long no longer tells where the parcel is.</summary>
    private const long Stale = 72 * 3600 * Microseconds.PerSecond;

    /// <summary>The promise that matters now, or null when none was made or all are settled.</summary>
    public static Promise? Of(OrderState state, long now)
    {
        if (state.Refunds.Where(refund => refund.IsOpen && refund.DueBy is not null).OrderBy(refund => refund.DueBy).FirstOrDefault() is { } refund)
        {
            return new Promise(PromiseKind.RefundBy, refund.DueBy!.Value, Running(refund.DueBy.Value, refund.RequestedAt, now));
        }

        return OrderView.StageOf(state) switch
        {
            OrderStage.Unpaid or OrderStage.Cancelled or OrderStage.Refunding or OrderStage.Refunded => null,
            OrderStage.Paid when state.ShipBy is { } by => new Promise(PromiseKind.ShipBy, by, Running(by, state.PaidAt ?? state.PlacedAt ?? by, now)),
            OrderStage.Finished when state.Parcels.Count == 0 => null,
            _ when state.ArriveBy is { } by => new Promise(PromiseKind.ArriveBy, by, Arriving(state, by, now)),
            _ => null,
        };
    }

    private static PromiseStatus Arriving(OrderState state, long by, long now)
    {
        if (state.Parcels.Count == 0 || state.Parcels.Any(parcel => parcel.Traces.Count == 0))
        {
            return PromiseStatus.Unknown;
        }

        return state.Parcels.Select(parcel => Arriving(parcel, state, by, now)).MaxBy(Severity);
    }

    private static PromiseStatus Arriving(ParcelState parcel, OrderState state, long by, long now)
    {
        var last = parcel.Traces[^1].At;
        return parcel.Stage switch
        {
            ParcelStage.Delivered => (parcel.DeliveredAt ?? last) <= by ? PromiseStatus.OnTime : PromiseStatus.Broken,
            ParcelStage.Lost or ParcelStage.Returned => PromiseStatus.Broken,
            ParcelStage.Exception => now > by ? PromiseStatus.Broken : PromiseStatus.AtRisk,
            _ when now > by => PromiseStatus.Broken,
            ParcelStage.Unknown => PromiseStatus.Unknown,
            _ when now - last > Stale => PromiseStatus.AtRisk,
            ParcelStage.OutForDelivery => PromiseStatus.OnTime,
            _ => Running(by, state.ShippedAt ?? state.PaidAt ?? state.PlacedAt ?? by, now),
        };
    }

    private static PromiseStatus Running(long by, long since, long now)
    {
        var near = Math.Min(Near, Math.Max(0, by - since) / NearShare);
        return now > by ? PromiseStatus.Broken : by - now < near ? PromiseStatus.AtRisk : PromiseStatus.OnTime;
    }

    private static int Severity(PromiseStatus status) => status switch
    {
        PromiseStatus.OnTime => 0,
        PromiseStatus.Unknown => 1,
        PromiseStatus.AtRisk => 2,
        PromiseStatus.Broken => 3,
        _ => throw new InvalidOperationException($"Unknown status {status}."),
    };
}
