using System.Collections.Concurrent;
using System.Data;
using Npgsql;
using Patella.Platform.Identifiers;
using Patella.Platform.Messaging;
using Patella.Platform.Migrations;
using Patella.Platform.Timeline;

namespace Patella.Platform.Storage.Postgres;

/// <summary>
/// The store of a cluster: one database, row-level security, many connections. PostgreSQL groups the flushes of concurrent commits itself.
/// The server ends a transaction that its process has left standing (a paused process must not hold locks or readers for longer than a lease).
/// </summary>
public sealed class PostgresStore : IStore
{
    /// <summary>Transactions that may run or wait at once; more are refused with <see cref="StoreUnavailableException"/>.</summary>
    private const int QueueLimit = 16_384;

    private readonly PostgresConnections _connections;
    private readonly MigrationSet _migrations;
    private readonly IBus _bus;
    private readonly SemaphoreSlim _preparing = new(1);
    private readonly ConcurrentDictionary<TenantId, SharedTimeline> _timelines = new();
    private volatile bool _closed;
    private bool _prepared;
    private int _running;

    public PostgresStore(PostgresConnections connections, MigrationSet migrations, IBus bus)
    {
        _connections = connections;
        _migrations = migrations;
        _bus = bus;
    }

    public StoreKind Kind => StoreKind.Postgres;

    public async Task Prepare(TenantId tenant, CancellationToken cancellation = default)
    {
        await _preparing.WaitAsync(cancellation);
        try
        {
            if (!_prepared)
            {
                await PostgresMigrator.Run(_connections, _migrations, cancellation);
                _prepared = true;
            }
        }
        catch (NpgsqlException failure)
        {
            throw new StoreUnavailableException($"PostgreSQL at {_connections.Description} could not be prepared: {failure.Message}", failure);
        }
        finally
        {
            _preparing.Release();
        }
    }

