using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Patella.Simulator.Api;
using Patella.Simulator.Marketplace;
using Patella.Simulator.Retail;

namespace Patella.Tests.Simulator;

/// <summary>The judge of the retail evaluation must see every difference; each test breaks one thing and names the path.</summary>
public class RetailJudgeTests
{
    private const string Database =
        """
        {
          "products": { "10": { "name": "Lamp", "product_id": "10", "variants": {
            "101": { "item_id": "101", "options": { "color": "red" }, "available": true, "price": 19.99 },
            "102": { "item_id": "102", "options": { "color": "blue" }, "available": true, "price": 25.0 } } } },
          "users": { "ada_1": {
            "user_id": "ada_1", "name": { "first_name": "Ada", "last_name": "Stone" }, "email": "ada@shop.example",
            "address": { "address1": "1 Hill", "address2": "Flat 2", "city": "Derry", "country": "UK", "state": "NI", "zip": "BT48" },
            "payment_methods": { "gift_1": { "source": "gift_card", "id": "gift_1", "balance": 80.0 }, "card_1": { "source": "credit_card", "id": "card_1", "brand": "visa", "last_four": "0001" } },
            "orders": ["#W1"] } },
          "orders": { "#W1": {
            "order_id": "#W1", "user_id": "ada_1", "status": "pending",
            "address": { "address1": "1 Hill", "address2": "Flat 2", "city": "Derry", "country": "UK", "state": "NI", "zip": "BT48" },
            "items": [ { "name": "Lamp", "product_id": "10", "item_id": "101", "price": 19.99, "options": { "color": "red" } } ],
            "payment_history": [ { "transaction_type": "payment", "amount": 19.99, "payment_method_id": "gift_1" } ],
            "fulfillments": [] } }
        }
        """;

    private const string Cancelled =
        """
        [{ "source": "s", "task": "1", "refused": [], "changes": {
          "/orders/#W1/status": "cancelled", "/orders/#W1/cancel_reason": "no longer needed",
          "/orders/#W1/payment_history": [ { "transaction_type": "payment", "amount": 19.99, "payment_method_id": "gift_1" }, { "transaction_type": "refund", "amount": 19.990000000000002, "payment_method_id": "gift_1" } ],
          "/users/ada_1/payment_methods/gift_1/balance": 99.99 } }]
        """;

    private const string Tasks = """[{ "source": "s", "task": "1", "user_id": "ada_1", "actions": [{ "name": "cancel_pending_order", "arguments": { "order_id": "#W1", "reason": "no longer needed" } }] }]""";

    private static readonly byte[] File = Encoding.UTF8.GetBytes(Database);
    private static readonly ShopState Begin = RetailShop.StateOf(RetailImport.Read(File), new DateTimeOffset(2026, 11, 22, 8, 0, 0, TimeSpan.Zero));
    private readonly RetailJudge _judge = new(File, Begin);
    private readonly (RetailTask Task, RetailGold Gold) _task = RetailTasks.Read(Encoding.UTF8.GetBytes(Tasks), Encoding.UTF8.GetBytes(Cancelled)).Single();

    [Fact]
    public void The_beginning_is_the_file_and_a_cent_more_is_seen()
    {
        Assert.Empty(_judge.Beginning(Books(8_000)));
        Assert.Equal("/users/ada_1/payment_methods/gift_1/balance", Assert.Single(_judge.Beginning(Books(8_001))).Path);
    }

    [Fact]
    public void An_end_state_that_is_as_it_should_be_passes() => Assert.True(Judge(AfterCancelling(), Books(9_999, Refund(19.99m))).Passed);

    [Fact]
    public void A_refund_that_was_not_made_is_seen_in_history_and_balance()
    {
        var paths = Judge(AfterCancelling(), Books(8_000)).Differences.Select(difference => difference.Path).ToList();
        Assert.Contains("/orders/#W1/payment_history/1/amount", paths);
        Assert.Contains("/users/ada_1/payment_methods/gift_1/balance", paths);
    }

    [Fact]
    public void A_cent_too_little_and_a_refund_made_twice_are_seen()
    {
        Assert.Contains(Judge(AfterCancelling(), Books(9_999, Refund(19.98m))).Differences, difference => difference is { Path: "/orders/#W1/payment_history/1/amount", Wanted: "19.99", Found: "19.98" });
        Assert.Contains(Judge(AfterCancelling(), Books(9_999, Refund(19.99m), Refund(19.99m))).Differences, difference => difference.Path.StartsWith("/orders/#W1/payment_history/2", StringComparison.Ordinal));
    }

