using Patella.Service.Edge;
using Patella.Service.Orders.Mirror;
using Patella.Service.Orders.Reading;

namespace Patella.Tests.Service.Orders;

public class OrderFoldTests
{
    [Fact]
    public void Any_order_and_doubling_of_events_folds_to_the_same_mirror()
    {
        for (var seed = 0; seed < 150; seed++)
        {
            var events = OrderHistory.Of(seed, 1, 14);
            var expected = Fold(events);
            for (var again = 1; again <= 4; again++)
            {
                Assert.True(expected == Fold(OrderHistory.Scramble(events, seed * 31 + again)), $"seed {seed}, scramble {again}");
            }
        }
    }

    [Fact]
    public void The_version_decides_within_a_subject_even_against_the_clock()
    {
        var state = State(
            OrdersWorld.Event("refund.succeeded", "b", 5, Refund(200), "r1", 2),
            OrdersWorld.Event("refund.created", "a", 9, Refund(100), "r1", 1));
        Assert.Equal((RefundStage.Succeeded, 200L), (state.Refunds[0].Stage, state.Refunds[0].Amount!.Amount));
    }

    [Fact]
    public void The_time_decides_where_nobody_counts_versions()
    {
        var state = State(OrdersWorld.Parcel("delivered", "N", 9), OrdersWorld.Parcel("in-transit", "N", 5), OrdersWorld.Parcel("picked-up", "N", 3));
        Assert.Equal(ParcelStage.Delivered, state.Parcels[0].Stage);
        Assert.Equal(["logistics.picked-up", "logistics.in-transit", "logistics.delivered"], state.Parcels[0].Traces.Select(trace => trace.Kind));
    }

    [Fact]
    public void A_payment_that_is_told_late_does_not_take_the_goods_back()
    {
        var state = State(OrdersWorld.Created("N"), OrdersWorld.Shipped("N", 10), OrdersWorld.Paid("N", 20));
        Assert.Equal(OrderStage.Shipped, OrderView.StageOf(state));
    }

    [Fact]
    public void An_order_is_delivered_when_all_its_parcels_are()
    {
        object[] one = [OrdersWorld.Created("N"), OrdersWorld.Paid("N"), OrdersWorld.Parcel("delivered", "N", 5, "T1"), OrdersWorld.Parcel("in-transit", "N", 6, "T2")];
        Assert.Equal(OrderStage.Shipped, OrderView.StageOf(State(one)));
        Assert.Equal(OrderStage.Delivered, OrderView.StageOf(State([.. one, OrdersWorld.Parcel("signed-by", "N", 7, "T2")])));
    }

    [Theory]
    [InlineData("created", 7800, OrderStage.Refunding)]
    [InlineData("seller-agreed", 7800, OrderStage.Refunding)]
    [InlineData("seller-refused", 7800, OrderStage.Paid)]
    [InlineData("succeeded", 7800, OrderStage.Refunded)]
    [InlineData("succeeded", 100, OrderStage.Paid)]
    public void A_refund_shows_in_the_orders_state(string kind, long amount, OrderStage stage)
        => Assert.Equal(stage, OrderView.StageOf(State(OrdersWorld.Created("N"), OrdersWorld.Paid("N"), OrdersWorld.Refund(kind, "N", 9, amount))));

    private static object Refund(long amount) => new { refund = new { id = "r1", order = "N", amount = new { amount, currency = "CNY" } } };

    private static OrderState State(params object[] events) => OrderFold.Fold("N", OrdersWorld.Events(events));

    private static string Fold(IEnumerable<object> events) => Json.Write(OrderFold.Fold("N0", OrdersWorld.Events([.. events])));
}
