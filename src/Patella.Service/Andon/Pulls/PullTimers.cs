using Patella.Platform.Clocks;
using Patella.Platform.Storage;
using Patella.Platform.Timers;

namespace Patella.Service.Andon.Pulls;

/// <summary>Nobody acknowledged, or decided, in time: it is told, again and again with longer pauses. It never releases anything.</summary>
internal sealed class PullTimers(PullStory story, TimerTable timers, BusinessTime business) : ITimerHandler
{
    public const string Name = "andon";
    private const string Acknowledge = "acknowledge:";
    private const string Decide = "decide:";

    public string Capability => Name;

    public static string AcknowledgeOf(string id) => Acknowledge + id;

    public static string DecideOf(string id) => Decide + id;

    public async Task Fire(ITransaction transaction, BusinessTimer timer)
    {
        var acknowledging = timer.Key.StartsWith(Acknowledge, StringComparison.Ordinal);
        if (await PullRows.Find(transaction, timer.Key[(acknowledging ? Acknowledge : Decide).Length..]) is not { } seen)
        {
            return;
        }

        await PullRows.HoldTarget(transaction, seen.Kind, seen.Target);
        var pull = (await PullRows.Lock(transaction, seen.Id))!;
        if (PullRules.Decide(pull, new PullCommand.RunLate(acknowledging), new PullActor("", false, false, false), business.Now).Value is not { } step)
        {
            return;
        }

        var after = await PullRows.Save(transaction, PullRules.Apply(pull, step));
        var times = acknowledging ? after.LateAcknowledge : after.LateDecide;
        await story.Go(transaction, after, step, new Said($"overdue-{step.Answer}-{times}", null, null, null));
        await timers.Set(transaction, Name, timer.Key, step.At + PullRules.NextLate(acknowledging ? PullRules.Acknowledging : PullRules.Deciding, times));
    }
}
