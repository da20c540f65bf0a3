using Dapper;
using Microsoft.Data.Sqlite;
using Patella.Platform.Clocks;
using Patella.Platform.Identifiers;
using Patella.Platform.Migrations;
using Patella.Platform.Storage;

namespace Patella.Host.Doctor;

/// <summary>Opens each tenant's file for reading, beside a server that may be running.</summary>
internal sealed class SqliteDoctor(string dataFolder, MigrationSet migrations, TimeProvider clock) : IStoreDoctor
{
    /// <summary>Entries may be written this much ahead of our reading of the clock.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromMinutes(1);

    public async Task<IReadOnlyList<CheckResult>> Check()
    {
        var folder = Path.Combine(dataFolder, "tenants");
        if (!Directory.Exists(folder))
        {
            return [CheckResult.Skipped("store", "empty: no tenant yet")];
        }

        var results = new List<CheckResult>();
        foreach (var file in Directory.EnumerateFiles(folder, "*.db").Order(StringComparer.Ordinal))
        {
            results.AddRange(await CheckTenant(file));
        }

        results.Add(CheckLock());
        return results;
    }

    private async Task<IReadOnlyList<CheckResult>> CheckTenant(string file)
    {
        var tenant = Path.GetFileNameWithoutExtension(file);
        try
        {
            await using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString());
            await connection.OpenAsync();
            var answer = await connection.ExecuteScalarAsync<string>("pragma quick_check(1)");
            var store = answer == "ok"
                ? CheckResult.Ok("store", $"{tenant}: {Commands.Screen.Size(new FileInfo(file).Length)}, sound")
                : CheckResult.Failed("store", $"{tenant}: {answer}", "Stop the server, keep the file, and restore the newest backup with patella restore.");
            var applied = (await connection.QueryAsync<(string Capability, long Number, string Hash)>("select capability, number, hash from migration"))
                .ToDictionary(row => (row.Capability, (int)row.Number), row => row.Hash);
            return [store, MigrationComparison.Compare(tenant, migrations, applied, StoreKind.Sqlite), CheckClock(tenant, await connection.ExecuteScalarAsync<long?>("select max(recorded_at) from timeline")), await CheckAudit(tenant, connection), await ConnectorChecks.Look(new TenantReader(new TenantId(tenant), StoreKind.Sqlite, connection))];
        }
        catch (SqliteException failure)
        {
            return [CheckResult.Failed("store", $"{tenant}: {failure.Message}", "Stop the server, keep the file, and restore the newest backup with patella restore.")];
        }
    }

    private static async Task<CheckResult> CheckAudit(string tenant, SqliteConnection connection)
        => await connection.ExecuteScalarAsync<long>("select count(*) from sqlite_master where name = 'audit_chain'") == 0
            ? AuditChecks.None(tenant)
            : await AuditChecks.Look(new TenantReader(new TenantId(tenant), StoreKind.Sqlite, connection));

    private CheckResult CheckClock(string tenant, long? newest)
    {
        const string Name = "clock";
        var now = clock.GetUtcNow();
        return newest is { } recorded && Microseconds.ToTime(recorded) > now + Slack
            ? CheckResult.Failed(Name, $"{tenant}: the newest entry was recorded at {Microseconds.ToTime(recorded):u}, ahead of this machine's {now:u}", "Set the machine's clock (and let it be kept by NTP) before starting.")
            : CheckResult.Ok(Name, $"{tenant}: {now:u}, not behind the newest entry");
    }

    private CheckResult CheckLock()
    {
        const string Name = "leases";
        var path = Path.Combine(dataFolder, "patella.lock");
        try
        {
            if (File.Exists(path))
            {
                using var held = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            }

            return CheckResult.Ok(Name, "the folder is free for a server");
        }
        catch (IOException)
        {
            return CheckResult.Ok(Name, "a running server has the folder");
        }
    }
}
