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
    private readonly string _leases;

    public PostgresConnections(string connectionString, int poolSize = 48)
    {
        var owner = new NpgsqlConnectionStringBuilder(connectionString) { MaxPoolSize = 16, Timeout = 5 };
        Description = $"{owner.Host}:{owner.Port}/{owner.Database}";
        _owner = NpgsqlDataSource.Create(owner);
        _leases = new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false, Timeout = 1, CommandTimeout = 1, CancellationTimeout = -1 }.ToString();
        _application = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connectionString)
        {
            MaxPoolSize = poolSize,
            MaxAutoPrepare = 200,
            AutoPrepareMinUsages = 2,
            // Seconds for a turn in the pool as well: a burst queues here rather than being refused.
            Timeout = 10,
            CommandTimeout = 30,
            // Whatever the server's own setting: an answer means that the commit is on disk.
            Options = $"-c synchronous_commit=on -c role={ApplicationRole} -c idle_in_transaction_session_timeout={IdleInTransactionLimit} -c lock_timeout=10000",
        });
    }

    /// <summary>Host, port and database; never the password.</summary>
    public string Description { get; }

    /// <summary>A connection under row-level security.</summary>
    public ValueTask<NpgsqlConnection> Open(CancellationToken cancellation) => _application.OpenConnectionAsync(cancellation);

    /// <summary>A connection as the owner of the schema.</summary>
    public ValueTask<NpgsqlConnection> OpenAsOwner(CancellationToken cancellation) => _owner.OpenConnectionAsync(cancellation);

    /// <summary>A connection of its own for leases: it never waits for the pool, and it gives up within a second.</summary>
    internal async Task<NpgsqlConnection> OpenForLeases(CancellationToken cancellation)
    {
        var connection = new NpgsqlConnection(_leases);
        try
        {
            await connection.OpenAsync(cancellation);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _application.DisposeAsync();
        await _owner.DisposeAsync();
    }

    /// <summary>
    /// Binds the running transaction to a tenant; row-level security shows it nothing else. Sent in front of the first statement of a
    /// transaction, so it costs no round trip. A tenant's name is a-z, 0-9 and hyphen only, so it needs no quoting.
    /// </summary>
    internal static string Enter(TenantId tenant) => TenantId.IsValid(tenant.Value)
        ? $"set local patella.tenant = '{tenant.Value}'; "
        : throw new ArgumentException("A tenant is needed.", nameof(tenant));
}
