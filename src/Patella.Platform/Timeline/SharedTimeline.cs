using System.Diagnostics;

namespace Patella.Platform.Timeline;

/// <summary>
/// One tenant's timeline as this process reads it from a store that other processes write to: who follows it at its end shares each read with all the others.
/// </summary>
/// <param name="read">Reads the store: what follows a position, in an order in which nothing can later appear before what was returned.</param>
internal sealed class SharedTimeline(Func<TimelinePosition, int, CancellationToken, Task<IReadOnlyList<TimelineEntry>>> read)
{
    private const int ReadLimit = 1_000;

    /// <summary>Readers that were woken together come within this time; what one of them has read is new enough for the others.</summary>
    private static readonly TimeSpan Young = TimeSpan.FromMilliseconds(5);
    private readonly SemaphoreSlim _turn = new(1);
    private volatile TimelineWindow? _window;
    private long _begun;
    private long _readAt;
    private long _succeeded = -1;

    private bool IsYoung => Stopwatch.GetElapsedTime(Volatile.Read(ref _readAt)) < Young;

    /// <summary>What follows a position; when there is something, a few milliseconds may have passed since it was read.</summary>
    public async Task<IReadOnlyList<TimelineEntry>> After(TimelinePosition position, int limit, CancellationToken cancellation)
    {
        if (_window?.After(position, limit) is { Count: > 0 } known && (known.Count == limit || IsYoung))
        {
            return known;
        }

        var before = Interlocked.Read(ref _begun);
        await _turn.WaitAsync(cancellation);
        try
        {
            var window = WindowFor(position);
            if (window.After(position, limit) is { } found)
            {
                // A read that began after this caller came is as good as one of its own.
                return _succeeded > before || (found.Count > 0 && IsYoung) ? found : await Continue(window, position, limit, cancellation);
            }
        }
        finally
        {
            _turn.Release();
        }

        return await read(position, limit, cancellation);
    }

    private async Task<IReadOnlyList<TimelineEntry>> Continue(TimelineWindow window, TimelinePosition position, int limit, CancellationToken cancellation)
    {
        var number = Interlocked.Increment(ref _begun);
        var at = Stopwatch.GetTimestamp();
        var entries = await read(window.End, ReadLimit, cancellation);
        _succeeded = number;
        Volatile.Write(ref _readAt, at);
        window.Add(entries);
        return window.After(position, limit) ?? entries.Take(limit).ToList();
    }

    /// <summary>The window goes with those who are furthest; who comes later reads the store until they have caught up.</summary>
    private TimelineWindow WindowFor(TimelinePosition position)
    {
        if (_window is not { } window || position > window.End)
        {
            _window = window = new TimelineWindow(position);
            _succeeded = -1;
        }

        return window;
    }
}
