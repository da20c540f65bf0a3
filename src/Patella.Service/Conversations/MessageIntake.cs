using System.Collections.Concurrent;
using System.Threading.Channels;
using Patella.Platform.Identifiers;
using Patella.Platform.Storage;
using Patella.Platform.Timeline;

namespace Patella.Service.Conversations;

/// <summary>
/// Writes plain messages of consumers together: those that come while one transaction runs go into the next. Nobody waits for others to come,
/// and each is answered after the commit that has it. On the embedded store every command is grouped already, so there it does nothing.
/// </summary>
public sealed class MessageIntake(IStore store, ConversationStore conversations)
{
    /// <summary>Messages in one transaction.</summary>
    internal const int TogetherLimit = 256;

    /// <summary>Messages of one tenant that may wait; more are refused with <see cref="StoreUnavailableException"/>.</summary>
    internal const int WaitLimit = 16_384;

    private readonly ConcurrentDictionary<TenantId, Lane> _lanes = new();

    /// <summary>Whether messages are gathered on this store.</summary>
    public bool Gathers => store.Kind == StoreKind.Postgres;

    /// <summary>The message's entry after its commit; null when it is to be written by itself.</summary>
    internal async Task<TimelineEntry?> Take(TenantId tenant, ConsumerMessage message)
    {
        var waiting = new Waiting(message);
        var lane = _lanes.GetOrAdd(tenant, static _ => new Lane());
        if (!lane.Queue.Writer.TryWrite(waiting))
        {
            throw new StoreUnavailableException($"More than {WaitLimit} messages are waiting. Nothing was changed.");
        }

        if (Interlocked.Exchange(ref lane.Running, 1) == 0)
        {
            _ = Task.Run(() => Drain(tenant, lane));
        }

        return await waiting.Answer.Task;
    }

    private async Task Drain(TenantId tenant, Lane lane)
    {
        var group = new List<Waiting>(TogetherLimit);
        do
        {
            while (lane.Queue.Reader.TryRead(out var first))
            {
                group.Add(first);
                while (group.Count < TogetherLimit && lane.Queue.Reader.TryRead(out var next))
                {
                    group.Add(next);
                }

                await Write(tenant, group);
                group.Clear();
            }

            Interlocked.Exchange(ref lane.Running, 0);
        }
        while (lane.Queue.Reader.Count > 0 && Interlocked.Exchange(ref lane.Running, 1) == 0);
    }

    private async Task Write(TenantId tenant, List<Waiting> group)
    {
        try
        {
            var messages = group.ConvertAll(waiting => waiting.Message);
            var entries = await store.Write(tenant, transaction => conversations.ConsumersSay(transaction, messages));
            for (var index = 0; index < entries.Count; index++)
            {
                group[index].Answer.SetResult(entries[index]);
            }
        }
        catch (StoreUnavailableException unavailable)
        {
            group.ForEach(waiting => waiting.Answer.SetException(unavailable));
        }
        catch (Exception)
        {
            // One of them cannot be written, and the store does not tell which: each tries by itself and gets its own answer.
            group.ForEach(waiting => waiting.Answer.SetResult(null));
        }
    }

    private sealed class Lane
    {
        public int Running;

        public Channel<Waiting> Queue { get; } = Channel.CreateBounded<Waiting>(new BoundedChannelOptions(WaitLimit) { SingleReader = true });
    }

    private sealed class Waiting(ConsumerMessage message)
    {
        public ConsumerMessage Message => message;

        public TaskCompletionSource<TimelineEntry?> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
