using System.Text.Json;
using Patella.Service.Orders.Mirror;

namespace Patella.Service.Orders.Reading;

/// <summary>What people mean by an order's state, read off its mirror. Pure.</summary>
internal static class OrderView
{
    /// <summary>The wire and store word of an enumeration's value.</summary>
    public static string Word<T>(T value)
        where T : struct, Enum
        => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());

    /// <summary>Refunds first, because they are what the consumer waits for; then what the parcels show; then the marketplace's word.</summary>
    public static OrderStage StageOf(OrderState state)
    {
        if (state.Refunds.Any(refund => refund.IsOpen))
        {
            return OrderStage.Refunding;
        }

        if (IsWhollyRefunded(state))
        {
            return OrderStage.Refunded;
        }

        if (state.Stage is OrderStage.Unknown or OrderStage.Paid or OrderStage.Shipped && state.Parcels.Count > 0)
        {
            return FromParcels(state);
        }

        return state.Stage;
    }

    public static string TitleOf(OrderState state) => state.Items.Count > 0 ? state.Items[0].Title : "";

    public static int ItemCount(OrderState state) => (int)Math.Min(int.MaxValue, state.Items.Sum(item => (long)item.Quantity));

    /// <summary>The parcel that matters most now: a lost or troubled one before one under way, before one that has arrived.</summary>
    public static ParcelState? MainParcel(OrderState state)
        => state.Parcels.OrderBy(parcel => Urgency(parcel.Stage)).ThenByDescending(parcel => parcel.Traces.Count > 0 ? parcel.Traces[^1].At : 0).FirstOrDefault();

    public static RefundState? MainRefund(OrderState state)
        => state.Refunds.OrderByDescending(refund => refund.IsOpen).ThenByDescending(refund => refund.At).FirstOrDefault();

    private static bool IsWhollyRefunded(OrderState state)
    {
        var paidBack = state.Refunds.Where(refund => refund.Stage == RefundStage.Succeeded).ToList();
        return paidBack.Count > 0 && (state.Total is not { } total || paidBack.Sum(refund => refund.Amount?.Amount ?? total.Amount) >= total.Amount);
    }

    private static OrderStage FromParcels(OrderState state)
    {
        if (state.Parcels.All(parcel => parcel.Stage == ParcelStage.Delivered) && !state.PartlyShipped)
        {
            return OrderStage.Delivered;
        }

        return state.Parcels.Any(parcel => parcel.Stage != ParcelStage.Unknown) && !state.PartlyShipped ? OrderStage.Shipped : state.Stage;
    }

    private static int Urgency(ParcelStage stage) => stage switch
    {
        ParcelStage.Lost => 0,
        ParcelStage.Exception => 1,
        ParcelStage.Returned => 2,
        ParcelStage.OutForDelivery => 3,
        ParcelStage.InTransit => 4,
        ParcelStage.PickedUp => 5,
        ParcelStage.Unknown => 6,
        ParcelStage.Delivered => 7,
        _ => throw new InvalidOperationException($"Unknown parcel stage {stage}."),
    };
}
