using Patella.Platform.Identifiers;
using Patella.Platform.Storage;
using Patella.Service.Edge;

namespace Patella.Service.Remedies;

/// <summary>
/// Remedies that are a transaction by themselves, written together: gestures and guarantees, which draw on one fund by the thousand. Each is answered for itself
/// after the commit that has it, and the fund they share is locked once a group, not once a consumer.
/// </summary>
public sealed class RemedyIntake(IStore store, RemedyDesk desk)
{
    /// <summary>Remedies in one transaction.</summary>
    internal const int TogetherLimit = 256;

    /// <summary>Remedies of one tenant that may wait; more are refused with <see cref="StoreUnavailableException"/>.</summary>
    internal const int WaitLimit = 8_192;

    private readonly GatheredWrites<NewRemedy, Outcome<Remedy>> _writes = GatheredWrites<NewRemedy, Outcome<Remedy>>.Over(store, TogetherLimit, WaitLimit, "remedies", desk.GiveMany);

    /// <summary>Decides and gives a remedy, and answers after the commit. When the outcome is unknown the same may be sent again.</summary>
    /// <exception cref="StoreUnavailableException">The store did not take it, or too many wait.</exception>
    public async Task<Outcome<Remedy>> Give(TenantId tenant, NewRemedy remedy) => await _writes.Add(tenant, remedy);
}
