using Patella.Platform.Identifiers;
using Patella.Platform.Ownership;
using Patella.Platform.Storage;
using Patella.Service.Edge;
using Patella.Service.Policies.Guarding;

namespace Patella.Service.Policies.Backtests;

/// <summary>
/// Packs decisions into blocks, once there are enough for one. A block is marked in one transaction, read and packed outside of any, and closed in another:
/// whatever is lost in between is found again as a marked block. Erasing a person's facts takes its blocks apart; a block that was taken apart meanwhile is not closed.
/// </summary>
internal sealed class DecisionPacker(IStore store)
{
    private static readonly Statements Sql = PolicyRows.Sql;

    /// <returns>Blocks closed.</returns>
    public async Task<int> Pack(TenantId tenant, int least = DecisionBlock.Size)
    {
        var closed = 0;
        foreach (var policy in await store.Read(tenant, reader => reader.Many<string>(Sql["OpenBlockPolicies"])))
        {
            foreach (var block in await store.Read(tenant, reader => reader.Many<long>(Sql["OpenBlocks"], new { policy })))
            {
                closed += await Close(tenant, policy, block);
            }
        }

        foreach (var policy in await store.Read(tenant, reader => reader.Many<string>(Sql["LoosePolicies"], new { least })))
        {
            while (await Mark(tenant, policy, least) is { } block)
            {
                closed += await Close(tenant, policy, block);
            }
        }

        return closed;
    }

    private Task<long?> Mark(TenantId tenant, string policy, int least) => store.Write<long?>(tenant, async transaction =>
    {
        await Life.VersionRows.Hold(transaction, policy);
        if (!(await transaction.Many<string>(Sql["LoosePolicies"], new { least })).Contains(policy))
        {
            return null;
        }

        var block = await transaction.One<long>(Sql["NextBlock"], new { policy });
        if (await transaction.Execute(Sql["MarkBlock"], new { policy, block, limit = DecisionBlock.Size }) == 0)
        {
            return null;
        }

        await transaction.Execute(Sql["AddBlock"], new { policy, block });
        return block;
    });

    private async Task<int> Close(TenantId tenant, string policy, long block)
    {
        var rows = await store.Read(tenant, reader => reader.Many<PolicyDecisionRow>(Sql["RowsOfBlock"], new { policy, block }));
        var columns = DecisionBlock.Pack(rows).ToDictionary(column => column.Key, column => column.Value.ToBytes());
        return await store.Write(tenant, async transaction =>
        {
            if (await transaction.Execute(Sql["CloseBlock"], new { policy, block, paths = Json.Write(columns.Keys.Order(StringComparer.Ordinal)), decisions = rows.Count }) == 0)
            {
                return 0;
            }

            foreach (var (path, content) in columns)
            {
                await transaction.Execute(Sql["AddColumn"], new { policy, block, path, content });
            }

            return 1;
        });
    }
}

/// <summary>Packs in the background, a process a tenant.</summary>
internal sealed class PackerWorker(DecisionPacker packer) : ITenantWorker
{
    public (string Partition, IPartitionOwner Owner) For(TenantId tenant) => ("policy-packer:" + tenant.Value, new Owner(tenant, packer));

    private sealed class Owner(TenantId tenant, DecisionPacker packer) : IPartitionOwner
    {
        private static readonly TimeSpan Look = TimeSpan.FromSeconds(30);

        public async Task Run(Ownership ownership)
        {
            while (!ownership.Lost.IsCancellationRequested)
            {
                await packer.Pack(tenant);
                await Task.Delay(Look, ownership.Lost);
            }
        }

        public Task<string> Handle(Ownership ownership, string command, string payload) => throw new NotSupportedException("Decisions are packed without being told.");
    }
}
