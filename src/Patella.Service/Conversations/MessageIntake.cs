using Patella.Platform.Identifiers;
using Patella.Platform.Storage;
using Patella.Platform.Timeline;
using Waiting = Patella.Platform.Storage.GatheredItem<Patella.Service.Conversations.ConsumerMessage, Patella.Platform.Timeline.TimelineEntry?>;

namespace Patella.Service.Conversations;

/// <summary>
/// Writes plain messages of consumers together (<see cref="GatheredWrites{TItem, TAnswer}"/>); each is answered after the commit that has it. On the embedded store
/// every command is grouped already, so there it does nothing.
/// </summary>
public sealed class MessageIntake(IStore store, ConversationStore conversations)
{
    /// <summary>Messages in one transaction.</summary>
    internal const int TogetherLimit = 256;

    /// <summary>Messages of one tenant that may wait; more are refused with <see cref="StoreUnavailableException"/>.</summary>
    internal const int WaitLimit = 16_384;

    private readonly GatheredWrites<ConsumerMessage, TimelineEntry?> _writes = new(TogetherLimit, WaitLimit, "messages", (tenant, group) => Write(store, conversations, tenant, group));

    /// <summary>Whether messages are gathered on this store.</summary>
    public bool Gathers => store.Kind == StoreKind.Postgres;

    /// <summary>The message's entry after its commit; null when it is to be written by itself.</summary>
    internal async Task<TimelineEntry?> Take(TenantId tenant, ConsumerMessage message) => await _writes.Add(tenant, message);

    private static async Task Write(IStore store, ConversationStore conversations, TenantId tenant, IReadOnlyList<Waiting> group)
    {
        try
        {
            var entries = await store.Write(tenant, transaction => conversations.ConsumersSay(transaction, [.. group.Select(waiting => waiting.Item)]));
            for (var index = 0; index < entries.Count; index++)
            {
                group[index].Answer(entries[index]);
            }
        }
        catch (StoreUnavailableException unavailable)
        {
            foreach (var waiting in group)
            {
                waiting.Fail(unavailable);
            }
        }
        catch (Exception)
        {
            // One of them cannot be written, and the store does not tell which: each tries by itself and gets its own answer.
            foreach (var waiting in group)
            {
                waiting.Answer(null);
            }
        }
    }
}
