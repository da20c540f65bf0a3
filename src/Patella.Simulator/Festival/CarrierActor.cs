using Patella.Simulator.Api;
using Patella.Simulator.Ecosystem;

namespace Patella.Simulator.Festival;

/// <summary>Plays merchants and carriers: while people talk, parcels move on and orders that were paid are shipped.</summary>
internal sealed class CarrierActor(FestivalContext context, string apiKey, DateTimeOffset businessStart)
{
    private const int EventsAtOnce = 5;
    private const double PauseSeconds = 30;
    private readonly long _started = context.Time.GetTimestamp();
    private readonly string _run = DeterministicId.At(businessStart, new SeededRandom(context.Options.Seed).Fork("carriers")).ToString("N");

    /// <summary>Reports a few events at a time until cancelled or until every parcel is where it belongs.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        var moves = context.Ecosystem.Orders().Where(order => order.Consumer != context.Ecosystem.Consumers[0])
            .SelectMany(order => Moves(order)).Chunk(EventsAtOnce);
        foreach (var batch in moves)
        {
            await context.Pace.PassAsync(PauseSeconds, cancellation);
            var events = batch.Select(move => Event(move.Order, move.Kind));
            await context.Connection.RequireAsync(HttpMethod.Post, "/api/v1/events", apiKey, events.ToList(), cancellation);
        }
    }

    private static IEnumerable<(SimulatedOrder Order, string Kind)> Moves(SimulatedOrder order) => order.Fate switch
    {
        OrderFate.Paid when order.Unit.Fulfilment == Fulfilment.Parcel => [(order, "order.shipped")],
        OrderFate.InTransit or OrderFate.PickedUp => [(order, "logistics.out-for-delivery")],
        OrderFate.OutForDelivery => [(order, "logistics.delivered")],
        _ => [],
    };

    private CloudEvent Event(SimulatedOrder order, string kind)
    {
        var at = businessStart.AddSeconds(context.Time.GetElapsedTime(_started).TotalSeconds * context.Pace.TimeRate);
        var isOrder = kind.StartsWith("order.", StringComparison.Ordinal);
        object data = isOrder
            ? new { order = new { number = order.Number } }
            : new
            {
                parcel = new { trackingNumber = order.Tracking, carrier = order.Carrier, order = order.Number },
                place = order.Consumer.Address.City,
                text = TraceTexts.For(kind, order.Consumer.Language, order.Consumer.Address.City),
            };
        return new CloudEvent(
            $"{_run}-{order.Number}-{kind}", $"/{order.Unit.Code}/{(isOrder ? "orders" : "logistics")}", $"patella.{kind}.v1",
            isOrder ? order.Number : order.Tracking ?? $"way-{order.Number}", at, order.Unit.Code, order.Steps.Count + 1, data);
    }
}
