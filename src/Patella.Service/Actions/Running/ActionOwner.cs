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

/// <summary>Carries one tenant's actions to the marketplace and asks what became of them, in the process that owns them.</summary>
internal sealed partial class ActionOwner(TenantId tenant, ActionSettler settler, IMarketplace marketplace, ActionMoneys moneys, TenantStore tenants, IStore store, MachineTime machine, IBus bus, ILogger<ActionOwner> logger) : IPartitionOwner
{
    private const int BatchLimit = 64;
    private const int AtOnce = 16;
    private static readonly TimeSpan LongestSleep = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ShortestSleep = TimeSpan.FromMilliseconds(5);

    public async Task Run(Ownership ownership)
    {
        using var wake = new WakeUp(bus, ActionDesk.Topic(tenant));
        while (!ownership.Lost.IsCancellationRequested)
        {
            if (await Work(ownership) == 0)
            {
                await wake.Sleep(await UntilNext(ownership), ownership.Lost);
            }
        }
    }

    public Task<string> Handle(Ownership ownership, string command, string payload) => throw new NotSupportedException("Actions are accepted in transactions.");

    /// <summary>Takes every action that is due one step further.</summary>
    /// <returns>How many there were.</returns>
    internal async Task<int> Work(Ownership ownership)
    {
        var due = await store.Read(tenant, reader => reader.Many<ServiceAction>(ActionRows.Sql["Due"], new { now = machine.Now, limit = BatchLimit }), ownership.Lost);
        foreach (var together in due.Chunk(AtOnce))
        {
            await Task.WhenAll(together.Select(action => Step(ownership, action)));
        }

        return due.Count;
    }

    private async Task<TimeSpan> UntilNext(Ownership ownership)
    {
        var next = await store.Read(tenant, reader => reader.One<long?>(ActionRows.Sql["NextDue"]), ownership.Lost);
        var wait = next is { } at ? TimeSpan.FromMicroseconds(Math.Max(0, at - machine.Now)) : LongestSleep;
        return wait > LongestSleep ? LongestSleep : wait < ShortestSleep ? ShortestSleep : wait;
    }

    private async Task Step(Ownership ownership, ServiceAction action)
    {
        if (action.State == ActionState.Collecting)
        {
            var collected = await store.Read(tenant, reader => moneys.Collected(reader, action), ownership.Lost);
            await Write(ownership, transaction => settler.Collected(transaction, action.Id, collected));
            if (collected != true)
            {
                return;
            }
        }

        // Written down before it is handed over: whoever finds it so after a crash knows that it may have been, and asks.
        var settings = await store.Read(tenant, reader => MarketplaceSettings.Find(tenants, reader), ownership.Lost);
        var sending = action.SentAt is null;
        if (sending && !await Write(ownership, transaction => settler.BeginSending(transaction, action.Id, settings)))
        {
            return;
        }

        var answer = await Ask(action, sending, settings, ownership.Lost);
        await Write(ownership, transaction => settler.Settle(transaction, action.Id, answer, settings));
    }

    private Task<bool> Write(Ownership ownership, Func<ITransaction, Task<bool>> work) => store.Write(tenant, async transaction =>
    {
        await ownership.Check(transaction);
        return await work(transaction);
    }, cancellation: ownership.Lost);

    /// <summary>Null when nobody knows what became of it.</summary>
    private async Task<MarketplaceAnswer?> Ask(ServiceAction action, bool sending, MarketplaceSettings settings, CancellationToken lost)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(lost);
        limit.CancelAfter(TimeSpan.FromSeconds(settings.TimeoutSeconds + 1));
        try
        {
            return sending
                ? await marketplace.Change(tenant, new MarketplaceChange(action.Id, Kinds.ActionKinds.Find(action.Kind)!.Change!, action.Number, JsonSerializer.Deserialize<JsonElement>(action.Change!)), limit.Token)
                : await marketplace.Query(tenant, action.Id, limit.Token);
        }
        catch (Exception failure) when (!lost.IsCancellationRequested)
        {
            LogUnknown(action.Id, tenant.Value, failure.Message);
            return null;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "What became of action {Action} of {Tenant} is not known and will be asked: {Reason}")]
    private partial void LogUnknown(string action, string tenant, string reason);
}

internal sealed class ActionWorker(ActionSettler settler, IMarketplace marketplace, ActionMoneys moneys, TenantStore tenants, IStore store, MachineTime machine, IBus bus, ILogger<ActionOwner> logger) : ITenantWorker
{
    public (string Partition, IPartitionOwner Owner) For(TenantId tenant) => ("actions:" + tenant.Value, new ActionOwner(tenant, settler, marketplace, moneys, tenants, store, machine, bus, logger));
}
