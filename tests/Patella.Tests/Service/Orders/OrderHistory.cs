namespace Patella.Tests.Service.Orders;

/// <summary>Random lives of orders as events, from a seed: some numbered, some not, some with clocks that lag, some that contradict each other.</summary>
internal static class OrderHistory
{
    private static readonly string[] OrderKinds = ["order.paid", "order.changed", "order.shipped", "order.partly-shipped", "order.finished", "order.closed", "order.rated", "order.address-changed"];
    private static readonly string[] ParcelKinds = ["picked-up", "in-transit", "exception", "out-for-delivery", "delivered", "signed-by", "lost", "damaged", "returned"];
    private static readonly string[] RefundKinds = ["created", "seller-agreed", "seller-refused", "goods-returned", "closed", "succeeded"];

    public static List<object> Of(int seed, int orders, int eventsEach)
    {
        var random = new Random(seed);
        var events = new List<object>();
        for (var order = 0; order < orders; order++)
        {
            var number = $"N{order}";
            events.Add(OrdersWorld.Created(number, random.Next(100), $"c-{random.Next(3)}"));
            for (var index = 0; index < eventsEach; index++)
            {
                events.Add(Next(random, number, index));
            }
        }

        return events;
    }

    /// <summary>The same events in another order, some of them several times.</summary>
    public static List<object> Scramble(IReadOnlyList<object> events, int seed)
    {
        var random = new Random(seed);
        var copy = events.Concat(events.Where(_ => random.Next(3) == 0)).ToArray();
        random.Shuffle(copy);
        return [.. copy];
    }

    private static object Next(Random random, string number, int index)
    {
        // Few instants and few versions, so that ties and lagging clocks are common.
        var minute = random.Next(20);
        long? version = random.Next(2) == 0 ? random.Next(1, 8) : null;
        var id = $"{number}-{index}";
        return random.Next(4) switch
        {
            0 => OrdersWorld.Event(OrderKinds[random.Next(OrderKinds.Length)], id, minute, new { order = new { number, state = random.Next(6) == 0 ? "paid" : null } }, number, version),
            1 => OrdersWorld.Event("logistics." + ParcelKinds[random.Next(ParcelKinds.Length)], id, minute, new { parcel = new { trackingNumber = random.Next(3) == 0 ? null : $"T{random.Next(2)}", carrier = "Swift", order = number }, text = $"text {random.Next(3)}" }, $"T{random.Next(2)}", version, "/logistics"),
            2 => OrdersWorld.Event("refund." + RefundKinds[random.Next(RefundKinds.Length)], id, minute, new { refund = new { id = $"r{random.Next(2)}", order = number, amount = new { amount = random.Next(100), currency = "CNY" } } }, $"r{random.Next(2)}", version, "/refunds"),
            _ => OrdersWorld.Event(random.Next(2) == 0 ? "payment.captured" : "payment.refunded", id, minute, new { payment = new { id = $"p{random.Next(2)}", order = number, amount = new { amount = random.Next(100), currency = "CNY" } } }, $"p{random.Next(2)}", version, "/payments"),
        };
    }
}
