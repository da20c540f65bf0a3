using System.Collections.Concurrent;
using System.Threading.Channels;
using Patella.Platform.Identifiers;

namespace Patella.Platform.Storage;

/// <summary>
/// Gathers what many callers want to write to one tenant, so that a group goes into one transaction: those that come while one runs go into the next, in the order
/// in which they came. Nobody waits for others to come, and each is answered for itself.
/// </summary>
/// <param name="together">Most items of a group.</param>
/// <param name="most">Items of one tenant that may wait; more are refused.</param>
/// <param name="things">What they are, for the refusal: "messages".</param>
/// <param name="write">Writes a group and answers each of its items; it lets no failure out.</param>
public sealed class GatheredWrites<TItem, TAnswer>(int together, int most, string things, Func<TenantId, IReadOnlyList<GatheredItem<TItem, TAnswer>>, Task> write)
{
    private readonly ConcurrentDictionary<TenantId, Lane> _lanes = new();

    /// <summary>The item's answer, once its group has been written.</summary>
    /// <exception cref="StoreUnavailableException">Too many wait; nothing was changed.</exception>
    public Task<TAnswer> Add(TenantId tenant, TItem item)
    {
        var waiting = new GatheredItem<TItem, TAnswer>(item);
        var lane = _lanes.GetOrAdd(tenant, _ => new Lane(most));
        if (!lane.Queue.Writer.TryWrite(waiting))
        {
            throw new StoreUnavailableException($"More than {most} {things} are waiting. Nothing was changed.");
        }

        if (Interlocked.Exchange(ref lane.Running, 1) == 0)
        {
            _ = Task.Run(() => Drain(tenant, lane));
        }

        return waiting.Answered;
    }

    /// <summary>
    /// Gathers what one transaction answers, item by item. A group that cannot be written is tried one by one, so that each gets its own answer; one that meets
    /// another of its id at the same moment is tried once more, now that there is one to be compared with.
    /// </summary>
    public static GatheredWrites<TItem, TAnswer> Over(IStore store, int together, int most, string things, Func<ITransaction, IReadOnlyList<TItem>, Task<IReadOnlyList<TAnswer>>> decide)
    {
        return new(together, most, things, (tenant, group) => Write(tenant, group, mayRepeat: true));

        async Task Write(TenantId tenant, IReadOnlyList<GatheredItem<TItem, TAnswer>> group, bool mayRepeat)
        {
            try
            {
                var answers = await store.Write(tenant, transaction => decide(transaction, [.. group.Select(waiting => waiting.Item)]));
                for (var index = 0; index < answers.Count; index++)
                {
                    group[index].Answer(answers[index]);
                }
            }
            catch (StoreUnavailableException unavailable)
            {
                foreach (var waiting in group)
                {
                    waiting.Fail(unavailable);
                }
            }
            catch (Exception) when (group.Count > 1)
            {
                foreach (var waiting in group)
                {
                    await Write(tenant, [waiting], mayRepeat: true);
                }
            }
            catch (VersionConflictException) when (mayRepeat)
            {
                await Write(tenant, group, mayRepeat: false);
            }
            catch (Exception failure)
            {
                group[0].Fail(failure);
            }
        }
    }

    private async Task Drain(TenantId tenant, Lane lane)
    {
        do
        {
            while (lane.Queue.Reader.TryRead(out var first))
            {
                var group = new List<GatheredItem<TItem, TAnswer>> { first };
                while (group.Count < together && lane.Queue.Reader.TryRead(out var next))
                {
                    group.Add(next);
                }

                await write(tenant, group);
            }

            Interlocked.Exchange(ref lane.Running, 0);
        }
        while (lane.Queue.Reader.Count > 0 && Interlocked.Exchange(ref lane.Running, 1) == 0);
    }

    private sealed class Lane(int most)
    {
        public int Running;

        public Channel<GatheredItem<TItem, TAnswer>> Queue { get; } = Channel.CreateBounded<GatheredItem<TItem, TAnswer>>(new BoundedChannelOptions(most) { SingleReader = true });
    }
}

/// <summary>Something that waits to be written with others, and the answer that its caller waits for.</summary>
public sealed class GatheredItem<TItem, TAnswer>(TItem item)
{
    private readonly TaskCompletionSource<TAnswer> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public TItem Item => item;

    internal Task<TAnswer> Answered => _answer.Task;

    public void Answer(TAnswer answer) => _answer.TrySetResult(answer);

    public void Fail(Exception failure) => _answer.TrySetException(failure);
}
