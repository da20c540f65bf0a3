using Patella.Platform.Storage;
using Patella.Platform.Timeline;
using Patella.Service.Search;

namespace Patella.Service.Cases;

/// <summary>Follows the timeline and keeps cases findable by number, subject, words, tags and order.</summary>
internal sealed class CaseIndexer(CaseStore cases, SearchIndex index) : ITimelineReader
{
    public string Name => "cases-search";

    public bool Concerns(TimelineEntry entry)
        => entry is { CaseRef: not null, Kind: "case.opened" or "case.asked" or "case.described" or "case.tagged" or "case.fields-set" or "case.closed" };

    public async Task Apply(ITransaction transaction, IReadOnlyList<TimelineEntry> entries)
    {
        var changed = entries.Where(Concerns).Select(entry => entry.CaseRef!).Distinct().ToList();
        foreach (var chunk in changed.Chunk(200))
        {
            foreach (var state in await cases.FindMany(transaction, chunk))
            {
                await index.Index(transaction, Document(state));
            }
        }
    }

    private static SearchDocument Document(CaseState state)
    {
        string?[] words = [state.Asked, state.Outcome, state.OrderNumber, string.Join(' ', state.Tags), .. state.Fields.Values];
        return new SearchDocument(SearchKinds.Case, state.Id, $"{state.Name} {state.Subject}", string.Join('\n', words.Where(word => word is { Length: > 0 })), state.OpenedAt, SearchVisibility.Staff);
    }
}
