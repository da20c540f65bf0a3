using Npgsql;
using Patella.Platform.Identifiers;

namespace Patella.Platform.Storage.Postgres;

/// <summary>
/// The pool of connections to one database. Business connections run as the role <c>patella_app</c>, which owns nothing and cannot pass row-level
/// security; the connection string's own role is used for migrations only and must be allowed to create that role.
/// </summary>
public sealed class PostgresConnections : IAsyncDisposable
{
    public const string ApplicationRole = "patella_app";

    /// <summary>Milliseconds after which the server ends a transaction whose process has stopped talking. Below the length of a lease.</summary>
    public const int IdleInTransactionLimit = 2_000;

    private readonly NpgsqlDataSource _application;
    private readonly NpgsqlDataSource _owner;

    public PostgresConnections(string connectionString, int poolSize = 48)
    {
        var owner = new NpgsqlConnectionStringBuilder(connectionString) { MaxPoolSize = 4, Timeout = 5 };
        Description = $"{owner.Host}:{owner.Port}/{owner.Database}";
        _owner = NpgsqlDataSource.Create(owner);
        _application = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connectionString)
        {
            MaxPoolSize = poolSize,
            MaxAutoPrepare = 200,
            AutoPrepareMinUsages = 2,
            Timeout = 5,
            CommandTimeout = 30,
            Options = $"-c role={ApplicationRole} -c idle_in_transaction_session_timeout={IdleInTransactionLimit} -c lock_timeout=10000",
        });
    }

    /// <summary>Host, port and database; never the password.</summary>
    public string Description { get; }

    /// <summary>A connection under row-level security.</summary>
    public ValueTask<NpgsqlConnection> Open(CancellationToken cancellation) => _application.OpenConnectionAsync(cancellation);

    /// <summary>A connection as the owner of the schema.</summary>
    public ValueTask<NpgsqlConnection> OpenAsOwner(CancellationToken cancellation) => _owner.OpenConnectionAsync(cancellation);

    public async ValueTask DisposeAsync()
    {
        await _application.DisposeAsync();
        await _owner.DisposeAsync();
    }

    /// <summary>Binds the running transaction to a tenant; row-level security shows it nothing else.</summary>
    internal static async Task Enter(NpgsqlConnection connection, TenantId tenant, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("select set_config('patella.tenant', $1, true)", connection);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = tenant.Value });
        await command.ExecuteNonQueryAsync(cancellation);
    }

    internal static bool IsServerGone(PostgresException failure) => failure.SqlState is
        PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.CannotConnectNow or
        PostgresErrorCodes.TooManyConnections or PostgresErrorCodes.DiskFull or "25P03" or PostgresErrorCodes.LockNotAvailable;
}
