using Microsoft.Extensions.Hosting;
using Patella.Platform.Clocks;
using Patella.Platform.Storage;

namespace Patella.Service.Dispatch;

/// <summary>
/// Writes down, twice a minute, whose inbox is on a page of this process. When the last page of somebody has been gone for a few minutes (a closed lid, a
/// crashed browser), the pool's owner sets them away and their open offers return. Machine time, as offers are: people and machines do not age faster in a
/// demonstration. Programs that answer without a page are left alone.
/// </summary>
internal sealed class PresenceBeats(InboxFeeds feeds, IStore store, MachineTime machine) : BackgroundService
{
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Beat);
        while (await timer.WaitForNextTickAsync(stoppingToken).AsTask().ContinueWith(tick => tick.IsCompletedSuccessfully && tick.Result, TaskScheduler.Default))
        {
            await Tell(stoppingToken);
        }
    }

    internal async Task Tell(CancellationToken cancellation)
    {
        foreach (var (tenant, staff) in feeds.Here())
        {
            try
            {
                await store.Write(tenant, transaction => transaction.Execute(DispatchOwner.Sql["SeePresence"], new { staff, now = machine.Now }), cancellation: cancellation);
            }
            catch (Exception passing) when (passing is StoreUnavailableException or OperationCanceledException)
            {
                // The next beat comes; several have to fail before anybody is set away.
            }
        }
    }
}
