namespace Patella.Service.Orders.Intake;

/// <summary>The events this program understands, by neutral name, and who speaks in each. Wire names, append only.</summary>
internal static class EventKinds
{
    private const string Prefix = "patella.";

    private static readonly Dictionary<string, string> Authors = new()
    {
        ["order.created"] = "consumer",
        ["order.paid"] = "consumer",
        ["order.changed"] = "system",
        ["order.closed"] = "system",
        ["order.finished"] = "system",
        ["order.shipped"] = "merchant",
        ["order.partly-shipped"] = "merchant",
        ["order.address-changed"] = "consumer",
        ["order.rated"] = "consumer",
        ["logistics.picked-up"] = "carrier",
        ["logistics.in-transit"] = "carrier",
        ["logistics.exception"] = "carrier",
        ["logistics.out-for-delivery"] = "carrier",
        ["logistics.delivered"] = "carrier",
        ["logistics.signed-by"] = "carrier",
        ["logistics.lost"] = "carrier",
        ["logistics.damaged"] = "carrier",
        ["logistics.returned"] = "carrier",
        ["refund.created"] = "consumer",
        ["refund.seller-agreed"] = "merchant",
        ["refund.seller-refused"] = "merchant",
        ["refund.goods-returned"] = "consumer",
        ["refund.judged"] = "system",
        ["refund.closed"] = "system",
        ["refund.succeeded"] = "system",
        ["payment.captured"] = "system",
        ["payment.refunded"] = "system",
        ["payment.value-opened"] = "system",
        ["consult.asked"] = "consumer",
        ["consult.answered"] = "merchant",
        ["product.listed"] = "merchant",
        ["product.off-shelf"] = "merchant",
        ["product.price-changed"] = "merchant",
        ["product.stock-changed"] = "merchant",
        ["identity.member-tier"] = "system",
        ["identity.merge"] = "system",
        ["identity.profile"] = "system",
        ["delivery.accepted"] = "merchant",
        ["delivery.cooking-late"] = "merchant",
        ["delivery.rider-arrived"] = "carrier",
    };

    public static IReadOnlyCollection<string> All => Authors.Keys;

    /// <summary>The neutral name of a type such as <c>patella.order.paid.v1</c>; null for one that is kept without being understood.</summary>
    public static string? Of(string type)
    {
        if (!type.StartsWith(Prefix, StringComparison.Ordinal) || !type.EndsWith(".v1", StringComparison.Ordinal) || type.Length <= Prefix.Length + 3)
        {
            return null;
        }

        var name = type[Prefix.Length..^3];
        return Authors.ContainsKey(name) ? name : null;
    }

    /// <summary>The party whose deed it is.</summary>
    public static string AuthorOf(string kind) => Authors[kind];
}
