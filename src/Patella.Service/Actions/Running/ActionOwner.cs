using System.Text.Json;
using Microsoft.Extensions.Logging;
using Patella.Platform.Clocks;
using Patella.Platform.Identifiers;
using Patella.Platform.Messaging;
using Patella.Platform.Ownership;
using Patella.Platform.Storage;
using Patella.Service.Actions.Marketplace;
using Patella.Service.Tenants;

namespace Patella.Service.Actions.Running;

/// <summary>Carries one tenant's actions to the marketplace, once the consumer's money is there, and asks what became of them.</summary>
internal sealed class ActionOwner(TenantId tenant, ActionSettler settler, IMarketplace marketplace, ActionMoneys moneys, TenantStore tenants, IStore store, MachineTime machine, IBus bus, ILogger<ActionOwner> logger)
    : MarketplaceOwner<ServiceAction>(tenant, ActionDesk.Topic(tenant), ActionRows.Sql["Due"], ActionRows.Sql["NextDue"], AtOnce, marketplace, tenants, store, machine, bus, logger)
{
    private const int AtOnce = 16;

    protected override async Task Step(Ownership ownership, ServiceAction action)
    {
        if (action.State == ActionState.Collecting)
        {
            var collected = await Store.Read(Tenant, reader => moneys.Collected(reader, action), ownership.Lost);
            await Write(ownership, transaction => settler.Collected(transaction, action.Id, collected));
            if (collected != true)
            {
                return;
            }
        }

        var (settings, sending) = (await Settings(ownership), action.SentAt is null);
        if (sending && !await Write(ownership, transaction => settler.BeginSending(transaction, action.Id, settings)))
        {
            return;
        }

        var answer = await Ask(action.Id, sending ? ChangeOf(action) : null, settings, ownership.Lost);
        await Write(ownership, transaction => settler.Settle(transaction, action.Id, answer, settings));
    }

    private static MarketplaceChange ChangeOf(ServiceAction action)
        => new(action.Id, Kinds.ActionKinds.Find(action.Kind)!.Change!, action.Number, JsonSerializer.Deserialize<JsonElement>(action.Change!));
}

internal sealed class ActionWorker(ActionSettler settler, IMarketplace marketplace, ActionMoneys moneys, TenantStore tenants, IStore store, MachineTime machine, IBus bus, ILogger<ActionOwner> logger) : ITenantWorker
{
    public (string Partition, IPartitionOwner Owner) For(TenantId tenant) => ("actions:" + tenant.Value, new ActionOwner(tenant, settler, marketplace, moneys, tenants, store, machine, bus, logger));
}
