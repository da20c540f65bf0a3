using System.Text.Json;
using Patella.Platform.Storage;
using Patella.Platform.Timeline;

namespace Patella.Service.Actions.Running;

/// <summary>Learns from the timeline that goods are back (<c>refund.goods-returned</c>): then the planned money moves.</summary>
internal sealed class GoodsReader(ActionMoneys moneys) : ITimelineReader
{
    private const string Back = "refund.goods-returned";

    public string Name => "actions-goods";

    public int BatchLimit => 50;

    public bool Concerns(TimelineEntry entry) => entry.Kind == Back;

    public async Task Apply(ITransaction transaction, IReadOnlyList<TimelineEntry> entries)
    {
        foreach (var entry in entries.Where(Concerns))
        {
            if (entry.OrderRef is { } order && await Waiting(transaction, order, RefundOf(entry)) is { } action && await ActionRows.Lock(transaction, action.Id) is not null)
            {
                await moneys.PayForGoods(transaction, action);
            }
        }
    }

    /// <summary>The action whose id the marketplace gave to the refund, else the only one of the order that waits for goods. Of several without a name nobody knows which.</summary>
    private async Task<ServiceAction?> Waiting(ITransaction transaction, string order, string? refund)
    {
        var waiting = new List<ServiceAction>();
        foreach (var action in (await ActionRows.OfOrder(transaction, order)).Where(action => action.State == ActionState.Done))
        {
            if (await moneys.WaitsForGoods(transaction, action))
            {
                waiting.Add(action);
            }
        }

        return waiting.FirstOrDefault(action => action.Id == refund) ?? (waiting is [var only] ? only : null);
    }

    private static string? RefundOf(TimelineEntry entry)
    {
        using var data = JsonDocument.Parse(entry.Data ?? "{}");
        return data.RootElement.TryGetProperty("refund", out var refund) && refund.ValueKind == JsonValueKind.String ? refund.GetString() : null;
    }
}
