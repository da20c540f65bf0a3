using Patella.Platform.Clocks;
using Patella.Platform.Storage;
using Patella.Service.Listening.Seats;
using Patella.Service.Parties.Privacy;

namespace Patella.Service.Listening;

/// <summary>Drafts and notes about a person's conversations, in the export and the erasure; what was sent is a message of the conversation and erased there.</summary>
internal sealed class ListeningData : IPersonData
{
    private const int Chunk = 500;

    public IReadOnlyList<string> Tables => ["listening_draft", "listening_note"];

    /// <summary>Seats are found by the conversations that others have collected.</summary>
    public Task Collect(IReader reader, PersonSubject subject) => Task.CompletedTask;

    public async Task Export(IReader reader, PersonSubject subject, IPersonArchive archive)
    {
        var drafts = new List<object>();
        foreach (var ids in subject.Conversations.Chunk(Chunk))
        {
            // Notes are between staff and not the person's; a reply that was drafted for them is.
            drafts.AddRange((await reader.Many<ListeningDraft>(ListeningStore.Sql["DraftsOfContacts"], new { ids }))
                .Select(draft => new { draft.Conversation, at = Microseconds.ToTime(draft.ProposedAt), draft.Text, draft.State }));
        }

        if (drafts.Count > 0)
        {
            archive.Add("listeningDrafts", drafts);
        }
    }

    public async Task<long> Erase(IStore store, PersonSubject subject)
    {
        var rows = 0L;
        foreach (var ids in subject.Conversations.Chunk(Chunk))
        {
            rows += await store.Write(subject.Tenant, async transaction =>
                await transaction.Execute(ListeningStore.Sql["EraseDrafts"], new { ids }) + await transaction.Execute(ListeningStore.Sql["EraseNotes"], new { ids }));
        }

        return rows;
    }
}
