using System.Text.Json;
using Dapper;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Patella.Platform.Identifiers;
using Patella.Platform.Migrations;
using Patella.Platform.Storage;
using Patella.Platform.Storage.Postgres;
using Patella.Service.Edge;

namespace Patella.Host.Hosting;

/// <summary>
/// /health/live: the process answers (a watchdog restarts it when not). /health/ready: it may get requests, because the store answers,
/// all migrations have run, its owners work and the demonstration, where there is one, can be entered; 503 with the reasons when not.
/// </summary>
public static class Health
{
    private static readonly TimeSpan CheckTime = TimeSpan.FromSeconds(2);

    public static IServiceCollection AddHealth(this IServiceCollection services)
    {
        services.AddHealthChecks()
            .AddCheck<StoreHealth>("store", timeout: CheckTime)
            .AddCheck<MigrationHealth>("migrations", timeout: CheckTime)
            .AddCheck<OwnerHealth>("owners", timeout: CheckTime)
            .AddCheck<DemonstrationHealth>("demonstration", timeout: CheckTime);
        return services;
    }

    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false, ResponseWriter = Write }).OpenToAll();
        routes.MapHealthChecks("/health/ready", new HealthCheckOptions { ResponseWriter = Write }).OpenToAll();
    }

    private static Task Write(HttpContext http, HealthReport report)
    {
        http.Response.ContentType = "application/json";
        http.Response.Headers.CacheControl = "no-store";
        var checks = report.Entries.ToDictionary(entry => entry.Key, entry => new { state = WordOf(entry.Value.Status), detail = entry.Value.Description });
        return http.Response.WriteAsync(JsonSerializer.Serialize(new { state = WordOf(report.Status), checks }, Json.Options), http.RequestAborted);
    }

    private static string WordOf(HealthStatus status) => status switch
    {
        HealthStatus.Healthy => "ok",
        HealthStatus.Degraded => "degraded",
        HealthStatus.Unhealthy => "failed",
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, null),
    };
}

/// <summary>Where a demonstration was asked for, the people of it can enter; its history may follow.</summary>
internal sealed class DemonstrationHealth(ServeOptions options, Demonstration.DemonstrationTenant demonstration) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        => Task.FromResult(!options.Demonstration ? HealthCheckResult.Healthy("none")
            : demonstration.CanBeEntered ? HealthCheckResult.Healthy("people can enter")
            : HealthCheckResult.Unhealthy("The people of the demonstration are being made."));
}

/// <summary>The store answers a query of the installation's own tenant.</summary>
internal sealed class StoreHealth(IStore store) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await store.Read(TenantId.System, reader => reader.One<long>("select 1"), cancellationToken);
            return HealthCheckResult.Healthy(store.Kind.ToString().ToLowerInvariant());
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            return HealthCheckResult.Unhealthy("The store does not answer: " + failure.GetType().Name);
        }
    }
}

/// <summary>Every migration that this program knows has run.</summary>
internal sealed class MigrationHealth(IStore store, MigrationSet migrations, IServiceProvider services) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            var applied = await CountApplied(cancellationToken);
            return applied >= migrations.All.Count
                ? HealthCheckResult.Healthy($"{applied}")
                : HealthCheckResult.Unhealthy($"{migrations.All.Count - applied} migrations have not run.");
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            return HealthCheckResult.Unhealthy("The migrations cannot be read: " + failure.GetType().Name);
        }
    }

    /// <summary>On PostgreSQL the table belongs to no tenant, so business connections cannot see it.</summary>
    private async Task<long> CountApplied(CancellationToken cancellation)
    {
        const string Sql = "select count(*) from migration";
        if (store.Kind == StoreKind.Sqlite)
        {
            return await store.Read(TenantId.System, reader => reader.One<long>(Sql), cancellation);
        }

        await using var connection = await services.GetRequiredService<PostgresConnections>().OpenAsOwner(cancellation);
        return await connection.ExecuteScalarAsync<long>(new CommandDefinition(Sql, cancellationToken: cancellation));
    }
}
