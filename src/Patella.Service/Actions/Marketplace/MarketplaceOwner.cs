using Microsoft.Extensions.Logging;
using Patella.Platform.Clocks;
using Patella.Platform.Identifiers;
using Patella.Platform.Messaging;
using Patella.Platform.Ownership;
using Patella.Platform.Storage;
using Patella.Service.Tenants;

namespace Patella.Service.Actions.Marketplace;

/// <summary>
/// Carries rows of one tenant to its marketplace and asks what became of them, in the process that owns them: works while something is due, else sleeps until the
/// next is, or a hint wakes it. What is handed over is written down before; whoever finds it so after a crash asks instead of sending.
/// </summary>
/// <typeparam name="T">What is carried.</typeparam>
/// <param name="topic">The hint on the bus that something is due.</param>
/// <param name="due">Statement that gives what is due (parameters now and limit).</param>
/// <param name="nextDue">Statement that gives when the next is due.</param>
/// <param name="atOnce">How many are taken a step further at the same time.</param>
public abstract partial class MarketplaceOwner<T>(
    TenantId tenant, string topic, string due, string nextDue, int atOnce, IMarketplace marketplace, TenantStore tenants, IStore store, MachineTime machine, IBus bus, ILogger logger) : IPartitionOwner
{
    private const int BatchLimit = 64;
    private static readonly TimeSpan LongestSleep = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ShortestSleep = TimeSpan.FromMilliseconds(5);

    /// <summary>Where the rows are.</summary>
    protected IStore Store => store;

    /// <summary>Whose rows.</summary>
    protected TenantId Tenant => tenant;

    /// <inheritdoc/>
    public async Task Run(Ownership ownership)
    {
        using var wake = new WakeUp(bus, topic);
        while (!ownership.Lost.IsCancellationRequested)
        {
            if (await Work(ownership) == 0)
            {
                await wake.Sleep(await UntilNext(ownership), ownership.Lost);
            }
        }
    }

    /// <inheritdoc/>
    public Task<string> Handle(Ownership ownership, string command, string payload) => throw new NotSupportedException("What is carried to the marketplace is accepted in transactions.");

    /// <summary>Takes everything that is due one step further.</summary>
    /// <returns>How many there were.</returns>
    internal async Task<int> Work(Ownership ownership)
    {
        var rows = await store.Read(tenant, reader => reader.Many<T>(due, new { now = machine.Now, limit = BatchLimit }), ownership.Lost);
        foreach (var together in rows.Chunk(atOnce))
        {
            await Task.WhenAll(together.Select(row => Step(ownership, row)));
        }

        return rows.Count;
    }

    /// <summary>Takes one a step further.</summary>
    protected abstract Task Step(Ownership ownership, T row);

    /// <summary>How the tenant's marketplace is reached now.</summary>
    protected Task<MarketplaceSettings> Settings(Ownership ownership) => store.Read(tenant, reader => MarketplaceSettings.Find(tenants, reader), ownership.Lost);

    /// <summary>In a transaction that commits only while this process owns the work.</summary>
    protected Task<bool> Write(Ownership ownership, Func<ITransaction, Task<bool>> work) => store.Write(tenant, async transaction =>
    {
        await ownership.Check(transaction);
        return await work(transaction);
    }, cancellation: ownership.Lost);

    /// <summary>Hands a change over, or asks about the one of this key. Null when nobody knows what became of it.</summary>
    /// <param name="change">Null asks.</param>
    protected async Task<MarketplaceAnswer?> Ask(string key, MarketplaceChange? change, MarketplaceSettings settings, CancellationToken lost)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(lost);
        limit.CancelAfter(TimeSpan.FromSeconds(settings.TimeoutSeconds + 1));
        try
        {
            return change is null ? await marketplace.Query(tenant, key, limit.Token) : await marketplace.Change(tenant, change, limit.Token);
        }
        catch (Exception failure) when (!lost.IsCancellationRequested)
        {
            LogUnknown(logger, key, tenant.Value, failure.Message);
            return null;
        }
    }

    private async Task<TimeSpan> UntilNext(Ownership ownership)
    {
        var next = await store.Read(tenant, reader => reader.One<long?>(nextDue), ownership.Lost);
        var wait = next is { } at ? TimeSpan.FromMicroseconds(Math.Max(0, at - machine.Now)) : LongestSleep;
        return wait > LongestSleep ? LongestSleep : wait < ShortestSleep ? ShortestSleep : wait;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "What became of change {Key} of {Tenant} is not known and will be asked: {Reason}")]
    private static partial void LogUnknown(ILogger logger, string key, string tenant, string reason);
}

/// <summary>How long what was handed over is waited for.</summary>
public static class MarketplacePatience
{
    /// <summary>From one question to the next, microseconds: 0.5 s, doubling to 34 minutes.</summary>
    public static long After(long asked) => (Microseconds.PerSecond / 2) << (int)Math.Min(asked, 12);
}
