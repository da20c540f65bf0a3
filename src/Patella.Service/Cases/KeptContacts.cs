using Patella.Platform.Storage;
using Patella.Service.Conversations;
using Patella.Service.Dispatch;
using Patella.Service.Parties;

namespace Patella.Service.Cases;

/// <summary>A person whose open case somebody keeps is served by that person, or by the deputy: told to Dispatch before it asks anybody else.</summary>
internal sealed class KeptContacts(CaseStore cases, PersonStore persons) : IContactKeepers
{
    public async Task<IReadOnlyList<string>> KeepersOf(IReader reader, ConversationRow conversation)
    {
        // Only members of a tier are ever kept, so that the others cost no read.
        if (conversation.Tier is null)
        {
            return [];
        }

        var kept = await cases.KeptFor(reader, await persons.IdsOf(reader, conversation.Person));
        return [.. kept.SelectMany(one => new[] { one.Keeper?.Id, one.Deputy?.Id }).OfType<string>().Distinct()];
    }
}
