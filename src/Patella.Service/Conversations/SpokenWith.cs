using Patella.Platform.Storage;
using Patella.Service.Actions.Policy;

namespace Patella.Service.Conversations;

/// <summary>Whom a conversation is with, where they have signed in.</summary>
internal sealed class SpokenWith(ConversationStore conversations) : IConversationPerson
{
    public async Task<string?> Find(IReader reader, string conversation) => await conversations.Find(reader, conversation) is { Anonymous: 0 } row ? row.Person : null;
}
