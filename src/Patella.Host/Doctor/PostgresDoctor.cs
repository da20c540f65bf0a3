using Dapper;
using Npgsql;
using Patella.Platform.Clocks;
using Patella.Platform.Identifiers;
using Patella.Platform.Migrations;
using Patella.Platform.Storage;
using Patella.Service.Tenants;

namespace Patella.Host.Doctor;

/// <summary>Asks the database about itself, its migrations and the processes that share it.</summary>
internal sealed class PostgresDoctor(string connectionString, MigrationSet migrations, TimeProvider clock) : IStoreDoctor
{
    /// <summary>The oldest version the tests run on.</summary>
    private const int OldestVersion = 15;

    private static readonly TimeSpan ClockSlack = TimeSpan.FromSeconds(2);

    public async Task<IReadOnlyList<CheckResult>> Check()
    {
        try
        {
            await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { Timeout = 5, Pooling = false }.ToString());
            await connection.OpenAsync();
            return [Version(connection), await Durability(connection), await Clock(connection), .. await Schema(connection)];
        }
        catch (Exception failure) when (failure is NpgsqlException or ArgumentException or TimeoutException)
        {
            return [CheckResult.Failed("store", $"PostgreSQL: {failure.Message}", "Check the connection string (--postgres or PATELLA_POSTGRES) and that the server runs.")];
        }
    }

    private static CheckResult Version(NpgsqlConnection connection)
        => connection.PostgreSqlVersion.Major >= OldestVersion
            ? CheckResult.Ok("store", $"PostgreSQL {connection.PostgreSqlVersion}")
            : CheckResult.Failed("store", $"PostgreSQL {connection.PostgreSqlVersion}", $"Use PostgreSQL {OldestVersion} or later.");

    private static async Task<CheckResult> Durability(NpgsqlConnection connection)
    {
        var off = new List<string>();
        foreach (var setting in new[] { "fsync", "synchronous_commit", "full_page_writes" })
        {
            if (await connection.ExecuteScalarAsync<string>("select current_setting(@setting)", new { setting }) == "off")
            {
                off.Add(setting);
            }
        }

        return off.Count == 0 ? CheckResult.Ok("durability", "commits reach the disk")
            : CheckResult.Failed("durability", $"{string.Join(", ", off)} off", "Turn it on: otherwise acknowledged messages are lost in a power cut.");
    }

    private async Task<CheckResult> Clock(NpgsqlConnection connection)
    {
        var there = await connection.ExecuteScalarAsync<DateTime>("select clock_timestamp() at time zone 'utc'");
        var apart = (clock.GetUtcNow().UtcDateTime - there).Duration();
        return apart <= ClockSlack ? CheckResult.Ok("clock", $"{apart.TotalMilliseconds:0} ms from the database's")
            : CheckResult.Warning("clock", $"{apart.TotalSeconds:0.0} s from the database's", "Keep both machines' clocks by NTP. Leases go by the database's clock; times of messages by this one's.");
    }

    private async Task<IReadOnlyList<CheckResult>> Schema(NpgsqlConnection connection)
    {
        if (!await connection.ExecuteScalarAsync<bool>("select to_regclass('public.migration') is not null"))
        {
            return [CheckResult.Warning(MigrationComparison.Name, "the database is empty", "patella migrate, or patella serve, which does it by itself.")];
        }

        var applied = (await connection.QueryAsync<(string Capability, long Number, string Hash)>("select capability, number, hash from migration"))
            .ToDictionary(row => (row.Capability, (int)row.Number), row => row.Hash);
        var compared = MigrationComparison.Compare("PostgreSQL", migrations, applied, StoreKind.Postgres);
        return compared.State == CheckState.Ok ? [compared, await Leases(connection), .. await Tenants(connection)] : [compared, await Leases(connection)];
    }

    /// <summary>
    /// Each tenant's rows as one moment: what is written meanwhile belongs to the next look. The tenant is set for the transaction, because
    /// row-level security binds the owner of the tables as well.
    /// </summary>
    private async Task<IReadOnlyList<CheckResult>> Tenants(NpgsqlConnection connection)
    {
        await using var moment = await connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead);
        var results = new List<CheckResult>();
        var system = await Enter(connection, TenantId.System);
        var tenants = (await new TenantStore().ListEcosystems(system)).Select(ecosystem => ecosystem.Tenant).Prepend(TenantId.System);
        foreach (var tenant in tenants)
        {
            var reader = await Enter(connection, tenant);
            results.AddRange([await Newest(reader), await AuditChecks.Look(reader), await ConnectorChecks.Look(reader)]);
        }

        return results;
    }

    private static async Task<TenantReader> Enter(NpgsqlConnection connection, TenantId tenant)
    {
        await connection.ExecuteAsync("select set_config('patella.tenant', @tenant, true)", new { tenant = tenant.Value });
        return new TenantReader(tenant, StoreKind.Postgres, connection);
    }

    private static async Task<CheckResult> Leases(NpgsqlConnection connection)
    {
        const string Name = "leases";
        if (!await connection.ExecuteScalarAsync<bool>("select to_regclass('public.lease') is not null"))
        {
            return CheckResult.Skipped(Name, "no process has run yet");
        }

        var alive = await connection.ExecuteScalarAsync<long>("select count(*) from node where expires_at > clock_timestamp()");
        var orphans = await connection.ExecuteScalarAsync<long>(
            "select count(*) from lease where not exists (select from node where node.holder = lease.holder and node.expires_at > clock_timestamp())");
        return alive > 0 && orphans > 0
            ? CheckResult.Warning(Name, $"{alive} processes alive, {orphans} partitions without an owner", "Look again in 10 s; if it stays, look at the logs of the processes.")
            : CheckResult.Ok(Name, $"{alive} processes alive, {(alive == 0 ? "none is serving" : "every partition has an owner")}");
    }

    private async Task<CheckResult> Newest(TenantReader reader)
    {
        var newest = await reader.One<long?>("select max(recorded_at) from timeline where tenant = @tenant");
        return newest is { } recorded && Microseconds.ToTime(recorded) > clock.GetUtcNow() + ClockSlack + TimeSpan.FromMinutes(1)
            ? CheckResult.Failed("timeline", $"{reader.Tenant}: the newest entry was recorded at {Microseconds.ToTime(recorded):u}, ahead of this machine", "Set the machine's clock before starting.")
            : CheckResult.Ok("timeline", $"{reader.Tenant}: {(newest is null ? "empty" : "not ahead of this machine's clock")}");
    }
}
