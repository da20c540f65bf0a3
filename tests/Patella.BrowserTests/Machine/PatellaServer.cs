using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Patella.BrowserTests.Machine;

/// <summary>The real program as its own process: with an empty store of its own, or beside others on one PostgreSQL.</summary>
public sealed class PatellaServer : IAsyncDisposable
{
    private const string FirstRun = "/console/first-run?code=";
    private const string Ready = "Patella is ready: ";

    /// <summary>Far more than any start needs, so that only a hang reaches it.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly string _folder;
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly TaskCompletionSource<string> _link = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Process _process;

    private PatellaServer(int port, string folder, string? postgres, string[]? demonstration = null, bool privateAddresses = false)
    {
        _folder = folder;
        Address = $"http://127.0.0.1:{port}";
        var start = new ProcessStartInfo("dotnet", [
            Path.Combine(AppContext.BaseDirectory, "patella.dll"), "serve", .. demonstration ?? ["--no-demo"], "--port", port.ToString(CultureInfo.InvariantCulture),
            "--data", folder, "--web", TestMachine.Web, "--log-level", "Warning", .. postgres is null ? Array.Empty<string>() : ["--postgres", postgres]])
        {
            RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Path.GetTempPath(),
        };
        start.Environment.Remove("PATELLA_POSTGRES");
        start.Environment.Remove("PATELLA_SETTINGS");
        if (privateAddresses)
        {
            start.Environment["PATELLA_ALLOW_PRIVATE_ADDRESSES"] = "yes";
        }

        _process = new Process { StartInfo = start, EnableRaisingEvents = true };
        _process.OutputDataReceived += (_, line) => Take(line.Data);
        _process.ErrorDataReceived += (_, line) => Take(line.Data);
        _process.Exited += (_, _) => Ended(new InvalidOperationException("The server ended before it was ready:\n" + Output));
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public string Address { get; }

    /// <summary>The address for the first administrator, as printed.</summary>
    public string FirstRunLink { get; private set; } = "";

    /// <summary>The code in that address.</summary>
    public string FirstRunCode => FirstRunLink[(FirstRunLink.IndexOf("code=", StringComparison.Ordinal) + 5)..];

    /// <summary>All that it has printed.</summary>
    public string Output => string.Join('\n', _lines);

    /// <summary>The port it listens on.</summary>
    public int Port => new Uri(Address).Port;

    /// <summary>A server without any ecosystem, ready for its first administrator.</summary>
    /// <param name="privateAddresses">Whether settings may name addresses of this machine, such as a marketplace in the test.</param>
    public static async Task<PatellaServer> Start(string? postgres = null, bool privateAddresses = false)
    {
        var server = new PatellaServer(FreePort(), Directory.CreateTempSubdirectory("patella-browser-").FullName, postgres, privateAddresses: privateAddresses);
        try
        {
            server.FirstRunLink = await server._link.Task.WaitAsync(Patience);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>A server with the demonstration, but nobody who lives in it.</summary>
    public static Task<PatellaServer> StartDemonstration() => StartDemonstration("--demo", "--no-festival");

    /// <summary>A server with the demonstration and everybody who lives in it, whose business time runs so many times faster than the machine's.</summary>
    public static Task<PatellaServer> StartFestival(int rate) => StartDemonstration("--demo", "--time-rate", rate.ToString(CultureInfo.InvariantCulture));

    /// <summary>The same on PostgreSQL, at the machine's pace: other processes may stand beside it.</summary>
    public static Task<PatellaServer> StartFestivalOn(string postgres) => StartDemonstration(["--demo"], postgres);

    private static Task<PatellaServer> StartDemonstration(params string[] demonstration) => StartDemonstration(demonstration, null);

    private static async Task<PatellaServer> StartDemonstration(string[] demonstration, string? postgres)
    {
        var server = new PatellaServer(FreePort(), Directory.CreateTempSubdirectory("patella-browser-").FullName, postgres, demonstration);

        // Days of voices are told before it is ready.
        await server._ready.Task.WaitAsync(3 * Patience);
        return server;
    }

    /// <summary>One more equal process on the same PostgreSQL.</summary>
    public static async Task<PatellaServer> StartBeside(string postgres)
    {
        var server = new PatellaServer(FreePort(), Directory.CreateTempSubdirectory("patella-browser-").FullName, postgres);
        await server._ready.Task.WaitAsync(Patience);
        return server;
    }

    /// <summary>Ends it without warning, as SIGKILL does.</summary>
    public async Task Kill()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
    }

    /// <summary>STOP lets it sleep where it stands, CONT wakes it.</summary>
    public async Task Signal(string name)
    {
        using var kill = Process.Start("kill", [$"-{name}", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }

    /// <summary>Ends it and forgets what it kept; twice is as once.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!Directory.Exists(_folder))
        {
            return;
        }

        if (!_process.HasExited)
        {
            await Kill();
        }

        _process.Dispose();
        _ = (_link.Task.Exception, _ready.Task.Exception);
        Directory.Delete(_folder, recursive: true);
    }

    internal static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private void Take(string? line)
    {
        if (line is null)
        {
            return;
        }

        _lines.Enqueue(line);
        if (line.StartsWith(Ready, StringComparison.Ordinal))
        {
            _ready.TrySetResult();
        }

        var place = line.IndexOf(Address + FirstRun, StringComparison.Ordinal);
        if (place >= 0)
        {
            _link.TrySetResult(line[place..].Trim());
        }
    }

    private void Ended(Exception failure)
    {
        _link.TrySetException(failure);
        _ready.TrySetException(failure);
    }
}
