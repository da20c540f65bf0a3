using Patella.Platform.Storage;
using Patella.Service.Access;
using Patella.Service.Conversations;
using Patella.Service.Dispatch;
using Patella.Service.Parties;
using Patella.Simulator.Ecosystem;

namespace Patella.Host.Demonstration.Tour;

/// <summary>In the demonstration the consumer to be is served by the agent to be, when she is there: whoever plays both meets themselves and not one of the simulated agents.</summary>
internal sealed class ViewersContacts(PersonStore persons, StaffStore people) : IContactKeepers
{
    public async Task<IReadOnlyList<string>> KeepersOf(IReader reader, ConversationRow conversation)
    {
        if (reader.Tenant != DemonstrationTenant.Tenant || await persons.FindByExternalId(reader, DemoPersonas.ConsumerExternalId) is not { } consumer || consumer.Id != conversation.Person)
        {
            return [];
        }

        return [.. (await people.List(reader)).Where(person => person.Email == DemoPersonas.Emails["agent"]).Select(person => person.Id)];
    }
}