    public Task<T> Write<T>(TenantId tenant, Func<ITransaction, Task<T>> command, WriteMode mode = WriteMode.Normal, CancellationToken cancellation = default)
        => Bounded(async () =>
        {
            for (var attempt = 1; ; attempt++)
            {
                try
                {
                    return await WriteOnce(tenant, command, mode, cancellation);
                }
                catch (PostgresException conflict) when (attempt < PostgresFailures.Attempts(conflict))
                {
                    // Nobody saw anything of it: the decision is made anew on the newer state. Unequal pauses let rivals pass each other.
                    await Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.Next(1, 4 << Math.Min(attempt, 6))), cancellation);
                }
                catch (Exception lost) when (PostgresFailures.IsMachines(lost))
                {
                    throw new StoreUnavailableException($"PostgreSQL did not take the write: {lost.Message.TrimEnd('.')}. Nothing was changed.", lost);
                }
            }
        });

    public Task<T> Read<T>(TenantId tenant, Func<IReader, Task<T>> query, CancellationToken cancellation = default)
        => Bounded(async () =>
        {
            try
            {
                return await ReadAgain(tenant, query, cancellation);
            }
            catch (Exception lost) when (PostgresFailures.IsMachines(lost))
            {
                throw new StoreUnavailableException($"PostgreSQL did not answer: {lost.Message}", lost);
            }
        });

    public Task<IReadOnlyList<TimelineEntry>> ReadTimeline(TenantId tenant, TimelinePosition after, int limit, CancellationToken cancellation = default)
        => _timelines.GetOrAdd(tenant, key => new SharedTimeline((position, most, stop) => ReadFrom(key, position, most, stop))).After(after, limit, cancellation);

    // A transaction older than the oldest one still running can no longer gain entries; reading only those keeps late commits from being skipped.
    private async Task<IReadOnlyList<TimelineEntry>> ReadFrom(TenantId tenant, TimelinePosition after, int limit, CancellationToken cancellation)
        => await Read(tenant, reader => reader.Many<TimelineEntry>(
            """
            select * from timeline
            where tenant = @tenant and (tx, position) > (@Transaction, @Number)
              and tx < pg_snapshot_xmin(pg_current_snapshot())::text::bigint
            order by tx, position limit @limit
            """, new { after.Transaction, after.Number, limit }), cancellation);

    public async Task<TimelinePosition> NewestPosition(TenantId tenant, CancellationToken cancellation = default)
        => await Read(tenant, async reader =>
        {
            var newest = await reader.One<TimelineEntry>(
                """
                select * from timeline
                where tenant = @tenant and tx < pg_snapshot_xmin(pg_current_snapshot())::text::bigint
                order by tx desc, position desc limit 1
                """);
            return newest?.Place ?? TimelinePosition.Start;
        }, cancellation);

    public async Task Scrub(TenantId tenant, CancellationToken cancellation = default)
    {
        try
        {
            await PostgresSweep.Run(_connections, cancellation);
        }
        catch (Exception lost) when (PostgresFailures.IsMachines(lost))
        {
            throw new StoreUnavailableException($"PostgreSQL did not sweep its tables: {lost.Message}", lost);
        }
    }

    public ValueTask DisposeAsync()
    {
        _closed = true;
        return ValueTask.CompletedTask;
    }

    private async Task<T> Bounded<T>(Func<Task<T>> work)
    {
        if (_closed)
        {
            throw new StoreUnavailableException("The store is closed. Nothing was changed.");
        }

        try
        {
            return Interlocked.Increment(ref _running) <= QueueLimit
                ? await work()
                : throw new StoreUnavailableException($"More than {QueueLimit} transactions are waiting. Nothing was changed.");
        }
        finally
        {
            Interlocked.Decrement(ref _running);
        }
    }

    private async Task<T> WriteOnce<T>(TenantId tenant, Func<ITransaction, Task<T>> command, WriteMode mode, CancellationToken cancellation)
    {
        await using var connection = await _connections.Open(cancellation);
        var isolation = mode == WriteMode.Serializable ? IsolationLevel.Serializable : IsolationLevel.ReadCommitted;
        await using var transaction = await connection.BeginTransactionAsync(isolation, cancellation);
        var scope = new PostgresTransactionScope(tenant, connection, PostgresConnections.Enter(tenant));
        try
        {
            var value = await command(scope);
            if (scope.Failure is { } swallowed)
            {
                throw new InvalidOperationException("A statement of the command failed, so nothing was changed.", swallowed);
            }

            await Commit(transaction);
            Tell(scope);
            return value;
        }
        finally
        {
            scope.Ended = true;
        }
    }

    private static async Task Commit(NpgsqlTransaction transaction)
    {
        try
        {
            await transaction.CommitAsync(CancellationToken.None);
        }
        catch (NpgsqlException lost) when (lost is not PostgresException)
        {
            throw new StoreUnavailableException("The connection to PostgreSQL broke during the commit: ask again with the same ids to learn its outcome.", lost, outcomeUnknown: true);
        }
    }

    private void Tell(PostgresTransactionScope scope)
    {
        if (scope.Rewritten)
        {
            _timelines.TryRemove(scope.Tenant, out _);
        }

        if (scope.Appended)
        {
            _bus.Publish(new BusMessage(BusTopics.Timeline(scope.Tenant), ""));
        }

        scope.RunHints();
    }

    private async Task<T> ReadAgain<T>(TenantId tenant, Func<IReader, Task<T>> query, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await ReadOnce(tenant, query, cancellation);
            }
            catch (PostgresException late) when (attempt < PostgresFailures.Attempts(late))
            {
                await Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.Next(1, 4 << Math.Min(attempt, 6))), cancellation);
            }
        }
    }

    private async Task<T> ReadOnce<T>(TenantId tenant, Func<IReader, Task<T>> query, CancellationToken cancellation)
    {
        await using var connection = await _connections.Open(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellation);
        var reader = new PostgresReader(tenant, connection, "set transaction read only; " + PostgresConnections.Enter(tenant));
        try
        {
            return await query(reader);
        }
        finally
        {
            reader.Ended = true;
        }
    }
}
