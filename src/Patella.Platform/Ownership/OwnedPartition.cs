using Microsoft.Extensions.Logging;

namespace Patella.Platform.Ownership;

/// <summary>One partition in this process: starts the owner's work when the lease is given, ends it when the lease is lost.</summary>
internal sealed partial class OwnedPartition(string partition, IPartitionOwner owner, ILogger logger)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(3);
    private readonly Lock _gate = new();
    private CancellationTokenSource? _lost;
    private Ownership? _ownership;
    private Task _work = Task.CompletedTask;

    public string Partition => partition;

    public Ownership? Current
    {
        get
        {
            lock (_gate)
            {
                return _ownership;
            }
        }
    }

    public Task<string> Handle(Ownership ownership, string command, string payload) => owner.Handle(ownership, command, payload);

    public void Start(long epoch, bool fenced)
    {
        CancellationTokenSource? before;
        lock (_gate)
        {
            if (_ownership?.Epoch == epoch)
            {
                return;
            }

            before = _lost;
            _lost = new CancellationTokenSource();
            var ownership = new Ownership(partition, epoch, fenced, _lost.Token);
            var ending = _work;
            _ownership = ownership;
            _work = Task.Run(async () =>
            {
                await ending;
                await Work(ownership);
            });
        }

        before?.Cancel();
    }

    /// <summary>Ends the right at once; the task ends when the work has noticed.</summary>
    public Task Stop()
    {
        CancellationTokenSource? ending;
        Task work;
        lock (_gate)
        {
            (ending, work) = (_lost, _work);
            _lost = null;
            _ownership = null;
        }

        // Outside the gate: whoever listens to the loss may ask this partition something.
        ending?.Cancel();
        return work;
    }

    private async Task Work(Ownership ownership)
    {
        LogStarted(partition, ownership.Epoch);
        var pause = FirstPause;
        while (!ownership.Lost.IsCancellationRequested)
        {
            try
            {
                await owner.Run(ownership);
                pause = FirstPause;
            }
            catch (OperationCanceledException) when (ownership.Lost.IsCancellationRequested)
            {
                break;
            }
            catch (OwnershipLostException)
            {
                break;
            }
            catch (Exception failure)
            {
                LogFailed(partition, ownership.Epoch, failure);
            }

            await Task.Delay(pause, ownership.Lost).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }

        LogEnded(partition, ownership.Epoch);
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "Partition {Partition} starts here in epoch {Epoch}")]
    private partial void LogStarted(string partition, long epoch);

    [LoggerMessage(Level = LogLevel.Debug, Message = "Partition {Partition} ends here in epoch {Epoch}")]
    private partial void LogEnded(string partition, long epoch);

    [LoggerMessage(Level = LogLevel.Error, Message = "The work of partition {Partition} failed in epoch {Epoch} and starts again")]
    private partial void LogFailed(string partition, long epoch, Exception failure);
}
