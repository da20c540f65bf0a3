using Patella.Platform.Clocks;
using Patella.Platform.Identifiers;
using Patella.Platform.Ownership;
using Patella.Platform.Storage;
using Patella.Service.Edge.Live;

namespace Patella.Service.Reports.Wall;

/// <summary>One tenant's wall in this process: read once a second while somebody looks, for all who look.</summary>
internal sealed class WallLoop(TenantId tenant, WallSources sources)
{
    /// <summary>Machine time between two readings: what changes in between is told together.</summary>
    public static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _one = new(1, 1);
    private readonly List<WallViewer> _viewers = [];
    private WallState? _state;
    private bool _running;
    private long _hints;

    /// <summary>Incidents have changed.</summary>
    public void Hint() => Interlocked.Increment(ref _hints);

    /// <summary>The newest reading, made anew when it is older than the loop would let it become.</summary>
    public async Task<WallView> Newest() => (await Read((long)Every.TotalMicroseconds)).Document.View!;

    /// <summary>Tells a page every reading until it leaves.</summary>
    /// <param name="epoch">What it has already, with <paramref name="version"/>; null for nothing.</param>
    public WallViewer Watch(LiveConnection connection, string? epoch, long version)
    {
        var viewer = new WallViewer(connection, Leave) { Epoch = epoch, Version = version };
        lock (_gate)
        {
            _viewers.Add(viewer);
            if (!_running)
            {
                _running = true;
                _ = Task.Run(Run);
            }
        }

        return viewer;
    }

    private void Leave(WallViewer viewer)
    {
        lock (_gate)
        {
            _viewers.Remove(viewer);
        }
    }

    private async Task Run()
    {
        do
        {
            var next = Task.Delay(Every);
            try
            {
                Show((await Read(0)).Document);
            }
            catch (Exception passing) when (passing is StoreUnavailableException or OwnerUnreachableException or TimeoutException or OperationCanceledException)
            {
                // Nothing is told, so every wall sees by its clock that what it shows is old; the next second tries again.
            }

            await next;
        }
        while (GoesOn());
    }

    /// <summary>False when nobody looks any more: then nothing is kept either.</summary>
    private bool GoesOn()
    {
        lock (_gate)
        {
            if (_viewers.Count > 0)
            {
                return true;
            }

            (_running, _state) = (false, null);
            return false;
        }
    }

    /// <param name="age">A reading that is younger is good enough; microseconds.</param>
    private async Task<WallState> Read(long age)
    {
        await _one.WaitAsync();
        try
        {
            var state = _state ??= new WallState(tenant, sources);
            if (state.Document.View is null || sources.Machine.Now - state.ReadAt >= age)
            {
                await state.Read(Interlocked.Read(ref _hints));
            }

            return state;
        }
        finally
        {
            _one.Release();
        }
    }

    private void Show(WallDocument document)
    {
        List<WallViewer> viewers;
        lock (_gate)
        {
            viewers = [.. _viewers];
        }

        foreach (var alike in viewers.GroupBy(viewer => (viewer.Epoch, viewer.Version)))
        {
            var message = document.Since(alike.Key.Epoch, alike.Key.Version);
            foreach (var viewer in alike)
            {
                viewer.Connection.SendBytes(message);
                (viewer.Epoch, viewer.Version) = (document.View!.Epoch, document.Version);
            }
        }
    }
}

/// <summary>A page that looks, and what it has already.</summary>
internal sealed class WallViewer(LiveConnection connection, Action<WallViewer> leave) : IDisposable
{
    public LiveConnection Connection => connection;

    public string? Epoch { get; set; }

    public long Version { get; set; }

    public void Dispose() => leave(this);
}
