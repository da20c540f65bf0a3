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
    private const int Attempts = 8;
    private readonly PostgresConnections _connections;
    private readonly MigrationSet _migrations;
    private readonly IBus _bus;
    private readonly SemaphoreSlim _preparing = new(1);
    private bool _prepared;

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

    public async Task<T> Write<T>(TenantId tenant, Func<ITransaction, Task<T>> command, WriteMode mode = WriteMode.Normal, CancellationToken cancellation = default)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await WriteOnce(tenant, command, mode, cancellation);
            }
            catch (PostgresException conflict) when (conflict.SqlState is PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected && attempt < Attempts)
            {
                // Nobody saw anything of it: the decision is made anew on the newer state.
                await Task.Delay(TimeSpan.FromMilliseconds(attempt * 2), cancellation);
            }
            catch (NpgsqlException lost) when (lost is not PostgresException || PostgresConnections.IsServerGone((PostgresException)lost))
            {
                throw new StoreUnavailableException($"PostgreSQL did not take the write: {lost.Message}", lost);
            }
        }
    }

    public async Task<T> Read<T>(TenantId tenant, Func<IReader, Task<T>> query, CancellationToken cancellation = default)
    {
        try
        {
            await using var connection = await _connections.Open(cancellation);
            await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellation);
            await PostgresConnections.Enter(connection, tenant, cancellation);
            var value = await query(new PostgresReader(tenant, connection, transaction));
            await transaction.CommitAsync(cancellation);
            return value;
        }
        catch (NpgsqlException lost) when (lost is not PostgresException || PostgresConnections.IsServerGone((PostgresException)lost))
        {
            throw new StoreUnavailableException($"PostgreSQL did not answer: {lost.Message}", lost);
        }
    }

    // A transaction older than the oldest one still running can no longer gain entries; reading only those keeps late commits from being skipped.
    public async Task<IReadOnlyList<TimelineEntry>> ReadTimeline(TenantId tenant, TimelinePosition after, int limit, CancellationToken cancellation = default)
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

    public ValueTask DisposeAsync()
    {
        _preparing.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<T> WriteOnce<T>(TenantId tenant, Func<ITransaction, Task<T>> command, WriteMode mode, CancellationToken cancellation)
    {
        await using var connection = await _connections.Open(cancellation);
        var isolation = mode == WriteMode.Serializable ? IsolationLevel.Serializable : IsolationLevel.ReadCommitted;
        await using var transaction = await connection.BeginTransactionAsync(isolation, cancellation);
        await PostgresConnections.Enter(connection, tenant, cancellation);
        var scope = new PostgresTransactionScope(tenant, connection, transaction);
        var value = await command(scope);
        await transaction.CommitAsync(CancellationToken.None);
        if (scope.Appended)
        {
            _bus.Publish(new BusMessage(BusTopics.Timeline(tenant), ""));
        }

        scope.RunHints();
        return value;
    }
}
