using Patella.Platform.Storage;
using Patella.Platform.Timeline;
using Patella.Service.Actions;
using Patella.Service.Edge;

namespace Patella.Service.Conversations;

/// <summary>Says in the conversation how what was done to an order ended, in the consumer's language: the same whoever did it. Reading twice says it once.</summary>
internal sealed class ActionVoice(ConversationStore conversations, ActionSpeech speech) : ITimelineReader
{
    public string Name => "conversations-actions";

    public bool Concerns(TimelineEntry entry) => entry.Kind is ActionEntries.Done or ActionEntries.Refused or ActionEntries.Declined;

    public async Task Apply(ITransaction transaction, IReadOnlyList<TimelineEntry> entries)
    {
        foreach (var entry in entries.Where(Concerns))
        {
            if (Json.Read<Told>(entry.Data) is { Action: { } action, Conversation: { } conversation } && await conversations.Find(transaction, conversation) is { } row
                && await speech.NewsOf(transaction, action, row.Language) is { } news)
            {
                // A conversation that has ended meanwhile takes no words any more; the order's own page tells it.
                await conversations.SystemSays(transaction, row.Id, new NewMessage("action:" + action, news.Words, new EntryContent { Name = "Patella", Canned = true, About = new Dictionary<string, string> { ["about"] = "action", ["action"] = action } }));
            }
        }
    }

    private sealed record Told(string? Action, string? Conversation);
}