    [Fact]
    public void A_change_that_was_not_done_there_or_done_to_another_place_is_seen()
    {
        Assert.Contains(Judge(Begin, Books(9_999, Refund(19.99m))).Differences, difference => difference.Path == "/orders/#W1/status");
        var moved = AfterCancelling();
        moved = moved with { Orders = moved.Orders.SetItem("#W1", moved.Orders["#W1"] with { Address = JsonSerializer.SerializeToElement(new { line = "2 Hill, Flat 2", city = "Derry", country = "UK", state = "NI", postcode = "BT48" }) }) };
        Assert.Equal("/orders/#W1/address/address1", Assert.Single(Judge(moved, Books(9_999, Refund(19.99m))).Differences).Path);
    }

    [Fact]
    public void A_call_that_was_refused_against_the_gold_is_named_and_the_other_way_round()
    {
        var refused = _judge.Judge(_task.Task, _task.Gold, [new RetailOutcome(0, _task.Task.Calls[0], "not-now", "no")], AfterCancelling(), Books(9_999, Refund(19.99m)));
        Assert.Contains("not-now", Assert.Single(refused.Wrong));
        var strict = _task.Gold with { Refused = new Dictionary<int, string> { [0] = "too late" } };
        Assert.Contains("too late", Assert.Single(_judge.Judge(_task.Task, strict, Outcomes(), AfterCancelling(), Books(9_999, Refund(19.99m))).Wrong));
    }

    [Theory]
    [InlineData("cancel_pending_order", "cancel-order", """{"reason":"r"}""")]
    [InlineData("modify_pending_order_address", "change-address", """{"address":{"country":"US","state":"CA","city":"C","line":"1 A, B","postcode":"9"}}""")]
    [InlineData("modify_pending_order_items", "change-items", """{"items":[{"sku":"1","newSku":"3"},{"sku":"1","newSku":"4"}],"instrument":"p"}""")]
    [InlineData("modify_pending_order_payment", "change-payment", """{"instrument":"p"}""")]
    [InlineData("return_delivered_order_items", "return-items", """{"items":[{"sku":"1","quantity":2}],"instrument":"p"}""")]
    [InlineData("exchange_delivered_order_items", "exchange-items", """{"items":[{"sku":"1","newSku":"3"},{"sku":"1","newSku":"4"}],"instrument":"p"}""")]
    public void Each_tool_of_the_set_is_a_service_action(string tool, string kind, string arguments)
    {
        var call = new RetailCall(tool, JsonSerializer.SerializeToElement(new
        {
            order_id = "#W1", reason = "r", address1 = "1 A", address2 = "B", city = "C", state = "CA", country = "US", zip = "9", item_ids = new[] { "1", "1" }, new_item_ids = new[] { "3", "4" }, payment_method_id = "p",
        }));
        var (found, given) = RetailActions.Of(call);
        Assert.Equal((kind, arguments), (found, JsonSerializer.Serialize(given, given.GetType(), Wire.Json)));
    }

    [Fact]
    public void A_tool_that_is_none_of_the_set_is_named()
        => Assert.Contains("transfer", Assert.Throws<RetailFileException>(() => RetailActions.Of(new RetailCall("transfer", default))).Message);

    private RetailResult Judge(ShopState end, RetailBooks books) => _judge.Judge(_task.Task, _task.Gold, Outcomes(), end, books);

    private IReadOnlyList<RetailOutcome> Outcomes() => [new RetailOutcome(0, _task.Task.Calls[0], null, null)];

    private static ShopState AfterCancelling()
        => Begin with { Orders = Begin.Orders.SetItem("#W1", Begin.Orders["#W1"] with { Status = ShopStatus.Cancelled, CancelReason = "no longer needed" }) };

    private static RetailBooks Books(long gift, params JsonObject[] moves) => new(moves.ToLookup(_ => "#W1"), new Dictionary<string, long> { ["gift_1"] = gift });

    private static JsonObject Refund(decimal amount) => new() { ["transaction_type"] = "refund", ["amount"] = amount, ["payment_method_id"] = "gift_1" };
}
