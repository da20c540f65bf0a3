using Patella.Platform.Clocks;
using Patella.Platform.Identifiers;
using Patella.Platform.Storage;

namespace Patella.Service.Parties;

/// <summary>Persons of a tenant, for use inside other capabilities' transactions.</summary>
public sealed class PersonStore(BusinessTime business, IIdentifiers identifiers)
{
    /// <summary>Persons looked up in one statement.</summary>
    private const int Chunk = 500;
    internal static readonly Statements Sql = new(typeof(PersonStore).Assembly, "Parties.parties.sql");

    /// <summary>The person of an external id, made when new. What is said now replaces what was known: for sign-in, where the marketplace speaks of this instant.</summary>
    public async Task<Person> EnsurePerson(ITransaction transaction, string externalId, string? name = null, string? language = null, string? tier = null)
    {
        var person = (await EnsurePersons(transaction, [new PersonClaims(externalId, name, language, tier)]))[externalId];
        var news = (name is not null && name != person.Name) || (language is not null && language != person.Language) || (tier is not null && tier != person.Tier);
        if (news)
        {
            await Change(transaction, person.Id, new PersonClaims(externalId, name, language, tier));
        }

        return news ? person with { Name = name ?? person.Name, Language = language ?? person.Language, Tier = tier ?? person.Tier } : person;
    }

    /// <summary>Persons of many external ids, made when new. What is known stays; only what was unknown is filled in.</summary>
    public async Task<IReadOnlyDictionary<string, Person>> EnsurePersons(ITransaction transaction, IReadOnlyCollection<PersonClaims> claims)
    {
        var found = await FindByExternalIds(transaction, claims.Select(claim => claim.ExternalId).Distinct().ToList());
        foreach (var claim in claims)
        {
            if (!found.TryGetValue(claim.ExternalId, out var person))
            {
                found[claim.ExternalId] = await AddKnown(transaction, claim);
            }
            else if ((person.Name is null && claim.Name is not null) || (person.Language is null && claim.Language is not null) || (person.Tier is null && claim.Tier is not null))
            {
                await transaction.Execute(Sql["FillPerson"], new { person.Id, Name = Cut(claim.Name, 200), Language = Cut(claim.Language, 35), Tier = Cut(claim.Tier, 60) });
                found[claim.ExternalId] = person with { Name = person.Name ?? claim.Name, Language = person.Language ?? claim.Language, Tier = person.Tier ?? claim.Tier };
            }
        }

        return found;
    }

    /// <summary>What is said replaces what was known; what is not said stays.</summary>
    public Task Change(ITransaction transaction, string id, PersonClaims said)
        => transaction.Execute(Sql["ChangePerson"], new { Id = id, Name = Cut(said.Name, 200), Language = Cut(said.Language, 35), Tier = Cut(said.Tier, 60) });

    /// <summary>Keeps other transactions from changing these persons until this one ends.</summary>
    public async Task Lock(ITransaction transaction, IEnumerable<string> ids)
    {
        foreach (var id in ids.Distinct().Order(StringComparer.Ordinal))
        {
            await transaction.Execute(Sql["Lock"], new { ids = new[] { id } });
        }
    }

    /// <summary>A visitor nobody knows yet. The same id again gives the same person.</summary>
    public async Task<Person> AddAnonymous(ITransaction transaction, string id, string? language)
    {
        await transaction.Execute(Sql["AddPerson"], new { Id = id, Name = (string?)null, Language = Cut(language, 35), Tier = (string?)null, Anonymous = 1L, Since = business.Now });
        return (await Find(transaction, id))!;
    }

    /// <summary>The person behind an id; of a merged record, the surviving one.</summary>
    public async Task<Person?> Find(IReader reader, string id) => (await reader.One<PersonRow>(Sql["FindPerson"], new { id }))?.ToPerson();

    /// <summary>Persons by the ids asked for; ids that are unknown are absent.</summary>
    public async Task<IReadOnlyDictionary<string, Person>> FindMany(IReader reader, IReadOnlyCollection<string> ids)
    {
        var found = new Dictionary<string, Person>();
        foreach (var chunk in ids.Distinct().Chunk(Chunk))
        {
            foreach (var row in await reader.Many<PersonRow>(Sql["FindPersons"], new { ids = chunk }))
            {
                found[row.Asked] = row.ToPerson();
            }
        }

        return found;
    }

