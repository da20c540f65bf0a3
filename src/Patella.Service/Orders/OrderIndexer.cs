using Patella.Platform.Storage;
using Patella.Platform.Timeline;
using Patella.Service.Parties;
using Patella.Service.Search;

namespace Patella.Service.Orders;

/// <summary>Follows the timeline and keeps orders and consumers findable: behind the intake, so that events need not wait for the index.</summary>
internal sealed class OrderIndexer(OrderMirror mirror, PersonStore persons, SearchIndex index) : ITimelineReader
{
    public string Name => "orders-search";

    public bool Concerns(TimelineEntry entry) => IsNews(entry.Kind) || IsAboutPeople(entry);

    public async Task Apply(ITransaction transaction, IReadOnlyList<TimelineEntry> entries)
    {
        var orders = entries.Where(entry => IsNews(entry.Kind)).Select(entry => entry.OrderRef).OfType<string>().Distinct().ToList();
        foreach (var chunk in orders.Chunk(200))
        {
            foreach (var order in await mirror.FindMany(transaction, chunk))
            {
                await index.Index(transaction, Document(order));
            }
        }

        var people = entries.Where(IsAboutPeople);
        foreach (var person in (await persons.FindMany(transaction, [.. people.Select(entry => entry.Person).OfType<string>().Distinct()])).Values.DistinctBy(person => person.Id))
        {
            await index.Index(transaction, await Document(transaction, person));
        }
    }

    private static bool IsAboutPeople(TimelineEntry entry) => entry.Kind is "order.created" or "person.merged" or "person.parted" || entry.Kind.StartsWith("identity.", StringComparison.Ordinal);

    /// <summary>What can change the words an order is found by.</summary>
    private static bool IsNews(string kind) => kind is "order.created" or "order.changed" or "order.shipped" or "logistics.picked-up" or "logistics.in-transit";

    private static SearchDocument Document(MirroredOrder order)
    {
        var words = order.State.Items.Select(item => item.Title).Concat(order.State.Parcels.Select(parcel => parcel.TrackingNumber)).Append(order.State.MerchantName).OfType<string>();
        var title = order.State.Items.Count > 0 ? $"{order.Number} · {order.State.Items[0].Title}" : order.Number;
        return new SearchDocument(SearchKinds.Order, order.Id, title, string.Join('\n', words), order.PlacedAt, SearchVisibility.Staff) { Unit = order.Unit };
    }

    /// <summary>Name and the marketplace's id: what staff see unmasked anyway, and nothing that is masked.</summary>
    private async Task<SearchDocument> Document(IReader reader, Person person)
    {
        var externals = (await persons.Identities(reader, person.Id)).Where(identity => identity.Kind == IdentityKinds.External).Select(identity => identity.Value);
        return new SearchDocument(SearchKinds.Consumer, person.Id, person.Name ?? person.Id, string.Join('\n', externals), person.Since, SearchVisibility.Staff) { Person = person.Id, Language = person.Language };
    }
}
