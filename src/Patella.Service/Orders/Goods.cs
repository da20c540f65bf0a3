using System.Text.Json;
using Patella.Platform.Storage;
using Patella.Service.Edge;
using Patella.Service.Orders.Intake;

namespace Patella.Service.Orders;

/// <summary>A variant of a product as the marketplace last told it.</summary>
/// <param name="Product">The marketplace's id of the product.</param>
/// <param name="Options">Chosen options as JSON; null when none were told.</param>
/// <param name="Available">Whether it can be had; true when nobody said.</param>
public sealed record GoodsVariant(string Sku, string Product, string Title, string? Options, Money? Price, bool Available);

/// <summary>What a product is called.</summary>
/// <param name="Merchant">The marketplace's id of the shop; null when nobody said.</param>
public sealed record GoodsTitle(string Product, string Title, string? Merchant);

/// <summary>The mirror of products, for use inside other capabilities' transactions.</summary>
public sealed class Goods
{
    /// <summary>All variants of some products, by product; those that are not here are absent.</summary>
    /// <param name="products">At most 200 count.</param>
    public async Task<IReadOnlyList<GoodsVariant>> VariantsOf(IReader reader, IReadOnlyCollection<string> products)
        => products.Count == 0 ? [] : [.. (await reader.Many<ProductRow>(EventIntake.Sql["FindProducts"], new { ids = products.Take(200).ToArray() })).SelectMany(Read)];

    /// <summary>What products are called and whose they are; those that are not here or have no title are absent.</summary>
    /// <param name="products">At most 1,000 count.</param>
    public async Task<IReadOnlyList<GoodsTitle>> TitlesOf(IReader reader, IReadOnlyCollection<string> products)
        => products.Count == 0 ? [] : [.. (await reader.Many<ProductRow>(EventIntake.Sql["ProductTitles"], new { ids = products.Take(1_000).ToArray() })).Select(row => new GoodsTitle(row.Id, row.Title, row.Merchant))];

    private static IEnumerable<GoodsVariant> Read(ProductRow product)
    {
        var variants = Json.Read<JsonElement>(product.Variants);
        foreach (var one in variants.ValueKind == JsonValueKind.Array ? variants.EnumerateArray().Where(one => one.ValueKind == JsonValueKind.Object) : [])
        {
            if (one.TryGetProperty("sku", out var sku) && sku.ValueKind == JsonValueKind.String)
            {
                yield return new GoodsVariant(
                    sku.GetString()!, product.Id, product.Title, one.TryGetProperty("options", out var options) && options.ValueKind == JsonValueKind.Object ? options.GetRawText() : null,
                    one.TryGetProperty("price", out var price) && price.ValueKind == JsonValueKind.Object ? price.Deserialize<Money>(Json.Options) : null, IsAvailable(one));
            }
        }
    }

    private static bool IsAvailable(JsonElement variant) => !variant.TryGetProperty("available", out var available)
        || available.ValueKind switch { JsonValueKind.False => false, JsonValueKind.Number => available.GetDecimal() > 0, _ => true };

    private sealed class ProductRow
    {
        public string Id { get; init; } = "";

        public string Title { get; init; } = "";

        public string Variants { get; init; } = "[]";

        public string? Merchant { get; init; }
    }
}
