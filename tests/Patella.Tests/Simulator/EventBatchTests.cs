using System.Text.Json;
using Patella.Simulator.Api;
using Patella.Simulator.Ecosystem;

namespace Patella.Tests.Simulator;

public class EventBatchTests
{
    [Fact]
    public void Batches_hold_every_event_once_in_order_and_stay_below_both_limits()
    {
        var ecosystem = new DemoEcosystem(3, Scale.Small with { Orders = 500 }, new DateTimeOffset(2026, 11, 22, 8, 0, 0, TimeSpan.Zero));
        var events = EcosystemEvents.All(ecosystem).ToList();
        var batches = EventBatch.Of(events).ToList();
        Assert.All(batches, batch => Assert.True(batch.Count <= EventBatch.MaximumEvents && batch.Body.Length <= 1_048_576));
        var ids = batches.SelectMany(batch => JsonSerializer.Deserialize<JsonElement>(batch.Body).EnumerateArray().Select(one => one.GetProperty("id").GetString()));
        Assert.Equal(events.Select(one => one.Id), ids);
    }

    [Fact]
    public void Large_events_make_smaller_batches()
    {
        var large = new { text = new string('x', 200_000) };
        var events = Enumerable.Range(0, 10).Select(index => new CloudEvent($"{index}", "/s", "t", "s", DateTimeOffset.UnixEpoch, null, null, large));
        var batches = EventBatch.Of(events).ToList();
        Assert.Equal([4, 4, 2], batches.Select(batch => batch.Count));
    }

    [Fact]
    public void No_events_make_no_call() => Assert.Empty(EventBatch.Of([]));
}
