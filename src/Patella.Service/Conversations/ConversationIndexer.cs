using Patella.Platform.Storage;
using Patella.Platform.Timeline;
using Patella.Service.Search;

namespace Patella.Service.Conversations;

/// <summary>
/// Puts what was said into the search index: at the beginning of a conversation, so that it can be found while it runs, and whole at its end.
/// It follows the timeline, so no message waits for the index.
/// </summary>
internal sealed class ConversationIndexer(ConversationStore conversations, SearchIndex index) : ITimelineReader
{
    /// <summary>Messages after which the beginning counts as indexed.</summary>
    private const long Beginning = 8;

    /// <summary>Entries of one conversation that are indexed.</summary>
    private const int EntryLimit = 200;

    public string Name => "conversations-search";

    public bool Concerns(TimelineEntry entry) => Matters(entry);

    public async Task Apply(ITransaction transaction, IReadOnlyList<TimelineEntry> entries)
    {
        foreach (var conversation in entries.Where(Matters).Select(entry => entry.Conversation!).Distinct())
        {
            await Index(transaction, conversation);
        }
    }

    private static bool Matters(TimelineEntry entry) => entry.Conversation is not null
        && (entry is { Kind: "conversation.message", Sequence: <= Beginning } || entry.Kind is "conversation.closed" or "conversation.abandoned" or "conversation.agent-joined");

    private async Task Index(ITransaction transaction, string conversation)
    {
        if (await conversations.Find(transaction, conversation) is not { } row)
        {
            return;
        }

        var said = (await conversations.ReadEntries(transaction, conversation, 0, EntryLimit)).Where(entry => entry is { Kind: "conversation.message", Text.Length: > 0 }).Select(entry => entry.Text!).ToList();
        if (said.Count > 0)
        {
            var title = row.PersonName is { } name ? $"{name}: {said[0]}" : said[0];
            await index.Index(transaction, new SearchDocument(SearchKinds.Conversation, conversation, title.Length > 200 ? title[..200] : title, string.Join('\n', said), row.LastAt, SearchVisibility.Staff)
            {
                Unit = row.Unit, Person = row.Person, Language = row.Language,
            });
        }
    }
}

/// <summary>What was said in a conversation, for excerpts.</summary>
internal sealed class ConversationTexts(ConversationStore conversations) : ISearchTexts
{
    private const int EntryLimit = 200;

    public string Kind => SearchKinds.Conversation;

    public async Task<string?> TextOf(IReader reader, string id)
        => string.Join('\n', (await conversations.ReadEntries(reader, id, 0, EntryLimit)).Where(entry => entry is { Kind: "conversation.message", Text.Length: > 0 }).Select(entry => entry.Text)) is { Length: > 0 } text ? text : null;
}
