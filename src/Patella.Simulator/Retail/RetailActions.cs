namespace Patella.Simulator.Retail;

/// <summary>The set's six writing tools as service actions.</summary>
public static class RetailActions
{
    private static readonly Dictionary<string, string> Kinds = new()
    {
        ["cancel_pending_order"] = "cancel-order",
        ["modify_pending_order_address"] = "change-address",
        ["modify_pending_order_items"] = "change-items",
        ["modify_pending_order_payment"] = "change-payment",
        ["return_delivered_order_items"] = "return-items",
        ["exchange_delivered_order_items"] = "exchange-items",
    };

    public static IReadOnlyCollection<string> Tools => Kinds.Keys;

    /// <summary>The action of a call and its arguments as the public API takes them.</summary>
    /// <exception cref="RetailFileException">The call names a tool that is none of the six.</exception>
    public static (string Kind, object Arguments) Of(RetailCall call) => call.Name switch
    {
        "cancel_pending_order" => (Kinds[call.Name], new { reason = call.Text("reason") }),
        "modify_pending_order_address" => (Kinds[call.Name], new { address = RetailShop.Envelope(AddressOf(call)) }),
        "modify_pending_order_items" or "exchange_delivered_order_items" => (Kinds[call.Name], new { items = SwapsOf(call), instrument = call.Text("payment_method_id") }),
        "modify_pending_order_payment" => (Kinds[call.Name], new { instrument = call.Text("payment_method_id") }),
        "return_delivered_order_items" => (Kinds[call.Name], new
        {
            items = call.Texts("item_ids").GroupBy(sku => sku).Select(group => new { sku = group.Key, quantity = group.Count() }), instrument = call.Text("payment_method_id"),
        }),
        _ => throw new RetailFileException([new RetailProblem(0, call.Name, "is no writing tool of the set")]),
    };

    /// <summary>Where one list is longer, its pieces have nothing beside them, and nobody guesses.</summary>
    private static IEnumerable<object> SwapsOf(RetailCall call)
    {
        var (old, other) = (call.Texts("item_ids"), call.Texts("new_item_ids"));
        return Enumerable.Range(0, Math.Max(old.Count, other.Count)).Select(place => new { sku = old.ElementAtOrDefault(place), newSku = other.ElementAtOrDefault(place) });
    }

    private static RetailAddress AddressOf(RetailCall call)
        => new(call.Text("address1"), call.Text("address2"), call.Text("city"), call.Text("state"), call.Text("country"), call.Text("zip"));
}
