using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Patella.Platform.Identifiers;
using Patella.Platform.Messaging;
using Patella.Platform.Storage;

namespace Patella.Platform.Timeline;

/// <summary>
/// Reads each tenant's new entries once per process and hands them to everything here that shows or counts them live.
/// A hint on the bus wakes it; a slow poll makes up for lost hints. What is shown from it is never the only truth: readers resume by sequence.
/// </summary>
public sealed class TimelineTails(IStore store, IBus bus, ILogger<TimelineTails> logger) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<TenantId, Lazy<Task<TimelineTail>>> _tails = new();

    /// <summary>
    /// Ends when "from now on" is known for the tenant. Who subscribes before that waits for it on a thread; many who come at once would take all threads,
    /// and with them those that running transactions need to go on.
    /// </summary>
    public Task Ready(TenantId tenant) => Tail(tenant);

    /// <summary>Every entry from now on, in order, in batches. The handler must be quick; it is called from one thread a tenant.</summary>
    public IDisposable Subscribe(TenantId tenant, Action<IReadOnlyList<TimelineEntry>> handler) => Tail(tenant).GetAwaiter().GetResult().Subscribe(handler);

    public async ValueTask DisposeAsync()
    {
        foreach (var tail in _tails.Values)
        {
            await (await tail.Value).DisposeAsync();
        }
    }

    private Task<TimelineTail> Tail(TenantId tenant)
        => _tails.GetOrAdd(tenant, key => new Lazy<Task<TimelineTail>>(() => Task.Run(() => TimelineTail.Start(key, store, bus, logger)))).Value;
}

internal sealed partial class TimelineTail : IAsyncDisposable
{
    private const int BatchLimit = 1_000;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    private readonly TenantId _tenant;
    private readonly IStore _store;
    private readonly ILogger _logger;
    private readonly TimelineWake _wake;
    private readonly CancellationTokenSource _stop = new();
    private Task _loop = Task.CompletedTask;
    private ImmutableArray<Action<IReadOnlyList<TimelineEntry>>> _handlers = [];

    private TimelineTail(TenantId tenant, IStore store, IBus bus, ILogger logger)
    {
        _tenant = tenant;
        _store = store;
        _logger = logger;
        _wake = new TimelineWake(tenant, store, bus);
    }

    public static async Task<TimelineTail> Start(TenantId tenant, IStore store, IBus bus, ILogger logger)
    {
        var tail = new TimelineTail(tenant, store, bus, logger);

        // Where "from now on" begins must be known before the first subscriber goes on to read what is there already.
        var from = await tail.Newest();
        tail._loop = Task.Run(() => tail.Loop(from));
        return tail;
    }

    public IDisposable Subscribe(Action<IReadOnlyList<TimelineEntry>> handler)
    {
        ImmutableInterlocked.Update(ref _handlers, handlers => handlers.Add(handler));
        return new Subscription(() => ImmutableInterlocked.Update(ref _handlers, handlers => handlers.Remove(handler)));
    }

    public async ValueTask DisposeAsync()
    {
        _wake.Dispose();
        await _stop.CancelAsync();
        await _loop;
    }

    private async Task<TimelinePosition?> Newest()
    {
        try
        {
            return await _store.NewestPosition(_tenant, _stop.Token);
        }
        catch (StoreUnavailableException failure)
        {
            LogFailed(_tenant, failure);
            return null;
        }
    }

    private async Task Loop(TimelinePosition? position)
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                position ??= await _store.NewestPosition(_tenant, _stop.Token);
                var entries = await _store.ReadTimeline(_tenant, position.Value, BatchLimit, _stop.Token);
                if (entries.Count > 0)
                {
                    position = entries[^1].Place;
                    Hand(entries);
                }

                if (entries.Count < BatchLimit)
                {
                    await _wake.Wait(_stop.Token);
                }
            }
            catch (OperationCanceledException)
            {
            }
            catch (Exception failure)
            {
                LogFailed(_tenant, failure);
                await Task.Delay(Pause, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private void Hand(IReadOnlyList<TimelineEntry> entries)
    {
        foreach (var handler in _handlers)
        {
            try
            {
                handler(entries);
            }
            catch (Exception failure)
            {
                // One listener's fault may not cost the others this batch.
                LogListener(_tenant, failure);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The timeline of {Tenant} could not be read; trying again")]
    private partial void LogFailed(TenantId tenant, Exception failure);

    [LoggerMessage(Level = LogLevel.Error, Message = "A listener to the timeline of {Tenant} failed")]
    private partial void LogListener(TenantId tenant, Exception failure);
}
