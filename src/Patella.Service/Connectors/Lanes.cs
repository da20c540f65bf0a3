namespace Patella.Service.Connectors;

/// <summary>
/// A task for each row that is switched on, so that a slow or dead one holds up only itself. It begins when the row appears, ends when the row goes, and
/// begins anew when the row's version has changed or the task has ended by itself. Used by one task at a time.
/// </summary>
/// <param name="lost">Ends all of them.</param>
internal sealed class Lanes<TRow>(Func<TRow, (string Id, long Version)> nameOf, Func<TRow, CancellationToken, Task> run, CancellationToken lost) : IAsyncDisposable
{
    private readonly Dictionary<string, Lane> _lanes = [];

    /// <summary>Makes the lanes those of these rows; waits for each that is replaced, so that no row has two.</summary>
    public async Task Arrange(IEnumerable<TRow> rows)
    {
        var wanted = rows.ToDictionary(row => nameOf(row).Id);
        foreach (var (id, lane) in _lanes.Where(lane => !wanted.TryGetValue(lane.Key, out var row) || nameOf(row).Version != lane.Value.Version || lane.Value.Task.IsCompleted).ToList())
        {
            await lane.Stop.CancelAsync();
            await lane.Task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            lane.Stop.Dispose();
            _lanes.Remove(id);
        }

        foreach (var (id, row) in wanted.Where(one => !_lanes.ContainsKey(one.Key)))
        {
            var stop = CancellationTokenSource.CreateLinkedTokenSource(lost);
            _lanes[id] = new Lane(nameOf(row).Version, Task.Run(() => run(row, stop.Token), CancellationToken.None), stop);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var lane in _lanes.Values)
        {
            await lane.Stop.CancelAsync();
        }

        await Task.WhenAll(_lanes.Values.Select(lane => lane.Task)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        foreach (var lane in _lanes.Values)
        {
            lane.Stop.Dispose();
        }
    }

    private sealed record Lane(long Version, Task Task, CancellationTokenSource Stop);
}
