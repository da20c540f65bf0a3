using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Patella.BrowserTests.Machine;

/// <summary>The real program as its own process with an empty store of its own, from its start to the one-time link it prints.</summary>
public sealed class PatellaServer : IAsyncDisposable
{
    private const string FirstRun = "/console/first-run?code=";

    /// <summary>Far more than any start needs, so that only a hang reaches it.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly string _folder = Directory.CreateTempSubdirectory("patella-browser-").FullName;
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly TaskCompletionSource<string> _link = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Process _process;

    private PatellaServer(int port)
    {
        Address = $"http://127.0.0.1:{port}";
        var start = new ProcessStartInfo("dotnet", [
            Path.Combine(AppContext.BaseDirectory, "patella.dll"), "serve", "--no-demo", "--port", port.ToString(CultureInfo.InvariantCulture),
            "--data", _folder, "--web", TestMachine.Web, "--log-level", "Warning"])
        {
            RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Path.GetTempPath(),
        };
        start.Environment.Remove("PATELLA_POSTGRES");
        start.Environment.Remove("PATELLA_SETTINGS");
        _process = new Process { StartInfo = start, EnableRaisingEvents = true };
        _process.OutputDataReceived += (_, line) => Take(line.Data);
        _process.ErrorDataReceived += (_, line) => Take(line.Data);
        _process.Exited += (_, _) => _link.TrySetException(new InvalidOperationException("The server ended before it was ready:\n" + Output));
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

    public static async Task<PatellaServer> Start()
    {
        var server = new PatellaServer(FreePort());
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

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
        _ = _link.Task.Exception;
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
        var place = line.IndexOf(Address + FirstRun, StringComparison.Ordinal);
        if (place >= 0)
        {
            _link.TrySetResult(line[place..].Trim());
        }
    }
}
