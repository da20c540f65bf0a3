using Patella.Platform.Clocks;
using Patella.Platform.Identifiers;
using Patella.Platform.Storage;
using Patella.Platform.Timeline;
using Patella.Service.Edge;

namespace Patella.Service.Parties;

/// <summary>Joins two records of one person, and parts them again exactly as they were.</summary>
public sealed class PersonMerge(PersonStore persons, BusinessTime business, MachineTime machine, IIdentifiers identifiers)
{
    /// <summary>The timeline's word for a join: the entry's person stays, its data names the other.</summary>
    public const string Merged = "person.merged";

    /// <summary>The timeline's word for a parting: the data names who is a person of their own again.</summary>
    public const string Parted = "person.parted";

    /// <summary>Makes <paramref name="from"/> a part of the person <paramref name="into"/> belongs to. Merging what is one already changes nothing.</summary>
    public async Task Merge(ITransaction transaction, string from, string into)
    {
        await persons.Lock(transaction, [from, into]);
        var source = await Root(transaction, from);
        var target = await Root(transaction, into);
        if (source is null || target is null || source == target)
        {
            return;
        }

        var members = await transaction.Many<string>(PersonStore.Sql["Members"], new { root = source });
        await transaction.Execute(PersonStore.Sql["SetMerged"], new { from = source, into = target });
        await transaction.Execute(PersonStore.Sql["SetRoot"], new { root = target, members });
        await transaction.Execute(PersonStore.Sql["MoveIdentities"], new { into = target, members });
        await Append(transaction, Merged, target, source);
    }

    /// <summary>Undoes the merge of a record: it and what was merged into it before become a person again. Of a record that is not merged, changes nothing.</summary>
    public async Task Part(ITransaction transaction, string id)
    {
        if (await transaction.One<string?>(PersonStore.Sql["Merged"], new { id }) is null)
        {
            return;
        }

        var away = (await Root(transaction, id))!;
        var members = await transaction.Many<string>(PersonStore.Sql["Below"], new { id });
        await transaction.Execute(PersonStore.Sql["SetMerged"], new { from = id, into = (string?)null });
        await transaction.Execute(PersonStore.Sql["SetRoot"], new { root = id, members });
        await transaction.Execute(PersonStore.Sql["ReturnIdentities"], new { into = id, members, away });
        await Append(transaction, Parted, away, id);
    }

    private static async Task<string?> Root(ITransaction transaction, string id)
        => (await transaction.One<RootRow>("select root from person where tenant = @tenant and id = @id", new { id }))?.Root;

    private Task Append(ITransaction transaction, string kind, string person, string other) => transaction.Append(new TimelineEntry
    {
        Id = identifiers.New(),
        Kind = kind,
        At = business.Now,
        RecordedAt = machine.Now,
        Person = person,
        AuthorParty = "system",
        Data = Json.Write(new { other }),
    });

    private sealed class RootRow
    {
        public string Root { get; init; } = "";
    }
}
