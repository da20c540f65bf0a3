using Patella.Platform.Storage;
using Patella.Platform.Timers;

namespace Patella.Service.Merchants;

/// <summary>When a measure has run its days, and when an appeal should have been answered.</summary>
internal sealed class MeasureTimers(MeasureDesk desk, MeasureStory story) : ITimerHandler
{
    public const string Name = "shop-measures";
    private const string Appeal = "appeal:";
    private const string End = "end:";

    public string Capability => Name;

    public static string AppealOf(string id) => Appeal + id;

    public static string EndOf(string id) => End + id;

    public async Task Fire(ITransaction transaction, BusinessTimer timer)
    {
        if (timer.Key.StartsWith(End, StringComparison.Ordinal) && await MeasureRows.Lock(transaction, timer.Key[End.Length..]) is { State: MeasureState.InForce } over)
        {
            await desk.BeginLift(transaction, over, "time");
        }
        else if (timer.Key.StartsWith(Appeal, StringComparison.Ordinal) && await MeasureRows.Lock(transaction, timer.Key[Appeal.Length..]) is { AppealState: AppealState.Open } late)
        {
            await story.Tell(transaction, await MeasureRows.Save(transaction, late with { AppealLate = 1 }), MeasureStory.AppealLate);
        }
    }
}
