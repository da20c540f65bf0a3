using Patella.Platform.Clocks;
using Patella.Service.Orders;
using Patella.Service.Orders.Mirror;
using Patella.Service.Orders.Reading;

namespace Patella.Tests.Service.Orders;

public class PromiseTests
{
    private static readonly DateTimeOffset In48Hours = ServiceWorld.Start.AddHours(48);
    private static readonly DateTimeOffset In5Days = ServiceWorld.Start.AddDays(5);

    [Theory]
    [InlineData(1, PromiseStatus.OnTime)]
    [InlineData(43, PromiseStatus.AtRisk)]
    [InlineData(49, PromiseStatus.Broken)]
    public void The_promise_to_ship_runs_in_business_time(int hour, PromiseStatus status)
        => Assert.Equal(new Promise(PromiseKind.ShipBy, Microseconds.From(In48Hours), status), At(hour, OrdersWorld.Created("N", shipBy: In48Hours, arriveBy: In5Days), OrdersWorld.Paid("N")));

    [Theory]
    [InlineData(1)]
    [InlineData(119)]
    [InlineData(200)]
    public void Missing_tracking_is_unknown_and_never_on_time(int hour)
    {
        object[] shipped = [OrdersWorld.Created("N", arriveBy: In5Days), OrdersWorld.Paid("N"), OrdersWorld.Shipped("N")];
        Assert.Equal(PromiseStatus.Unknown, At(hour, shipped)!.Status);
        var announced = OrdersWorld.Event("order.shipped", "announced", 61, new { order = new { number = "N" }, parcel = new { carrier = "Swift", trackingNumber = "T1", order = "N" } }, "N");
        Assert.Equal(PromiseStatus.Unknown, At(hour, [.. shipped, announced])!.Status);
    }

    [Fact]
    public void No_state_without_a_trace_is_ever_on_time()
    {
        for (var seed = 0; seed < 500; seed++)
        {
            var state = OrderFold.Fold("N0", OrdersWorld.Events([.. OrderHistory.Of(seed, 1, 10)])) with { ArriveBy = Microseconds.From(In5Days) };
            var promise = Promises.Of(state, Microseconds.From(ServiceWorld.Start.AddHours(seed % 150)));
            var blind = state.Parcels.Count == 0 || state.Parcels.Any(parcel => parcel.Traces.Count == 0);
            Assert.False(blind && promise is { Kind: PromiseKind.ArriveBy, Status: not PromiseStatus.Unknown }, $"seed {seed}");
        }
    }

    [Theory]
    [InlineData("in-transit", 50, PromiseStatus.OnTime)]
    [InlineData("in-transit", 80, PromiseStatus.AtRisk)]
    [InlineData("exception", 2, PromiseStatus.AtRisk)]
    [InlineData("lost", 2, PromiseStatus.Broken)]
    [InlineData("in-transit", 130, PromiseStatus.Broken)]
    [InlineData("delivered", 900, PromiseStatus.OnTime)]
    public void The_trace_tells_how_the_promise_to_arrive_stands(string kind, int hour, PromiseStatus status)
        => Assert.Equal(status, At(hour, OrdersWorld.Created("N", arriveBy: In5Days), OrdersWorld.Paid("N"), OrdersWorld.Parcel(kind, "N", 90))!.Status);

    [Fact]
    public void A_promised_refund_comes_before_everything_else()
        => Assert.Equal((PromiseKind.RefundBy, PromiseStatus.Broken), Short(At(60, OrdersWorld.Created("N", shipBy: In5Days), OrdersWorld.Paid("N"), OrdersWorld.Refund("created", "N", 3, dueBy: In48Hours))));

    private static (PromiseKind Kind, PromiseStatus Status) Short(Promise? promise) => (promise!.Kind, promise.Status);

    private static Promise? At(int hour, params object[] events) => Promises.Of(OrderFold.Fold("N", OrdersWorld.Events(events)), Microseconds.From(ServiceWorld.Start.AddHours(hour)));
}
