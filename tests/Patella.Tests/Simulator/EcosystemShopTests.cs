using Patella.Simulator.Api;
using Patella.Simulator.Ecosystem;
using Patella.Simulator.Marketplace;

namespace Patella.Tests.Simulator;

public class EcosystemShopTests
{
    private static readonly DemoEcosystem Ecosystem = new(6, Scale.Small, new DateTimeOffset(2026, 11, 22, 8, 0, 0, TimeSpan.Zero));

    private static ShopState Whole()
    {
        var state = EcosystemShop.Essential(Ecosystem);
        return state with { Orders = state.Orders.AddRange(EcosystemShop.Missing(Ecosystem, state).Select(order => KeyValuePair.Create(order.Number, order))) };
    }

    [Fact]
    public void Every_order_of_the_ecosystem_is_in_the_shop_with_every_piece_and_its_owners_wallet()
    {
        var shop = Whole();
        foreach (var order in Ecosystem.Orders())
        {
            var found = shop.Orders[order.Number];
            Assert.Equal(order.Total.Amount, found.Items.Sum(item => item.Price));
            Assert.Equal(order.Consumer.ExternalId, shop.Instruments[found.Instrument!].Customer);
            Assert.All(found.Items, item => Assert.True(shop.Variants.ContainsKey(item.Sku)));
            Assert.True(found.ToldAt <= Ecosystem.Now);
        }
    }

    [Fact]
    public void What_was_paid_is_told_with_what_it_was_paid_with()
    {
        foreach (var order in Ecosystem.Orders().Where(order => order.Steps.Any(step => step.Kind == "order.paid")).Take(20))
        {
            var captured = Assert.Single(EcosystemEvents.All(Ecosystem), one => one.Type == "patella.payment.captured.v1" && one.Subject == "pay-" + order.Number);
            var payment = System.Text.Json.JsonSerializer.SerializeToElement(captured.Data, Wire.Json).GetProperty("payment");
            Assert.Equal((order.Total.Amount, Instruments.Wallet(order.Consumer).Id), (payment.GetProperty("amount").GetProperty("amount").GetInt64(), payment.GetProperty("instrument").GetString()));
        }
    }

    [Fact]
    public void A_paid_order_can_be_cancelled_there_and_one_that_left_cannot()
    {
        var shop = Whole();
        string Cancel(OrderFate fate) => ShopRules.Decide(shop, new ChangeRequest("k", "cancel", Ecosystem.Orders().First(order => order.Fate == fate).Number, System.Text.Json.JsonSerializer.SerializeToElement(new { reason = "r" }))).Refusal?.Code ?? "done";
        Assert.Equal("done", Cancel(OrderFate.Paid));
        Assert.Equal("wrong-state", Cancel(OrderFate.InTransit));
    }
}
