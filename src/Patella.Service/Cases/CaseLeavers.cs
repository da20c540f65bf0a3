using Patella.Platform.Storage;
using Patella.Platform.Timeline;
using Patella.Service.Access;
using Patella.Service.Edge;

namespace Patella.Service.Cases;

/// <summary>
/// Nobody's case stays with somebody who has left: what they kept goes to the deputy, who gets a deputy of their own; what they only owned goes back
/// into the unit's queue. Reading twice changes nothing.
/// </summary>
internal sealed class CaseLeavers(CaseStore cases, CaseEffects effects, CaseOwners owners, StaffStore people) : ITimelineReader
{
    public string Name => "cases-leavers";

    public bool Concerns(TimelineEntry entry) => entry is { Kind: "access.staff-saved", Staff: not null };

    public async Task Apply(ITransaction transaction, IReadOnlyList<TimelineEntry> entries)
    {
        foreach (var staff in entries.Where(Concerns).Select(entry => entry.Staff!).Distinct())
        {
            if (await people.Find(transaction, staff) is not { Active: true })
            {
                await Leave(transaction, staff);
            }
        }
    }

    private async Task Leave(ITransaction transaction, string staff)
    {
        var settings = await owners.Settings(transaction);
        foreach (var found in await cases.HeldBy(transaction, staff))
        {
            if (await cases.Lock(transaction, found.Id) is { IsOpen: true, MergedInto: null } state )
            {
                await effects.Save(transaction, state, await Next(transaction, state, staff), CaseActor.System, settings);
            }
        }
    }

    private async Task<IReadOnlyList<CaseEvent>> Next(IReader reader, CaseState state, string staff)
    {
        if (state.Keeper?.Id != staff)
        {
            return state.Owner?.Id == staff ? [new CaseAssigned(null)] : [];
        }

        var heir = state.Deputy is { } deputy ? await owners.Serving(reader, deputy.Id) : null;
        heir ??= await owners.DeputyOf(reader, staff, state.Language);
        return heir is null ? [new CaseKeeperNamed(null, null), new CaseAssigned(null)] : [new CaseKeeperNamed(heir, await owners.DeputyOf(reader, heir.Id, state.Language))];
    }
}
