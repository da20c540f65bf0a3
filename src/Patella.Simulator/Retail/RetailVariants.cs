using System.Text.Json;
using System.Text.Json.Nodes;

namespace Patella.Simulator.Retail;

/// <summary>Whom an evaluation acts as: the marketplace's customers, the makers of rules, and who reads decisions.</summary>
public sealed record RetailHands(RetailDoor Door, RetailRuleMakers Makers, string Reader);

/// <summary>What is to be asked around a task.</summary>
/// <param name="Refused">Calls of the task that the gold refuses: no valid writes.</param>
/// <param name="Shelf">What else a call could name.</param>
/// <param name="Variants">Whether identity, consent and replay are tried with every valid write.</param>
public sealed record RetailTrialPlan(IReadOnlyList<RetailViolation> Violations, IReadOnlyDictionary<int, string> Refused, RetailShelf Shelf, bool Variants);

/// <summary>What is there beside what a call names: a customer's other ways to pay, the order's other pieces, a product's other variants.</summary>
public sealed class RetailShelf(RetailData data)
{
    private readonly Dictionary<string, RetailOrder> _orders = data.Orders.ToDictionary(order => order.Number);
    private readonly Dictionary<string, RetailCustomer> _customers = data.Customers.ToDictionary(customer => customer.Id);
    private readonly Dictionary<string, RetailProduct> _products = data.Products.SelectMany(product => product.Variants.Select(variant => (variant.Sku, product))).ToDictionary(pair => pair.Sku, pair => pair.product);

    /// <summary>Another way to pay of the order's customer.</summary>
    public string? OtherWay(RetailCall call) => _orders.TryGetValue(call.Order, out var order) ? _customers[order.Customer].PaymentMethods.Select(method => method.Id).FirstOrDefault(id => id != call.Text("payment_method_id")) : null;

    /// <summary>A piece of the order that the call does not name.</summary>
    public string? OtherPiece(RetailCall call) => _orders.TryGetValue(call.Order, out var order) ? order.Items.Select(item => item.Sku).FirstOrDefault(sku => !call.Texts("item_ids").Contains(sku)) : null;

    /// <summary>Another variant that can be had.</summary>
    public string? OtherVariant(string old, string chosen) => _products.GetValueOrDefault(chosen)?.Variants.FirstOrDefault(variant => variant.Available && variant.Sku != old && variant.Sku != chosen)?.Sku;
}

/// <summary>A valid call with one argument changed, so that a consent to the one is none to the other.</summary>
public static class RetailVariants
{
    /// <summary>One that would be granted as well where there is such a one; otherwise one that names a way to pay that nobody has.</summary>
    public static RetailCall Of(RetailCall call, RetailShelf shelf) => call.Name switch
    {
        "cancel_pending_order" => With(call, "reason", call.Text("reason") == "no longer needed" ? "ordered by mistake" : "no longer needed"),
        "modify_pending_order_address" => With(call, "address2", call.Text("address2") + " B"),
        "modify_pending_order_payment" => OtherWay(call, shelf),
        _ when call.Texts("item_ids").Distinct().Count() > 1 => Reversed(Reversed(call, "item_ids"), "new_item_ids"),
        "return_delivered_order_items" => shelf.OtherPiece(call) is { } piece ? With(call, "item_ids", new JsonArray(piece)) : OtherWay(call, shelf),
        _ => shelf.OtherVariant(call.Texts("item_ids")[0], call.Texts("new_item_ids")[0]) is { } variant && call.Texts("item_ids").Count == 1 ? With(call, "new_item_ids", new JsonArray(variant)) : OtherWay(call, shelf),
    };

    private static RetailCall OtherWay(RetailCall call, RetailShelf shelf) => With(call, "payment_method_id", shelf.OtherWay(call) ?? call.Text("payment_method_id") + "-of-nobody");

    /// <summary>The same pieces in another order: the same wish, and not what was shown.</summary>
    private static RetailCall Reversed(RetailCall call, string name) => call.Texts(name) is { Count: > 0 } texts ? With(call, name, new JsonArray([.. texts.Reverse().Select(text => (JsonNode)text)])) : call;

    private static RetailCall With(RetailCall call, string name, JsonNode value)
    {
        var arguments = JsonObject.Create(call.Arguments)!;
        arguments[name] = value;
        return call with { Arguments = JsonSerializer.SerializeToElement(arguments) };
    }
}
