using Microsoft.AspNetCore.Http;
using Patella.Platform.Storage;
using Patella.Service.Edge;
using Patella.Service.Remedies;
using Patella.Service.Remedies.Reading;

namespace Patella.Service.Orders.Reading;

/// <summary>What was given for orders: to staff, to the consumer whose order it is, and to the shop, which sees what was refunded out of its own and why.</summary>
internal static class ReadRemedies
{
    /// <summary>GET /orders/{id}/remedies.</summary>
    public static async Task<IResult> OfOrder(HttpContext http, IStore store, OrderAccess access, RemedyDesk remedies, RemedyViews views, string id)
    {
        var caller = http.Caller();
        var found = await store.Read(caller.Tenant, async reader =>
        {
            if (await access.Find(reader, caller, id) is not { } order)
            {
                return null;
            }

            var all = await remedies.OfOrder(reader, order.Id);
            var looks = caller.Kind == CallerKind.Consumer || caller.Has(Parties.PartiesModule.Lookers);
            return await views.Of(reader, caller, [.. all.Where(remedy => looks || remedy.Source == RemedySource.OrderPaid)]);
        }, http.RequestAborted);
        return found is null ? new ProblemResult(Problem.NotFound("This order")) : Results.Json(new Page<RemedyView>(found), Json.Options);
    }

    /// <summary>GET /shop/remedies.</summary>
    public static async Task<IResult> OfShop(HttpContext http, IStore store, OrderAccess access, RemedyLists lists, string? order, string? after, int? limit)
        => (await store.Read(http.Caller().Tenant, async reader => await lists.OfShop(reader, http.Caller(), await access.ShopOf(reader, http.Caller()), order, after, limit), http.RequestAborted)).ToResult();
}
