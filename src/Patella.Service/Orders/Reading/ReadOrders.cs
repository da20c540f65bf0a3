using Microsoft.AspNetCore.Http;
using Patella.Platform.Storage;
using Patella.Service.Edge;
using Patella.Service.Orders.Mirror;
using Patella.Service.Parties;

namespace Patella.Service.Orders.Reading;

/// <summary>GET /me/orders, /consumers/{id}/orders and /orders: cards, newest first.</summary>
internal static class ReadOrders
{
    public static async Task<IResult> OfMe(HttpContext http, IStore store, OrderMirror mirror, OrderCards cards, string? after, int? limit)
    {
        var caller = http.Caller();
        return await Page(http, store, after, limit, (reader, sort, id, count) => mirror.OrdersOf(reader, caller.Id, count, sort, id), cards);
    }

    public static async Task<IResult> OfConsumer(HttpContext http, IStore store, OrderMirror mirror, OrderCards cards, PersonStore persons, string id, string? after, int? limit)
    {
        var tenant = http.Caller().Tenant;
        return await store.Read(tenant, reader => persons.Find(reader, id), http.RequestAborted) is null
            ? new ProblemResult(Problem.NotFound("This consumer"))
            : await Page(http, store, after, limit, (reader, sort, last, count) => mirror.OrdersOf(reader, id, count, sort, last), cards);
    }

    public static async Task<IResult> All(
        HttpContext http, IStore store, OrderMirror mirror, OrderAccess access, OrderSearch search, OrderCards cards, string? q, string? state, string? unit, string? after, int? limit)
    {
        var validation = new Validation().Text(q, "q", 0, 200).Text(unit, "unit", 0, 40);
        if (state is not null)
        {
            validation.OneOf(state, "state", Enum.GetValues<OrderStage>().Select(OrderView.Word).ToList());
        }

        if (validation.Failed)
        {
            return new ProblemResult(validation.Problem);
        }

        var caller = http.Caller();
        return await Page(http, store, after, limit, async (reader, sort, id, count) =>
        {
            if (!string.IsNullOrWhiteSpace(q))
            {
                return string.IsNullOrEmpty(after) ? await search.Find(reader, caller, q.Trim(), state, unit) : [];
            }

            return caller.Has(PartiesModule.Lookers)
                ? await mirror.List(reader, state, unit, sort, id, count)
                : await mirror.ListOfShop(reader, await access.ShopOf(reader, caller), state, unit, sort, id, count);
        }, cards);
    }

    private static async Task<IResult> Page(
        HttpContext http, IStore store, string? after, int? limit, Func<IReader, long, string, int, Task<IReadOnlyList<MirroredOrder>>> query, OrderCards cards)
    {
        if (!Paging.TryRead(after, out var sort, out var id))
        {
            return new ProblemResult(Problem.Invalid("after", "Is not a cursor of this list."));
        }

        var (caller, count) = (http.Caller(), Paging.Limit(limit));
        return await store.Read(caller.Tenant, async reader =>
        {
            var orders = await query(reader, sort, id, count + 1);
            var items = await cards.Of(reader, orders.Take(count), caller.Language);
            var next = orders.Count > count ? Paging.Cursor(orders[count - 1].PlacedAt, orders[count - 1].Id) : null;
            return Results.Json(new Page<OrderCard>(items, next), Json.Options);
        }, http.RequestAborted);
    }
}
