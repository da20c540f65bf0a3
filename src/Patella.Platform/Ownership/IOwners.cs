using Patella.Platform.Storage;

namespace Patella.Platform.Ownership;

/// <summary>
/// Gives each partition to one process at a time. State that lives in memory (dispatch pools, timers, followers) belongs to a partition;
/// whoever holds it may commit for it, and every such commit proves it by <see cref="Ownership.Check"/>.
/// </summary>
public interface IOwners
{
    /// <summary>Offers this process as owner of the partition from now on. <see cref="IPartitionOwner.Run"/> starts each time it is given.</summary>
    void Contend(string partition, IPartitionOwner owner);

    /// <summary>Passes a command to the partition's owner, here or in another process, under the caller's own command id inside the payload.</summary>
    /// <exception cref="OwnerUnreachableException">Nobody answered in time. The outcome is unknown: ask again with the same command id.</exception>
    /// <exception cref="OwnerCommandFailedException">The owner in another process threw. (An owner in this process throws its own exception.) Refusals are answers, not exceptions.</exception>
    Task<string> Ask(string partition, string command, string payload, CancellationToken cancellation = default);
}

/// <summary>The work of a partition and the commands it takes.</summary>
public interface IPartitionOwner
{
    /// <summary>Works until <see cref="Ownership.Lost"/>. It may end early by throwing; it is then started again after a pause.</summary>
    Task Run(Ownership ownership);

    /// <summary>Answers one command as JSON. Commands may arrive twice: the command id decides.</summary>
    Task<string> Handle(Ownership ownership, string command, string payload);
}

/// <summary>The right to commit for a partition during one epoch.</summary>
public sealed class Ownership(string partition, long epoch, bool fenced, CancellationToken lost)
{
    public string Partition => partition;

    /// <summary>Grows by one with every change of owner.</summary>
    public long Epoch => epoch;

    /// <summary>Cancelled before another process can have taken over, as far as this process was awake to see it.</summary>
    public CancellationToken Lost => lost;

    /// <summary>Call it first in every transaction of the owner: one that slept through the loss of its lease must commit nothing.</summary>
    /// <exception cref="OwnershipLostException">The partition has another owner.</exception>
    public async Task Check(ITransaction transaction)
    {
        lost.ThrowIfCancellationRequested();
        if (fenced && await transaction.One<long?>("select epoch from lease where partition = @partition and epoch = @epoch for share", new { partition, epoch }) is null)
        {
            throw new OwnershipLostException(partition);
        }
    }
}

public sealed class OwnershipLostException(string partition) : Exception($"Partition {partition} has another owner now.");

public sealed class OwnerCommandFailedException(string partition, string reason) : Exception($"The owner of {partition} failed: {reason}");

public sealed class OwnerUnreachableException(string partition, Exception? inner = null)
    : Exception($"The owner of {partition} did not answer; ask again with the same command id.", inner);
