using System.Text.Json;
using Patella.Platform.Storage;
using Patella.Service.Orders.Intake;
using Patella.Service.Parties;
using Patella.Service.Parties.Privacy;

namespace Patella.Service.Orders;

/// <summary>Orders in the export and the erasure of a person: the books stay (number, goods, money, states), what tells who it was goes.</summary>
internal sealed class OrderData(PersonStore persons) : IPersonData
{
    public IReadOnlyList<string> Tables => ["order_event", "orders"];

    public async Task Collect(IReader reader, PersonSubject subject)
        => subject.Orders.UnionWith(await reader.Many<string>(EventIntake.Sql["IdsOfPersons"], new { persons = subject.Persons }));

    public async Task Export(IReader reader, PersonSubject subject, IPersonArchive archive)
    {
        var all = new List<object>();
        foreach (var chunk in subject.Orders.Chunk(200))
        {
            all.AddRange((await reader.Many<MirrorRow>(EventIntake.Sql["MirrorsOf"], new { ids = chunk })).Select(row => new { row.Id, row.Number, order = JsonSerializer.Deserialize<JsonElement>(row.Mirror) }));
        }

        archive.Add("orders", all);
    }

    public async Task<long> Erase(IStore store, PersonSubject subject)
    {
        var alias = "erased-" + subject.Persons[0];
        var rows = 0L;
        foreach (var chunk in subject.Orders.Chunk(50))
        {
            rows += await store.Write(subject.Tenant, transaction => EraseOrders(transaction, chunk, alias));
        }

        return rows + await store.Write(subject.Tenant, transaction => ForgetIdentityEvents(transaction, subject));
    }

    private static async Task<long> EraseOrders(ITransaction transaction, string[] ids, string alias)
    {
        var rows = 0L;
        foreach (var order in await transaction.Many<MirrorRow>(EventIntake.Sql["MirrorsOf"], new { ids }))
        {
            rows += await transaction.Execute(EventIntake.Sql["ForgetUnknown"], new { subjects = new[] { order.Number } });
            foreach (var one in await transaction.Many<RawRow>(EventIntake.Sql["RawOf"], new { entity = "order:" + order.Number }))
            {
                rows += await transaction.Execute(EventIntake.Sql["SaveRaw"], new { raw = PersonalJson.WithoutPerson(one.Raw, alias), one.Source, one.Id });
            }

            rows += await transaction.Execute(EventIntake.Sql["SaveMirror"], new { mirror = PersonalJson.WithoutPerson(order.Mirror, alias), id = order.Id });
        }

        return rows;
    }

    // What the marketplace said of the person alone is in no book.
    private async Task<long> ForgetIdentityEvents(ITransaction transaction, PersonSubject subject)
    {
        var rows = 0L;
        foreach (var person in subject.Persons)
        {
            foreach (var identity in (await persons.Identities(transaction, person)).Where(one => one.Kind == IdentityKinds.External))
            {
                rows += await transaction.Execute(EventIntake.Sql["ForgetUnknown"], new { subjects = new[] { identity.Value } });
                rows += await transaction.Execute(EventIntake.Sql["ForgetEvents"], new { entity = "person:" + identity.Value });
            }
        }

        return rows;
    }

    private sealed class MirrorRow
    {
        public string Id { get; init; } = "";

        public string Number { get; init; } = "";

        public string Mirror { get; init; } = "";
    }

    private sealed class RawRow
    {
        public string Source { get; init; } = "";

        public string Id { get; init; } = "";

        public string Raw { get; init; } = "";
    }
}
