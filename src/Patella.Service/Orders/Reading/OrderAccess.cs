using Patella.Platform.Storage;
using Patella.Service.Edge;
using Patella.Service.Parties;
using Patella.Service.Tenants;

namespace Patella.Service.Orders.Reading;

/// <summary>Which orders a caller may see: staff who serve or command all, a shop's people its own, a consumer their own.</summary>
public sealed class OrderAccess(OrderMirror mirror, TenantStore tenants)
{
    /// <summary>The order, or null when it is not there or not theirs; the two look the same from outside.</summary>
    public async Task<MirroredOrder?> Find(IReader reader, Caller caller, string idOrNumber)
    {
        var order = await mirror.FindOrder(reader, idOrNumber);
        return order is not null && await May(reader, caller, order) ? order : null;
    }

    /// <summary>Ids of the shop a caller works for: the marketplace's own, by which orders name it.</summary>
    public async Task<IReadOnlyList<string>> ShopOf(IReader reader, Caller caller)
    {
        if (caller.Merchant is null)
        {
            return [];
        }

        var merchant = await tenants.FindMerchant(reader, caller.Merchant) ?? await tenants.FindMerchantByExternalId(reader, caller.Merchant);
        return merchant is null ? [] : [merchant.ExternalId];
    }

    public async Task<bool> May(IReader reader, Caller caller, MirroredOrder order)
    {
        if (caller.Kind == CallerKind.Consumer)
        {
            return await mirror.IsOf(reader, order, caller.Id);
        }

        return caller.Has(PartiesModule.Lookers)
            || (caller.Has(Permission.RunShop) && order.Merchant is not null && (await ShopOf(reader, caller)).Contains(order.Merchant));
    }
}
