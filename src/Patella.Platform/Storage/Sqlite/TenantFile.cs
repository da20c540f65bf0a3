using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.Data.Sqlite;
using Patella.Platform.Identifiers;
using Patella.Platform.Messaging;
using Patella.Platform.Migrations;

namespace Patella.Platform.Storage.Sqlite;

/// <summary>
/// One tenant's file. All writes go through one loop that runs waiting commands in one transaction, a savepoint each, and commits once:
/// a commit costs a disk flush of about 3 ms, so 50 commands in one are 35 times as fast as 50 commits (measured; docs/decisions).
/// </summary>
internal sealed class TenantFile : IAsyncDisposable
{
    /// <summary>Commands that may wait for the writer; more are refused with <see cref="StoreUnavailableException"/>.</summary>
    internal const int QueueLimit = 16_384;

    private const int GroupLimit = 512;
    private const int ReaderLimit = 8;
    private static readonly TimeSpan GroupTime = TimeSpan.FromMilliseconds(4);

    private readonly TenantId _tenant;
    private readonly IBus _bus;
    private readonly string _path;
    private readonly SqliteConnection _connection;
    private readonly Channel<IPendingWrite> _queue = Channel.CreateBounded<IPendingWrite>(new BoundedChannelOptions(QueueLimit) { SingleReader = true });
    private readonly SemaphoreSlim _readers = new(ReaderLimit);
    private readonly ConcurrentBag<SqliteConnection> _idleReaders = [];
    private readonly Task _loop;
    private long _position;

    private TenantFile(TenantId tenant, string path, SqliteConnection connection, IBus bus)
    {
        _tenant = tenant;
        _path = path;
        _bus = bus;
        _connection = connection;
        _position = Scalar("select coalesce(max(position), 0) from timeline");
        _loop = Task.Factory.StartNew(Loop, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap();
    }

    public static Task<TenantFile> Open(TenantId tenant, string path, MigrationSet migrations, IBus bus)
    {
        var connection = Connect(path, SqliteOpenMode.ReadWriteCreate);
        SqliteMigrator.Run(connection, migrations);
        return Task.FromResult(new TenantFile(tenant, path, connection, bus));
    }

    public async Task<T> Write<T>(Func<ITransaction, Task<T>> command, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var pending = new PendingWrite<T>(command);
        if (!_queue.Writer.TryWrite(pending))
        {
            throw new StoreUnavailableException(_queue.Reader.Completion.IsCompleted ? "The store is closed." : $"More than {QueueLimit} writes are waiting.");
        }

        return await pending.Result;
    }

    public async Task<T> Read<T>(Func<IReader, Task<T>> query, CancellationToken cancellation)
    {
        await _readers.WaitAsync(cancellation);
        SqliteConnection? connection = null;
        try
        {
            if (!_idleReaders.TryTake(out connection))
            {
                connection = Connect(_path, SqliteOpenMode.ReadOnly);
            }

            return await query(new SqliteReader(_tenant, connection));
        }
        finally
        {
            if (connection is not null)
            {
                _idleReaders.Add(connection);
            }

            _readers.Release();
        }
    }

    public Task CopyTo(string path, CancellationToken cancellation) => Task.Run(() =>
    {
        using var source = Connect(_path, SqliteOpenMode.ReadOnly);
        using var target = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        target.Open();
        source.BackupDatabase(target);
    }, cancellation);

    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await _loop;
        foreach (var reader in _idleReaders)
        {
            await reader.DisposeAsync();
        }

        await _connection.DisposeAsync();
    }

    private static SqliteConnection Connect(string path, SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Mode = mode, Pooling = false, DefaultTimeout = 30 }.ToString());
        connection.Open();
        using var pragma = connection.CreateCommand();
        pragma.CommandText = mode == SqliteOpenMode.ReadOnly
            ? "pragma query_only = on; pragma cache_size = -16000; pragma mmap_size = 268435456"
            : "pragma journal_mode = wal; pragma synchronous = full; pragma foreign_keys = on; pragma cache_size = -64000; pragma mmap_size = 268435456; pragma wal_autocheckpoint = 4000; pragma journal_size_limit = 67108864";
        pragma.ExecuteNonQuery();
        return connection;
    }

    private async Task Loop()
    {
        var group = new List<IPendingWrite>(GroupLimit);
        while (await _queue.Reader.WaitToReadAsync())
        {
            await RunGroup(group);
            group.Clear();
        }
    }

    private async Task RunGroup(List<IPendingWrite> group)
    {
        var before = _position;
        try
        {
            Execute("begin immediate");
            await RunWaiting(group);
            Execute("commit");
        }
        catch (Exception failure)
        {
            _position = before;
            Abandon();
            var unavailable = new StoreUnavailableException($"The store did not take the write: {failure.Message}. Nothing was changed.", failure);
            group.ForEach(pending => pending.Fail(unavailable));
            return;
        }

        if (_position != before)
        {
            _bus.Publish(new BusMessage(BusTopics.Timeline(_tenant), ""));
        }

        group.ForEach(pending => pending.Complete());
    }

    private async Task RunWaiting(List<IPendingWrite> group)
    {
        var started = Environment.TickCount64;
        while (group.Count < GroupLimit && Environment.TickCount64 - started <= GroupTime.TotalMilliseconds && _queue.Reader.TryRead(out var pending))
        {
            group.Add(pending);
            var before = _position;
            Execute("savepoint command");
            if (await pending.Run(new SqliteTransactionScope(_tenant, _connection, () => ++_position)))
            {
                Execute("release command");
            }
            else
            {
                Execute("rollback to command; release command");
                _position = before;
            }
        }
    }

    private void Abandon()
    {
        try
        {
            Execute("rollback");
        }
        catch (SqliteException)
        {
            // SQLite has already rolled back: a full disk ends the transaction by itself.
        }
    }

    private void Execute(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private long Scalar(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        return (long)command.ExecuteScalar()!;
    }
}
