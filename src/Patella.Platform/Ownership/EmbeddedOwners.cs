using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Patella.Platform.Ownership;

/// <summary>One process owns everything: the data folder's lock has seen to that.</summary>
public sealed class EmbeddedOwners(ILogger<EmbeddedOwners> logger) : IOwners, IAsyncDisposable
{
    /// <summary>How long a stop waits for the work to end.</summary>
    private static readonly TimeSpan StopTime = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<string, OwnedPartition> _partitions = new();

    public void Contend(string partition, IPartitionOwner owner)
    {
        var owned = new OwnedPartition(partition, owner, logger);
        if (_partitions.TryAdd(partition, owned))
        {
            owned.Start(epoch: 1, fenced: false);
        }
    }

    public async Task<string> Ask(string partition, string command, string payload, CancellationToken cancellation = default)
    {
        if (!_partitions.TryGetValue(partition, out var owned) || owned.Current is not { } ownership)
        {
            throw new OwnerUnreachableException(partition);
        }

        return await owned.Handle(ownership, command, payload);
    }

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_partitions.Values.Select(partition => partition.Stop())).WaitAsync(StopTime).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
