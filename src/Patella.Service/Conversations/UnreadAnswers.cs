using Patella.Platform.Storage;
using Patella.Platform.Timeline;
using Patella.Service.Edge;
using Patella.Service.Notifications;

namespace Patella.Service.Conversations;

/// <summary>What a consumer who has left has not read. In an e-mail conversation the answer itself went out by mail.</summary>
internal sealed class UnreadAnswers(ConversationStore conversations) : IUnreadAnswers
{
    private const int Looked = 200;

    public async Task<UnreadAnswer?> Find(IReader reader, string conversation)
    {
        if (await conversations.Find(reader, conversation) is not { Channel: Channels.Chat } row)
        {
            return null;
        }

        var fresh = (await conversations.ReadEntries(reader, conversation, row.ReadByConsumer, Looked)).Where(entry => entry is { Kind: "conversation.message" }).ToList();

        // Whoever wrote after an answer has seen it.
        var after = fresh.FindLastIndex(entry => entry.AuthorParty == Party.Consumer);
        var answers = fresh.Skip(after + 1).Where(entry => entry.AuthorParty == Party.Agent || IsNews(entry)).ToList();
        return answers.Count == 0 ? null : new UnreadAnswer(conversation, row.Person, row.Language, row.EntryUnit, row.ReadByConsumer, answers.Count, answers[^1].Text ?? "");
    }

    // What the ecosystem itself has to say, such as that something was put right; lines about the conversation are no news.
    private static bool IsNews(TimelineEntry entry) => entry.AuthorParty == Party.System && Json.Read<EntryContent>(entry.Data)?.Useful == true;
}
