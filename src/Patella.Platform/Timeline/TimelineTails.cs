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
    private readonly ConcurrentDictionary<TenantId, TimelineTail> _tails = new();

    /// <summary>Every entry from now on, in order, in batches. The handler must be quick; it is called from one thread a tenant.</summary>
    public IDisposable Subscribe(TenantId tenant, Action<IReadOnlyList<TimelineEntry>> handler)
        => _tails.GetOrAdd(tenant, key => new TimelineTail(key, store, bus, logger)).Subscribe(handler);

    public async ValueTask DisposeAsync()
    {
        foreach (var tail in _tails.Values)
        {
            await tail.DisposeAsync();
        }
    }
}

internal sealed partial class TimelineTail : IAsyncDisposable
{
    private const int BatchLimit = 1_000;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    private readonly TenantId _tenant;
    private readonly IStore _store;
    private readonly ILogger _logger;
    private readonly IDisposable _hints;
    private readonly SemaphoreSlim _wake = new(0, 1);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _loop;
    private readonly TimeSpan _poll;
    private ImmutableArray<Action<IReadOnlyList<TimelineEntry>>> _handlers = [];

    public TimelineTail(TenantId tenant, IStore store, IBus bus, ILogger logger)
    {
        _tenant = tenant;
        _store = store;
        _logger = logger;
        _poll = store.Kind == StoreKind.Sqlite ? TimeSpan.FromSeconds(2) : TimeSpan.FromMilliseconds(100);
        var topic = BusTopics.Timeline(tenant);
        _hints = bus.Subscribe(message =>
        {
            if (message.Topic == topic)
            {
                Wake();
            }
        });
        _loop = Task.Run(Loop);
    }

    public IDisposable Subscribe(Action<IReadOnlyList<TimelineEntry>> handler)
    {
        ImmutableInterlocked.Update(ref _handlers, handlers => handlers.Add(handler));
        return new Subscription(() => ImmutableInterlocked.Update(ref _handlers, handlers => handlers.Remove(handler)));
    }

    public async ValueTask DisposeAsync()
    {
        _hints.Dispose();
        await _stop.CancelAsync();
        await _loop;
    }

    private void Wake()
    {
        try
        {
            _wake.Release();
        }
        catch (SemaphoreFullException)
        {
            // It is awake already.
        }
    }

    private async Task Loop()
    {
        TimelinePosition? position = null;
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
                    await _wake.WaitAsync(_poll, _stop.Token);
                }
            }
            catch (OperationCanceledException)
            {
            }
            catch (Exception failure)
            {
                LogFailed(_tenant, failure);
                await Task.Delay(Pause, CancellationToken.None);
            }
        }
    }

    private void Hand(IReadOnlyList<TimelineEntry> entries)
    {
        foreach (var handler in _handlers)
        {
            handler(entries);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The timeline of {Tenant} could not be read; trying again")]
    private partial void LogFailed(TenantId tenant, Exception failure);
}
