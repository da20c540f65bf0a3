using Patella.Platform.Identifiers;
using Patella.Platform.Ownership;
using Patella.Platform.Storage;

namespace Patella.Service.Standards;

/// <summary>One counter a tenant.</summary>
internal sealed class ClockCounterWorker(IStore store) : ITenantWorker
{
    public (string Partition, IPartitionOwner Owner) For(TenantId tenant) => ("standards-sums:" + tenant.Value, new ClockCounter(tenant, store));
}

/// <summary>Moves ended clocks into the sums. Nothing waits for it: what it has not counted the report counts itself.</summary>
internal sealed class ClockCounter(TenantId tenant, IStore store) : IPartitionOwner
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(10);

    public async Task Run(Ownership ownership)
    {
        while (!ownership.Lost.IsCancellationRequested)
        {
            if (await store.Read(tenant, reader => reader.One<string>(StandardBooks.Sql["AnyNotCounted"]), ownership.Lost) is null || await Count(ownership) < ClockSums.AtOnce)
            {
                await Task.Delay(Look, ownership.Lost);
            }
        }
    }

    public Task<string> Handle(Ownership ownership, string command, string payload) => throw new NotSupportedException("The counter of clocks takes no commands.");

    private Task<int> Count(Ownership ownership) => store.Write(tenant, async transaction =>
    {
        await ownership.Check(transaction);
        return await ClockSums.Count(transaction);
    });
}
