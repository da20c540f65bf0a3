using Patella.Platform.Storage;
using Patella.Service.Edge;
using Patella.Service.Orders.Intake;
using Patella.Service.Orders.Mirror;
using Patella.Service.Parties;
using Patella.Service.Remedies;

namespace Patella.Service.Orders;

/// <summary>The mirror of orders, for use inside other capabilities' transactions.</summary>
public sealed class OrderMirror(PersonStore persons) : IPersonCount
{
    string IPersonCount.Name => "orders";

    /// <summary>An order by our id or the marketplace's number; a leading # is forgiven.</summary>
    public async Task<MirroredOrder?> FindOrder(IReader reader, string idOrNumber)
    {
        var key = idOrNumber.Trim();
        return (await reader.One<OrderRow>(EventIntake.Sql["FindOrder"], new { key }))?.ToOrder()
            ?? (key.StartsWith('#') ? await FindOrder(reader, key[1..]) : key.Length is > 0 and < 100 ? (await reader.One<OrderRow>(EventIntake.Sql["FindOrder"], new { key = "#" + key }))?.ToOrder() : null);
    }

    /// <summary>The newest order that has a parcel with this tracking number.</summary>
    public async Task<MirroredOrder?> FindByTracking(IReader reader, string tracking)
        => (await reader.One<OrderRow>(EventIntake.Sql["FindByTracking"], new { tracking }))?.ToOrder();

    /// <summary>The orders of a person, merged records included, newest first.</summary>
    /// <param name="limit">1 to 200.</param>
    public async Task<IReadOnlyList<MirroredOrder>> OrdersOf(IReader reader, string person, int limit = 20, long before = long.MaxValue, string beforeId = "~")
    {
        var ids = await persons.IdsOf(reader, person);
        var rows = await reader.Many<OrderRow>(EventIntake.Sql["OrdersOf"], new { persons = ids, sort = before, id = beforeId, limit });
        return rows.Select(row => row.ToOrder()).ToList();
    }

    /// <summary>Whether the order is this person's, under any of their records.</summary>
    public async Task<bool> IsOf(IReader reader, MirroredOrder order, string person)
        => order.Person is not null && (order.Person == person || (await persons.IdsOf(reader, person)).Contains(order.Person));

    /// <summary>Orders by id; those that are not here are absent.</summary>
    public async Task<IReadOnlyList<MirroredOrder>> FindMany(IReader reader, IReadOnlyCollection<string> ids)
        => ids.Count == 0 ? [] : (await reader.Many<OrderRow>(EventIntake.Sql["FindMany"], new { ids = ids.Take(200).ToArray() })).Select(row => row.ToOrder()).ToList();

    /// <summary>What was paid for an order and given back by the marketplace itself, a list a currency: for <see cref="RemedyDesk.Know"/>.</summary>
    public static IReadOnlyList<OrderMoney> MoneyOf(MirroredOrder order)
        => [.. order.State.Payments.Where(payment => (payment.Captured ?? payment.Refunded) is not null).GroupBy(payment => (payment.Captured ?? payment.Refunded)!.Currency).Select(currency => new OrderMoney(order.Id, currency.Key,
            [.. currency.Select(payment => new CapturedPayment(payment.Id, payment.Instrument, Math.Max(0, payment.Captured?.Amount ?? 0), payment.Refunded?.Currency == currency.Key ? Math.Max(0, payment.Refunded.Amount) : 0))]))];

    /// <summary>Questions to shops by their ids, from all that was told of them; those that are not known are absent.</summary>
    public static async Task<IReadOnlyList<Consult>> Consults(IReader reader, IReadOnlyCollection<string> ids)
    {
        var events = await EventIntake.Load(reader, [.. ids.Select(id => "consult:" + id)]);
        return [.. events.Select(ConsultFold.Fold).OfType<Consult>()];
    }

    /// <summary>The orders of a shop by the marketplace's id of it, newest first.</summary>
    /// <param name="limit">1 to 200.</param>
    public async Task<IReadOnlyList<MirroredOrder>> OrdersOfShop(IReader reader, string merchant, int limit, long before = long.MaxValue, string beforeId = "~")
        => await ListOfShop(reader, [merchant], null, null, before, beforeId, limit);

    /// <summary>Orders as their raw events make them, folded anew: nothing but the events is looked at. Those without events are absent.</summary>
    public static async Task<IReadOnlyList<MirroredOrder>> FoldAnew(IReader reader, IReadOnlyCollection<MirroredOrder> orders)
    {
        var events = await EventIntake.Load(reader, [.. orders.Select(order => "order:" + order.Number)]);
        return [.. orders.Where(order => events.Contains("order:" + order.Number)).Select(order => Fold(order, events["order:" + order.Number]))];
    }

    private static MirroredOrder Fold(MirroredOrder order, IEnumerable<MirrorEvent> events)
    {
        var state = OrderFold.Fold(order.Number, events);
        return order with { Merchant = state.Merchant, State = state };
    }

    /// <summary>Code of the unit that owns the order; null when nobody said.</summary>
    public async Task<string?> OwnerUnitOf(IReader reader, string idOrNumber) => (await FindOrder(reader, idOrNumber))?.Unit;

    Task<long> IPersonCount.Count(IReader reader, IReadOnlyList<string> ids) => reader.One<long>(EventIntake.Sql["CountOf"], new { persons = ids });

    internal async Task<IReadOnlyList<MirroredOrder>> List(IReader reader, string? state, string? unit, long sort, string id, int limit)
        => (await reader.Many<OrderRow>(EventIntake.Sql["List"], new { state, unit, sort, id, limit })).Select(row => row.ToOrder()).ToList();

    internal async Task<IReadOnlyList<MirroredOrder>> ListOfShop(IReader reader, IReadOnlyList<string> merchants, string? state, string? unit, long sort, string id, int limit)
        => (await reader.Many<OrderRow>(EventIntake.Sql["ListOfShop"], new { merchants, state, unit, sort, id, limit })).Select(row => row.ToOrder()).ToList();
}
