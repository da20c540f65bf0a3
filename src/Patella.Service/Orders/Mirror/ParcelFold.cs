namespace Patella.Service.Orders.Mirror;

/// <summary>Parcels and their traces. A parcel that was only announced has no trace and stays unknown.</summary>
internal static class ParcelFold
{
    internal const int TraceLimit = 200;

    public static IReadOnlyList<ParcelState> Apply(IReadOnlyList<ParcelState> parcels, MirrorEvent one, int most)
    {
        var facts = one.Parcel!;
        var key = facts.TrackingNumber ?? facts.Carrier ?? "";
        var known = parcels.FirstOrDefault(parcel => parcel.Key == key) ?? new ParcelState(key, facts.TrackingNumber, facts.Carrier, ParcelStage.Unknown, [], []);
        var next = known with
        {
            Carrier = facts.Carrier ?? known.Carrier,
            Skus = facts.Skus.Count > 0 ? facts.Skus : known.Skus,
            Stage = StageOf(one.Kind) ?? known.Stage,
            Traces = IsTrace(one) ? Trace(known.Traces, one) : known.Traces,
        };
        return Lists.Put(parcels, next, parcel => parcel.Key == key, most);
    }

    private static bool IsTrace(MirrorEvent one) => one.Kind!.StartsWith("logistics.", StringComparison.Ordinal) || one.Kind.StartsWith("delivery.", StringComparison.Ordinal);

    private static IReadOnlyList<ParcelTrace> Trace(IReadOnlyList<ParcelTrace> traces, MirrorEvent one)
    {
        var copy = new List<ParcelTrace>(traces) { new(one.At, one.Kind!, one.Text, one.Place) };
        return copy.Count <= TraceLimit ? copy : copy[^TraceLimit..];
    }

    private static ParcelStage? StageOf(string? kind) => kind switch
    {
        "logistics.picked-up" or "delivery.rider-arrived" => ParcelStage.PickedUp,
        "logistics.in-transit" => ParcelStage.InTransit,
        "logistics.exception" or "logistics.damaged" or "delivery.cooking-late" => ParcelStage.Exception,
        "logistics.out-for-delivery" => ParcelStage.OutForDelivery,
        "logistics.delivered" or "logistics.signed-by" => ParcelStage.Delivered,
        "logistics.returned" => ParcelStage.Returned,
        "logistics.lost" => ParcelStage.Lost,
        _ => null,
    };
}

/// <summary>Refunds by their id.</summary>
internal static class RefundFold
{
    public static IReadOnlyList<RefundState> Apply(IReadOnlyList<RefundState> refunds, MirrorEvent one, int most)
    {
        var facts = one.Refund!;
        var known = refunds.FirstOrDefault(refund => refund.Id == facts.Id) ?? new RefundState(facts.Id, RefundStage.Requested, null, null, one.At, one.At, null);
        var next = known with
        {
            Stage = StageOf(one.Kind) ?? known.Stage,
            Amount = facts.Amount ?? known.Amount,
            Reason = facts.Reason ?? known.Reason,
            DueBy = facts.DueBy ?? known.DueBy,
            At = one.At,
            Liable = one.Kind == "refund.judged" ? facts.Liable : known.Liable,
            JudgedAt = one.Kind == "refund.judged" ? one.At : known.JudgedAt,
            AgreedAt = known.AgreedAt ?? (one.Kind == "refund.seller-agreed" ? one.At : null),
            RefusedAt = known.RefusedAt ?? (one.Kind == "refund.seller-refused" ? one.At : null),
            ReturnedAt = known.ReturnedAt ?? (one.Kind == "refund.goods-returned" ? one.At : null),
            EndedAt = one.Kind is "refund.closed" or "refund.succeeded" ? one.At : known.EndedAt,
        };
        return Lists.Put(refunds, next, refund => refund.Id == facts.Id, most);
    }

    private static RefundStage? StageOf(string? kind) => kind switch
    {
        "refund.created" => RefundStage.Requested,
        "refund.seller-agreed" => RefundStage.Agreed,
        "refund.seller-refused" => RefundStage.Refused,
        "refund.goods-returned" => RefundStage.GoodsReturned,
        "refund.closed" => RefundStage.Closed,
        "refund.succeeded" => RefundStage.Succeeded,
        _ => null,
    };
}
