using Patella.Platform.Identifiers;
using Patella.Platform.Messaging;
using Patella.Platform.Ownership;

namespace Patella.Service.Voices.Engine;

/// <summary>One tenant's engine: in the process that owns the tenant's voices it understands them in order, counts them and seals them into blocks.</summary>
internal sealed class VoicesEngine(TenantId tenant, EngineParts parts) : IPartitionOwner
{
    private static readonly TimeSpan LongestSleep = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ShortestSleep = TimeSpan.FromMilliseconds(20);

    public static string Partition(TenantId tenant) => $"voices/{tenant}";

    public async Task Run(Ownership ownership)
    {
        using var wake = new WakeUp(parts.Bus, VoiceStore.IntakeTopic(tenant));
        var run = await EngineRun.Start(tenant, parts, ownership.Lost);
        while (!ownership.Lost.IsCancellationRequested)
        {
            if (!await run.Work(ownership.Check, ownership.Lost))
            {
                var minute = parts.Business.ToMachine(TimeSpan.FromMinutes(1));
                await wake.Sleep(minute < LongestSleep ? minute < ShortestSleep ? ShortestSleep : minute : LongestSleep, ownership.Lost);
            }
        }
    }

    public Task<string> Handle(Ownership ownership, string command, string payload) => throw new NotSupportedException("Voices are taken in by their log.");
}

/// <summary>The engine of every tenant as background work.</summary>
internal sealed class EngineWorker(EngineParts parts) : ITenantWorker
{
    public (string Partition, IPartitionOwner Owner) For(TenantId tenant) => (VoicesEngine.Partition(tenant), new VoicesEngine(tenant, parts));
}
