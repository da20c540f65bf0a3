using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Patella.Host.Commands;
using Patella.Host.Hosting;

namespace Patella.Host.Doctor;

/// <summary>What the machine gives: folder, disk, open files, port, collector, web pages.</summary>
internal static class MachineChecks
{
    private const long DiskFailed = 100L << 20;
    private const long DiskWarning = 1L << 30;

    /// <summary>10,000 live connections, and as much again for files and the store.</summary>
    private const long FilesWanted = 20_000;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    /// <param name="holdsState">Whether everything is kept in it; beside a database it holds files only, and the first process makes it.</param>
    public static CheckResult Folder(string folder, bool holdsState)
    {
        const string Name = "data folder";
        if (!Directory.Exists(folder))
        {
            return holdsState
                ? CheckResult.Failed(Name, $"{folder} is not there", "Name the right one with --data. Before the first start there is nothing to look at: patella serve makes it.")
                : CheckResult.Warning(Name, $"{folder} is not there yet", "Nothing: patella serve makes it.");
        }

        try
        {
            var probe = Path.Combine(folder, ".doctor");
            File.WriteAllText(probe, "");
            File.Delete(probe);
            return CheckResult.Ok(Name, $"{folder} can be written");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return CheckResult.Failed(Name, failure.Message, $"Give the user that runs Patella the right to write in {folder}, or free space.");
        }
    }

    public static CheckResult Disk(string folder)
    {
        const string Name = "disk";
        var existing = folder;
        while (!Directory.Exists(existing))
        {
            existing = Path.GetDirectoryName(existing)!;
        }

        var free = new DriveInfo(existing).AvailableFreeSpace;
        var detail = $"{Screen.Size(free)} free";
        return free < DiskFailed ? CheckResult.Failed(Name, detail, "Free space now: without it messages are refused.")
            : free < DiskWarning ? CheckResult.Warning(Name, detail, "Free space soon: below 100 MiB messages will be refused.")
            : CheckResult.Ok(Name, detail);
    }

    public static CheckResult OpenFiles()
    {
        const string Name = "open files";
        const string Limits = "/proc/self/limits";
        if (!File.Exists(Limits) || File.ReadLines(Limits).FirstOrDefault(line => line.StartsWith("Max open files", StringComparison.Ordinal)) is not { } line)
        {
            return CheckResult.Skipped(Name, "this system does not tell");
        }

        var word = line["Max open files".Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries)[1];
        return word == "unlimited" || long.Parse(word, CultureInfo.InvariantCulture) >= FilesWanted
            ? CheckResult.Ok(Name, $"up to {word}")
            : CheckResult.Warning(Name, $"up to {word}", $"Raise the limit to {FilesWanted} (ulimit -n, or LimitNOFILE of the service) before thousands of people connect at once.");
    }

    public static async Task<CheckResult> Port(int port)
    {
        var name = $"port {port}";
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return CheckResult.Ok(name, "is free");
        }
        catch (SocketException)
        {
            return await IsPatella(port)
                ? CheckResult.Ok(name, "Patella answers here")
                : CheckResult.Failed(name, "is taken by another program", "Stop that program, or choose another port with --port.");
        }
    }

    public static async Task<CheckResult> Collector()
    {
        const string Name = "telemetry";
        if (Variables.Read(Telemetry.EndpointVariable) is not { } endpoint)
        {
            return CheckResult.Skipped(Name, $"{Telemetry.EndpointVariable} is not set: nothing is exported");
        }

        if (!Uri.TryCreate(endpoint, UriKind.Absolute, out var address))
        {
            return CheckResult.Failed(Name, $"{endpoint} is not an address", $"Set {Telemetry.EndpointVariable} to an address such as http://127.0.0.1:4317.");
        }

        try
        {
            using var limit = new CancellationTokenSource(Patience);
            using var client = new TcpClient();
            await client.ConnectAsync(address.Host, address.Port, limit.Token);
            return CheckResult.Ok(Name, $"{address.Host}:{address.Port} takes connections");
        }
        catch (Exception failure) when (failure is SocketException or OperationCanceledException)
        {
            return CheckResult.Failed(Name, $"{address.Host}:{address.Port} does not answer", $"Start the collector, or correct {Telemetry.EndpointVariable}.");
        }
    }

    public static CheckResult Web(string? folder)
    {
        const string Name = "web pages";
        if (folder is null)
        {
            return CheckResult.Warning(Name, "not built", "Build them with ./run, or name their folder with --web.");
        }

        var missing = new[] { "console", "widget" }.Where(part => !Directory.Exists(Path.Combine(folder, part, "dist"))).ToList();
        return missing.Count == 0 ? CheckResult.Ok(Name, folder) : CheckResult.Warning(Name, $"{string.Join(" and ", missing)} not built", "Build them with ./run.");
    }

    private static async Task<bool> IsPatella(int port)
    {
        try
        {
            using var client = new HttpClient { Timeout = Patience };
            return (await client.GetStringAsync($"http://127.0.0.1:{port}/health/live")).Contains("\"state\"", StringComparison.Ordinal);
        }
        catch (Exception failure) when (failure is HttpRequestException or TaskCanceledException)
        {
            return false;
        }
    }
}
