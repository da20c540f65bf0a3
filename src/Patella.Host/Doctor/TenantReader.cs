using System.Data.Common;
using Dapper;
using Patella.Platform.Identifiers;
using Patella.Platform.Storage;

namespace Patella.Host.Doctor;

/// <summary>Queries of capabilities on a tenant's rows that a server may have open, without becoming its store.</summary>
internal sealed class TenantReader(TenantId tenant, StoreKind kind, DbConnection connection) : IReader
{
    static TenantReader() => DefaultTypeMap.MatchNamesWithUnderscores = true;

    public TenantId Tenant => tenant;

    public StoreKind Kind => kind;

    public async Task<T?> One<T>(string sql, object? arguments = null) => await connection.QueryFirstOrDefaultAsync<T>(sql, With(arguments));

    public async Task<IReadOnlyList<T>> Many<T>(string sql, object? arguments = null) => [.. await connection.QueryAsync<T>(sql, With(arguments))];

    private DynamicParameters With(object? arguments)
    {
        var all = new DynamicParameters(arguments);
        all.Add("tenant", tenant.Value);
        return all;
    }
}
