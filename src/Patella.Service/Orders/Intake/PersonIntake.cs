using Patella.Platform.Storage;
using Patella.Service.Orders.Mirror;
using Patella.Service.Parties;
using Patella.Service.Remedies;

namespace Patella.Service.Orders.Intake;

/// <summary>Folds identity events into persons: the last word on each field counts, every way to know a person is kept.</summary>
internal sealed class PersonIntake(PersonStore persons, PersonMerge merging, InstrumentStore instruments, RemedyDesk remedies)
{
    /// <summary>Ids of persons by external id.</summary>
    public async Task<IReadOnlyDictionary<string, Person>> Fold(ITransaction transaction, IReadOnlyList<MirrorEvent> fresh)
    {
        var names = fresh.SelectMany(one => new[] { one.EntityKey, one.Person!.Into }).OfType<string>().Distinct().Order(StringComparer.Ordinal).ToList();
        if (names.Count == 0)
        {
            return new Dictionary<string, Person>();
        }

        var people = await persons.EnsurePersons(transaction, names.Select(name => new PersonClaims(name)).ToList());
        await persons.Lock(transaction, people.Values.Select(person => person.Id));
        var changed = fresh.Select(one => one.EntityKey!).Distinct().Order(StringComparer.Ordinal).ToList();
        var all = await EventIntake.Load(transaction, changed.Select(name => "person:" + name).ToList());
        foreach (var name in changed)
        {
            await Save(transaction, people, name, EventOrder.Sort(all["person:" + name]));
        }

        foreach (var value in fresh.Where(one => one.Value is not null))
        {
            // A value that another person has, or that was opened before, stays as it is: an event is a fact and is not sent back.
            await remedies.OpenValue(transaction, value.Value!.Instrument, value.Value.Label, people[value.EntityKey!].Id, value.Value.Amount);
        }

        return people;
    }

    private async Task Save(ITransaction transaction, IReadOnlyDictionary<string, Person> people, string externalId, IReadOnlyList<MirrorEvent> events)
    {
        var said = events.Aggregate(new PersonClaims(externalId), (claims, one) => claims with
        {
            Name = one.Person!.Name ?? claims.Name,
            Language = one.Person.Language ?? claims.Language,
            Tier = one.Person.Tier ?? claims.Tier,
        });
        var person = people[externalId];
        await persons.Change(transaction, person.Id, said);
        foreach (var facts in events.Select(one => one.Person!))
        {
            await Keep(transaction, person.Id, IdentityKinds.Email, facts.Email);
            await Keep(transaction, person.Id, IdentityKinds.Phone, facts.Phone);
            await Keep(transaction, person.Id, IdentityKinds.Address, facts.Address);
            foreach (var instrument in facts.Instruments ?? [])
            {
                await instruments.Keep(transaction, new Instrument(instrument.Id, person.Id, instrument.Kind, instrument.Label));
            }

            if (facts.Into is { } into && people.TryGetValue(into, out var target))
            {
                await merging.Merge(transaction, person.Id, target.Id);
            }
        }
    }

    private Task Keep(ITransaction transaction, string person, string kind, string? value)
        => string.IsNullOrWhiteSpace(value) ? Task.CompletedTask : persons.AddIdentity(transaction, person, kind, value.Trim());
}
