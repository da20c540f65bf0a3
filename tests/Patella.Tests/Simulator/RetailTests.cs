using System.Text;
using System.Text.Json;
using Patella.Simulator.Api;
using Patella.Simulator.Retail;

namespace Patella.Tests.Simulator;

public class RetailTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 8, 0, 0, TimeSpan.Zero);

    /// <summary>A small shop of our own in the file's form.</summary>
    private const string Shop =
        """
        {
          "products": {
            "10": { "name": "Lamp", "product_id": "10", "variants": {
              "101": { "item_id": "101", "options": { "color": "red" }, "available": true, "price": 19.99 },
              "102": { "item_id": "102", "options": { "color": "blue" }, "available": false, "price": 20.5 } } }
          },
          "users": {
            "ada_1": {
              "user_id": "ada_1", "name": { "first_name": "Ada", "last_name": "Stone" }, "email": "ada@shop.example",
              "address": { "address1": "1 Hill", "address2": "Flat 2", "city": "Derry", "country": "UK", "state": "NI", "zip": "BT48" },
              "payment_methods": { "card_1": { "source": "credit_card", "id": "card_1", "last_four": "0001" } },
              "orders": ["#1", "#2"]
            }
          },
          "orders": {
            "#1": {
              "order_id": "#1", "user_id": "ada_1", "status": "delivered",
              "address": { "address1": "1 Hill", "address2": "Flat 2", "city": "Derry", "country": "UK", "state": "NI", "zip": "BT48" },
              "items": [ { "name": "Lamp", "product_id": "10", "item_id": "101", "price": 19.99, "options": { "color": "red" } } ],
              "payment_history": [ { "transaction_type": "payment", "amount": 19.990000000000002, "payment_method_id": "card_1" } ],
              "fulfillments": [ { "tracking_id": ["T1"], "item_ids": ["101"] } ]
            },
            "#2": {
              "order_id": "#2", "user_id": "ada_1", "status": "cancelled",
              "address": { "address1": "1 Hill", "address2": "Flat 2", "city": "Derry", "country": "UK", "state": "NI", "zip": "BT48" },
              "items": [ { "name": "Lamp", "product_id": "10", "item_id": "102", "price": 20.5, "options": { "color": "blue" } } ],
              "payment_history": [ { "transaction_type": "payment", "amount": 20.5, "payment_method_id": "card_1" },
                                   { "transaction_type": "refund", "amount": 20.5, "payment_method_id": "card_1" } ],
              "fulfillments": []
            }
          }
        }
        """;

    private static RetailData Read(string json) => RetailImport.Read(Encoding.UTF8.GetBytes(json));

    private static RetailProblem TheProblemOf(string json) => Assert.Single(Assert.Throws<RetailFileException>(() => Read(json)).Problems);

    [Fact]
    public void A_good_file_becomes_events_of_the_envelope()
    {
        var events = RetailEvents.All(Read(Shop), Now).ToList();
        Assert.Equal(
            [
                "patella.identity.profile.v1", "patella.product.listed.v1",
                "patella.order.created.v1", "patella.order.paid.v1", "patella.payment.captured.v1", "patella.order.shipped.v1", "patella.logistics.delivered.v1",
                "patella.order.created.v1", "patella.order.paid.v1", "patella.payment.captured.v1", "patella.payment.refunded.v1", "patella.order.closed.v1",
            ],
            events.Select(one => one.Type));
        Assert.Equal(events.Count, events.Select(one => (one.Source, one.Id)).Distinct().Count());
        Assert.All(events, one => Assert.True(one.Time < Now));
    }

    [Fact]
    public void The_original_state_and_exact_cents_are_kept()
    {
        var created = RetailEvents.All(Read(Shop), Now).First(one => one.Type == "patella.order.created.v1");
        var order = JsonSerializer.SerializeToElement(created.Data, created.Data.GetType(), Wire.Json).GetProperty("order");
        Assert.Equal("delivered", order.GetProperty("attributes").GetProperty("originalState").GetString());
        Assert.Equal(1999, order.GetProperty("total").GetProperty("amount").GetInt64());
        Assert.Equal(1999, order.GetProperty("attributes").GetProperty("payments")[0].GetProperty("amount").GetProperty("amount").GetInt64());
    }

    [Theory]
    [InlineData("\"price\": 19.99, \"options\"", "\"price\": \"19.99\", \"options\"", 19, "orders/#1/items/0/price")]
    [InlineData("\"price\": 20.5 }", "\"price\": 20.505 }", 5, "products/10/variants/102/price")]
    [InlineData("\"status\": \"delivered\"", "\"status\": \"lost\"", 17, "orders/#1/status")]
    [InlineData("\"email\": \"ada@shop.example\"", "\"email\": 7", 9, "users/ada_1/email")]
    [InlineData("\"item_ids\": [\"101\"]", "\"item_ids\": [\"999\"]", 21, "orders/#1/fulfillments/0/item_ids")]
    [InlineData("\"orders\": [\"#1\", \"#2\"]", "\"orders\": [\"#1\", \"#3\"]", 12, "users/ada_1/orders")]
    public void A_wrong_value_is_named_with_line_and_field(string good, string bad, int line, string field)
    {
        Assert.Contains(good, Shop);
        var problems = Assert.Throws<RetailFileException>(() => Read(Shop.Replace(good, bad))).Problems;
        Assert.Contains(problems, problem => problem.Line == line && problem.Field == field);
    }

    [Fact]
    public void An_order_of_nobody_is_named()
    {
        var problem = TheProblemOf(Shop.Replace("\"order_id\": \"#1\", \"user_id\": \"ada_1\"", "\"order_id\": \"#1\", \"user_id\": \"bob_2\""));
        Assert.Equal(("orders/#1/user_id", 17), (problem.Field, problem.Line));
    }

    [Fact]
    public void A_broken_file_names_the_line_where_it_breaks()
    {
        var problem = TheProblemOf(Shop.Replace("\"orders\": {", "\"orders\": ["));
        Assert.True(problem.Line >= 15, problem.ToString());
    }

    [Fact]
    public void An_empty_file_and_a_file_of_something_else_are_refused()
    {
        Assert.Throws<RetailFileException>(() => Read(""));
        Assert.Throws<RetailFileException>(() => Read("[]"));
        Assert.Throws<RetailFileException>(() => Read("{}"));
    }

    [Fact]
    public async Task Nothing_is_sent_when_anything_is_wrong()
    {
        using var connection = new PatellaConnection([new Uri("http://127.0.0.1:9")], TimeProvider.System, TimeSpan.Zero);
        var bad = Encoding.UTF8.GetBytes(Shop.Replace("\"status\": \"delivered\"", "\"status\": \"\""));
        // Port 9 answers nobody: sending anything would be an ApiFailureException instead.
        await Assert.ThrowsAsync<RetailFileException>(() => RetailImport.RunAsync(connection, "key", bad, Now, null, CancellationToken.None));
    }
}
