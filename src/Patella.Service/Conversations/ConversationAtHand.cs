using Patella.Platform.Storage;
using Patella.Service.Parties.Revealing;

namespace Patella.Service.Conversations;

/// <summary>A conversation is at hand for the one it is assigned to, until it is closed.</summary>
internal sealed class ConversationAtHand(ConversationStore conversations) : ITaskAtHand
{
    public async Task<bool> Has(IReader reader, string staff, IReadOnlyList<string> persons, string subject)
        => await conversations.Find(reader, subject) is { } row && row.Assignee == staff && persons.Contains(row.Person) && (row.State is "agent" or "wrapup");
}
