using Patella.Platform.Clocks;
using Patella.Platform.Identifiers;
using Patella.Platform.Storage;
using Patella.Platform.Timeline;
using Patella.Service.Conversations;
using Patella.Service.Edge;

namespace Patella.Service.Cases;

/// <summary>Cases as they are kept. Events are folded, saved and written into the timeline in the caller's transaction.</summary>
public sealed class CaseStore(IIdentifiers identifiers, BusinessTime clock, MachineTime machine)
{
    internal static readonly Statements Sql = new(typeof(CaseStore).Assembly, "Cases.cases.sql");

    /// <summary>By id, or by number as people write it.</summary>
    public async Task<CaseState?> Find(IReader reader, string idOrNumber)
        => Read(await reader.One<string>(Sql["Find"], new { id = idOrNumber }))
            ?? (CaseState.NumberOf(idOrNumber) is { } number ? Read(await reader.One<string>(Sql["FindByNumber"], new { number })) : null);

    public async Task<IReadOnlyList<CaseState>> FindMany(IReader reader, IReadOnlyCollection<string> ids)
        => ids.Count == 0 ? [] : Read(await reader.Many<string>(Sql["FindMany"], new { ids = ids.ToArray() }));

    public async Task<IReadOnlyList<CaseState>> OfConversation(IReader reader, string conversation) => Read(await reader.Many<string>(Sql["OfConversation"], new { conversation }));

    /// <summary>The cases of a person, merged records included, newest first.</summary>
    public async Task<IReadOnlyList<CaseState>> OfPersons(IReader reader, IReadOnlyList<string> persons, int limit) => Read(await reader.Many<string>(Sql["OfPerson"], new { persons, limit }));

    /// <summary>A person's open cases that somebody keeps.</summary>
    public async Task<IReadOnlyList<CaseState>> KeptFor(IReader reader, IReadOnlyList<string> persons)
        => [.. Read(await reader.Many<string>(Sql["KeptFor"], new { persons })).Where(one => one.Keeper is not null)];

    /// <summary>The open cases of these records of persons, as they are kept now.</summary>
    internal async Task<IReadOnlyList<CaseState>> OpenOfPersons(IReader reader, IReadOnlyList<string> persons) => Read(await reader.Many<string>(Sql["OpenOfPersons"], new { persons }));

    /// <summary>Open cases of these conversations that stand in a waiting status.</summary>
    internal async Task<IReadOnlyList<CaseState>> WaitingIn(IReader reader, IReadOnlyList<string> conversations)
        => [.. Read(await reader.Many<string>(Sql["WaitingIn"], new { conversations })).Where(state => state.Category == CaseCategory.Waiting)];

    /// <summary>The open cases that somebody keeps or owns.</summary>
    internal async Task<IReadOnlyList<CaseState>> HeldBy(IReader reader, string staff)
        => [.. Read(await reader.Many<string>(Sql["KeptBy"], new { staff })).Concat(Read(await reader.Many<string>(Sql["OwnedBy"], new { staff }))).DistinctBy(state => state.Id)];

    public async Task<IReadOnlyList<CaseState>> OpenOfOrder(IReader reader, string order) => Read(await reader.Many<string>(Sql["OpenOfOrder"], new { order }));

    public async Task<CaseState?> FindByOrigin(IReader reader, string originKey) => Read(await reader.One<string>(Sql["FindByOrigin"], new { originKey }));

    /// <summary>The case for a change: other transactions wait until this one ends.</summary>
    public async Task<CaseState?> Lock(ITransaction transaction, string idOrNumber)
    {
        var id = await Find(transaction, idOrNumber) is { } found ? found.Id : idOrNumber;
        return Read(await transaction.One<string>(Sql["Lock"], new { id }));
    }

    public Task<long> NextNumber(ITransaction transaction) => transaction.One<long>(Sql["NextNumber"]);

    /// <summary>Makes a case of its first events; null when the id or what it comes from has one already.</summary>
    public async Task<CaseState?> Add(ITransaction transaction, string id, IReadOnlyList<CaseEvent> events, CaseActor by, long? at = null)
    {
        // One moment for the row and its entries: read twice, they would tell two.
        var now = at ?? clock.Now;
        var state = Fold(new CaseState { Id = id }, events, now, by);
        if (await transaction.Execute(Sql["Insert"], Row(state, 0)) == 0)
        {
            return null;
        }

        await SaveSides(transaction, new CaseState { Id = id, OpenedAt = state.OpenedAt }, state);
        await Tell(transaction, state, events, by, now);
        return state;
    }

    /// <summary>The state without what was erased, in place of the one there is; no event, because nothing happened to the case.</summary>
    internal Task<int> Replace(ITransaction transaction, CaseState state) => transaction.Execute(Sql["Replace"], new { state.Id, state.Version, State = Json.Write(state) });

    /// <summary>A case that has ended elsewhere, with the instants at which things happened.</summary>
    internal async Task AddPast(ITransaction transaction, string id, IReadOnlyList<(CaseEvent Change, long At)> events)
    {
        var state = events.Aggregate(new CaseState { Id = id }, (folded, one) => CaseFold.Apply(folded, one.Change, one.At, null));
        if (await transaction.Execute(Sql["Insert"], Row(state, 0)) == 0)
        {
            return;
        }

        await SaveSides(transaction, new CaseState { Id = id, OpenedAt = state.OpenedAt }, state);
        foreach (var (change, at) in events)
        {
            await Tell(transaction, state, [change], CaseActor.System, at);
        }
    }

