using Patella.Platform.Storage;
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
        var answers = fresh.Skip(after + 1).Where(entry => entry.AuthorParty == Party.Agent).ToList();
        return answers.Count == 0 ? null : new UnreadAnswer(conversation, row.Person, row.Language, row.EntryUnit, row.ReadByConsumer, answers.Count, answers[^1].Text ?? "");
    }
}
