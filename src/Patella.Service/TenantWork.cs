using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Patella.Platform.Clocks;
using Patella.Platform.Identifiers;
using Patella.Platform.Messaging;
using Patella.Platform.Ownership;
using Patella.Platform.Storage;
using Patella.Platform.Timeline;
using Patella.Platform.Timers;
using Patella.Service.Access;
using Patella.Service.Tenants;

namespace Patella.Service;

/// <summary>A capability that works in the background for every tenant.</summary>
public interface ITenantWorker
{
    /// <summary>The partition's name and its owner, for this tenant.</summary>
    (string Partition, IPartitionOwner Owner) For(TenantId tenant);
}

/// <summary>A reader of the timeline as a worker.</summary>
public sealed class FollowerWorker(ITimelineReader reader, IStore store, IBus bus) : ITenantWorker
{
    public (string Partition, IPartitionOwner Owner) For(TenantId tenant) => (TimelineFollower.Partition(tenant, reader.Name), new TimelineFollower(tenant, reader, store, bus));
}

/// <summary>Starts the background work of every tenant: those there are at the start and those made later, by this process or another.</summary>
public sealed partial class TenantWork(
    IStore store, TenantStore tenants, IOwners owners, IBus bus, BusinessTime clock, IEnumerable<ITenantWorker> workers, IEnumerable<ITimerHandler> handlers,
    ILogger<TenantWork> logger, ILoggerFactory loggers) : BackgroundService, ITenantStart
{
    private const string Topic = "tenants";
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(3);
    private readonly ConcurrentDictionary<TenantId, bool> _started = new();

    public async Task Start(TenantId tenant)
    {
        await StartHere(tenant);
        bus.Publish(new BusMessage(Topic, tenant.Value));
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var wake = new WakeUp(bus, Topic);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                foreach (var ecosystem in await store.Read(TenantId.System, tenants.ListEcosystems, stoppingToken))
                {
                    await StartHere(ecosystem.Tenant);
                }

                await wake.Sleep(Look, stoppingToken);
            }
            catch (StoreUnavailableException unavailable)
            {
                LogWaiting(unavailable.Message);
                await Task.Delay(Look, CancellationToken.None);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private async Task StartHere(TenantId tenant)
    {
        if (!_started.TryAdd(tenant, true))
        {
            return;
        }

        await store.Prepare(tenant);
        owners.Contend(TimerOwner.Partition(tenant), new TimerOwner(tenant, store, bus, clock, handlers, loggers.CreateLogger<TimerOwner>()));
        foreach (var worker in workers)
        {
            var (partition, owner) = worker.For(tenant);
            owners.Contend(partition, owner);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The tenants cannot be read yet: {Reason}")]
    private partial void LogWaiting(string reason);
}
