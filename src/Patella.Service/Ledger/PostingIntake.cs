using Patella.Kernel.Ledger;
using Patella.Platform.Identifiers;
using Patella.Platform.Storage;
using Patella.Service.Edge;

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
        GatheredWrites<IReadOnlyList<TransferOrder>, Outcome<Posted>>.Over(store, TogetherLimit, WaitLimit, "postings", ledger.PostMany);

    /// <summary>Posts linked transfers and answers after the commit. When the outcome is unknown the same ids may be sent again.</summary>
    /// <exception cref="StoreUnavailableException">The store did not take it, or too many wait.</exception>
    public async Task<Outcome<Posted>> Post(TenantId tenant, params IReadOnlyList<TransferOrder> linked) => await _writes.Add(tenant, linked);
}
