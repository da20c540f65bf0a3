using Patella.Kernel.Text;
using Patella.Service.Orders;

namespace Patella.Service.Bots;

/// <summary>
/// Finds the order somebody speaks of by what they bought: "where is my scarf" names a scarf, not an order. Words of scripts with spaces count whole, of
/// scripts without by two characters in a row. Pure.
/// </summary>
internal static class ItemMention
{
    private const int LeastLetters = 4;
    private const int LeastDense = 2;
    private const int TitleSeen = 120;

    /// <summary>Words of titles that people write without meaning the thing.</summary>
    private static readonly HashSet<string> Common =
    [
        "with", "from", "this", "that", "pack", "piece", "pieces", "size", "large", "small", "medium", "black", "white", "green", "blue", "night", "nights", "order", "parcel", "delivery",
        "return", "refund", "gift", "card", "ticket", "tickets", "room", "para", "avec", "pour", "order", "money", "time", "day", "days", "week", "when", "what", "where", "here", "have",
        "商品", "订单", "包裹", "快递", "我的", "你的", "两个", "一个", "套装", "一张", "两张", "新款", "官方", "旗舰", "礼盒", "会员", "服务", "退款", "退货", "发货", "人工", "什么", "怎么", "可以",
    ];

    /// <param name="Text">What was said with "order" in place of the thing, so that it reads like a question about an order.</param>
    public sealed record Found(MirroredOrder Order, string Text);

    /// <summary>The order whose title shares the longest part with the text; of equals the newest. Null when none does.</summary>
    /// <param name="orders">Newest first.</param>
    public static Found? Find(string text, IReadOnlyList<MirroredOrder> orders)
    {
        var folded = TextNormalizer.Fold(text, text.Length);
        var best = orders.Select(order => (Order: order, Part: order.State.Items.Select(item => Shared(folded, TextNormalizer.Fold(item.Title, TitleSeen))).MaxBy(part => part.Length) ?? ""))
            .OrderByDescending(found => found.Part.Length).FirstOrDefault();
        return best.Part is { Length: > 0 } part ? new Found(best.Order, folded.Replace(part, IsDense(part) ? "订单" : "order", StringComparison.Ordinal)) : null;
    }

    private static string Shared(string text, string title) => Pieces(title).Where(piece => !Common.Contains(piece) && Contains(text, piece)).MaxBy(piece => piece.Length) ?? "";

    /// <summary>The words of a title; of a run of characters without spaces all parts of two to eight.</summary>
    private static IEnumerable<string> Pieces(string title)
    {
        foreach (var word in title.Split([' ', ',', '.', '/', '(', ')', '-', '，', '。', '（', '）', '·', '、', '|', '&', '+'], StringSplitOptions.RemoveEmptyEntries))
        {
            if (!IsDense(word))
            {
                if (word.Length >= LeastLetters && word.All(char.IsLetter))
                {
                    yield return word;
                }

                continue;
            }

            for (var start = 0; start < word.Length; start++)
            {
                for (var length = LeastDense; length <= 8 && start + length <= word.Length; length++)
                {
                    yield return word.Substring(start, length);
                }
            }
        }
    }

    /// <summary>Inside a text without spaces anywhere; of a text with spaces only whole words, a plural among them.</summary>
    private static bool Contains(string text, string piece)
    {
        for (var at = text.IndexOf(piece, StringComparison.Ordinal); at >= 0; at = text.IndexOf(piece, at + 1, StringComparison.Ordinal))
        {
            var end = at + piece.Length;
            if (IsDense(piece) || ((at == 0 || !char.IsLetter(text[at - 1])) && (end == text.Length || !char.IsLetter(text[end]) || (text[end] == 's' && (end + 1 == text.Length || !char.IsLetter(text[end + 1]))))))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsDense(string word) => word.Any(letter => letter is >= '\u3040' and <= '\u30ff' or >= '\u3400' and <= '\u9fff' or >= '\uac00' and <= '\ud7af');
}
