using Patella.Service.Edge;
using Patella.Service.Orders.Mirror;

namespace Patella.Service.Orders.Reading;

/// <summary>"Guess what you want to ask": from the state of an order to the questions its consumer probably has. Pure.</summary>
internal static class Questions
{
    public const int MostPerOrder = 4;
    private const string SomethingElse = "something-else";

    public static readonly LocalTexts Texts = new(typeof(Questions).Assembly, "Orders.Texts.questions.json");

    /// <summary>Keys, likeliest first.</summary>
    public static IReadOnlyList<string> KeysOf(OrderState state, long now, string trade = Trades.Goods)
        => ByTrouble(state, now).Concat(ByStage(state)).Select(key => Trades.Question(key, trade)).Distinct().Take(MostPerOrder).ToList();

    public static IReadOnlyList<Question> Of(OrderState state, long now, string language, string? orderId = null, string trade = Trades.Goods)
        => KeysOf(state, now, trade).Select(key => new Question(key, Texts.In(language, key), orderId)).ToList();

    /// <summary>For somebody with several orders: the likeliest questions of the most urgent ones, then something else.</summary>
    public static IReadOnlyList<Question> Over(IEnumerable<MirroredOrder> orders, long now, string language, Func<MirroredOrder, string> tradeOf, int most = 6)
    {
        var best = orders.OrderByDescending(order => ByTrouble(order.State, now).Any()).ThenByDescending(order => order.PlacedAt)
            .SelectMany(order => KeysOf(order.State, now, tradeOf(order)).Take(2).Select(key => new Question(key, Texts.In(language, key), order.Id)))
            .Take(most - 1).ToList();
        return [.. best, new Question(SomethingElse, Texts.In(language, SomethingElse))];
    }

    private static IEnumerable<string> ByTrouble(OrderState state, long now)
    {
        if (state.Refunds.Any(refund => refund.Stage == RefundStage.Refused))
        {
            yield return "refund-refused";
        }

        var promise = Promises.Of(state, now);
        if (promise is { Kind: PromiseKind.ShipBy, Status: PromiseStatus.Broken or PromiseStatus.AtRisk })
        {
            yield return "late-shipment";
        }

        switch (OrderView.MainParcel(state)?.Stage)
        {
            case ParcelStage.Lost or ParcelStage.Returned:
                yield return "parcel-lost";
                break;
            case ParcelStage.Exception:
                yield return "parcel-stuck";
                break;
        }

        if (promise is { Kind: PromiseKind.ArriveBy, Status: PromiseStatus.Broken or PromiseStatus.AtRisk } && OrderView.StageOf(state) == OrderStage.Shipped)
        {
            yield return "late-arrival";
        }
    }

    private static IEnumerable<string> ByStage(OrderState state) => OrderView.StageOf(state) switch
    {
        OrderStage.Unknown => ["order-status", "where-is-parcel", "cancel-order"],
        OrderStage.Unpaid => ["pay-problem", "cancel-order", "change-address"],
        OrderStage.Paid => state.PartlyShipped ? ["when-ships", "missing-items", "cancel-order"] : ["when-ships", "change-address", "cancel-order"],
        OrderStage.Shipped => state.Parcels.All(parcel => parcel.Traces.Count == 0) ? ["no-tracking", "when-arrives", "return-goods"] : ["where-is-parcel", "when-arrives", "return-goods"],
        OrderStage.Delivered => ["not-received", "damaged-or-wrong", "return-goods", "missing-items"],
        OrderStage.Finished => ["return-goods", "damaged-or-wrong", "invoice", "not-received"],
        OrderStage.Cancelled => ["refund-arrived", "order-status"],
        OrderStage.Refunding => ["refund-progress", "refund-when", "return-how"],
        OrderStage.Refunded => ["refund-arrived", "order-status"],
        _ => throw new InvalidOperationException("Unknown stage."),
    };
}
