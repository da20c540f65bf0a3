using Patella.Platform.Clocks;
using Patella.Platform.Storage;
using Patella.Platform.Timers;

namespace Patella.Service.Conversations;

/// <summary>
/// Ends what nobody ends: a conversation in which bot and consumer have been silent for a day, and an agent's wrap-up after a while. One timer a conversation;
/// it looks, and when something has happened meanwhile it looks again later, so that no message pays for it.
/// </summary>
internal sealed class QuietConversations(ConversationStore conversations, BusinessTime clock) : ITimerHandler
{
    public const string Name = "conversations";

    /// <summary>Silence after which a conversation with the bot is over, microseconds of business time.</summary>
    public const long BotPatience = 24L * 3600 * Microseconds.PerSecond;

    /// <summary>What an agent has for the wrap-up, microseconds of business time.</summary>
    public const long WrapupPatience = 10L * 60 * Microseconds.PerSecond;

    private const long AgainAfter = 60 * Microseconds.PerSecond;

    public string Capability => Name;

    public async Task Fire(ITransaction transaction, BusinessTimer timer)
    {
        // Whoever speaks holds the conversation and may want the timer's row, which this transaction holds: waiting here would be a deadlock.
        if (await conversations.TryLock(transaction, timer.Key) is not { } row)
        {
            if (await conversations.Find(transaction, timer.Key) is not null)
            {
                await conversations.WatchFrom(transaction, timer.Key, clock.Now + AgainAfter);
            }

            return;
        }

        if (ConversationState.IsOver(row.State))
        {
            return;
        }

        var patience = row.State == ConversationState.Wrapup ? WrapupPatience : BotPatience;
        if (row.State is ConversationState.Bot or ConversationState.Wrapup && clock.Now - row.LastAt >= patience)
        {
            await conversations.Close(transaction, row.Id, Actor.System);
            return;
        }

        // With a person, or waiting for one: never ended by silence, but it may come back to the bot.
        await conversations.WatchFrom(transaction, row.Id, Math.Max(clock.Now, row.LastAt) + patience);
    }
}
