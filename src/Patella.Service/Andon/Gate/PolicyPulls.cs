using Patella.Platform.Storage;
using Patella.Service.Andon.Pulls;
using Patella.Service.Edge;
using Patella.Service.Policies.Life;

namespace Patella.Service.Andon.Gate;

/// <summary>Our own rules pass the same gate: while a cord is pulled on a policy, no version of it begins to decide.</summary>
internal sealed class PolicyPulls : IPolicyVeto
{
    public async Task<Problem?> Standing(ITransaction transaction, string policy)
    {
        await PullRows.HoldTarget(transaction, TargetKinds.Policy, policy);
        return await PullRows.LiveOf(transaction, TargetKinds.Policy, policy) is { Count: > 0 } live ? GateStates.Blocks(live) : null;
    }
}
