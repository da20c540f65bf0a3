using Patella.Platform.Clocks;
using Patella.Platform.Storage;
using Patella.Platform.Timeline;
using Patella.Platform.Timers;
using Patella.Service.Connectors.Push;
using Patella.Service.Edge;

namespace Patella.Service.Notifications;

/// <summary>Sets a clock for each answer of a person; the next answer moves it, so that one reminder tells of all. Takes the other way when devices could not be told.</summary>
internal sealed class ReminderFollower(TimerTable timers, Reminders reminders, BusinessTime clock) : ITimelineReader
{
    /// <summary>Business time an answer may stand unread, microseconds.</summary>
    public const long Patience = 3 * 60 * Microseconds.PerSecond;

    public string Name => "notifications";

    public async Task Apply(ITransaction transaction, IReadOnlyList<TimelineEntry> entries)
    {
        foreach (var conversation in entries.Where(entry => entry is { Kind: "conversation.message", AuthorParty: "agent", Conversation: not null }).Select(entry => entry.Conversation!).Distinct())
        {
            await timers.Set(transaction, ReminderTimer.Name, conversation, clock.Now + Patience);
        }

        foreach (var failed in entries.Where(entry => entry.Kind == PushEvents.Failed).Select(entry => Json.Read<PushEventData>(entry.Data)).OfType<PushEventData>())
        {
            await reminders.TellByMail(transaction, failed.Notice, failed.Conversation);
        }
    }
}

/// <summary>When the time is over.</summary>
internal sealed class ReminderTimer(Reminders reminders) : ITimerHandler
{
    public const string Name = "notifications";

    public string Capability => Name;

    public Task Fire(ITransaction transaction, BusinessTimer timer) => reminders.Tell(transaction, timer.Key);
}
