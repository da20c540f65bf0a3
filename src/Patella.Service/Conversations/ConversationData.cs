using Patella.Platform.Clocks;
using Patella.Platform.Storage;
using Patella.Service.Parties.Privacy;

namespace Patella.Service.Conversations;

/// <summary>Conversations in the export and the erasure of a person; their texts stand in the timeline, which Parties erases.</summary>
internal sealed class ConversationData(ConversationStore conversations) : IPersonData
{
    private const int EntryLimit = 5_000;

    public IReadOnlyList<string> Tables => ["conversation", "conversation_draft", "conversation_snooze"];

    public async Task Collect(IReader reader, PersonSubject subject)
        => subject.Conversations.UnionWith(await reader.Many<string>(ConversationStore.Sql["IdsOfPersons"], new { persons = subject.Persons }));

    public async Task Export(IReader reader, PersonSubject subject, IPersonArchive archive)
    {
        var all = new List<object>();
        foreach (var id in subject.Conversations)
        {
            var row = (await conversations.Find(reader, id))!;
            var entries = await conversations.ReadEntries(reader, id, 0, EntryLimit);
            all.Add(new
            {
                id, unit = row.EntryUnit, opened = Microseconds.ToTime(row.OpenedAt), row.Satisfied, row.Comment,
                // Notes between staff are not the person's; decisions and messages are.
                messages = entries.Where(entry => entry.Kind != "conversation.note").Select(entry => new { at = Microseconds.ToTime(entry.At), by = entry.AuthorParty, what = entry.Kind, entry.Text }),
            });
        }

        archive.Add("conversations", all);
    }

    public async Task<long> Erase(IStore store, PersonSubject subject)
    {
        var rows = 0L;
        foreach (var chunk in subject.Conversations.Chunk(500))
        {
            rows += await store.Write(subject.Tenant, async transaction =>
                await transaction.Execute(ConversationStore.Sql["EraseWords"], new { ids = chunk })
                + await transaction.Execute(ConversationStore.Sql["EraseDrafts"], new { ids = chunk })
                + await transaction.Execute(ConversationStore.Sql["EraseReminders"], new { ids = chunk }));
        }

        return rows;
    }
}
