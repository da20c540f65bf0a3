using Npgsql;

namespace Patella.Platform.Storage.Postgres;

/// <summary>Which of PostgreSQL's errors are rivals', which the machine's, and which the caller's (appendix A of its manual).</summary>
internal static class PostgresFailures
{
    private const string IdleInTransaction = "25P03";

    public static bool IsConflict(Exception failure)
        => failure is PostgresException { SqlState: PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected };

    /// <summary>
    /// How often a transaction that ended like this is run before its caller is told. It did not happen: a rival came first, or this process was too busy
    /// to go on with it in time and the server ended it, so that its locks hold nobody up. Too much work makes that slower, it does not make it fail.
    /// </summary>
    public static int Attempts(Exception failure) => IsConflict(failure) ? 20 : failure is PostgresException { SqlState: IdleInTransaction } ? 5 : 1;

    /// <summary>The connection is gone, the server refuses or gave up: the transaction did not happen and may be tried again.</summary>
    public static bool IsMachines(Exception failure) => failure switch
    {
        PostgresException told => IsConflict(told) || told.SqlState is
            PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.CannotConnectNow or
            PostgresErrorCodes.TooManyConnections or PostgresErrorCodes.DiskFull or PostgresErrorCodes.OutOfMemory or
            PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.IoError or IdleInTransaction,
        NpgsqlException or ObjectDisposedException { ObjectName: nameof(NpgsqlDataSource) or "Npgsql.PoolingDataSource" } => true,
        _ => false,
    };
}
