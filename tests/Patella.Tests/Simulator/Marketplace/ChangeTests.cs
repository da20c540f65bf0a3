using System.Net;
using Patella.Simulator.Marketplace;

namespace Patella.Tests.Simulator.Marketplace;

public class ChangeTests
{
    private static readonly object Swap = new { items = new[] { new { sku = "lamp-red", newSku = "lamp-blue" } }, instrument = "ada-card" };

    [Fact]
    public async Task A_change_is_done_and_told_in_the_envelope()
    {
        await using var shop = await Shop.Open();
        var answer = await shop.Cancel("k1");
        Assert.Equal("done", answer.Word);
        var told = Assert.Single(answer.Body.GetProperty("events").EnumerateArray());
        Assert.Equal("patella.order.closed.v1", told.GetProperty("type").GetString());
        Assert.Equal("cancelled", told.GetProperty("data").GetProperty("order").GetProperty("attributes").GetProperty("status").GetString());
        Assert.Equal(ShopStatus.Cancelled, shop.Marketplace.FindOrder("P")!.Status);
    }

    [Fact]
    public async Task The_same_key_twice_is_one_change_and_one_answer()
    {
        await using var shop = await Shop.Open();
        var first = await shop.Change("k1", "change-items", "P", Swap);
        var again = await shop.Change("k1", "change-items", "P", Swap);
        Assert.Equal(first.Body.GetRawText(), again.Body.GetRawText());
        Assert.Equal(first.Body.GetRawText(), (await shop.Get("/changes/k1", "k1")).Body.GetRawText());
        Assert.Equal(0, shop.Marketplace.State.Variants["lamp-blue"].Stock);
        Assert.Equal(1, shop.Marketplace.FindOrder("P")!.Version);
    }

