using Patella.Service.Edge;

namespace Patella.Service.Orders.Reading;

/// <summary>What a unit's trade calls its doings: goods are shipped, a meal is prepared, a room is confirmed, a ticket is issued. Pure.</summary>
internal static class Trades
{
    public const string Goods = "goods";

    /// <summary>Everything that is no goods has these words where it has none of its own.</summary>
    private const string Service = "service";

    /// <summary>The questions of goods, as other trades ask them.</summary>
    private static readonly Dictionary<string, string> OfMeals = new()
    {
        ["when-ships"] = "when-arrives", ["late-shipment"] = "late-service", ["where-is-parcel"] = "where-is-it", ["no-tracking"] = "where-is-it", ["late-arrival"] = "late-service",
        ["parcel-stuck"] = "late-service", ["return-goods"] = "want-refund", ["return-how"] = "refund-when",
    };

    private static readonly Dictionary<string, string> OfServices = new()
    {
        ["when-ships"] = "when-confirmed", ["late-shipment"] = "late-service", ["where-is-parcel"] = "order-status", ["no-tracking"] = "order-status", ["when-arrives"] = "when-confirmed",
        ["late-arrival"] = "late-service", ["parcel-stuck"] = "late-service", ["parcel-lost"] = "late-service", ["change-address"] = "change-booking", ["return-goods"] = "want-refund",
        ["return-how"] = "refund-when", ["not-received"] = "how-to-use", ["damaged-or-wrong"] = "want-refund", ["missing-items"] = "how-to-use",
    };

    /// <summary>The trade of a unit's kind; kinds we do not know sell goods.</summary>
    public static string Of(string? kind) => kind switch
    {
        "food" or "food-delivery" or "takeaway" => "meal",
        "travel" or "mobility" or "hotel" or "flight" => "booking",
        "tickets" or "ticket" => "ticket",
        "digital" or "finance" or "education" => "digital",
        _ => Goods,
    };

    /// <summary>The key in the trade's own words when there are such, else in those of any service, else as for goods.</summary>
    public static string Key(LocalTexts texts, string key, string trade)
        => trade == Goods ? key : texts.Has($"{key}.{trade}") ? $"{key}.{trade}" : texts.Has($"{key}.{Service}") ? $"{key}.{Service}" : key;

    public static string Question(string key, string trade) => trade switch
    {
        Goods => key,
        "meal" => OfMeals.GetValueOrDefault(key, key),
        _ => OfServices.GetValueOrDefault(key, key),
    };
}
