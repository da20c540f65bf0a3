using System.Text.Json;
using System.Text.Json.Nodes;
using Patella.Kernel.Dmn;
using Patella.Kernel.Dmn.Feel;
using Patella.Kernel.Dmn.Xml;
using Patella.Simulator.Retail;
using Patella.Tests.Tidy;

namespace Patella.Tests.Simulator;

/// <summary>The written retail policy as tables, asked directly.</summary>
public class RetailPolicyTests
{
    [Fact]
    public void No_word_by_which_the_retail_policy_decides_is_in_the_service() => Findings.MustBeNone(RetailRule.Check(SourceTree.OfRepository));

    [Fact]
    public void A_retail_rule_in_the_service_is_found()
    {
        Assert.Contains("no longer needed", RetailRule.Words());
        Assert.Single(RetailRule.Check(SourceTree.Of(("src/Patella.Service/Actions/A.cs", """class A { bool B(string reason) => reason == "no longer needed"; }"""))));
    }

    [Theory]
    [InlineData("cancel-order", "pending", """{"reason":"no longer needed"}""", "allow", "cancel")]
    [InlineData("cancel-order", "pending", """{"reason":"found it cheaper"}""", "refuse", "reason-not-accepted")]
    [InlineData("cancel-order", "pending (item modified)", """{"reason":"no longer needed"}""", "refuse", "items-changed")]
    [InlineData("cancel-order", "delivered", """{"reason":"no longer needed"}""", "refuse", "not-pending")]
    [InlineData("change-address", "processed", "{}", "refuse", "not-pending")]
    [InlineData("change-items", "pending", """{"items":[{"sku":"a","newSku":"a","quantity":1,"product":"p","newProduct":"p","price":1,"newPrice":1,"available":true}]}""", "refuse", "same-variant")]
    [InlineData("change-items", "pending", """{"items":[{"sku":"a","newSku":"b","quantity":1,"product":"p","newProduct":null,"price":1,"newPrice":null,"available":null}]}""", "refuse", "other-product")]
    [InlineData("change-items", "pending", """{"items":[{"sku":"a","newSku":"b","quantity":1,"product":"p","newProduct":"p","price":1,"newPrice":9,"available":true}],"instrument":{"id":"g","kind":"stored-value","available":7,"used":false}}""", "refuse", "gift-card-short")]
    [InlineData("change-items", "pending", """{"items":[{"sku":"a","newSku":"b","quantity":1,"product":"p","newProduct":"p","price":1,"newPrice":9,"available":true}],"instrument":{"id":"g","kind":"stored-value","available":8,"used":false}}""", "allow", "change-items")]
    [InlineData("exchange-items", "delivered", """{"items":[{"sku":"a","newSku":"b","quantity":1,"product":"p","newProduct":"p","price":1,"newPrice":1,"available":false}]}""", "refuse", "not-available")]
    [InlineData("change-payment", "pending", """{"instrument":{"id":"c","kind":"card","available":null,"used":true}}""", "refuse", "same-way-to-pay")]
    [InlineData("return-items", "delivered", """{"items":[{"sku":"a","quantity":1}],"instrument":{"id":"c","kind":"card","available":null,"used":false}}""", "refuse", "third-way")]
    [InlineData("return-items", "delivered", """{"items":[{"sku":"a","quantity":1}],"instrument":{"id":"g","kind":"stored-value","available":0,"used":false}}""", "allow", "return-items")]
    [InlineData("refund", "delivered", "{}", "person", "outside-the-policy")]
    public void A_table_says_what_the_policy_says(string policy, string status, string action, string outcome, string reason)
    {
        var verdict = Ask(policy, status, action);
        Assert.Equal((outcome, reason), ((string?)verdict["outcome"], (string?)verdict["reason"]));
        Assert.Equal(outcome == "allow" ? true : null, verdict["consent"]);
    }

    [Theory]
    [InlineData(false, true, "not-authenticated")]
    [InlineData(true, false, "another-customer")]
    public void Nobody_and_somebody_else_get_nothing_from_any_table(bool known, bool owner, string reason)
        => Assert.All(RetailPolicies.Keys, policy => Assert.Equal(("refuse", reason), ((string?)Ask(policy, "pending", "{}", known, owner)["outcome"], (string?)Ask(policy, "pending", "{}", known, owner)["reason"])));

    [Fact]
    public void A_row_taken_out_is_one_row_and_the_table_says_otherwise_then()
    {
        const string Like = """{"items":[{"sku":"a","newSku":"a","quantity":1,"product":"p","newProduct":"p","price":1,"newPrice":1,"available":true}],"instrument":{"id":"c","kind":"card","available":null,"used":true}}""";
        Assert.Equal("same-variant", (string?)Ask("exchange-items", "delivered", Like)["reason"]);
        Assert.Equal("allow", (string?)Evaluate(RetailPolicies.LikeForLike("exchange-items"), "delivered", Like, true, true)["outcome"]);
    }

    private static FeelContext Ask(string policy, string status, string action, bool known = true, bool owner = true) => Evaluate(RetailPolicies.Written(policy), status, action, known, owner);

    private static FeelContext Evaluate(string dmn, string status, string action, bool known, bool owner)
    {
        var given = JsonNode.Parse(action)!.AsObject();
        foreach (var name in (string[])["reason", "items"])
        {
            given.TryAdd(name, null);
        }

        given.TryAdd("instrument", JsonNode.Parse("""{"id":null,"kind":null,"available":null,"used":null}"""));
        var facts = new JsonObject
        {
            ["action"] = given, ["order"] = new JsonObject { ["attributes"] = new JsonObject { ["status"] = status }, ["done"] = new JsonArray(), ["leftToGiveBack"] = 5 },
            ["consumer"] = new JsonObject { ["authenticated"] = known ? "ada" : null, ["isOwner"] = owner },
        };
        var program = DmnProgram.Compile(DmnReader.Read(dmn));
        Assert.Empty(program.Problems);
        var result = program.Evaluate("verdict", facts.ToDictionary(fact => fact.Key, fact => FeelJson.Read(JsonSerializer.SerializeToElement(fact.Value))));
        Assert.False(result.HasErrors, string.Join("; ", result.Problems));
        return (FeelContext)result.Value!;
    }
}
