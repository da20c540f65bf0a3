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

/// <summary>Carries one tenant's measures to the marketplace and asks what became of them, in the process that owns them. There are few: one after the other.</summary>
internal sealed partial class MeasureOwner(TenantId tenant, MeasureSettler settler, IMarketplace marketplace, TenantStore tenants, IStore store, MachineTime machine, IBus bus, ILogger<MeasureOwner> logger) : IPartitionOwner
{
    private const int BatchLimit = 32;
    private static readonly TimeSpan LongestSleep = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ShortestSleep = TimeSpan.FromMilliseconds(5);

    public async Task Run(Ownership ownership)
    {
        using var wake = new WakeUp(bus, MeasureDesk.Topic(tenant));
        while (!ownership.Lost.IsCancellationRequested)
        {
            if (await Work(ownership) == 0)
            {
                await wake.Sleep(await UntilNext(ownership), ownership.Lost);
            }
        }
    }

    public Task<string> Handle(Ownership ownership, string command, string payload) => throw new NotSupportedException("Measures are decided in transactions.");

    /// <summary>Takes every measure that is due one step further.</summary>
    private async Task<int> Work(Ownership ownership)
    {
        var due = await store.Read(tenant, reader => reader.Many<ShopMeasure>(MeasureRows.Sql["Due"], new { now = machine.Now, limit = BatchLimit }), ownership.Lost);
        foreach (var measure in due)
        {
            await Step(ownership, measure);
        }

        return due.Count;
    }

    private async Task<TimeSpan> UntilNext(Ownership ownership)
    {
        var next = await store.Read(tenant, reader => reader.One<long?>(MeasureRows.Sql["NextDue"]), ownership.Lost);
        var wait = next is { } at ? TimeSpan.FromMicroseconds(Math.Max(0, at - machine.Now)) : LongestSleep;
        return wait > LongestSleep ? LongestSleep : wait < ShortestSleep ? ShortestSleep : wait;
    }

    private async Task Step(Ownership ownership, ShopMeasure measure)
    {
        // Written down before it is handed over: whoever finds it so after a crash knows that it may have been, and asks.
        var settings = await store.Read(tenant, reader => MarketplaceSettings.Find(tenants, reader), ownership.Lost);
        var sending = measure.SentAt is null;
        if (sending && !await Write(ownership, transaction => settler.BeginSending(transaction, measure.Id, settings.TimeoutSeconds)))
        {
            return;
        }

        var answer = await Ask(measure, sending, settings, ownership.Lost);
        await Write(ownership, transaction => settler.Settle(transaction, measure.Id, measure.Key, answer, settings.SettledAfter));
    }

    private Task<bool> Write(Ownership ownership, Func<ITransaction, Task<bool>> work) => store.Write(tenant, async transaction =>
    {
        await ownership.Check(transaction);
        return await work(transaction);
    }, cancellation: ownership.Lost);

    /// <summary>Null when nobody knows what became of it.</summary>
    private async Task<MarketplaceAnswer?> Ask(ShopMeasure measure, bool sending, MarketplaceSettings settings, CancellationToken lost)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(lost);
        limit.CancelAfter(TimeSpan.FromSeconds(settings.TimeoutSeconds + 1));
        try
        {
            return sending ? await marketplace.Change(tenant, ChangeOf(measure), limit.Token) : await marketplace.Query(tenant, measure.Key, limit.Token);
        }
        catch (Exception failure) when (!lost.IsCancellationRequested)
        {
            LogUnknown(measure.Id, tenant.Value, failure.Message);
            return null;
        }
    }

    private static MarketplaceChange ChangeOf(ShopMeasure measure) => new(
        measure.Key,
        measure.Kind == MeasureKinds.Suspend ? measure.State == MeasureState.Lifting ? ChangeKinds.OpenShop : ChangeKinds.SuspendShop : measure.State == MeasureState.Lifting ? ChangeKinds.TakeReward : ChangeKinds.RewardShop,
        "", JsonSerializer.SerializeToElement(new { shop = measure.Shop, rule = measure.Rule, measure.Days, measure.Reward }, Json.Options));

    [LoggerMessage(Level = LogLevel.Warning, Message = "What became of measure {Measure} of {Tenant} is not known and will be asked: {Reason}")]
    private partial void LogUnknown(string measure, string tenant, string reason);
}

internal sealed class MeasureWorker(MeasureSettler settler, IMarketplace marketplace, TenantStore tenants, IStore store, MachineTime machine, IBus bus, ILogger<MeasureOwner> logger) : ITenantWorker
{
    public (string Partition, IPartitionOwner Owner) For(TenantId tenant) => ("shop-measures:" + tenant.Value, new MeasureOwner(tenant, settler, marketplace, tenants, store, machine, bus, logger));
}
