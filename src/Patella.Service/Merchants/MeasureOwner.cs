using System.Text.Json;
using Microsoft.Extensions.Logging;
using Patella.Platform.Clocks;
using Patella.Platform.Identifiers;
using Patella.Platform.Messaging;
using Patella.Platform.Ownership;
using Patella.Platform.Storage;
using Patella.Service.Actions.Marketplace;
using Patella.Service.Edge;
using Patella.Service.Tenants;

namespace Patella.Service.Merchants;

/// <summary>Carries one tenant's measures to the marketplace and asks what became of them. There are few: one after the other.</summary>
internal sealed class MeasureOwner(TenantId tenant, MeasureSettler settler, IMarketplace marketplace, TenantStore tenants, IStore store, MachineTime machine, IBus bus, ILogger<MeasureOwner> logger)
    : MarketplaceOwner<ShopMeasure>(tenant, MeasureDesk.Topic(tenant), MeasureRows.Sql["Due"], MeasureRows.Sql["NextDue"], 1, marketplace, tenants, store, machine, bus, logger)
{
    protected override async Task Step(Ownership ownership, ShopMeasure measure)
    {
        var (settings, sending) = (await Settings(ownership), measure.SentAt is null);
        if (sending && !await Write(ownership, transaction => settler.BeginSending(transaction, measure.Id, settings.TimeoutSeconds)))
        {
            return;
        }

        var answer = await Ask(measure.Key, sending ? ChangeOf(measure) : null, settings, ownership.Lost);
        await Write(ownership, transaction => settler.Settle(transaction, measure.Id, measure.Key, answer, settings.SettledAfter));
    }

    private static MarketplaceChange ChangeOf(ShopMeasure measure) => new(
        measure.Key,
        measure.Kind == MeasureKinds.Suspend ? measure.State == MeasureState.Lifting ? ChangeKinds.OpenShop : ChangeKinds.SuspendShop : measure.State == MeasureState.Lifting ? ChangeKinds.TakeReward : ChangeKinds.RewardShop,
        "", JsonSerializer.SerializeToElement(new { shop = measure.Shop, rule = measure.Rule, measure.Days, measure.Reward }, Json.Options));
}

internal sealed class MeasureWorker(MeasureSettler settler, IMarketplace marketplace, TenantStore tenants, IStore store, MachineTime machine, IBus bus, ILogger<MeasureOwner> logger) : ITenantWorker
{
    public (string Partition, IPartitionOwner Owner) For(TenantId tenant) => ("shop-measures:" + tenant.Value, new MeasureOwner(tenant, settler, marketplace, tenants, store, machine, bus, logger));
}
