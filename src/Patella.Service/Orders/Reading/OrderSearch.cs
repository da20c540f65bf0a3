using Patella.Platform.Storage;
using Patella.Service.Edge;
using Patella.Service.Search;

namespace Patella.Service.Orders.Reading;

/// <summary>Orders by what somebody typed: a number, an id, a tracking number, or words of what was bought.</summary>
internal sealed class OrderSearch(OrderMirror mirror, OrderAccess access, SearchIndex index)
{
    public async Task<IReadOnlyList<MirroredOrder>> Find(IReader reader, Caller caller, string q, string? state, string? unit)
    {
        var exact = await mirror.FindOrder(reader, q) ?? await mirror.FindByTracking(reader, q);
        var found = exact is null ? await mirror.FindMany(reader, [.. (await index.Query(reader, [SearchKinds.Order], q, SearchIndex.Most, SearchScope.Whole)).Select(hit => hit.Id)]) : [exact];
        var theirs = new List<MirroredOrder>();
        foreach (var order in found.Where(order => Fits(order, state, unit)).OrderByDescending(order => order.PlacedAt))
        {
            if (await access.May(reader, caller, order))
            {
                theirs.Add(order);
            }
        }

        return theirs;
    }

    private static bool Fits(MirroredOrder order, string? state, string? unit)
        => (state is null || OrderView.Word(OrderView.StageOf(order.State)) == state) && (unit is null || order.Unit == unit);
}
