using Patella.Platform.Storage;
using Patella.Platform.Timers;

namespace Patella.Service.Cases;

/// <summary>Silence accepts a transfer, and settles by rule what nobody settled.</summary>
public sealed class CaseTimers(CaseStore cases, CaseEffects effects, CaseOwners owners) : ITimerHandler
{
    public string Capability => CaseEffects.Capability;

    public async Task Fire(ITransaction transaction, BusinessTimer timer)
    {
        var mark = timer.Key.IndexOf('/');
        if (mark > 0 && await cases.Lock(transaction, timer.Key[..mark]) is { } state)
        {
            var facts = await owners.FactsFor(transaction, state);
            await effects.Save(transaction, state, CaseRules.AcceptByClock(state, timer.Key[(mark + 1)..], facts), CaseActor.System, facts.Settings);
        }
    }
}
