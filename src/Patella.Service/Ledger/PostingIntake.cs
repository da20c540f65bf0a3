using System.Collections.Concurrent;
using System.Threading.Channels;
using Patella.Kernel.Ledger;
using Patella.Platform.Identifiers;
using Patella.Platform.Storage;
using Patella.Service.Edge;

namespace Patella.Service.Ledger;

/// <summary>
/// Postings that are a transaction by themselves, written together: those that come while one transaction runs go into the next. Nobody waits for others to
/// come, each is answered for itself after the commit that has it, and an account that all of them want is locked once.
/// </summary>
public sealed class PostingIntake(IStore store, GeneralLedger ledger)
{
    /// <summary>Postings in one transaction.</summary>
    internal const int TogetherLimit = 512;

    /// <summary>Postings of one tenant that may wait; more are refused with <see cref="StoreUnavailableException"/>.</summary>
    internal const int WaitLimit = 16_384;

    private readonly ConcurrentDictionary<TenantId, Lane> _lanes = new();

    /// <summary>Posts linked transfers and answers after the commit. When the outcome is unknown the same ids may be sent again.</summary>
    /// <exception cref="StoreUnavailableException">The store did not take it, or too many wait.</exception>
    public async Task<Outcome<Posted>> Post(TenantId tenant, params IReadOnlyList<TransferOrder> linked)
    {
        var waiting = new Waiting(linked);
        var lane = _lanes.GetOrAdd(tenant, static _ => new Lane());
        if (!lane.Queue.Writer.TryWrite(waiting))
        {
            throw new StoreUnavailableException($"More than {WaitLimit} postings are waiting. Nothing was changed.");
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
            var answers = await store.Write(tenant, transaction => ledger.PostMany(transaction, group.ConvertAll(waiting => waiting.Linked)));
            for (var index = 0; index < answers.Count; index++)
            {
                group[index].Answer.TrySetResult(answers[index]);
            }
        }
        catch (StoreUnavailableException unavailable)
        {
            group.ForEach(waiting => waiting.Answer.TrySetException(unavailable));
        }
        catch (Exception) when (group.Count > 1)
        {
            // One of them cannot be written, and the store does not tell which: each tries by itself and gets its own answer.
            foreach (var waiting in group)
            {
                await Write(tenant, [waiting]);
            }
        }
        catch (VersionConflictException) when (!group[0].Again)
        {
            // Somebody used its id at the same moment: now that one is there to be compared with.
            group[0].Again = true;
            await Write(tenant, group);
        }
        catch (Exception failure)
        {
            group[0].Answer.TrySetException(failure);
        }
    }

    private sealed class Lane
    {
        public int Running;

        public Channel<Waiting> Queue { get; } = Channel.CreateBounded<Waiting>(new BoundedChannelOptions(WaitLimit) { SingleReader = true });
    }

    private sealed class Waiting(IReadOnlyList<TransferOrder> linked)
    {
        public IReadOnlyList<TransferOrder> Linked => linked;

        public bool Again { get; set; }

        public TaskCompletionSource<Outcome<Posted>> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
