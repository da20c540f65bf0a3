using Microsoft.Extensions.Logging;
using Patella.Platform.Clocks;
using Patella.Platform.Identifiers;
using Patella.Platform.Messaging;
using Patella.Platform.Ownership;
using Patella.Platform.Storage;

namespace Patella.Platform.Timers;

/// <summary>Fires one tenant's timers in the process that owns them. After a restart or a takeover it goes on from the rows: late, never lost, never twice in effect.
/// Timers that are due at the same look may fire in any order; what depends on order belongs to one timer.</summary>
public sealed partial class TimerOwner(TenantId tenant, IStore store, IBus bus, BusinessTime clock, IEnumerable<ITimerHandler> handlers, ILogger<TimerOwner> logger) : IPartitionOwner
{
    private const int BatchLimit = 256;

    /// <summary>Timers fired at once. They share a commit on SQLite (in due order) and overlap on PostgreSQL: 100,000 overdue ones clear in seconds.</summary>
    private const int FiredAtOnce = 64;

    /// <summary>Business seconds after which a handler that failed is called again.</summary>
    private const long RetrySeconds = 60;

    private static readonly TimeSpan LongestSleep = TimeSpan.FromMilliseconds(1_000);
    private readonly Dictionary<string, ITimerHandler> _handlers = handlers.ToDictionary(handler => handler.Capability);

    public static string Partition(TenantId tenant) => "timers:" + tenant.Value;

    public async Task Run(Ownership.Ownership ownership)
    {
        using var wake = new WakeUp(bus, TimerTable.Topic(tenant));
        while (!ownership.Lost.IsCancellationRequested)
        {
            var due = await store.Read(tenant, reader => reader.Many<BusinessTimer>(
                "select * from timer where tenant = @tenant order by due_at limit @BatchLimit", new { BatchLimit }), ownership.Lost);
            var now = clock.Now;
            foreach (var together in due.TakeWhile(timer => timer.DueAt <= now).Chunk(FiredAtOnce))
            {
                await Task.WhenAll(together.Select(timer => Fire(ownership, timer)));
            }

            if (due.Count == 0 || due[^1].DueAt > now)
            {
                await wake.Sleep(Sleep(due.FirstOrDefault(timer => timer.DueAt > now)?.DueAt, now), ownership.Lost);
            }
        }
    }

    public Task<string> Handle(Ownership.Ownership ownership, string command, string payload)
        => throw new NotSupportedException("Timers take no commands; set them in a transaction.");

    private async Task Fire(Ownership.Ownership ownership, BusinessTimer timer)
    {
        if (!_handlers.TryGetValue(timer.Capability, out var handler))
        {
            // Set by a newer program, or its capability is switched off: it is kept.
            LogUnknown(timer.Capability, timer.Key);
            await Postpone(ownership, timer);
            return;
        }

        try
        {
            await store.Write(tenant, async transaction =>
            {
                await ownership.Check(transaction);
                if (await Remove(transaction, timer))
                {
                    await handler.Fire(transaction, timer);
                }
            }, cancellation: ownership.Lost);
        }
        catch (Exception failure) when (failure is not OwnershipLostException and not OperationCanceledException and not StoreUnavailableException)
        {
            // One handler's fault must not stop the others' clocks: try this one again later.
            LogFailed(timer.Capability, timer.Key, failure);
            await Postpone(ownership, timer);
        }
    }

    // Generation and due time together: a timer that was cancelled and set anew begins at generation 1 again.
    private static async Task<bool> Remove(ITransaction transaction, BusinessTimer timer)
        => await transaction.Execute(
            "delete from timer where tenant = @tenant and capability = @Capability and key = @Key and generation = @Generation and due_at = @DueAt", timer) == 1;

    private Task Postpone(Ownership.Ownership ownership, BusinessTimer timer)
        => store.Write(tenant, async transaction =>
        {
            await ownership.Check(transaction);
            await transaction.Execute(
                "update timer set due_at = @later where tenant = @tenant and capability = @Capability and key = @Key and generation = @Generation and due_at = @DueAt",
                new { later = clock.Now + (RetrySeconds * Microseconds.PerSecond), timer.Capability, timer.Key, timer.Generation, timer.DueAt });
        }, cancellation: ownership.Lost);

    private TimeSpan Sleep(long? next, long now)
    {
        if (next is not { } due)
        {
            return LongestSleep;
        }

        var wait = clock.ToMachine(TimeSpan.FromMicroseconds(due - now));
        return wait < LongestSleep ? wait : LongestSleep;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "No handler for timer {Capability} {Key}; it is kept")]
    private partial void LogUnknown(string capability, string key);

    [LoggerMessage(Level = LogLevel.Error, Message = "Timer {Capability} {Key} failed and is tried again")]
    private partial void LogFailed(string capability, string key, Exception failure);
}
