using Patella.Platform.Identifiers;
using Patella.Platform.Timeline;

namespace Patella.Platform.Storage;

public enum StoreKind
{
    Sqlite = 1,
    Postgres = 2,
}

/// <summary>
/// The durable state of every tenant. A write returns after its commit is on disk and never before; what it throws changes nothing.
/// A command may be run again after a conflict, so it keeps its effects inside the transaction.
/// </summary>
public interface IStore : IAsyncDisposable
{
    StoreKind Kind { get; }

    /// <summary>Creates what is missing (file, tables, row-level security) for the tenant. Doing it twice changes nothing.</summary>
    Task Prepare(TenantId tenant, CancellationToken cancellation = default);

    /// <summary>Runs a command in one transaction of one tenant.</summary>
    /// <exception cref="StoreUnavailableException">Disk full, connection lost, or the queue of writes is full. Nothing was changed, unless
    /// <see cref="StoreUnavailableException.OutcomeUnknown"/> says that the answer to a commit was lost. The caller may try again with the same ids.</exception>
    Task<T> Write<T>(TenantId tenant, Func<ITransaction, Task<T>> command, WriteMode mode = WriteMode.Normal, CancellationToken cancellation = default);

    /// <summary>Runs queries on one moment of the store, on a connection that cannot write.</summary>
    Task<T> Read<T>(TenantId tenant, Func<IReader, Task<T>> query, CancellationToken cancellation = default);

    /// <summary>Timeline entries after a position, in an order in which no entry can later appear before one already returned.</summary>
    Task<IReadOnlyList<TimelineEntry>> ReadTimeline(TenantId tenant, TimelinePosition after, int limit, CancellationToken cancellation = default);

    /// <summary>The position from which only what is still to come is read.</summary>
    Task<TimelinePosition> NewestPosition(TenantId tenant, CancellationToken cancellation = default);

    /// <summary>
    /// Takes out what deleted and changed rows left behind, where this process can reach it. On the embedded store free pages are overwritten and the
    /// write-ahead log is emptied; on a database server dead rows and the planner's samples go, its log and archives do not (docs/operations.md).
    /// After an erasure.
    /// </summary>
    Task Scrub(TenantId tenant, CancellationToken cancellation = default);
}

public enum WriteMode
{
    /// <summary>Read committed; protect read-then-write with a version compare-and-set.</summary>
    Normal = 1,

    /// <summary>Serializable with retry, for decisions that depend on rows they do not write.</summary>
    Serializable = 2,
}

/// <summary>
/// Queries; <c>@tenant</c> is always bound. SQL is portable: see docs/decisions. A list argument is written <c>in @ids</c> or <c>not in @ids</c>.
/// A transaction in which a statement failed cannot commit, on either store, even if the command caught the error.
/// </summary>
public interface IReader
{
    TenantId Tenant { get; }

    StoreKind Kind { get; }

    Task<T?> One<T>(string sql, object? arguments = null);

    Task<IReadOnlyList<T>> Many<T>(string sql, object? arguments = null);
}

/// <summary>A command's transaction: it calls down into lower capabilities, never up.</summary>
public interface ITransaction : IReader
{
    /// <summary>Rows changed.</summary>
    Task<int> Execute(string sql, object? arguments = null);

    /// <summary>Writes an entry into the timeline in this transaction and tells the tenant's readers after the commit.</summary>
    Task Append(TimelineEntry entry);

    /// <summary>As <see cref="Append"/>, unless the conversation has an entry of that client id already: then nothing is written and the answer is false.</summary>
    Task<bool> AppendOnce(TimelineEntry entry);

    /// <summary>As <see cref="Append"/> for each, in this order, in one statement where the store can.</summary>
    Task AppendMany(IReadOnlyList<TimelineEntry> entries);

    /// <summary>Runs after the commit, in order, quickly and without throwing; lost when the process dies, so only for hints.</summary>
    void AfterCommit(Action hint);
}

/// <summary>The store could not take the write; it may be tried again with the same ids.</summary>
public sealed class StoreUnavailableException(string message, Exception? inner = null, bool outcomeUnknown = false) : Exception(message, inner)
{
    /// <summary>False: nothing was changed. True: the connection broke during the commit, so only asking again with the same ids tells.</summary>
    public bool OutcomeUnknown => outcomeUnknown;
}

/// <summary>A compare-and-set lost: somebody else changed the row first.</summary>
public sealed class VersionConflictException(string what) : Exception($"{what} was changed by somebody else in the meantime.");

public static class StoreExtensions
{
    public static Task Write(this IStore store, TenantId tenant, Func<ITransaction, Task> command, WriteMode mode = WriteMode.Normal, CancellationToken cancellation = default)
        => store.Write(tenant, async transaction =>
        {
            await command(transaction);
            return true;
        }, mode, cancellation);
}
