using Patella.Platform.Clocks;
using Patella.Platform.Identifiers;
using Patella.Platform.Storage;
using Patella.Platform.Timeline;
using Patella.Service.Knowledge;
using Patella.Service.Search;

namespace Patella.Service;

/// <summary>
/// Makes a tenant's search index anew after it was moved: an export leaves the words out. The readers that keep the index begin again at the start of the
/// timeline, in the background of the next server; articles, which have no reader, are put in at once.
/// </summary>
public static class SearchRebuild
{
    /// <summary>The readers of the timeline that do nothing but index.</summary>
    public static readonly IReadOnlyList<string> Readers = ["orders-search", "conversations-search"];

    /// <summary>Nobody may serve the tenant meanwhile.</summary>
    public static Task Begin(IStore store, TenantId tenant, BusinessTime business, CancellationToken cancellation = default) => store.Write(tenant, async transaction =>
    {
        var index = new SearchIndex();
        await index.Clear(transaction);
        foreach (var reader in Readers)
        {
            await TimelineCursor.Forget(transaction, reader);
        }

        await new KnowledgeBase(business, index).IndexAll(transaction);
    }, cancellation: cancellation);
}