    [Fact]
    public async Task The_same_key_at_once_from_many_is_one_change()
    {
        await using var shop = await Shop.Open();
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => shop.Change("k1", "change-items", "P", Swap)));
        Assert.Single(answers.Select(answer => answer.Body.GetRawText()).Distinct());
        Assert.Equal(0, shop.Marketplace.State.Variants["lamp-blue"].Stock);
    }

    [Fact]
    public async Task The_same_key_with_other_content_is_a_conflict()
    {
        await using var shop = await Shop.Open();
        await shop.Cancel("k1");
        Assert.Equal(HttpStatusCode.Conflict, (await shop.Cancel("k1", "B")).Status);
        Assert.Equal(ShopStatus.Pending, shop.Marketplace.FindOrder("B")!.Status);
    }

    [Fact]
    public async Task A_refusal_is_remembered_even_when_it_would_be_granted_later()
    {
        await using var shop = await Shop.Open();
        shop.Marketplace.State = Shop.Goods() with { Variants = Shop.Goods().Variants.SetItem("lamp-blue", Shop.Goods().Variants["lamp-blue"] with { Stock = 0 }) };
        Assert.Equal("refused out-of-stock", (await shop.Change("k1", "change-items", "P", Swap)).Word);
        shop.Marketplace.State = shop.Marketplace.State with { Variants = Shop.Goods().Variants };
        Assert.Equal("refused out-of-stock", (await shop.Change("k1", "change-items", "P", Swap)).Word);
        Assert.Equal("done", (await shop.Change("k2", "change-items", "P", Swap)).Word);
    }

    [Fact]
    public async Task An_unknown_key_is_absent() => await Check(async shop => Assert.Equal(HttpStatusCode.NotFound, (await shop.Get("/changes/k9", "k9")).Status));

    [Theory]
    [InlineData("cancel", "D")]
    [InlineData("cancel", "S")]
    [InlineData("change-address", "D")]
    [InlineData("change-items", "D")]
    [InlineData("change-payment", "S")]
    [InlineData("return", "P")]
    [InlineData("exchange", "S")]
    [InlineData("reship", "P")]
    [InlineData("pickup", "P")]
    public async Task What_the_state_of_the_order_does_not_allow_is_refused(string kind, string order)
        => await Check(async shop => Assert.Equal("refused wrong-state", (await shop.Change("k1", kind, order, new { })).Word));

    [Fact]
    public async Task After_its_items_were_changed_the_shop_changes_nothing_more()
    {
        await using var shop = await Shop.Open();
        await shop.Change("k1", "change-items", "P", Swap);
        foreach (var (kind, index) in new[] { "cancel", "change-address", "change-items", "change-payment" }.Select((kind, index) => (kind, index)))
        {
            Assert.Equal("refused wrong-state", (await shop.Change($"m{index}", kind, "P", new { })).Word);
        }
    }

    [Theory]
    [InlineData("lamp-gone", "out-of-stock")]
    [InlineData("lamp-red", "same-item")]
    [InlineData("book-2", "other-product")]
    [InlineData("lamp-none", "unknown-item")]
    public async Task An_item_is_changed_only_for_another_of_the_same_product_that_is_there_and_exchanged_for_its_like_too(string newSku, string code)
    {
        await using var shop = await Shop.Open();
        object Arguments() => new { items = new[] { new { sku = "lamp-red", newSku } }, instrument = "ada-card" };
        Assert.Equal("refused " + code, (await shop.Change("k1", "change-items", "P", Arguments())).Word);
        Assert.Equal(code == "same-item" ? "done" : "refused " + code, (await shop.Change("k2", "exchange", "D", Arguments())).Word);
    }

    [Fact]
    public async Task The_last_piece_is_sold_once()
    {
        await using var shop = await Shop.Open();
        var two = new { items = new[] { new { sku = "lamp-red", newSku = "lamp-blue" }, new { sku = "lamp-red", newSku = "lamp-blue" } }, instrument = "ada-card" };
        Assert.Equal("refused out-of-stock", (await shop.Change("k1", "change-items", "P", two)).Word);
        Assert.Equal("done", (await shop.Change("k2", "change-items", "P", Swap)).Word);
        Assert.Equal("refused out-of-stock", (await shop.Change("k3", "exchange", "D", Swap)).Word);
    }

    [Fact]
    public async Task More_pieces_than_were_bought_are_refused()
    {
        await using var shop = await Shop.Open();
        Assert.Equal("refused not-in-order", (await shop.Change("k1", "return", "D", new { items = new[] { new { sku = "lamp-red", quantity = 2 } }, instrument = "ada-card" })).Word);
        Assert.Equal("refused not-in-order", (await shop.Change("k2", "cancel", "P", new { reason = "no", items = new[] { new { sku = "vase", quantity = 1 } } })).Word);
    }

    [Fact]
    public async Task Another_persons_way_to_pay_is_refused()
    {
        await using var shop = await Shop.Open();
        Assert.Equal("refused instrument-of-another", (await shop.Change("k1", "change-payment", "P", new { instrument = "bob-card" })).Word);
        Assert.Equal("refused instrument-of-another", (await shop.Change("k2", "return", "D", new { items = new[] { new { sku = "book-1" } }, instrument = "bob-card" })).Word);
        Assert.Equal("refused same-instrument", (await shop.Change("k3", "change-payment", "P", new { instrument = "ada-card" })).Word);
        Assert.Equal("done", (await shop.Change("k4", "change-payment", "P", new { instrument = "ada-value" })).Word);
    }

    [Fact]
    public async Task Cancelling_one_of_two_equal_pieces_leaves_the_other()
    {
        await using var shop = await Shop.Open();
        var answer = await shop.Change("k1", "cancel", "P", new { reason = "too many", items = new[] { new { sku = "lamp-red", quantity = 1 } } });
        Assert.Equal("patella.order.changed.v1", answer.Body.GetProperty("events")[0].GetProperty("type").GetString());
        Assert.Equal(["lamp-red", "book-1"], shop.Marketplace.FindOrder("P")!.Items.Select(item => item.Sku));
        Assert.Equal(2_999, answer.Body.GetProperty("events")[0].GetProperty("data").GetProperty("order").GetProperty("total").GetProperty("amount").GetInt64());
    }

    [Theory]
    [InlineData("""{"reason":7}""")]
    [InlineData("""{}""")]
    [InlineData("""[]""")]
    [InlineData("""{"reason":"x","items":[]}""")]
    [InlineData("""{"reason":"x","items":[{"sku":"lamp-red","quantity":-1}]}""")]
    public async Task Arguments_that_cannot_be_read_are_refused(string arguments)
        => await Check(async shop => Assert.Equal("refused bad-arguments", (await shop.Change("k1", "cancel", "P", System.Text.Json.JsonDocument.Parse(arguments).RootElement)).Word));

    [Fact]
    public async Task A_return_an_exchange_a_second_parcel_and_a_pickup_stand_in_the_order()
    {
        await using var shop = await Shop.Open();
        await shop.Change("k1", "reship", "D", new { items = new[] { new { sku = "book-1" } } });
        await shop.Change("k2", "return", "D", new { items = new[] { new { sku = "book-1" } }, instrument = "ada-card" });
        await shop.Change("k3", "pickup", "D", new { from = "2026-12-01T09:00:00Z", until = "2026-12-01T11:00:00Z" });
        var order = (await shop.Get("/orders/D")).Body;
        Assert.Equal(ShopStatus.ReturnRequested, order.GetProperty("status").GetString());
        Assert.Equal("book-1", order.GetProperty("return").GetProperty("skus")[0].GetString());
        Assert.Equal("book-1", order.GetProperty("reshipped")[0].GetString());
        Assert.Equal("2026-12-01T09:00:00+00:00", order.GetProperty("pickup").GetProperty("from").GetString());
    }

    [Fact]
    public async Task A_call_without_the_right_signature_does_nothing()
    {
        await using var shop = await Shop.Open();
        var body = new { key = "k1", kind = "cancel", order = "P", arguments = new { reason = "x" } };
        Assert.Equal(HttpStatusCode.Unauthorized, (await shop.Put("/changes/k1", "k1", body, Signature.SecretOf("another"))).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await shop.Put("/changes/k1", "k1", body, at: DateTimeOffset.UtcNow.AddMinutes(-6))).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await shop.Put("/changes/k1", "k2", body)).Status);
        Assert.Equal(ShopStatus.Pending, shop.Marketplace.FindOrder("P")!.Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await shop.Put("/changes/k2", "k2", body)).Status);
    }

    private static async Task Check(Func<Shop, Task> check)
    {
        await using var shop = await Shop.Open();
        await check(shop);
    }
}
