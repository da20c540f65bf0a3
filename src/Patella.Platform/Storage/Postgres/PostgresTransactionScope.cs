using Dapper;
using Npgsql;
using Patella.Platform.Identifiers;
using Patella.Platform.Timeline;

namespace Patella.Platform.Storage.Postgres;

internal class PostgresReader(TenantId tenant, NpgsqlConnection connection, NpgsqlTransaction transaction) : IReader
{
    public TenantId Tenant => tenant;

    public StoreKind Kind => StoreKind.Postgres;

    protected NpgsqlConnection Connection => connection;

    protected NpgsqlTransaction Transaction => transaction;

    public async Task<T?> One<T>(string sql, object? arguments = null)
        => await connection.QueryFirstOrDefaultAsync<T>(sql, Mapping.Bind(tenant.Value, arguments), transaction);

    public async Task<IReadOnlyList<T>> Many<T>(string sql, object? arguments = null)
        => (await connection.QueryAsync<T>(sql, Mapping.Bind(tenant.Value, arguments), transaction)).AsList();
}

internal sealed class PostgresTransactionScope(TenantId tenant, NpgsqlConnection connection, NpgsqlTransaction transaction)
    : PostgresReader(tenant, connection, transaction), ITransaction
{
    private List<Action>? _hints;

    public bool Appended { get; private set; }

    public Task<int> Execute(string sql, object? arguments = null)
        => Connection.ExecuteAsync(sql, Mapping.Bind(Tenant.Value, arguments), Transaction);

    public Task Append(TimelineEntry entry)
    {
        Appended = true;
        return Execute(TimelineSql.Insert, TimelineSql.Arguments(entry));
    }

    public void AfterCommit(Action hint) => (_hints ??= []).Add(hint);

    internal void RunHints() => _hints?.ForEach(hint => hint());
}
