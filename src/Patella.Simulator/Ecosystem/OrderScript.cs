namespace Patella.Simulator.Ecosystem;

/// <summary>The steps of an order as offsets from its placing, up to where its fate stops.</summary>
internal sealed class OrderScript
{
    private readonly List<(string Kind, double Hours)> _steps;
    private readonly (double Shortest, double Longest) _idle;
    private readonly bool _spread;

    private OrderScript(List<(string Kind, double Hours)> steps, (double Shortest, double Longest) idle, bool spread) =>
        (_steps, _idle, _spread) = (steps, idle, spread);

    /// <summary>Last year's orders: only that they were placed, paid and finished.</summary>
    public static readonly OrderScript Coarse = new([("order.created", 0), ("order.paid", 0.1), ("order.finished", 168)], (0, 0), false);

    /// <summary>True when a carrier or rider has it.</summary>
    public bool HasParcel => _steps.Any(step => step.Kind == "order.shipped");

    /// <summary>The script of a fate for goods that arrive in this way.</summary>
    public static OrderScript Of(OrderFate fate, Fulfilment fulfilment, SeededRandom random)
    {
        var (steps, hoursToNext) = Cut(Road(fulfilment, random), fate);
        var last = steps[^1].Hours;
        foreach (var (kind, hours) in FateTable.Ending(fate, fulfilment))
        {
            steps.Add((kind, last + hours));
        }
        var settled = fate is OrderFate.Finished or OrderFate.Cancelled or OrderFate.Refunded;
        return new OrderScript(steps, FateTable.Idle(fate, hoursToNext), settled);
    }

    /// <summary>How long ago the order was placed so that its last step lies in the past and its next one does not.</summary>
    public TimeSpan Reach(int historyDays, SeededRandom random)
    {
        var last = _steps[^1].Hours;
        var slack = _spread ? random.NextDouble() * Math.Max(1, (historyDays * 24) - last) : random.Between(_idle.Shortest, _idle.Longest);
        return TimeSpan.FromHours(last + slack);
    }

    /// <summary>The steps in time.</summary>
    public List<OrderStep> At(DateTimeOffset placed, SimulatedConsumer consumer) => _steps
        .Select(step => new OrderStep(step.Kind, placed.AddSeconds(Math.Floor(step.Hours * 3_600)), consumer.Address.City))
        .ToList();

    private static (List<(string Kind, double Hours)> Steps, double HoursToNext) Cut(List<(string Kind, double Hours)> road, OrderFate fate)
    {
        var stop = FateTable.LastStep(fate);
        var index = road.FindLastIndex(step => step.Kind == stop);
        index = index < 0 ? road.FindIndex(step => step.Kind == "order.paid") : index;
        var next = index + 1 < road.Count ? road[index + 1].Hours - road[index].Hours : 24;
        return (road.Take(index + 1).ToList(), next);
    }

    private static List<(string Kind, double Hours)> Road(Fulfilment fulfilment, SeededRandom random) => fulfilment switch
    {
        Fulfilment.Parcel => ParcelRoad(random.Between(4.0, 40.0)),
        Fulfilment.Rider =>
        [
            ("order.created", 0), ("order.paid", 0.02), ("delivery.accepted", 0.04), ("order.shipped", 0.25), ("delivery.rider-arrived", 0.25),
            ("logistics.picked-up", 0.3), ("logistics.out-for-delivery", 0.32), ("logistics.delivered", 0.7), ("order.finished", 3),
        ],
        Fulfilment.Voucher => [("order.created", 0), ("order.paid", 0.05), ("order.finished", random.Between(24.0, 240.0))],
        Fulfilment.Digital => [("order.created", 0), ("order.paid", 0.02), ("order.finished", 0.1)],
        Fulfilment.Service => [("order.created", 0), ("order.paid", 0.05), ("order.finished", random.Between(0.5, 6.0))],
        _ => throw new InvalidOperationException($"no road for {fulfilment}"),
    };

    private static List<(string Kind, double Hours)> ParcelRoad(double ship) =>
    [
        ("order.created", 0), ("order.paid", 0.1), ("order.shipped", ship), ("logistics.picked-up", ship + 3),
        ("logistics.in-transit", ship + 9), ("logistics.in-transit", ship + 21), ("logistics.out-for-delivery", ship + 39),
        ("logistics.delivered", ship + 43), ("order.finished", ship + 163),
    ];
}
