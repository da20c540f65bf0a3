using System.Net;
using System.Net.Http.Json;
using Patella.Host.Commands;
using Patella.Tests.Platform;

namespace Patella.Tests.Hosting;

/// <summary>Copies of a running installation, proven by serving from them.</summary>
public class BackupTests
{
    [Fact]
    public async Task A_backup_of_a_running_server_serves_after_it_was_restored_elsewhere()
    {
        using var folder = new TemporaryFolder();
        var (data, backup, restored) = (Path.Combine(folder.Path, "data"), Path.Combine(folder.Path, "backup"), Path.Combine(folder.Path, "restored"));
        await using (await FirstShop.Serve(data))
        {
            Assert.Equal(ExitCodes.Done, (await PatellaProcess.Run(["backup", backup, "--data", data])).ExitCode);
        }

        var (code, _, errors) = await PatellaProcess.Run(["restore", backup, "--data", restored]);

        Assert.Empty(errors);
        Assert.Equal(ExitCodes.Done, code);
        Assert.Equal(HttpStatusCode.Created, await SignIn(restored));
    }

    [Fact]
    public async Task An_exported_tenant_serves_after_it_was_imported_elsewhere()
    {
        using var folder = new TemporaryFolder();
        var (data, file, moved) = (Path.Combine(folder.Path, "data"), Path.Combine(folder.Path, "shop.zip"), Path.Combine(folder.Path, "moved"));
        await using (await FirstShop.Serve(data))
        {
            Assert.Equal(ExitCodes.Done, (await PatellaProcess.Run(["export", "shop", file, "--data", data])).ExitCode);
        }

        var (code, _, errors) = await PatellaProcess.Run(["import", "tenant", file, "--data", moved]);

        Assert.Empty(errors);
        Assert.Equal(ExitCodes.Done, code);
        Assert.Equal(HttpStatusCode.Created, await SignIn(moved));
    }

    public static TheoryData<string, int> Verbs => new()
    {
        { "backup {made} --data {missing}", ExitCodes.EnvironmentMissing },
        { "export shop {made} --data {missing}", ExitCodes.EnvironmentMissing },
        { "migrate --data {missing}", ExitCodes.EnvironmentMissing },
        { "doctor --data {missing}", ExitCodes.Failed },
        { "backup {made} --data {empty}", ExitCodes.EnvironmentMissing },
        { "export shop {made} --data {empty}", ExitCodes.EnvironmentMissing },
        { "restore {missing} --data {made}", ExitCodes.BadInput },
        { "restore {empty} --data {made}", ExitCodes.BadInput },
        { "import tenant {missing} --data {made}", ExitCodes.BadInput },
    };

    [Theory]
    [MemberData(nameof(Verbs))]
    public async Task What_is_not_there_is_told_and_nothing_is_made(string line, int exitCode)
    {
        using var folder = new TemporaryFolder();
        var empty = Directory.CreateDirectory(Path.Combine(folder.Path, "empty")).FullName;
        var names = new Dictionary<string, string> { ["{missing}"] = Path.Combine(folder.Path, "missing"), ["{made}"] = Path.Combine(folder.Path, "made"), ["{empty}"] = empty };

        var (code, output, errors) = await PatellaProcess.Run([.. line.Split(' ').Select(word => names.GetValueOrDefault(word, word))]);

        Assert.Equal(exitCode, code);
        Assert.Contains(line.Contains("{missing}", StringComparison.Ordinal) ? names["{missing}"] : empty, output + errors, StringComparison.Ordinal);
        Assert.Equal([empty], Directory.EnumerateFileSystemEntries(folder.Path));
        Assert.Empty(Directory.EnumerateFileSystemEntries(empty));
    }

    [PostgresFact]
    public async Task A_backup_of_a_database_without_a_store_is_refused()
    {
        using var folder = new TemporaryFolder();
        var database = StoreFixture.ConnectionStringOf(await StoreFixture.CreateDatabase());

        var (code, _, errors) = await PatellaProcess.Run(["backup", Path.Combine(folder.Path, "made"), "--postgres", database]);

        Assert.Equal(ExitCodes.EnvironmentMissing, code);
        Assert.Contains("there is no store", errors, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));
    }

    [Fact]
    public async Task A_damaged_backup_is_refused_and_changes_nothing()
    {
        using var folder = new TemporaryFolder();
        var (data, backup, restored) = (Path.Combine(folder.Path, "data"), Path.Combine(folder.Path, "backup"), Path.Combine(folder.Path, "restored"));
        Directory.CreateDirectory(data);
        Assert.Equal(ExitCodes.Done, (await PatellaProcess.Run(["migrate", "--data", data])).ExitCode);
        Assert.Equal(ExitCodes.Done, (await PatellaProcess.Run(["backup", backup, "--data", data])).ExitCode);
        var copy = Path.Combine(backup, "system.db");
        var bytes = await File.ReadAllBytesAsync(copy);
        bytes[bytes.Length / 2] ^= 1;
        await File.WriteAllBytesAsync(copy, bytes);

        var (code, _, errors) = await PatellaProcess.Run(["restore", backup, "--data", restored]);

        Assert.Equal(ExitCodes.BadInput, code);
        Assert.Contains("system.db", errors, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(restored, "tenants")));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("Bearer guessed")]
    public async Task The_operators_doors_need_the_secret_of_the_data_folder(string? credential)
    {
        using var folder = new TemporaryFolder();
        var port = PatellaProcess.FreePort();
        await using var server = await PatellaProcess.Serve(["--port", $"{port}", "--data", folder.Path]);
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, $"http://127.0.0.1:{port}/operations/backups") { Content = JsonContent.Create(new { path = folder.Path + "/stolen" }) };
        request.Headers.TryAddWithoutValidation("Authorization", credential);

        using var answer = await client.SendAsync(request);

        Assert.Contains(answer.StatusCode, new[] { HttpStatusCode.Forbidden, HttpStatusCode.Unauthorized });
        Assert.False(Path.Exists(folder.Path + "/stolen"));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(folder.Path, "control.json")));
    }

    private static async Task<HttpStatusCode> SignIn(string data)
    {
        var port = PatellaProcess.FreePort();
        await using var server = await PatellaProcess.Serve(["--no-demo", "--port", $"{port}", "--data", data]);
        using var client = new HttpClient();
        using var answer = await client.PostAsJsonAsync($"http://127.0.0.1:{port}/api/v1/sessions", FirstShop.Credentials);
        return answer.StatusCode;
    }
}
