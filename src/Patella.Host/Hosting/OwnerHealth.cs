using Dapper;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Patella.Platform;
using Patella.Platform.Ownership;
using Patella.Platform.Storage.Postgres;

namespace Patella.Host.Hosting;

/// <summary>This process can own partitions: always on the embedded store; on PostgreSQL its entry among the nodes has not expired.</summary>
internal sealed class OwnerHealth(IOwners owners, PlatformOptions platform, IServiceProvider services) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (owners is not PostgresOwners)
        {
            return HealthCheckResult.Healthy("embedded");
        }

        try
        {
            await using var connection = await services.GetRequiredService<PostgresConnections>().OpenAsOwner(cancellationToken);
            var alive = await connection.ExecuteScalarAsync<long>(new CommandDefinition(
                "select count(*) from node where address = @Address and expires_at > clock_timestamp()", new { platform.Address }, cancellationToken: cancellationToken));
            return alive > 0 ? HealthCheckResult.Healthy("lease held") : HealthCheckResult.Unhealthy("The lease of this process has expired; it is taking a new one.");
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            return HealthCheckResult.Unhealthy("The leases cannot be read: " + failure.GetType().Name);
        }
    }
}
