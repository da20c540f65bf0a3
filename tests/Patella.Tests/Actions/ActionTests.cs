using System.Net;
using System.Text.Json.Nodes;
using Patella.Platform.Storage;
using Patella.Tests.Platform;
using Patella.Tests.Servers;
using static Patella.Tests.Actions.ActionWorld;

namespace Patella.Tests.Actions;

/// <summary>Service actions through the public door: offered, previewed, consented, done once, and told once.</summary>
public class ActionTests
{
    private static readonly object Why = new { reason = "不想要了" };

    [Theory, OnSqlite, OnPostgres]
    public async Task What_cannot_be_granted_is_not_offered(StoreKind kind)
    {
        await using var world = await ActionWorld.Create(kind);
        var (paid, delivered) = (await world.Order(), await world.Order(delivered: true));
        Assert.Equal(["cancel-order", "cancel-items", "change-address", "change-items", "change-payment"], Kinds(await world.Server.Get($"/api/v1/orders/{paid}/offers", world.Consumer)));
        Assert.Equal(["return-items", "exchange-items"], Kinds(await world.Server.Get($"/api/v1/orders/{delivered}/offers", world.Consumer)));
        var staff = await world.Server.Get($"/api/v1/orders/{delivered}/offers", world.Agent);
        Assert.Equal(["return-items", "exchange-items", "refund", "reship-items", "compensate", "advance"], Kinds(staff));
        Assert.Contains(staff.Json["withheld"]!.AsArray(), one => (string)one!["kind"]! == "cancel-order" && (string)one["code"]! == "not-now");
        Assert.Equal(HttpStatusCode.OK, (await world.Do(paid, "c1", "cancel-order", Why)).Status);
        Assert.Empty(Kinds(await world.Server.Get($"/api/v1/orders/{paid}/offers", world.Consumer)));

        // What the marketplace says it would not take is not offered either.
        var held = await world.Order();
        await world.Tell("order.changed", held, new { order = new { number = held, attributes = new { allowedChanges = new[] { "change-address" } } } }, 5);
        Assert.Equal(["change-address"], Kinds(await world.Server.Get($"/api/v1/orders/{held}/offers", world.Consumer)));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_cancelled_order_gives_the_money_back_once_and_is_told_once_whoever_asked(StoreKind kind)
    {
        await using var world = await ActionWorld.Create(kind);
        var entries = new List<JsonNode>();
        foreach (var (token, id) in new[] { (world.Agent, "by-agent"), (world.Consumer, "by-consumer"), (await world.Server.Key("acme", "write"), "by-program") })
        {
            var order = await world.Order("gift-1");
            var before = await world.Account("buyer-value:gift-1:CNY");
            var done = await world.Do(order, id, "cancel-order", Why, token);
            Assert.True(done.Status == HttpStatusCode.OK && done.Text("state") == "done", done.ToString());
            Assert.Equal(before + (2 * Price), await world.Account("buyer-value:gift-1:CNY"));
            Assert.Equal("cancelled", (await world.Server.Get($"/api/v1/orders/{order}", world.Agent)).Text("state"));
            var entry = Assert.Single(await world.Timeline(order));
            Assert.Equal("action.done", (string)entry["kind"]!);
            entries.Add(entry);
        }

        // Equal but for what names the order and the command itself.
        string Shape(JsonNode entry)
        {
            var (data, text) = (entry["data"]!.AsObject(), (string?)entry["text"]);
            return $"{(string)data["kind"]!} {text} {data["money"]![0]!["amount"]!.ToJsonString()} {(string)data["money"]![0]!["instrument"]!} {string.Join(',', data.Select(member => member.Key))}";
        }

        Assert.Single(entries.Select(Shape).Distinct());
        Assert.True(await world.Balanced());
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task The_same_command_is_done_once_and_another_content_under_its_id_is_refused(StoreKind kind)
    {
        await using var world = await ActionWorld.Create(kind);
        var order = await world.Order("gift-1");
        var preview = await world.Consent(order, "cancel-order", Why);
        var all = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => world.Act(order, "c1", "cancel-order", Why, preview: preview)));
        Assert.All(all, answer => Assert.True(answer.Status == HttpStatusCode.OK && answer.Text("state") == "done", answer.ToString()));
        Assert.Equal(1, world.Shop.Sent["c1"]);
        var other = await world.Act(order, "c1", "cancel-order", new { reason = "买错了" }, preview: preview);
        Assert.Equal((HttpStatusCode.Conflict, "command-taken"), (other.Status, other.Code));
        Assert.Equal("command-taken", (await world.Act(order, "c1", "cancel-order", Why, world.Supervisor, preview)).Code);
        Assert.Equal(1_000 + (2 * Price), await world.Account("buyer-value:gift-1:CNY"));
        Assert.Single(await world.Timeline(order));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Of_many_commands_at_once_on_one_order_one_wins(StoreKind kind)
    {
        await using var world = await ActionWorld.Create(kind);
        var order = await world.Order("gift-1");
        var previews = new List<string>();
        for (var number = 0; number < 6; number++)
        {
            previews.Add(await world.Consent(order, "cancel-order", Why));
        }

        var all = await Task.WhenAll(previews.Select((preview, number) => world.Act(order, $"c{number}", "cancel-order", Why, preview: preview)));
        Assert.Single(all, answer => answer.Status == HttpStatusCode.OK && answer.Text("state") == "done");
        Assert.All(all.Where(answer => answer.Status != HttpStatusCode.OK), answer => Assert.Contains(answer.Code, new[] { "action-underway", "not-now" }));
        Assert.Single(world.Shop.Sent);
        Assert.Equal(1_000 + (2 * Price), await world.Account("buyer-value:gift-1:CNY"));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Nobody_acts_on_anothers_order_or_sees_what_was_done_on_it(StoreKind kind)
    {
        await using var world = await ActionWorld.Create(kind);
        var order = await world.Order("gift-1");
        var preview = await world.Preview(order, "cancel-order", Why);
        Assert.Equal(HttpStatusCode.OK, (await world.Do(order, "mine", "cancel-order", Why)).Status);
        foreach (var stranger in new[] { await world.SignIn("somebody-else"), await world.Server.Visit() })
        {
            Assert.Equal(HttpStatusCode.NotFound, (await world.Server.Get($"/api/v1/orders/{order}/offers", stranger)).Status);
            Assert.Equal(HttpStatusCode.NotFound, (await world.Server.Get($"/api/v1/orders/{order}/actions", stranger)).Status);
            Assert.Equal(HttpStatusCode.NotFound, (await world.Server.Get("/api/v1/actions/mine", stranger)).Status);
            Assert.Equal(HttpStatusCode.NotFound, (await world.Server.Get($"/api/v1/previews/{preview.Text("id")}", stranger)).Status);
            Assert.Equal(HttpStatusCode.NotFound, (await world.Preview(order, "change-address", new { }, stranger)).Status);
            Assert.Equal(HttpStatusCode.NotFound, (await world.Act(order, "theirs", "cancel-order", Why, stranger)).Status);
            Assert.Equal(HttpStatusCode.NotFound, (await world.Server.Post($"/api/v1/previews/{preview.Text("id")}/consents", stranger, new { hash = preview.Text("hash") })).Status);
        }

        Assert.Equal(HttpStatusCode.Forbidden, (await world.Act(order, "m", "cancel-order", Why, await world.Server.SignIn("merchant@acme.example"))).Status);
        var shown = (await world.Server.Get($"/api/v1/orders/{order}/actions", world.Consumer)).Json["items"]![0]!;
        Assert.Equal(("mine", (string?)null, (string?)null), ((string)shown["id"]!, (string?)shown["by"]!["id"], (string?)shown["authority"]));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task An_address_is_changed_without_consent_unless_the_tenant_always_asks(StoreKind kind)
    {
        await using var world = await ActionWorld.Create(kind);
        var (order, arguments) = (await world.Order(), new { address = new { street = "南京路2号", city = "上海", country = "中国" } });
        var preview = await world.Preview(order, "change-address", arguments);
        Assert.False((bool)preview.Json["consent"]!["required"]!);
        Assert.DoesNotContain("南京路", preview.Body, StringComparison.Ordinal);
        Assert.Contains("南京路", (await world.Preview(order, "change-address", arguments, world.Consumer)).Body, StringComparison.Ordinal);
        var done = await world.Act(order, "a1", "change-address", arguments);
        Assert.True(done.Status == HttpStatusCode.OK && done.Text("state") == "done", done.ToString());
        Assert.Contains("南京路2号", (await world.Server.Get($"/api/v1/orders/{order}", world.Consumer)).Text("address"), StringComparison.Ordinal);
        Assert.Equal("南京路2号", (string)world.Shop.Taken["a1"]["arguments"]!["address"]!["street"]!);

        await world.Set(new { marketplace = new { url = world.Shop.Address, consentAlways = true, timeoutSeconds = 1 } });
        Assert.Equal("consent-needed", (await world.Act(order, "a2", "change-address", new { address = new { city = "广州" } })).Code);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_broken_piece_is_exchanged_for_its_like_without_money(StoreKind kind)
    {
        await using var world = await ActionWorld.Create(kind);
        var order = await world.Order(delivered: true);
        var like = new { items = new[] { new { sku = "mug-red", newSku = "mug-red" } } };
        Assert.Empty((await world.Preview(order, "exchange-items", like)).Json["money"]!.AsArray());
        Assert.Equal("done", (await world.Do(order, "x1", "exchange-items", like)).Text("state"));
        Assert.True(await world.Balanced());
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Dearer_items_are_paid_before_the_marketplace_is_asked_and_cheaper_ones_give_money_back(StoreKind kind)
    {
        await using var world = await ActionWorld.Create(kind);
        var order = await world.Order("gift-1");
        object Swap(params string[] to) => new { items = to.Select(sku => new { sku = "mug-red", newSku = sku }), instrument = "gift-1" };
        Assert.Equal("not-enough", (await world.Preview(order, "change-items", Swap("mug-gold"))).Code);
        Assert.Equal("same-item", (await world.Preview(order, "change-items", Swap("mug-red"))).Code);
        Assert.Equal("not-available", (await world.Preview(order, "change-items", Swap("mug-none"))).Code);
        Assert.Equal("other-product", (await world.Preview(order, "change-items", Swap("hat"))).Code);
        Assert.Equal("unknown-item", (await world.Preview(order, "change-items", Swap("mug-blue", "mug-blue", "mug-blue"))).Code);
        var preview = await world.Preview(order, "change-items", Swap("mug-blue", "mug-blue"));
        Assert.Equal(("from-consumer", 1_000), ((string)preview.Json["money"]![0]!["direction"]!, (long)preview.Json["money"]![0]!["amount"]!["amount"]!));
        Assert.Equal("done", (await world.Do(order, "s1", "change-items", Swap("mug-blue", "mug-blue"))).Text("state"));
        Assert.Equal((0, 2 * 3_500), (await world.Account("buyer-value:gift-1:CNY"), await PaidFor(world, order)));

        var other = await world.Order("gift-1");
        Assert.Equal("done", (await world.Do(other, "s2", "change-items", Swap("mug-grey"))).Text("state"));
        Assert.Equal((400, (2 * Price) - 400), (await world.Account("buyer-value:gift-1:CNY"), await PaidFor(world, other)));
        Assert.True(await world.Balanced());
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Money_of_a_return_moves_when_the_goods_are_back(StoreKind kind)
    {
        await using var world = await ActionWorld.Create(kind);
        var order = await world.Order("gift-1", delivered: true);
        var arguments = new { items = new[] { new { sku = "mug-red" } } };
        var done = await world.Do(order, "r1", "return-items", arguments, world.Consumer);
        Assert.Equal(("done", "gift-1"), (done.Text("state"), (string)done.Json["arguments"]!["instrument"]!));
        Assert.Equal(1_000, await world.Account("buyer-value:gift-1:CNY"));
        Assert.Equal("other-instrument", (await world.Preview(order, "return-items", new { items = new[] { new { sku = "mug-red" } }, instrument = "wallet-1" })).Code);
        Assert.Equal("unknown-item", (await world.Preview(order, "return-items", new { items = new[] { new { sku = "mug-red", quantity = 2 } } })).Code);
        Assert.Contains("pickup", Kinds(await world.Server.Get($"/api/v1/orders/{order}/offers", world.Agent)));
        await world.Tell("refund.goods-returned", "r1", new { refund = new { id = "r1", order } });
        await Waiting.Until(async () => await world.Account("buyer-value:gift-1:CNY") == 1_000 + Price, "the money of the return");
        Assert.Equal("more-than-paid", (await world.Preview(order, "refund", new { amount = Price + 1, reason = "迟了" })).Code);
        Assert.True(await world.Balanced());
    }

    private static async Task<long> PaidFor(ActionWorld world, string order)
    {
        var id = (await world.Server.Get($"/api/v1/orders/{order}", world.Agent)).Text("id");
        return await world.Account($"order-paid:{id}:CNY");
    }

    private static string[] Kinds(Answer offers) => [.. offers.Json["items"]!.AsArray().Select(item => (string)item!["kind"]!)];
}
