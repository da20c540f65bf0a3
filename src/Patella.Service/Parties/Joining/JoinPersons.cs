using Patella.Platform.Clocks;
using Patella.Platform.Identifiers;
using Patella.Platform.Storage;
using Patella.Service.Audit;
using Patella.Service.Edge;

namespace Patella.Service.Parties.Joining;

/// <summary>POST /consumers/{id}/merges: <paramref name="Other"/> is the same person as the one in the address.</summary>
/// <param name="Id">Made by the caller: the same again changes nothing.</param>
/// <param name="Reason">One of <see cref="JoinReasons.All"/>.</param>
public sealed record JoinRequest(string? Id, string? Other, string? Reason);

/// <summary>Why records are taken for one person's. Wire words, append only.</summary>
public static class JoinReasons
{
    public static readonly IReadOnlyList<string> All = ["same-phone", "same-email", "same-order", "said-so"];
}

/// <summary>A merge by hand, with who undid it when somebody did.</summary>
public sealed record MergeRecord(string Id, string Source, string Target, string Reason, string By, DateTimeOffset At, DateTimeOffset? PartedAt, string? PartedBy);

/// <summary>Somebody who may be the same person, and what speaks for it.</summary>
/// <param name="Evidence">same-phone, same-email, same-name.</param>
/// <param name="Possible">False when both are known to the marketplace as different people.</param>
public sealed record LikelySame(string Id, string? Name, bool Anonymous, IReadOnlyList<string> Evidence, bool Possible);

/// <summary>Joins records of one person by hand, and parts them again exactly as they were.</summary>
internal sealed class JoinPersons(IStore store, PersonStore persons, PersonMerge merging, AuditTrail audit, BusinessTime business, IIdentifiers identifiers)
{
    public async Task<Outcome<MergeRecord>> Join(Caller caller, string person, JoinRequest request)
    {
        var check = new Validation().Id(request.Id, "/id", required: false).Id(request.Other, "/other").OneOf(request.Reason, "/reason", JoinReasons.All);
        return check.Failed ? check.Problem : await store.Write(caller.Tenant, transaction => Join(transaction, caller, person, request), WriteMode.Serializable);
    }

    /// <summary>Parts a record from whom it was merged into.</summary>
    public async Task<Outcome<Person>> Part(Caller caller, string person, string merged) => await store.Write(caller.Tenant, async Task<Outcome<Person>> (transaction) =>
    {
        if (await persons.Find(transaction, person) is not { } whole || !(await persons.IdsOf(transaction, whole.Id)).Contains(merged))
        {
            return Problem.NotFound("This record");
        }

        if (merged == whole.Id)
        {
            return Problem.Refused("not-merged", "This is the record the others were joined to. Part one of them.");
        }

        await merging.Part(transaction, merged);
        await transaction.Execute(PersonStore.Sql["EndMerge"], new { source = merged, at = business.Now, staff = caller.Id });
        await audit.Write(transaction, caller, "parties.persons-parted", "person:" + whole.Id, new { parted = merged });
        return (await persons.Find(transaction, merged))!;
    });

    public async Task<IReadOnlyList<MergeRecord>> History(IReader reader, IReadOnlyList<string> ids)
        => [.. (await reader.Many<MergeRow>(PersonStore.Sql["ListMerges"], new { ids })).Select(row => row.ToRecord())];

    /// <summary>Persons who share a phone number, an e-mail address or the very name.</summary>
    public async Task<IReadOnlyList<LikelySame>> Likely(IReader reader, Person person)
    {
        var values = (await persons.Identities(reader, person.Id)).Where(one => one.Kind is IdentityKinds.Phone or IdentityKinds.Email).Select(one => one.Value).ToList();
        var evidence = new SortedDictionary<string, SortedSet<string>>(StringComparer.Ordinal);
        void Note(string id, string what) => (evidence.TryGetValue(id, out var set) ? set : evidence[id] = []).Add(what);
        foreach (var row in values.Count == 0 ? [] : await reader.Many<SameRow>(PersonStore.Sql["SameIdentities"], new { values, person = person.Id }))
        {
            Note(row.Person, "same-" + row.Kind);
        }

        foreach (var row in person.Name is null ? [] : await reader.Many<NameRow>(PersonStore.Sql["SameNames"], new { name = person.Name, person = person.Id }))
        {
            Note(row.Id, "same-name");
        }

        var known = await persons.FindMany(reader, evidence.Keys);
        var likely = new List<LikelySame>();
        foreach (var (id, what) in evidence.OrderByDescending(pair => pair.Value.Count(one => one != "same-name")).ThenByDescending(pair => pair.Value.Count).Take(10))
        {
            likely.Add(new LikelySame(id, known[id].Name, known[id].Anonymous, [.. what], !await Conflict(reader, person.Id, id)));
        }

        return likely;
    }

    private async Task<Outcome<MergeRecord>> Join(ITransaction transaction, Caller caller, string person, JoinRequest request)
    {
        if (await persons.Find(transaction, person) is not { } one || await persons.Find(transaction, request.Other!) is not { } two)
        {
            return Problem.NotFound("One of the two");
        }

        if (one.Id == two.Id || (request.Id is not null && await transaction.One<long>(PersonStore.Sql["HasMerge"], new { id = request.Id }) > 0))
        {
            return (await History(transaction, await persons.IdsOf(transaction, one.Id))).FirstOrDefault(record => request.Id is null || record.Id == request.Id) is { } there
                ? there : Problem.Refused("same-person", "These are one person already.");
        }

        if (await Conflict(transaction, one.Id, two.Id))
        {
            return Problem.Refused("verified-conflict", "The marketplace knows these as two different people. Only its own word can join them.");
        }

        // Whoever the marketplace knows stays; of two it does not know, the one in the address.
        var (source, target) = (await Externals(transaction, two.Id)).Count > 0 ? (one, two) : (two, one);
        var row = new MergeRow { Id = request.Id ?? identifiers.New(), Source = source.Id, Target = target.Id, Reason = request.Reason!, Staff = caller.Id, At = business.Now };
        await merging.Merge(transaction, source.Id, target.Id);
        await transaction.Execute(PersonStore.Sql["AddMerge"], row);
        await audit.Write(transaction, caller, "parties.persons-joined", "person:" + target.Id, new { joined = source.Id, request.Reason });
        return row.ToRecord();
    }

    // An external id is verified: the marketplace signed for it. Two different ones are two people.
    private static async Task<bool> Conflict(IReader reader, string one, string two)
        => (await Externals(reader, one)).Count > 0 && (await Externals(reader, two)).Count > 0;

    private static Task<IReadOnlyList<string>> Externals(IReader reader, string person) => reader.Many<string>(PersonStore.Sql["Externals"], new { person });

    private sealed class MergeRow
    {
        public string Id { get; init; } = "";

        public string Source { get; init; } = "";

        public string Target { get; init; } = "";

        public string Reason { get; init; } = "";

        public string Staff { get; init; } = "";

        public long At { get; init; }

        public long? PartedAt { get; init; }

        public string? PartedBy { get; init; }

        public MergeRecord ToRecord() => new(Id, Source, Target, Reason, Staff, Microseconds.ToTime(At), PartedAt is { } at ? Microseconds.ToTime(at) : null, PartedBy);
    }

    private sealed class SameRow
    {
        public string Person { get; init; } = "";

        public string Kind { get; init; } = "";
    }

    private sealed class NameRow
    {
        public string Id { get; init; } = "";
    }
}
