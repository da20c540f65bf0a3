using System.Threading.Channels;
using Patella.Platform.Storage;

namespace Patella.Platform.Logs;

/// <summary>Appends of several callers to one topic, written and flushed together.</summary>
internal sealed class AppendQueue : IAsyncDisposable
{
    /// <summary>Appends that may wait; more are refused.</summary>
    private const int QueueLimit = 8_192;

    private const int GroupBytes = 4 << 20;
    private readonly Channel<Pending> _queue = Channel.CreateBounded<Pending>(new BoundedChannelOptions(QueueLimit) { SingleReader = true });
    private readonly Func<IReadOnlyList<byte[]>, Task<long>> _write;
    private readonly Task _loop;

    /// <param name="write">Writes the records durably and returns the offset of the first.</param>
    public AppendQueue(Func<IReadOnlyList<byte[]>, Task<long>> write)
    {
        _write = write;
        _loop = Task.Run(Loop);
    }

    public Task<long> Append(IReadOnlyList<byte[]> records)
    {
        var pending = new Pending(records, new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously));
        return _queue.Writer.TryWrite(pending)
            ? pending.Caller.Task
            : Task.FromException<long>(new StoreUnavailableException($"The log is closed or more than {QueueLimit} appends are waiting. Nothing was appended."));
    }

    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await _loop;
    }

    private async Task Loop()
    {
        var group = new List<Pending>();
        var records = new List<byte[]>();
        while (await _queue.Reader.WaitToReadAsync())
        {
            var bytes = 0L;
            while (bytes < GroupBytes && _queue.Reader.TryRead(out var pending))
            {
                group.Add(pending);
                records.AddRange(pending.Records);
                bytes += pending.Records.Sum(record => (long)record.Length);
            }

            await Write(group, records);
            group.Clear();
            records.Clear();
        }
    }

    private async Task Write(List<Pending> group, List<byte[]> records)
    {
        try
        {
            var offset = await _write(records);
            foreach (var pending in group)
            {
                pending.Caller.SetResult(offset);
                offset += pending.Records.Count;
            }
        }
        catch (Exception failure)
        {
            group.ForEach(pending => pending.Caller.SetException(failure));
        }
    }

    private sealed record Pending(IReadOnlyList<byte[]> Records, TaskCompletionSource<long> Caller);
}
