using Microsoft.Data.Sqlite;

namespace Patella.Platform.Storage.Sqlite;

/// <summary>A command that waits for the writer, and the caller who waits for the commit.</summary>
internal interface IPendingWrite
{
    /// <summary>Runs the command; false when it failed and its savepoint must be rolled back.</summary>
    Task<bool> Run(SqliteTransactionScope transaction);

    /// <summary>The group is on disk.</summary>
    void Complete();

    /// <summary>The group could not be committed.</summary>
    void Fail(Exception failure);
}

internal sealed class PendingWrite<T>(Func<ITransaction, Task<T>> command) : IPendingWrite
{
    // Continuations must not run on the writer's loop: a caller that goes on to write would wait for itself.
    private readonly TaskCompletionSource<T> _caller = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private SqliteTransactionScope? _transaction;
    private T _value = default!;
    private Exception? _failure;

    public Task<T> Result => _caller.Task;

    public async Task<bool> Run(SqliteTransactionScope transaction)
    {
        _transaction = transaction;
        try
        {
            _value = await command(transaction);
            return true;
        }
        catch (SqliteException full) when (full.SqliteErrorCode is 13 or 10)
        {
            // Disk full or I/O error: SQLite may have ended the transaction; the whole group has to go.
            throw;
        }
        catch (Exception failure)
        {
            _failure = failure;
            return false;
        }
    }

    public void Complete()
    {
        if (_failure is not null)
        {
            _caller.TrySetException(_failure);
            return;
        }

        _transaction!.RunHints();
        _caller.TrySetResult(_value);
    }

    public void Fail(Exception failure) => _caller.TrySetException(failure);
}
