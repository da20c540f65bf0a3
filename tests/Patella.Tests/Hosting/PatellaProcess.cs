using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Patella.Tests.Hosting;

/// <summary>The real program as its own process, as a person would start it.</summary>
public sealed class PatellaProcess : IAsyncDisposable
{
    /// <summary>Far more than any start needs, so that only a hang reaches it.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ConcurrentDictionary<int, string> _output = new();
    private readonly ConcurrentDictionary<int, string> _errors = new();
    private readonly ConcurrentDictionary<string, Waiting> _waiting = new();

    private PatellaProcess(IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "patella.dll"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        _process = new Process { StartInfo = start, EnableRaisingEvents = true };
        _process.OutputDataReceived += (_, line) => Take(_output, line.Data);
        _process.ErrorDataReceived += (_, line) => Take(_errors, line.Data);
        _process.Exited += (_, _) => _ready.TrySetException(new InvalidOperationException("It ended before it was ready: " + Errors));
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public string Output => Text(_output);

    public string Errors => Text(_errors);

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    /// <summary>Runs a command to its end.</summary>
    public static async Task<(int ExitCode, string Output, string Errors)> Run(string[] arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        await using var process = new PatellaProcess(arguments, environment);
        return (await process.Exit(), process.Output, process.Errors);
    }

    /// <summary>Starts a server and waits until it says that it is ready.</summary>
    public static async Task<PatellaProcess> Serve(string[] arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        var process = new PatellaProcess(["serve", .. arguments], environment);
        await process._ready.Task.WaitAsync(Patience);
        return process;
    }

    /// <summary>The first line, printed or still to come, that contains the words.</summary>
    public async Task<string> Said(string words)
    {
        var asked = new Waiting(words, new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously));
        _waiting[words] = asked;
        foreach (var line in _output.Values.Concat(_errors.Values))
        {
            asked.Look(line);
        }

        return await asked.Found.Task.WaitAsync(Patience);
    }

    /// <summary>Asks it to end, as an init system does, and waits.</summary>
    public async Task<int> Stop()
    {
        using var kill = Process.Start("kill", ["-TERM", _process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        return await Exit();
    }

    /// <summary>Sends it a signal by its name, such as STOP and CONT.</summary>
    public async Task Signal(string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", _process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }

    /// <summary>Ends it without warning, as SIGKILL does.</summary>
    public async Task Kill()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
        _ = _ready.Task.Exception;
    }

    private sealed record Waiting(string Words, TaskCompletionSource<string> Found)
    {
        public void Look(string line)
        {
            if (line.Contains(Words, StringComparison.Ordinal))
            {
                Found.TrySetResult(line);
            }
        }
    }

    private static string Text(ConcurrentDictionary<int, string> lines) => string.Join('\n', lines.ToArray().OrderBy(line => line.Key).Select(line => line.Value));

    private async Task<int> Exit()
    {
        await _process.WaitForExitAsync().WaitAsync(Patience);
        return _process.ExitCode;
    }

    private void Take(ConcurrentDictionary<int, string> lines, string? line)
    {
        if (line is null)
        {
            return;
        }

        lines[lines.Count] = line;
        foreach (var asked in _waiting.Values)
        {
            asked.Look(line);
        }

        if (line.StartsWith("Patella is ready: ", StringComparison.Ordinal))
        {
            _ready.TrySetResult();
        }
    }
}

/// <summary>A folder that goes away with the test.</summary>
public sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("patella-").FullName;

    public string File(string name, string content)
    {
        var path = System.IO.Path.Combine(Path, name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        System.IO.File.WriteAllText(path, content);
        return path;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
