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
        var units = await UnitNames(reader, language);
        return orders.Select(order => Card(order, units, language, business.Now)).ToList();
    }

    public async Task<OrderCard> Of(IReader reader, MirroredOrder order, string language) => (await Of(reader, [order], language))[0];

    internal static OrderCard Card(MirroredOrder order, IReadOnlyDictionary<string, string> units, string language, long now)
    {
        var state = order.State;
        var (parcel, refund) = (OrderView.MainParcel(state), OrderView.MainRefund(state));
        return new OrderCard
        {
            Id = order.Id,
            Number = order.Number,
            Unit = new UnitLabel(order.Unit ?? "", order.Unit is null ? "" : units.GetValueOrDefault(order.Unit, order.Unit)),
            Merchant = new MerchantLabel(order.Merchant, state.MerchantName),
            Title = OrderView.TitleOf(state),
            Image = state.Items.Count > 0 ? state.Items[0].Image : null,
            State = OrderView.StageOf(state),
            Total = state.Total,
            PlacedAt = Microseconds.ToTime(order.PlacedAt),
            ItemCount = OrderView.ItemCount(state),
            Promise = Promises.Of(state, now) is { } promise ? new PromiseCard(promise.Kind, Microseconds.ToTime(promise.At), promise.Status) : null,
            Parcel = parcel is null ? null : new ParcelCard(parcel.Carrier, parcel.TrackingNumber, parcel.Stage, parcel.Traces.Count > 0 ? Line(parcel.Traces[^1]) : null),
            Refund = refund is null ? null : new RefundCard(refund.Stage, refund.Amount, Microseconds.ToTime(refund.At)),
            Questions = Questions.Of(state, now, language),
        };
    }

    internal static TraceLine Line(ParcelTrace trace) => new(Microseconds.ToTime(trace.At), trace.Kind, trace.Text, trace.Place);

    private async Task<IReadOnlyDictionary<string, string>> UnitNames(IReader reader, string language)
        => (await tenants.ListUnits(reader)).ToDictionary(unit => unit.Code, unit => unit.Name.In(language));
}
