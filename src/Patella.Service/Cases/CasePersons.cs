using Patella.Platform.Storage;
using Patella.Platform.Timeline;
using Patella.Service.Edge;
using Patella.Service.Parties;

namespace Patella.Service.Cases;

/// <summary>
/// When records of one person are joined, their open cases go on with the record that stays, and back when they are parted: each stands with whom its
/// own record belongs to now. Reading twice changes nothing.
/// </summary>
internal sealed class CasePersons(CaseStore cases, PersonStore persons) : ITimelineReader
{
    public string Name => "cases-persons";

    public bool Concerns(TimelineEntry entry) => entry is { Kind: PersonMerge.Merged or PersonMerge.Parted, Person: not null };

    public async Task Apply(ITransaction transaction, IReadOnlyList<TimelineEntry> entries)
    {
        foreach (var entry in entries.Where(Concerns))
        {
            var other = Json.Read<PersonPair>(entry.Data)?.Other;
            string[] named = [entry.Person!, .. other is null ? [] : await persons.IdsOf(transaction, other)];
            foreach (var found in await cases.OpenOfPersons(transaction, [.. named.Distinct()]))
            {
                await Move(transaction, found.Id);
            }
        }
    }

    private async Task Move(ITransaction transaction, string id)
    {
        if (await cases.Lock(transaction, id) is { Person: not null } state && await persons.Find(transaction, state.PersonOrigin ?? state.Person) is { } person && person.Id != state.Person)
        {
            await cases.Save(transaction, state, [new CasePersonMoved(person.Id)], CaseActor.System);
        }
    }

    private sealed record PersonPair(string? Other);
}
