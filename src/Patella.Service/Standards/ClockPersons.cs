using Patella.Platform.Storage;
using Patella.Platform.Timeline;
using Patella.Service.Edge;
using Patella.Service.Parties;

namespace Patella.Service.Standards;

/// <summary>
/// When records of one person are joined, their open clocks go on with the record that stays, and back when they are parted: what a clock tells
/// stands on the page of the person who waits. Ended clocks stay where they were. Reading twice changes nothing.
/// </summary>
internal sealed class ClockPersons(PersonStore persons) : ITimelineReader
{
    public string Name => "standards-persons";

    public bool Concerns(TimelineEntry entry) => entry is { Kind: PersonMerge.Merged or PersonMerge.Parted, Person: not null };

    public async Task Apply(ITransaction transaction, IReadOnlyList<TimelineEntry> entries)
    {
        foreach (var entry in entries.Where(Concerns))
        {
            // By the records as they stand now: a join that was taken back meanwhile moves nothing.
            var person = entry.Kind == PersonMerge.Merged ? entry.Person : Json.Read<Other>(entry.Data)?.Id;
            if (person is not null && await persons.Find(transaction, person) is { } root)
            {
                var members = (await persons.IdsOf(transaction, root.Id)).ToArray();
                await transaction.Execute(StandardBooks.Sql["MovePerson"], new { into = root.Id, members });
                await transaction.Execute(StandardBooks.Sql["GiveBackPerson"], new { into = root.Id, members });
            }
        }
    }

    private sealed record Other([property: System.Text.Json.Serialization.JsonPropertyName("other")] string? Id);
}
