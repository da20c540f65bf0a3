using System.Diagnostics;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Patella.Platform.Storage;
using Patella.Tests.Platform;
using Patella.Tests.Servers;

namespace Patella.Tests.Voices;

/// <summary>A disk that is full while voices come in, are understood and counted: what was acknowledged is there afterwards, once, and what was not was told so.</summary>
public class FullDiskTests
{
    private const int Lines = 200;

    [SmallDiskFact]
    public async Task A_full_disk_refuses_clearly_and_loses_nothing_that_was_acknowledged()
    {
        using var disk = SmallDisk.Mount(192 << 20);
        await using var server = await TestServer.Start(StoreKind.Sqlite, folder: Path.Combine(disk.Folder, "data"));
        var analyst = await server.SignIn("analyst@acme.example");
        var key = await server.Key("acme", "events");
        Task<Answer> Send(int batch) => server.Send(HttpMethod.Post, "/api/v1/voices", key, null, request => request.Content = new StringContent(Batch(batch), Encoding.UTF8, "application/x-ndjson"));
        Assert.Equal(HttpStatusCode.Accepted, (await Send(0)).Status);

        var (batch, refused) = (1, 0);
        for (var turn = 0; turn < 3; turn++)
        {
            // Some room is left, another amount each time, so that the disk is full now for the log, now for labels and sums.
            disk.Fill(leave: 400_000L << turn);
            while (true)
            {
                var answer = await Send(batch);
                if (answer.Status != HttpStatusCode.Accepted)
                {
                    refused++;
                    Assert.Equal((HttpStatusCode.ServiceUnavailable, "store-unavailable"), (answer.Status, answer.Code));
                    Assert.Equal("1", answer.Headers["Retry-After"]);
                    break;
                }

                batch++;
                Assert.True(batch < 2_000, "The small disk is never full.");
            }

            disk.Clear();
            // The sender sends the same again: part of it may be on disk.
            await Waiting.Until(async () => (await Send(batch)).Status == HttpStatusCode.Accepted, "voices are taken again when there is room");
            batch++;
        }

        Assert.Equal(3, refused);
        await Waiting.Until(async () => await Total(server, analyst) >= (long)batch * Lines, "all voices counted");
        Assert.Equal((long)batch * Lines, await Total(server, analyst));
        Assert.Equal((long)batch * Lines, (await server.Get("/api/v1/voices/export?source=api", analyst)).Body.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length - 1L);
    }

    private static async Task<long> Total(TestServer server, string analyst) => (long?)(await server.Get("/api/v1/voice-figures?source=api", analyst)).Json["total"] ?? -1;

    private static string Batch(int batch)
    {
        var time = DateTimeOffset.UtcNow.AddMinutes(-2).ToString("O");
        return string.Join('\n', Enumerable.Range(0, Lines).Select(line => new JsonObject { ["id"] = $"{batch}-{line}", ["time"] = time, ["text"] = $"包裹{batch}没有到 {line} " + new string('啊', 100), ["channel"] = "app", ["merchant"] = $"shop-{line}" }.ToJsonString()));
    }
}

/// <summary>A test that needs a disk of its own: as root of a machine that lets a folder in memory be mounted.</summary>
internal sealed class SmallDiskFactAttribute : FactAttribute
{
    public SmallDiskFactAttribute()
    {
        try
        {
            using var disk = SmallDisk.Mount(1 << 20);
        }
        catch (Exception failure) when (failure is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            Skip = "No small disk can be mounted here: " + failure.Message;
        }
    }
}

/// <summary>A folder in memory with a bound, so that a full disk is a real one.</summary>
internal sealed class SmallDisk : IDisposable
{
    private SmallDisk(string folder) => Folder = folder;

    public string Folder { get; }

    private string Ballast => Path.Combine(Folder, "ballast");

    public static SmallDisk Mount(long bytes)
    {
        var disk = new SmallDisk(Directory.CreateTempSubdirectory("patella-small-").FullName);
        try
        {
            Run("mount", "-t", "tmpfs", "-o", $"size={bytes}", "tmpfs", disk.Folder);
            return disk;
        }
        catch
        {
            Directory.Delete(disk.Folder);
            throw;
        }
    }

    public void Fill(long leave)
    {
        using var file = File.Create(Ballast);
        var block = new byte[64 << 10];
        while (new DriveInfo(Folder).AvailableFreeSpace > leave + block.Length)
        {
            file.Write(block);
            file.Flush();
        }
    }

    public void Clear() => File.Delete(Ballast);

    public void Dispose()
    {
        Run("umount", "--lazy", Folder);
        Directory.Delete(Folder);
    }

    private static void Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException(error.Trim());
        }
    }
}
