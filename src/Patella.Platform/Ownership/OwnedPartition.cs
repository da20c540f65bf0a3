using Microsoft.Extensions.Logging;

namespace Patella.Platform.Ownership;

/// <summary>One partition in this process: starts the owner's work when the lease is given, ends it when the lease is lost.</summary>
internal sealed partial class OwnedPartition(string partition, IPartitionOwner owner, ILogger logger)
{
    private static readonly TimeSpan RestartPause = TimeSpan.FromMilliseconds(200);
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
        lock (_gate)
        {
            if (_ownership?.Epoch == epoch)
            {
                return;
            }

            _lost?.Cancel();
            _lost = new CancellationTokenSource();
            var ownership = new Ownership(partition, epoch, fenced, _lost.Token);
            _ownership = ownership;
            var before = _work;
            _work = Task.Run(async () =>
            {
                await before;
                await Work(ownership);
            });
        }
    }

    public Task Stop()
    {
        lock (_gate)
        {
            _lost?.Cancel();
            _ownership = null;
            return _work;
        }
    }

    private async Task Work(Ownership ownership)
    {
        LogStarted(partition, ownership.Epoch);
        while (!ownership.Lost.IsCancellationRequested)
        {
            try
            {
                await owner.Run(ownership);
            }
            catch (OperationCanceledException) when (ownership.Lost.IsCancellationRequested)
            {
            }
            catch (OwnershipLostException)
            {
                break;
            }
            catch (Exception failure)
            {
                LogFailed(partition, ownership.Epoch, failure);
            }

            if (!ownership.Lost.IsCancellationRequested)
            {
                await Task.Delay(RestartPause, CancellationToken.None);
            }
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
