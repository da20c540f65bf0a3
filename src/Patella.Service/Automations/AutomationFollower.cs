using Patella.Platform.Clocks;
using Patella.Platform.Storage;
using Patella.Platform.Timeline;
using Patella.Platform.Timers;
using Patella.Service.Edge;

namespace Patella.Service.Automations;

/// <summary>Reads what happens: acts at once, or sets a timer for the moment that an automation waits for.</summary>
internal sealed class AutomationFollower(AutomationStore automations, RunAutomation run, TimerTable timers) : ITimelineReader
{
    public const string Capability = "automations";

    public string Name => Capability;

    public async Task Apply(ITransaction transaction, IReadOnlyList<TimelineEntry> entries)
    {
        if (entries.All(entry => Triggers.Of(entry) is null))
        {
            return;
        }

        var running = (await automations.Running(transaction)).Select(automation => (Automation: automation, Definition: AutomationStore.Definition(automation))).ToList();
        foreach (var entry in running.Count == 0 ? [] : entries)
        {
            var happened = Triggers.Of(entry);
            foreach (var (automation, definition) in running.Where(one => happened is not null && one.Definition.Trigger!.Event == happened))
            {
                await Look(transaction, automation, definition.Trigger!.AfterMinutes ?? 0, entry);
            }
        }
    }

    private Task Look(ITransaction transaction, Automation automation, int minutes, TimelineEntry entry)
    {
        // An entry of a clock has no sequence in its conversation: its own position names it.
        var sequence = entry.Sequence ?? -entry.Position;
        if (minutes == 0)
        {
            return run.At(transaction, automation, entry.Conversation!, sequence, entry, entry.At);
        }

        var moment = entry.At + (minutes * 60 * Microseconds.PerSecond);
        var measure = entry.Sequence is null ? Json.Read<Standards.ClockEntryData>(entry.Data)?.Measure : null;
        var payload = new WaitingRun(automation.Id, automation.Version, entry.Conversation!, sequence, entry.Kind, measure, moment);
        return timers.Set(transaction, Capability, $"{automation.Id}:{entry.Conversation}:{sequence}", moment, Json.Write(payload));
    }
}

/// <summary>What a timer needs to know; the trigger's kind and clock for entries that have no sequence to be found by.</summary>
internal sealed record WaitingRun(string Automation, long Version, string Conversation, long Sequence, string Kind, string? Measure, long Moment);

/// <summary>The moment has come: the automation looks, if it is still on and still the same.</summary>
internal sealed class AutomationTimers(AutomationStore automations, RunAutomation run, TimerTable timers, BusinessTime clock) : ITimerHandler
{
    public string Capability => AutomationFollower.Capability;

    /// <summary>The key of the timer that forgets old runs, once a day.</summary>
    public const string Forget = "forget";

    private const long Day = 86_400 * Microseconds.PerSecond;
    private const long Kept = 90 * Day;

    public async Task Fire(ITransaction transaction, BusinessTimer timer)
    {
        if (timer.Key == Forget)
        {
            await transaction.Execute(AutomationStore.Sql["ForgetRuns"], new { before = clock.Now - Kept });
            await transaction.Execute(AutomationStore.Sql["ForgetEffects"], new { before = clock.Now - Kept });
            await timers.Set(transaction, Capability, Forget, clock.Now + Day);
            return;
        }

        var waiting = Json.Read<WaitingRun>(timer.Payload)!;
        if (await automations.Find(transaction, waiting.Automation) is { IsOn: not 0 } automation && automation.Version == waiting.Version)
        {
            await run.At(transaction, automation, waiting.Conversation, waiting.Sequence, waiting.Sequence > 0 ? null : Clock(waiting), waiting.Moment);
        }
    }

    private static TimelineEntry Clock(WaitingRun waiting) => new()
    {
        Id = "",
        Kind = waiting.Kind,
        At = waiting.Moment,
        RecordedAt = 0,
        AuthorParty = "system",
        Conversation = waiting.Conversation,
        Data = Json.Write(new Standards.ClockEntryData("", "", "", waiting.Measure ?? "", null, null, null, default, "", null, null)),
    };
}
