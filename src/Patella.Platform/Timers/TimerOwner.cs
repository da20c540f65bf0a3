using Microsoft.Extensions.Logging;
using Patella.Platform.Clocks;
using Patella.Platform.Identifiers;
using Patella.Platform.Messaging;
using Patella.Platform.Ownership;
using Patella.Platform.Storage;

namespace Patella.Platform.Timers;

/// <summary>Fires one tenant's timers in the process that owns them. After a restart or a takeover it goes on from the rows: late, never lost, never twice in effect.</summary>
public sealed partial class TimerOwner(TenantId tenant, IStore store, IBus bus, BusinessTime clock, IEnumerable<ITimerHandler> handlers, ILogger<TimerOwner> logger) : IPartitionOwner
{
    private const int BatchLimit = 200;
    private static readonly TimeSpan LongestSleep = TimeSpan.FromMilliseconds(1_000);
    private readonly Dictionary<string, ITimerHandler> _handlers = handlers.ToDictionary(handler => handler.Capability);

    public static string Partition(TenantId tenant) => "timers:" + tenant.Value;

    public async Task Run(Ownership.Ownership ownership)
    {
        using var wake = new SemaphoreSlim(0);
        var topic = TimerTable.Topic(tenant);
        using var hints = bus.Subscribe(message =>
        {
            if (message.Topic == topic)
            {
                TryRelease(wake);
            }
        });
        while (!ownership.Lost.IsCancellationRequested)
        {
            var due = await store.Read(tenant, reader => reader.Many<BusinessTimer>(
                "select * from timer where tenant = @tenant order by due_at limit @BatchLimit", new { BatchLimit }), ownership.Lost);
            var now = clock.Now;
            foreach (var timer in due.TakeWhile(timer => timer.DueAt <= now))
            {
                await Fire(ownership, timer);
            }

            if (due.Count == 0 || due[^1].DueAt > now)
            {
                await wake.WaitAsync(Sleep(due.FirstOrDefault(timer => timer.DueAt > now)?.DueAt, now), ownership.Lost);
            }
        }
    }

    public Task<string> Handle(Ownership.Ownership ownership, string command, string payload)
        => throw new NotSupportedException("Timers take no commands; set them in a transaction.");

    private static void TryRelease(SemaphoreSlim wake)
    {
        try
        {
            if (wake.CurrentCount == 0)
            {
                wake.Release();
            }
        }
        catch (ObjectDisposedException)
        {
            // The owner is ending.
        }
    }

    private async Task Fire(Ownership.Ownership ownership, BusinessTimer timer)
    {
        try
        {
            await store.Write(tenant, async transaction =>
            {
                await ownership.Check(transaction);
                var removed = await transaction.Execute(
                    "delete from timer where tenant = @tenant and capability = @Capability and key = @Key and generation = @Generation", timer);
                if (removed == 1 && _handlers.TryGetValue(timer.Capability, out var handler))
                {
                    await handler.Fire(transaction, timer);
                }
            }, cancellation: ownership.Lost);
        }
        catch (Exception failure) when (failure is not OwnershipLostException and not OperationCanceledException and not StoreUnavailableException)
        {
            // One handler's fault must not stop the others' clocks: try this one again a minute of business time later.
            LogFailed(timer.Capability, timer.Key, failure);
            await store.Write(tenant, transaction => transaction.Execute(
                "update timer set due_at = @later where tenant = @tenant and capability = @Capability and key = @Key and generation = @Generation",
                new { later = clock.Now + (60 * Microseconds.PerSecond), timer.Capability, timer.Key, timer.Generation }));
        }
    }

    private TimeSpan Sleep(long? next, long now)
    {
        if (next is not { } due)
        {
            return LongestSleep;
        }

        var wait = clock.ToMachine(TimeSpan.FromMicroseconds(due - now));
        return wait < LongestSleep ? wait : LongestSleep;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Timer {Capability} {Key} failed and is tried again")]
    private partial void LogFailed(string capability, string key, Exception failure);
}
