using Patella.Kernel.Ledger;
using Patella.Platform.Identifiers;
using Patella.Platform.Storage;
using Patella.Service.Edge;
using Waiting = Patella.Platform.Storage.GatheredItem<System.Collections.Generic.IReadOnlyList<Patella.Kernel.Ledger.TransferOrder>, Patella.Service.Edge.Outcome<Patella.Service.Ledger.Posted>>;

namespace Patella.Service.Ledger;

/// <summary>
/// Postings that are a transaction by themselves, written together (<see cref="GatheredWrites{TItem, TAnswer}"/>): each is answered for itself after the commit
/// that has it, and an account that all of them want is locked once.
/// </summary>
public sealed class PostingIntake(IStore store, GeneralLedger ledger)
{
    /// <summary>Postings in one transaction.</summary>
    internal const int TogetherLimit = 512;

    /// <summary>Postings of one tenant that may wait; more are refused with <see cref="StoreUnavailableException"/>.</summary>
    internal const int WaitLimit = 16_384;

    private readonly GatheredWrites<IReadOnlyList<TransferOrder>, Outcome<Posted>> _writes =
        new(TogetherLimit, WaitLimit, "postings", (tenant, group) => Write(store, ledger, tenant, group, mayRepeat: true));

    /// <summary>Posts linked transfers and answers after the commit. When the outcome is unknown the same ids may be sent again.</summary>
    /// <exception cref="StoreUnavailableException">The store did not take it, or too many wait.</exception>
    public async Task<Outcome<Posted>> Post(TenantId tenant, params IReadOnlyList<TransferOrder> linked) => await _writes.Add(tenant, linked);

    private static async Task Write(IStore store, GeneralLedger ledger, TenantId tenant, IReadOnlyList<Waiting> group, bool mayRepeat)
    {
        try
        {
            var answers = await store.Write(tenant, transaction => ledger.PostMany(transaction, [.. group.Select(waiting => waiting.Item)]));
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
            // One of them cannot be written, and the store does not tell which: each tries by itself and gets its own answer.
            foreach (var waiting in group)
            {
                await Write(store, ledger, tenant, [waiting], mayRepeat: true);
            }
        }
        catch (VersionConflictException) when (mayRepeat)
        {
            // Somebody used its id at the same moment: now that one is there to be compared with.
            await Write(store, ledger, tenant, group, mayRepeat: false);
        }
        catch (Exception failure)
        {
            group[0].Fail(failure);
        }
    }
}