    /// <summary>Those of the ids whose data was erased.</summary>
    public async Task<IReadOnlySet<string>> Erased(IReader reader, IReadOnlyCollection<string> ids)
        => ids.Count == 0 ? new HashSet<string>() : (await reader.Many<string>(Sql["ErasedAmong"], new { ids })).ToHashSet();

    /// <summary>Persons by the marketplace's ids; ids that are unknown are absent.</summary>
    public async Task<IReadOnlyDictionary<string, Person>> FindManyByExternalId(IReader reader, IReadOnlyCollection<string> externalIds) => await FindByExternalIds(reader, [.. externalIds]);

    public async Task<Person?> FindByExternalId(IReader reader, string externalId)
        => (await FindByExternalIds(reader, [externalId])).GetValueOrDefault(externalId);

    /// <summary>
    /// The person known by a way such as an e-mail address. One whom the marketplace vouches for goes before those who only said so themselves;
    /// null when nobody is known by it, or several are and it would be a guess.
    /// </summary>
    public async Task<Person?> FindByIdentity(IReader reader, string kind, string value)
    {
        var rows = await reader.Many<PersonRow>(Sql["FindByIdentity"], new { kind, value });
        return rows.Count == 1 || (rows.Count > 1 && rows[0].Anonymous == 0 && rows[1].Anonymous != 0) ? rows[0].ToPerson() : null;
    }

    /// <summary>Every id under which this person is known in other tables; the given one alone when it is unknown.</summary>
    public async Task<IReadOnlyList<string>> IdsOf(IReader reader, string id)
    {
        var ids = await reader.Many<string>(Sql["IdsOf"], new { id });
        return ids.Count == 0 ? [id] : ids;
    }

    /// <summary>Keeps a way to know a person; the same again changes nothing. E-mail addresses are kept in lower case, so that each is one.</summary>
    public Task AddIdentity(ITransaction transaction, string person, string kind, string value)
        => transaction.Execute(Sql["AddIdentity"], new { Person = person, Kind = kind, Value = Cut(kind == IdentityKinds.Email ? value.ToLowerInvariant() : value, 2_000), AddedAt = business.Now });

    /// <summary>Unmasked, for inside use.</summary>
    public async Task<IReadOnlyList<Identity>> Identities(IReader reader, string person)
        => (await reader.Many<IdentityRow>(Sql["ListIdentities"], new { person })).Select(row => new Identity(row.Kind, row.Value, row.Origin, row.AddedAt)).ToList();

    private async Task<Person> AddKnown(ITransaction transaction, PersonClaims claim)
    {
        var person = new Person(identifiers.New(), Cut(claim.Name, 200), Cut(claim.Language, 35), Cut(claim.Tier, 60), false, business.Now);
        await transaction.Execute(Sql["AddPerson"], new { person.Id, person.Name, person.Language, person.Tier, Anonymous = 0L, person.Since });
        var added = await transaction.Execute(Sql["AddIdentity"], new { Person = person.Id, Kind = IdentityKinds.External, Value = claim.ExternalId, AddedAt = person.Since });
        // Somebody else made the same person in this instant: theirs holds the id, ours stays an empty record that nothing refers to.
        return added == 1 ? person : (await FindByExternalId(transaction, claim.ExternalId))!;
    }

    private static async Task<Dictionary<string, Person>> FindByExternalIds(IReader reader, IReadOnlyList<string> externalIds)
    {
        var found = new Dictionary<string, Person>();
        foreach (var chunk in externalIds.Chunk(Chunk))
        {
            foreach (var row in await reader.Many<PersonRow>(Sql["FindByExternal"], new { values = chunk }))
            {
                found[row.Asked] = row.ToPerson();
            }
        }

        return found;
    }

    private static string? Cut(string? text, int most)
        => text is null || text.Length <= most ? text : text[..(char.IsHighSurrogate(text[most - 1]) ? most - 1 : most)];

    private sealed class PersonRow
    {
        public string Id { get; init; } = "";

        public string? Name { get; init; }

        public string? Language { get; init; }

        public string? Tier { get; init; }

        public long Anonymous { get; init; }

        public long Since { get; init; }

        public string Asked { get; init; } = "";

        public Person ToPerson() => new(Id, Name, Language, Tier, Anonymous != 0, Since);
    }

    private sealed class IdentityRow
    {
        public string Kind { get; init; } = "";

        public string Value { get; init; } = "";

        public string Origin { get; init; } = "";

        public long AddedAt { get; init; }
    }
}
