using Patella.Platform.Storage;
using Patella.Service.Parties.Privacy;

namespace Patella.Service.Search;

/// <summary>Search entries in the erasure of a person; an export has the things themselves.</summary>
internal sealed class SearchData(SearchIndex index) : IPersonData
{
    public IReadOnlyList<string> Tables => ["search_document", "search_text"];

    public Task Collect(IReader reader, PersonSubject subject) => Task.CompletedTask;

    public Task Export(IReader reader, PersonSubject subject, IPersonArchive archive) => Task.CompletedTask;

    public async Task<long> Erase(IStore store, PersonSubject subject)
    {
        var all = new[] { (SearchKinds.Consumer, (IEnumerable<string>)subject.Persons), (SearchKinds.Conversation, subject.Conversations), (SearchKinds.Order, subject.Orders), ("case", subject.Cases) }
            .SelectMany(pair => pair.Item2.Select(id => (Kind: pair.Item1, Id: id)));
        var removed = 0L;
        foreach (var chunk in all.Chunk(200))
        {
            removed += await store.Write(subject.Tenant, transaction => Remove(transaction, chunk));
        }

        if (removed > 0)
        {
            await store.Write(subject.Tenant, SearchIndex.Sweep);
        }

        return removed;
    }

    private async Task<long> Remove(ITransaction transaction, (string Kind, string Id)[] documents)
    {
        var removed = 0L;
        foreach (var (kind, id) in documents)
        {
            removed += await SearchIndex.Has(transaction, kind, id) ? 1 : 0;
            await index.Remove(transaction, kind, id);
        }

        return removed;
    }
}
