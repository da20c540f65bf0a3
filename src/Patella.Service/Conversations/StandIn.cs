using Patella.Platform.Clocks;
using Patella.Platform.Storage;
using Patella.Platform.Timeline;
using Patella.Service.Edge;

namespace Patella.Service.Conversations;

/// <summary>
/// A reply that somebody else has written goes out in the name of the one who has the conversation. For higher capabilities, inside their own transactions;
/// a problem means that nothing was changed.
/// </summary>
public sealed class StandIn(ConversationStore conversations, BusinessTime clock)
{
    /// <param name="staff">Who has the conversation, and as whom the consumer sees it.</param>
    /// <param name="clientId">The same again gives the entry that stands.</param>
    public async Task<Outcome<TimelineEntry>> Say(ITransaction transaction, string conversation, Actor staff, string clientId, string text)
    {
        if (await conversations.Lock(transaction, conversation) is not { } row)
        {
            return Problem.NotFound("The conversation");
        }

        var useful = Usefulness.Of(text, canned: false, files: 0);
        if (ConversationRules.AgentSpeaks(row, staff.Id!, mayAlways: false, text, useful, clock.Now).Problem is { } problem)
        {
            return problem;
        }

        try
        {
            return await conversations.AgentSays(transaction, row, staff, mayAlways: false, new NewMessage(clientId, text, new EntryContent { Useful = useful }));
        }
        catch (DuplicateEntryException said)
        {
            return said.Entry;
        }
    }
}
