using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Patella.Host.Commands;
using Patella.Tests.Platform;

namespace Patella.Tests.Hosting;

public class DoctorTests
{
    [Fact]
    public async Task A_sound_store_beside_a_running_server_has_no_failed_finding()
    {
        using var folder = new TemporaryFolder();
        var port = PatellaProcess.FreePort();
        await using var server = await PatellaProcess.Serve(["--port", $"{port}", "--data", folder.Path]);

        var (code, findings) = await Examine(folder, port);

        Assert.DoesNotContain("failed", findings.Values);
        Assert.Equal(ExitCodes.Done, code);
        Assert.Equal("ok", findings[$"port {port}"]);
        Assert.All(["data folder", "store", "migrations", "clock", "audit", "leases"], name => Assert.Equal("ok", findings[name]));
        Assert.Equal("warning", findings["backups"]);
    }

    [Fact]
    public async Task A_damaged_file_is_found()
    {
        using var folder = new TemporaryFolder();
        folder.File("tenants/demo.db", new string('x', 10_000));

        var (code, findings) = await Examine(folder, PatellaProcess.FreePort());

        Assert.Equal(ExitCodes.Failed, code);
        Assert.Equal("failed", findings["store"]);
    }

    [Fact]
    public async Task An_entry_slipped_into_the_audit_trail_is_found()
    {
        using var folder = new TemporaryFolder();
        Assert.Equal(ExitCodes.Done, (await PatellaProcess.Run(["migrate", "--data", folder.Path])).ExitCode);
        await using (var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={Path.Combine(folder.Path, "tenants", "system.db")};Pooling=False"))
        {
            await connection.OpenAsync();
            await using var forge = connection.CreateCommand();
            forge.CommandText = "insert into audit_entry (tenant, id, at, recorded_at, actor_kind, actor, action, subject, number, hash) values ('system', 'x', 1, 1, 'staff', 'a', 'tests.done', 'test:1', 1, 'forged')";
            await forge.ExecuteNonQueryAsync();
        }

        var (code, findings) = await Examine(folder, PatellaProcess.FreePort());

        Assert.Equal(ExitCodes.Failed, code);
        Assert.Equal("failed", findings["audit"]);
    }

    [PostgresFact]
    public async Task An_entry_slipped_into_the_audit_trail_of_a_database_is_found()
    {
        var database = StoreFixture.ConnectionStringOf(await StoreFixture.CreateDatabase());
        Assert.Equal(ExitCodes.Done, (await PatellaProcess.Run(["migrate", "--postgres", database])).ExitCode);
        var sound = await PatellaProcess.Run(["doctor", "--json", "--port", $"{PatellaProcess.FreePort()}", "--postgres", database]);
        Assert.Equal(ExitCodes.Done, sound.ExitCode);
        Assert.Equal("ok", Read(sound.Output)["audit"]);
        await using (var connection = new Npgsql.NpgsqlConnection(database))
        {
            await connection.OpenAsync();
            await using var forge = new Npgsql.NpgsqlCommand("insert into audit_entry (tenant, id, at, recorded_at, actor_kind, actor, action, subject, number, hash) values ('system', 'x', 1, 1, 'staff', 'a', 'tests.done', 'test:1', 1, 'forged')", connection);
            await forge.ExecuteNonQueryAsync();
        }

        var (code, output, _) = await PatellaProcess.Run(["doctor", "--json", "--port", $"{PatellaProcess.FreePort()}", "--postgres", database]);

        Assert.Equal(ExitCodes.Failed, code);
        Assert.Equal("failed", Read(output)["audit"]);
    }

    [Fact]
    public async Task A_store_from_a_newer_program_is_found()
    {
        using var folder = new TemporaryFolder();
        Assert.Equal(ExitCodes.Done, (await PatellaProcess.Run(["migrate", "--data", folder.Path])).ExitCode);
        await using (var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={folder.Path}/tenants/system.db;Pooling=False"))
        {
            await connection.OpenAsync();
            using var command = connection.CreateCommand();
            command.CommandText = "insert into migration (capability, number, hash) values ('tomorrow', 1, 'x')";
            await command.ExecuteNonQueryAsync();
        }

        var (code, findings) = await Examine(folder, PatellaProcess.FreePort());

        Assert.Equal(ExitCodes.Failed, code);
        Assert.Equal("failed", findings["migrations"]);
    }

    [Fact]
    public async Task A_port_that_another_program_has_is_found()
    {
        using var folder = new TemporaryFolder();
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;

        Assert.Equal("failed", (await Examine(folder, port)).Findings[$"port {port}"]);
    }

    [Fact]
    public async Task A_collector_that_does_not_answer_is_found()
    {
        using var folder = new TemporaryFolder();
        var environment = new Dictionary<string, string> { ["OTEL_EXPORTER_OTLP_ENDPOINT"] = $"http://127.0.0.1:{PatellaProcess.FreePort()}" };

        Assert.Equal("failed", (await Examine(folder, PatellaProcess.FreePort(), environment)).Findings["telemetry"]);
    }

    [Fact]
    public async Task A_database_that_does_not_answer_is_found()
    {
        using var folder = new TemporaryFolder();
        var (code, output, _) = await PatellaProcess.Run(["doctor", "--json", "--port", $"{PatellaProcess.FreePort()}", "--postgres", $"Host=127.0.0.1;Port={PatellaProcess.FreePort()};Username=nobody"]);

        Assert.Equal(ExitCodes.Failed, code);
        Assert.Equal("failed", Read(output)["store"]);
    }

    private static async Task<(int ExitCode, IReadOnlyDictionary<string, string> Findings)> Examine(TemporaryFolder folder, int port, IReadOnlyDictionary<string, string>? environment = null)
    {
        var (code, output, errors) = await PatellaProcess.Run(["doctor", "--json", "--data", folder.Path, "--port", $"{port}"], environment);
        Assert.Empty(errors);
        return (code, Read(output));
    }

    private static Dictionary<string, string> Read(string output)
        => JsonDocument.Parse(output).RootElement.EnumerateArray()
            .GroupBy(finding => finding.GetProperty("name").GetString()!)
            .ToDictionary(group => group.Key, group => group.First().GetProperty("state").GetString()!);
}
