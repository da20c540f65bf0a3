using System.Net;
using Patella.Platform.Storage;
using Patella.Tests.Platform;
using Patella.Tests.Servers;

namespace Patella.Tests.Actions;

/// <summary>A marketplace that refuses, is late, loses what is sent and what it answers, tells twice or garbled, or never decides: done once, and the money with it.</summary>
public class FaultTests
{
    private static readonly object Why = new { reason = "不想要了" };

    [Theory]
    [OnSqlite(ShopFault.AnswerLost), OnSqlite(ShopFault.OrderLost), OnSqlite(ShopFault.Late), OnSqlite(ShopFault.TellsTwice), OnSqlite(ShopFault.Garbles)]
    [OnPostgres(ShopFault.AnswerLost), OnPostgres(ShopFault.OrderLost), OnPostgres(ShopFault.Late)]
    public async Task It_is_done_once_whatever_gets_lost(StoreKind kind, object fault)
    {
        await using var world = await ActionWorld.Create(kind);
        world.Shop.FaultOf = _ => (ShopFault)fault;
        var order = await world.Order("gift-1");
        Assert.Equal(HttpStatusCode.Accepted, (await world.Act(order, "c1", "cancel-order", Why, preview: await world.Consent(order, "cancel-order", Why), wait: 0)).Status);
        Assert.Equal("done", (string)(await world.UntilEnded("c1"))["state"]!);
        Assert.Equal(fault is ShopFault.OrderLost ? 2 : 1, world.Shop.Sent["c1"]);
        Assert.Equal(["c1"], world.Shop.Taken.Keys);
        Assert.Equal(1_000 + (2 * ActionWorld.Price), await world.Account("buyer-value:gift-1:CNY"));
        Assert.Equal("action.done", (string)Assert.Single(await world.Timeline(order))["kind"]!);
        Assert.Equal(fault is ShopFault.Garbles ? "paid" : "cancelled", (await world.Server.Get($"/api/v1/orders/{order}", world.Agent)).Text("state"));
        Assert.True(await world.Balanced());
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task What_the_marketplace_refuses_frees_the_money_and_says_why(StoreKind kind)
    {
        await using var world = await ActionWorld.Create(kind);
        world.Shop.FaultOf = _ => ShopFault.Refuses;
        var order = await world.Order("gift-1");
        var arguments = new { items = new[] { new { sku = "mug-red", newSku = "mug-blue" } }, instrument = "gift-1" };
        var refused = await world.Do(order, "s1", "change-items", arguments);
        Assert.Equal(("refused", "wrong-state", "The shop says no."), (refused.Text("state"), refused.Text("code"), refused.Text("detail")));
        Assert.Equal((1_000, 0), (await world.Account("buyer-value:gift-1:CNY"), await world.Account("buyer-value:gift-1:CNY", "debitsPending")));
        Assert.Equal("action.refused", (string)Assert.Single(await world.Timeline(order))["kind"]!);
        Assert.Contains("cancel-order", (await world.Server.Get($"/api/v1/orders/{order}/offers", world.Consumer)).Body, StringComparison.Ordinal);
        Assert.True(await world.Balanced());
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task While_nobody_knows_the_money_is_held_and_nothing_else_is_offered(StoreKind kind)
    {
        await using var world = await ActionWorld.Create(kind);
        world.Shop.FaultOf = _ => ShopFault.Never;
        var order = await world.Order("gift-1");
        var arguments = new { items = new[] { new { sku = "mug-red", newSku = "mug-blue" } }, instrument = "gift-1" };
        var waiting = await world.Act(order, "s1", "change-items", arguments, preview: await world.Consent(order, "change-items", arguments), wait: 1);
        Assert.Equal((HttpStatusCode.Accepted, "executing"), (waiting.Status, waiting.Text("state")));
        await Waiting.Until(() => world.Shop.Asked.GetValueOrDefault("s1") >= 2, "the second question");
        Assert.Equal(1, world.Shop.Sent["s1"]);
        Assert.Equal(500, await world.Account("buyer-value:gift-1:CNY", "debitsPending"));
        Assert.Equal("action-underway", (await world.Preview(order, "cancel-order", Why)).Code);
        Assert.Empty(await world.Timeline(order));
        world.Shop.FaultOf = _ => ShopFault.None;
        Assert.Equal("done", (string)(await world.UntilEnded("s1"))["state"]!);
        Assert.Equal(500, await world.Account("buyer-value:gift-1:CNY"));
        Assert.Equal(1, world.Shop.Sent["s1"]);
    }

    [Fact]
    public async Task A_wrong_secret_and_no_marketplace_are_no_answers()
    {
        await using var world = await ActionWorld.Create(StoreKind.Sqlite);
        var order = await world.Order("gift-1");
        await world.Set(new { marketplace = new { url = world.Shop.Address, secret = "whsec_" + Convert.ToBase64String(new byte[32]), timeoutSeconds = 1 } });
        await world.Act(order, "a1", "change-address", new { address = new { city = "广州" } }, wait: 1);
        await Waiting.Until(async () => (await world.Server.Get("/api/v1/actions/a1", world.Agent)).Text("state") == "unknown", "the unknown outcome");
        await world.Set(new { marketplace = new { url = world.Shop.Address, secret = FakeMarketplace.Secret, timeoutSeconds = 1 } });
        Assert.Equal("done", (string)(await world.UntilEnded("a1"))["state"]!);
        await world.Set(new { marketplace = new { } });
        Assert.Equal("no-marketplace", (await world.Act(order, "a2", "change-address", new { address = new { city = "广州" } })).Code);
        var bad = await world.Server.Post("/api/v1/settings/import", await world.Server.SignIn("admin@acme.example"), new { marketplace = new { url = "ftp://shop", secret = "x", timeoutSeconds = 0 } });
        Assert.Equal(HttpStatusCode.BadRequest, bad.Status);
        Assert.Equal(3, bad.Json["errors"]!.AsArray().Count);
    }
}