    /// <summary>Folds the events over the case, saves it and writes them down.</summary>
    /// <exception cref="VersionConflictException">The case was changed since it was read.</exception>
    public async Task<CaseState> Save(ITransaction transaction, CaseState before, IReadOnlyList<CaseEvent> events, CaseActor by)
    {
        if (events.Count == 0)
        {
            return before;
        }

        // Never before what happened to the case already, whichever process wrote that: clocks end and begin by these instants.
        var now = Math.Max(clock.Now, before.LastAt);
        var after = Fold(before, events, now, by);
        if (await transaction.Execute(Sql["Save"], Row(after, before.Version)) == 0)
        {
            throw new VersionConflictException("The case");
        }

        await SaveSides(transaction, before, after);
        await Tell(transaction, after, events, by, now);
        return after;
    }

    /// <summary>The case as its timeline tells it, for comparison and repair.</summary>
    public async Task<CaseState?> Rebuild(IReader reader, string id)
    {
        CaseState? state = null;
        foreach (var entry in await reader.Many<TimelineEntry>(Sql["EventsOf"], new { id }))
        {
            if (CaseEventKinds.Read(entry.Kind, entry.Data, entry.Text) is { } change)
            {
                state = CaseFold.Apply(state ?? new CaseState { Id = id }, change, entry.At, entry.AuthorId);
            }
        }

        return state;
    }

    /// <summary>What a command of this id gave the first time: empty for no result, null when it has not run.</summary>
    internal Task<string?> FindCommand(IReader reader, string caseId, string clientId) => reader.One<string>(Sql["FindCommand"], new { caseId, clientId });

    internal Task AddCommand(ITransaction transaction, string caseId, string clientId, string? result = null)
        => transaction.Execute(Sql["AddCommand"], new { caseId, clientId, at = clock.Now, result });

    internal static CaseState? Read(string? json) => Json.Read<CaseState>(json);

    internal static List<CaseState> Read(IEnumerable<string> rows) => [.. rows.Select(row => Json.Read<CaseState>(row)!)];

    private static CaseState Fold(CaseState state, IEnumerable<CaseEvent> events, long now, CaseActor by)
        => events.Aggregate(state, (folded, change) => CaseFold.Apply(folded, change, now, by.Staff?.Id));

    private async Task SaveSides(ITransaction transaction, CaseState before, CaseState after)
    {
        await Differ(before.Conversations, after.Conversations,
            one => transaction.Execute(Sql["AddConversation"], new { conversation = one, caseId = after.Id }),
            one => transaction.Execute(Sql["RemoveConversation"], new { conversation = one, caseId = after.Id }));
        await Differ(before.Tags, after.Tags,
            one => transaction.Execute(Sql["AddTag"], new { tag = one, openedAt = after.OpenedAt, caseId = after.Id }),
            one => transaction.Execute(Sql["RemoveTag"], new { tag = one, openedAt = after.OpenedAt, caseId = after.Id }));
        foreach (var part in after.Parts.Where(part => !before.Parts.Contains(part) || before.IsOpen != after.IsOpen))
        {
            await transaction.Execute(Sql["SavePart"], new { part.Id, CaseId = after.Id, part.Party, part.Who, IsOpen = part.IsOpen && after.IsOpen ? 1L : 0L, part.AskedAt });
        }
    }

    private static async Task Differ(IReadOnlyList<string> before, IReadOnlyList<string> after, Func<string, Task> add, Func<string, Task> remove)
    {
        foreach (var one in after.Except(before))
        {
            await add(one);
        }

        foreach (var one in before.Except(after))
        {
            await remove(one);
        }
    }

    private async Task Tell(ITransaction transaction, CaseState state, IReadOnlyList<CaseEvent> events, CaseActor by, long now)
    {
        foreach (var change in events)
        {
            await transaction.Append(new TimelineEntry
            {
                Id = identifiers.New(), Kind = CaseEventKinds.Of(change), At = now, RecordedAt = machine.Now, Person = state.Person, OrderRef = state.Order, CaseRef = state.Id,
                Unit = state.Unit, Staff = by.Staff?.Id ?? state.Owner?.Id, AuthorParty = by.Party, AuthorId = by.Staff?.Id, Text = change.Words, Data = CaseEventKinds.Write(change),
            });
        }
    }

    private static object Row(CaseState state, long before) => new
    {
        state.Id, state.Number, state.Kind, state.Status, IsOpen = state.IsOpen ? 1L : 0L, state.Unit, Owner = state.Owner?.Id, FirstAgent = state.FirstAgent?.Id, Keeper = state.Keeper?.Id,
        state.Person, OrderId = state.Order, Priority = (long)state.Priority, state.OpenedAt, state.LastAt, PromiseAt = state.Promise?.DueAt,
        TransferTo = state.Transfer is { } transfer ? transfer.Settler ?? transfer.To : null, state.OriginKey, state.Version, Before = before, State = Json.Write(state),
    };
}
