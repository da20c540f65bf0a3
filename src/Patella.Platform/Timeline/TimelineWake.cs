using System.Diagnostics;
using Patella.Platform.Identifiers;
using Patella.Platform.Messaging;
using Patella.Platform.Storage;

namespace Patella.Platform.Timeline;

/// <summary>
/// Tells a reader of a tenant's timeline when to look again: at a hint, and slowly without one because hints may be lost.
/// On PostgreSQL an entry is readable only when every older transaction has ended, which may be a moment after its hint; so it looks quickly for a while.
/// </summary>
internal sealed class TimelineWake : IDisposable
{
    private static readonly TimeSpan Quick = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan QuickFor = TimeSpan.FromMilliseconds(500);
    private readonly SemaphoreSlim _wake = new(0, 1);
    private readonly IDisposable _hints;
    private readonly TimeSpan _slow;
    private readonly bool _lags;
    private long _hinted;

    public TimelineWake(TenantId tenant, IStore store, IBus bus)
    {
        _lags = store.Kind == StoreKind.Postgres;
        _slow = TimeSpan.FromSeconds(_lags ? 1 : 2);
        _hinted = Stopwatch.GetTimestamp();
        var topic = BusTopics.Timeline(tenant);
        _hints = bus.Subscribe(message =>
        {
            if (message.Topic == topic)
            {
                Volatile.Write(ref _hinted, Stopwatch.GetTimestamp());
                Release();
            }
        });
    }

    public Task Wait(CancellationToken cancellation)
        => _wake.WaitAsync(_lags && Stopwatch.GetElapsedTime(Volatile.Read(ref _hinted)) < QuickFor ? Quick : _slow, cancellation);

    // The semaphore is left to the collector: a hint may still be under way on another thread.
    public void Dispose() => _hints.Dispose();

    private void Release()
    {
        try
        {
            _wake.Release();
        }
        catch (SemaphoreFullException)
        {
            // Awake already.
        }
    }
}
