using Patella.Platform.Storage;

namespace Patella.Service.Notifications;

/// <summary>Who wants no more mails that the system writes by itself.</summary>
public sealed class MutedPersons
{
    /// <param name="persons">All ids of one person.</param>
    public async Task<bool> Any(IReader reader, IReadOnlyList<string> persons) => await reader.One<long>(Reminders.Sql["IsMuted"], new { ids = persons }) > 0;
}
