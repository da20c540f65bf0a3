using System.Text.Json;
using Patella.Service.Edge;
using Patella.Service.Orders;
using Patella.Service.Orders.Mirror;

namespace Patella.Service.Actions.Deciding;

/// <summary>One piece of an order and what it was bought for.</summary>
internal sealed record Piece(OrderItem Line, long Price)
{
    public string Sku => Line.Sku;
}

/// <summary>A piece and what shall take its place.</summary>
internal sealed record Swap(Piece Old, GoodsVariant New);

/// <summary>Finds the pieces that arguments name among those that are still to be had. Pure.</summary>
internal static class Pieces
{
    /// <summary>Pieces of <c>items: [{sku, quantity}]</c>; the same SKU may stand there twice.</summary>
    public static Outcome<List<Piece>> Named(ActionFacts facts, JsonElement arguments)
        => Pick(facts, [.. arguments.GetProperty("items").EnumerateArray().SelectMany(item => Enumerable.Repeat(item.GetProperty("sku").GetString()!, item.GetProperty("quantity").GetInt32()))]);

    /// <summary>Swaps of <c>items: [{sku, newSku}]</c>: each one piece, of the same product, another variant that can be had.</summary>
    /// <param name="likeForLike">Whether a piece may be swapped for another of its own variant, as one that is broken.</param>
    public static Outcome<List<Swap>> Swapped(ActionFacts facts, JsonElement arguments, bool likeForLike)
    {
        var wanted = arguments.GetProperty("items").EnumerateArray().Select(item => (Old: item.GetProperty("sku").GetString()!, New: item.GetProperty("newSku").GetString()!)).ToList();
        var picked = Pick(facts, [.. wanted.Select(pair => pair.Old)]);
        if (!picked.Succeeded)
        {
            return picked.Problem!;
        }

        var swaps = new List<Swap>();
        foreach (var (piece, (_, sku)) in picked.Value.Zip(wanted))
        {
            var variant = facts.Variants.FirstOrDefault(one => one.Sku == sku && one.Product == piece.Line.ProductId);
            if (Refuse(facts, piece, variant, sku, likeForLike) is { } refused)
            {
                return refused;
            }

            swaps.Add(new Swap(piece, variant!));
        }

        return swaps;
    }

    /// <summary>By SKU.</summary>
    public static Dictionary<string, int> Count(IEnumerable<Piece> pieces) => pieces.GroupBy(piece => piece.Sku).ToDictionary(group => group.Key, group => group.Count());

    /// <summary>What was paid for pieces: their prices, less their share of what the whole order was cheaper than its items.</summary>
    public static long PaidFor(ActionFacts facts, IReadOnlyList<Piece> pieces)
    {
        var listed = (Int128)facts.Order.State.Items.Sum(item => (decimal)(item.Price?.Amount ?? 0) * item.Quantity);
        var sum = pieces.Sum(piece => piece.Price);
        return facts.Order.State.Total is { } total && total.Amount < listed ? (long)(sum * (Int128)total.Amount / listed) : sum;
    }

    public static string TitleOf(Piece piece) => piece.Line.Title + Chosen(piece.Line.Options);

    public static string TitleOf(GoodsVariant variant) => variant.Title + Chosen(variant.Options);

    private static Problem? Refuse(ActionFacts facts, Piece piece, GoodsVariant? variant, string sku, bool likeForLike)
        => sku == piece.Sku && !likeForLike ? Problem.Refused("same-item", $"'{sku}' is what the order has already. Choose another variant.")
            : variant is null ? Problem.Refused("other-product", $"'{sku}' is not a variant of the same product as '{piece.Sku}'.")
            : !variant.Available ? Problem.Refused("not-available", $"'{sku}' is not to be had now.")
            : variant.Price is not { } price || price.Currency != facts.Currency ? Problem.Refused("no-price", $"The price of '{sku}' is not known in the order's currency.")
            : null;

    private static Outcome<List<Piece>> Pick(ActionFacts facts, List<string> skus)
    {
        var left = facts.Order.State.Items.SelectMany(item => Enumerable.Repeat(new Piece(item, item.Price?.Amount ?? 0), Math.Min(item.Quantity, 1_000))).ToList();
        foreach (var (sku, count) in facts.Taken)
        {
            for (var taken = 0; taken < count && left.FindIndex(piece => piece.Sku == sku) is >= 0 and var index; taken++)
            {
                left.RemoveAt(index);
            }
        }

        var picked = new List<Piece>(skus.Count);
        foreach (var sku in skus)
        {
            var index = left.FindIndex(piece => piece.Sku == sku);
            if (index < 0)
            {
                return Refusal.Unknown(sku);
            }

            picked.Add(left[index]);
            left.RemoveAt(index);
        }

        return picked;
    }

    private static string Chosen(string? options)
    {
        if (options is not { Length: > 0 } || !options.StartsWith('{'))
        {
            return "";
        }

        using var read = JsonDocument.Parse(options);
        var words = read.RootElement.EnumerateObject().Select(option => option.Value.ToString()).Where(word => word.Length > 0).ToList();
        return words.Count == 0 ? "" : $" ({string.Join(", ", words)})";
    }
}
