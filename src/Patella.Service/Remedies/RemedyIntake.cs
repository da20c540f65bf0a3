using Patella.Platform.Identifiers;
using Patella.Platform.Storage;
using Patella.Service.Edge;
using Waiting = Patella.Platform.Storage.GatheredItem<Patella.Service.Remedies.NewRemedy, Patella.Service.Edge.Outcome<Patella.Service.Remedies.Remedy>>;

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

    private readonly GatheredWrites<NewRemedy, Outcome<Remedy>> _writes = new(TogetherLimit, WaitLimit, "remedies", (tenant, group) => Write(store, desk, tenant, group, mayRepeat: true));

    /// <summary>Decides and gives a remedy, and answers after the commit. When the outcome is unknown the same may be sent again.</summary>
    /// <exception cref="StoreUnavailableException">The store did not take it, or too many wait.</exception>
    public async Task<Outcome<Remedy>> Give(TenantId tenant, NewRemedy remedy) => await _writes.Add(tenant, remedy);

    private static async Task Write(IStore store, RemedyDesk desk, TenantId tenant, IReadOnlyList<Waiting> group, bool mayRepeat)
    {
        try
        {
            var answers = await store.Write(tenant, transaction => desk.GiveMany(transaction, [.. group.Select(waiting => waiting.Item)]));
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
                await Write(store, desk, tenant, [waiting], mayRepeat: true);
            }
        }
        catch (VersionConflictException) when (mayRepeat)
        {
            // Somebody used its id at the same moment: now that one is there to be compared with.
            await Write(store, desk, tenant, group, mayRepeat: false);
        }
        catch (Exception failure)
        {
            group[0].Fail(failure);
        }
    }
}
