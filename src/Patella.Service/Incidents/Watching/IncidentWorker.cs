using Patella.Platform.Clocks;
using Patella.Platform.Identifiers;
using Patella.Platform.Messaging;
using Patella.Platform.Ownership;

namespace Patella.Service.Incidents.Watching;

/// <summary>Watches one tenant's voices in the process that owns them.</summary>
internal sealed class IncidentOwner(TenantId tenant, WatchParts parts) : IPartitionOwner
{
    private static readonly TimeSpan LongestSleep = TimeSpan.FromSeconds(1);

    public static string Partition(TenantId tenant) => $"incidents/{tenant}";

    public async Task Run(Ownership ownership)
    {
        using var wake = new WakeUp(parts.Bus, "voices-labelled:" + tenant.Value);
        var run = await WatchRun.Start(tenant, parts, ownership.Lost);
        while (!ownership.Lost.IsCancellationRequested)
        {
            if (!await run.Work(ownership.Check, ownership.Lost))
            {
                await wake.Sleep(LongestSleep, ownership.Lost);
            }
        }
    }

    public Task<string> Handle(Ownership ownership, string command, string payload) => throw new NotSupportedException("What people say of incidents is written into the log of voices.");
}

/// <summary>The watch of every tenant as background work.</summary>
internal sealed class IncidentWorker(WatchParts parts) : ITenantWorker
{
    public (string Partition, IPartitionOwner Owner) For(TenantId tenant) => (IncidentOwner.Partition(tenant), new IncidentOwner(tenant, parts));
}
