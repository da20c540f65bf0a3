using Patella.Platform.Clocks;
using Patella.Platform.Storage;
using Patella.Service.Orders.Mirror;
using Patella.Service.Orders.Reading;
using Patella.Service.Tenants;

namespace Patella.Service.Orders;

/// <summary>Draws orders as cards in a caller's language, at this instant of business time.</summary>
public sealed class OrderCards(TenantStore tenants, BusinessTime business)
{
    public async Task<IReadOnlyList<OrderCard>> Of(IReader reader, IEnumerable<MirroredOrder> orders, string language)
    {
        var units = (await tenants.ListUnits(reader)).ToDictionary(unit => unit.Code);
        var all = orders as IReadOnlyCollection<MirroredOrder> ?? [.. orders];
        var badges = await tenants.Badges(reader, [.. all.Select(order => order.Merchant).OfType<string>().Distinct()]);
        return all.Select(order => Card(order, order.Unit is null ? null : units.GetValueOrDefault(order.Unit), badges, language, business.Now)).ToList();
    }

    public async Task<OrderCard> Of(IReader reader, MirroredOrder order, string language) => (await Of(reader, [order], language))[0];

    /// <summary>How an order stands, in sentences for its consumer: the trade's words, the ecosystem's clocks.</summary>
    public async Task<string> Summary(IReader reader, MirroredOrder order, string language)
    {
        var unit = (await tenants.ListUnits(reader)).FirstOrDefault(unit => unit.Code == order.Unit);
        return StatusSummary.Of(order, language, SpokenTime.Of(await tenants.Profile(reader), business.Now), unit?.Kind);
    }

    /// <summary>The trade of each order, by its unit.</summary>
    internal async Task<Func<MirroredOrder, string>> Trades(IReader reader)
    {
        var kinds = (await tenants.ListUnits(reader)).ToDictionary(unit => unit.Code, unit => unit.Kind);
        return order => Reading.Trades.Of(order.Unit is null ? null : kinds.GetValueOrDefault(order.Unit));
    }

    private static OrderCard Card(MirroredOrder order, BusinessUnit? unit, IReadOnlyDictionary<string, string> badges, string language, long now)
    {
        var trade = Reading.Trades.Of(unit?.Kind);
        var state = order.State;
        var (parcel, refund) = (OrderView.MainParcel(state), OrderView.MainRefund(state));
        return new OrderCard
        {
            Id = order.Id,
            Number = order.Number,
            Unit = new UnitLabel(order.Unit ?? "", unit?.Name.In(language) ?? order.Unit ?? ""),
            Merchant = new MerchantLabel(order.Merchant, state.MerchantName, order.Merchant is null ? null : badges.GetValueOrDefault(order.Merchant)),
            Title = OrderView.TitleOf(state),
            Image = state.Items.Count > 0 ? state.Items[0].Image : null,
            State = OrderView.StageOf(state),
            StateText = StateText(OrderView.StageOf(state), trade, language),
            Total = state.Total,
            PlacedAt = Microseconds.ToTime(order.PlacedAt),
            ItemCount = OrderView.ItemCount(state),
            Promise = Promises.Of(state, now) is { } promise ? new PromiseCard(promise.Kind, Microseconds.ToTime(promise.At), promise.Status) : null,
            Parcel = parcel is null ? null : new ParcelCard(parcel.Carrier, parcel.TrackingNumber, parcel.Stage, parcel.Traces.Count > 0 ? Line(parcel.Traces[^1]) : null),
            Refund = refund is null ? null : new RefundCard(refund.Stage, refund.Amount, Microseconds.ToTime(refund.At)),
            Questions = Questions.Of(state, now, language, trade: trade),
        };
    }

    internal static TraceLine Line(ParcelTrace trace) => new(Microseconds.ToTime(trace.At), trace.Kind, trace.Text, trace.Place);

    /// <summary>The state in the words of a trade that has its own; null leaves it to the page's words for goods.</summary>
    private static string? StateText(OrderStage stage, string trade, string language)
    {
        var key = $"state.{OrderView.Word(stage)}.{trade}";
        return StatusSummary.Texts.Has(key) ? StatusSummary.Texts.In(language, key) : null;
    }
}
