using Dapper;
using Microsoft.Data.Sqlite;
using Patella.Platform.Identifiers;
using Patella.Platform.Timeline;

namespace Patella.Platform.Storage.Sqlite;

internal class SqliteReader(TenantId tenant, SqliteConnection connection) : IReader
{
    public TenantId Tenant => tenant;

    public StoreKind Kind => StoreKind.Sqlite;

    protected SqliteConnection Connection => connection;

    public async Task<T?> One<T>(string sql, object? arguments = null)
        => await connection.QueryFirstOrDefaultAsync<T>(sql, Mapping.Bind(tenant.Value, arguments));

    public async Task<IReadOnlyList<T>> Many<T>(string sql, object? arguments = null)
        => (await connection.QueryAsync<T>(sql, Mapping.Bind(tenant.Value, arguments))).AsList();
}

internal sealed class SqliteTransactionScope(TenantId tenant, SqliteConnection connection, Func<long> nextPosition)
    : SqliteReader(tenant, connection), ITransaction
{
    private List<Action>? _hints;

    public Task<int> Execute(string sql, object? arguments = null)
        => Connection.ExecuteAsync(sql, Mapping.Bind(Tenant.Value, arguments));

    public Task Append(TimelineEntry entry)
        => Execute(TimelineSql.InsertWithPosition, TimelineSql.Arguments(entry, nextPosition()));

    public void AfterCommit(Action hint) => (_hints ??= []).Add(hint);

    internal void RunHints() => _hints?.ForEach(hint => hint());
}
