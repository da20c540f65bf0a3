using Patella.Platform.Storage;
using Patella.Service.Orders.Mirror;

namespace Patella.Service.Orders.Intake;

/// <summary>Folds product events: what is said last of each field counts.</summary>
internal sealed class ProductIntake
{
    public async Task Fold(ITransaction transaction, IReadOnlyList<MirrorEvent> fresh)
    {
        var ids = fresh.Select(one => one.EntityKey!).Distinct().Order(StringComparer.Ordinal).ToList();
        foreach (var id in ids)
        {
            await transaction.Execute(EventIntake.Sql["TouchProduct"], new { Id = id, At = 0L });
        }

        var all = await EventIntake.Load(transaction, ids.Select(id => "product:" + id).ToList());
        foreach (var id in ids)
        {
            await transaction.Execute(EventIntake.Sql["SaveProduct"], Fold(id, all["product:" + id]));
        }
    }

    internal static ProductState Fold(string id, IEnumerable<MirrorEvent> events)
        => EventOrder.Sort(events.DistinctBy(one => (one.Source, one.Id))).Aggregate(new ProductState { Id = id }, (state, one) => state with
        {
            Title = one.Product!.Title ?? state.Title,
            Unit = one.Product.Unit ?? state.Unit,
            Merchant = one.Product.Merchant ?? state.Merchant,
            Variants = one.Product.Variants ?? state.Variants,
            Listed = one.Kind switch
            {
                "product.listed" => 1,
                "product.off-shelf" => 0,
                _ => state.Listed,
            },
            UpdatedAt = Math.Max(state.UpdatedAt, one.At),
        });
}

/// <summary>The mirror of a product.</summary>
internal sealed record ProductState
{
    public required string Id { get; init; }

    public string Title { get; init; } = "";

    public string? Unit { get; init; }

    public string? Merchant { get; init; }

    /// <summary>As JSON: [{sku, options, price, available}].</summary>
    public string Variants { get; init; } = "[]";

    public long Listed { get; init; } = 1;

    public long UpdatedAt { get; init; }
}
