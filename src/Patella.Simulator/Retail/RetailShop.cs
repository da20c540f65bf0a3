using System.Text.Json;
using System.Text.Json.Nodes;
using Patella.Simulator.Api;
using Patella.Simulator.Marketplace;

namespace Patella.Simulator.Retail;

/// <summary>The retail file as the state of the reference marketplace, and an order of the marketplace in the file's own words.</summary>
public static class RetailShop
{
    /// <summary>The state in which the marketplace stands before anything happened.</summary>
    /// <param name="now">The same moment that the events of the import were made for.</param>
    public static ShopState StateOf(RetailData data, DateTimeOffset now) => ShopState.Of(
        data.Orders.Select(order => OrderOf(order, now)),
        data.Products.SelectMany(product => product.Variants.Select(variant => new ShopVariant(variant.Sku, product.Id, product.Title, variant.Options, variant.PriceCents, variant.Available))),
        data.Customers.SelectMany(customer => customer.PaymentMethods.Select(method => new ShopInstrument(method.Id, customer.Id, KindOf(method), LabelOf(method)))));

    /// <summary>How the neutral envelope calls a kind of payment method.</summary>
    public static string KindOf(RetailPaymentMethod method) => method.Source switch
    {
        "credit_card" => "card",
        "paypal" => "wallet",
        "gift_card" => "stored-value",
        _ => throw new InvalidOperationException($"No kind is known for {method.Source}."),
    };

    /// <summary>What a person recognises it by.</summary>
    public static string LabelOf(RetailPaymentMethod method) => method.Source switch
    {
        "credit_card" => $"{TextOf(method, "brand") ?? "card"} {TextOf(method, "last_four")}".Trim(),
        "gift_card" => "gift card",
        _ => "PayPal",
    };

    /// <summary>Cents on a gift card; null for any other method.</summary>
    public static long? BalanceOf(RetailPaymentMethod method)
        => method.Source == "gift_card" && RetailMoney.TryCents(RetailCheck.Member(method.Details, "balance"), out var cents) ? cents : null;

    /// <summary>The order in the file's words, without its money, which is in Patella's books.</summary>
    public static JsonObject DocumentOf(ShopOrder order)
    {
        var document = new JsonObject
        {
            ["order_id"] = order.Number,
            ["user_id"] = order.Customer,
            ["fulfillments"] = Fulfilments(order),
            ["status"] = order.Status,
            ["address"] = AddressOf(order.Address!.Value),
            ["items"] = new JsonArray([.. order.Items.Select(ItemOf)]),
        };
        void Say(string name, JsonNode? value)
        {
            if (value is not null)
            {
                document[name] = value;
            }
        }

        Say("cancel_reason", order.CancelReason);
        Say("return_items", order.Return is { } back ? Sorted(back.Skus) : null);
        Say("return_payment_method_id", order.Return?.Instrument);
        Say("exchange_items", order.Exchange is { } exchange ? Sorted(exchange.Skus) : null);
        Say("exchange_new_items", order.Exchange is { } others ? Sorted(others.NewSkus) : null);
        Say("exchange_payment_method_id", order.Exchange?.Instrument);
        Say("exchange_price_difference", order.Exchange is { } priced ? Dollars(priced.Difference) : null);
        return document;
    }

    /// <summary>An amount as the file writes it.</summary>
    public static decimal Dollars(long cents) => cents / 100m;

    /// <summary>An address in the envelope: both lines in one, as a person would write them.</summary>
    internal static object Envelope(RetailAddress address) => new
    {
        country = address.Country, state = address.State, city = address.City, line = $"{address.Line1}, {address.Line2}", postcode = address.Postcode,
    };

    private static ShopOrder OrderOf(RetailOrder order, DateTimeOffset now) => new(
        order.Number, order.Customer, RetailMoney.Currency, order.State,
        [.. order.Items.Select(item => new ShopItem(item.Sku, item.ProductId, item.Title, item.Options, item.PriceCents))],
        JsonSerializer.SerializeToElement(Envelope(order.Address), Wire.Json), RetailImport.Unit, order.Money.FirstOrDefault(move => move.Kind == "payment")?.Method,
        JsonSerializer.SerializeToElement(RetailEvents.AttributesOf(order), Wire.Json), 0, now);

    private static JsonObject AddressOf(JsonElement address)
    {
        string Of(string name) => address.TryGetProperty(name, out var value) ? value.GetString() ?? "" : "";
        var line = Of("line");
        var comma = line.LastIndexOf(", ", StringComparison.Ordinal);
        return new JsonObject
        {
            ["address1"] = comma < 0 ? line : line[..comma], ["address2"] = comma < 0 ? "" : line[(comma + 2)..],
            ["city"] = Of("city"), ["country"] = Of("country"), ["state"] = Of("state"), ["zip"] = Of("postcode"),
        };
    }

    /// <summary>What was sent before; the marketplace keeps it as it was imported.</summary>
    private static JsonArray Fulfilments(ShopOrder order) => [.. order.Attributes!.Value.GetProperty("fulfilments").EnumerateArray().Select(one => new JsonObject
    {
        ["tracking_id"] = JsonNode.Parse(one.GetProperty("tracking").GetRawText()), ["item_ids"] = JsonNode.Parse(one.GetProperty("skus").GetRawText()),
    })];

    private static JsonObject ItemOf(ShopItem item) => new()
    {
        ["name"] = item.Title, ["product_id"] = item.ProductId, ["item_id"] = item.Sku, ["price"] = Dollars(item.Price), ["options"] = JsonSerializer.SerializeToNode(item.Options),
    };

    private static JsonArray Sorted(IReadOnlyList<string> skus) => [.. skus.Order(StringComparer.Ordinal).Select(sku => JsonValue.Create(sku))];

    private static string? TextOf(RetailPaymentMethod method, string name)
        => RetailCheck.Member(method.Details, name) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;
}
