using Patella.Platform.Clocks;
using Patella.Platform.Storage;
using Patella.Platform.Timers;

namespace Patella.Service.Notifications;

/// <summary>Who wants no more mails that the system writes by itself.</summary>
public sealed class MutedPersons
{
    /// <param name="persons">All ids of one person.</param>
    public async Task<bool> Any(IReader reader, IReadOnlyList<string> persons) => await reader.One<long>(Reminders.Sql["IsMuted"], new { ids = persons }) > 0;

    /// <summary>Those of many ids that are muted by themselves.</summary>
    public async Task<IReadOnlySet<string>> Among(IReader reader, IReadOnlyCollection<string> ids)
        => ids.Count == 0 ? new HashSet<string>() : (await reader.Many<string>(Reminders.Sql["MutedAmong"], new { ids })).ToHashSet();
}

/// <summary>Asks that a consumer who is not here is told, by their devices or by mail, of what was said in a conversation: for higher capabilities, inside their own transactions.</summary>
public sealed class AwayReminders(TimerTable timers, BusinessTime clock)
{
    /// <summary>Looks after the usual patience; who has read meanwhile, or wants no reminders, gets none.</summary>
    public Task After(ITransaction transaction, string conversation) => timers.Set(transaction, ReminderTimer.Name, conversation, clock.Now + ReminderFollower.Patience);
}
