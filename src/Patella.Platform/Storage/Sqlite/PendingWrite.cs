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

internal sealed class PendingWrite<T>(Func<ITransaction, Task<T>> command, CancellationToken cancellation) : IPendingWrite
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
            cancellation.ThrowIfCancellationRequested();
            _value = await command(transaction);
            _failure = transaction.Failure;
        }
        catch (Exception failure)
        {
            _failure = failure;
        }

        transaction.Ended = true;
        if (transaction.Failure is { } statement && SqliteFailures.EndsGroup(statement))
        {
            throw statement;
        }

        return _failure is null;
    }

    public void Complete()
    {
        switch (_failure)
        {
            case null:
                _transaction!.RunHints();
                _caller.TrySetResult(_value);
                break;
            case OperationCanceledException when cancellation.IsCancellationRequested:
                _caller.TrySetCanceled(cancellation);
                break;
            default:
                _caller.TrySetException(_failure);
                break;
        }
    }

    public void Fail(Exception failure) => _caller.TrySetException(failure);
}
