using Patella.Platform.Clocks;
using Patella.Platform.Storage;
using Patella.Platform.Timeline;

namespace Patella.Service.Parties.Privacy;

/// <summary>The person's record and identities, and the timeline's words. Runs last: others find their things by it.</summary>
internal sealed class PartyData(PersonStore persons, InstrumentStore instruments, BusinessTime business) : IPersonData
{
    public IReadOnlyList<string> Tables => ["person", "person_identity", "person_instrument", "timeline"];

    public Task Collect(IReader reader, PersonSubject subject) => Task.CompletedTask;

    public async Task Export(IReader reader, PersonSubject subject, IPersonArchive archive)
    {
        var person = await persons.Find(reader, subject.Persons[0]);
        var identities = person is null ? [] : await persons.Identities(reader, person.Id);
        archive.Add("person", new
        {
            records = subject.Persons, person?.Name, person?.Language, person?.Tier, since = person is null ? (DateTimeOffset?)null : Microseconds.ToTime(person.Since),
            identities = identities.Select(one => new { one.Kind, one.Value, since = Microseconds.ToTime(one.AddedAt) }),
            instruments = (await instruments.OfPerson(reader, subject.Persons[0])).Select(one => new { one.Id, one.Kind, one.Label }),
        });
        var events = await reader.Many<TimelineEntry>(PersonStore.Sql["Timeline"], new { ids = subject.Persons, kind = "", unit = "", sort = long.MaxValue, position = long.MaxValue, limit = ExportLimit });
        archive.Add("timeline", events.Where(entry => entry.Conversation is null).Select(entry => new { at = Microseconds.ToTime(entry.At), entry.Kind, entry.Text, order = entry.OrderRef }));
    }

    public async Task<long> Erase(IStore store, PersonSubject subject)
    {
        var rows = 0L;
        foreach (var (link, ids) in new (string, IReadOnlyCollection<string>)[] { ("person", subject.Persons), ("conversation", subject.Conversations), ("order_ref", subject.Orders), ("case_ref", subject.Cases) })
        {
            rows += await TimelineErasure.Erase(store, subject.Tenant, link, ids, PersonalJson.KeepLabels);
        }

        return rows + await store.Write(subject.Tenant, async transaction =>
            await transaction.Execute(PersonStore.Sql["EraseIdentities"], new { ids = subject.Persons })
            + await transaction.Execute(PersonStore.Sql["EraseInstruments"], new { ids = subject.Persons })
            + await transaction.Execute(PersonStore.Sql["ErasePersons"], new { ids = subject.Persons, at = business.Now }));
    }

    private const int ExportLimit = 20_000;
}
