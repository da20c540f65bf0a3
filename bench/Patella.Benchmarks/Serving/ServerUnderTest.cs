using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Patella.Benchmarks.Serving;

/// <summary>The real server as a process of its own on an empty store, with one ecosystem made through its first-run door.</summary>
internal sealed partial class ServerUnderTest : IAsyncDisposable
{
    public const string Tenant = "bench";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private const int Attempts = 10;
    private readonly ServerStore _store;
    private readonly int _port = FreePort();
    private readonly ConcurrentQueue<string> _output = new();
    private readonly TaskCompletionSource<string> _firstRun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Process? _process;

    private ServerUnderTest(ServerStore store) => _store = store;

    public HttpClient Http { get; } = new(new SocketsHttpHandler { UseCookies = false, MaxConnectionsPerServer = 64 }) { Timeout = TimeSpan.FromMinutes(2) };

    public Uri Address => new($"http://127.0.0.1:{_port}");

    /// <summary>The administrator's session, who may also supervise and serve.</summary>
    public string AdminToken { get; private set; } = "";

    /// <summary>An API key: its requests are counted by program, so that one machine may let in thousands of visitors.</summary>
    public string ProgramToken { get; private set; } = "";

    public TimeSpan ProcessorTime => Fresh().TotalProcessorTime;

    /// <summary>Resident memory of the server, bytes.</summary>
    public long ResidentBytes => Fresh().WorkingSet64;

    /// <summary>Starts it and makes the ecosystem with one unit.</summary>
    public static async Task<ServerUnderTest> Start(ServerStore store)
    {
        var server = new ServerUnderTest(store);
        await server.Run();
        var code = await server._firstRun.Task.WaitAsync(Patience);
        var session = await server.Ask(HttpMethod.Post, "/api/v1/first-run", null, new { code, ecosystemName = "Bench", slug = Tenant, name = "Admin", email = "admin@bench.example", password = "a long enough password", language = "en" });
        server.AdminToken = (string)session!["token"]!;
        await server.Ask(HttpMethod.Post, "/api/v1/settings/import", server.AdminToken, new
        {
            units = new[] { new { code = "market", name = new Dictionary<string, string> { ["zh-CN"] = "集市", ["en"] = "Market" }, kind = "market" } },
        });
        var key = await server.Ask(HttpMethod.Post, "/api/v1/api-keys", server.AdminToken, new { name = "bench", scopes = new[] { "read" } });
        server.ProgramToken = (string)key!["token"]!;
        return server;
    }

    /// <summary>Starts it on a store that <see cref="Start"/> made before.</summary>
    /// <param name="adminToken">The session of then.</param>
    public static async Task<ServerUnderTest> StartAgain(ServerStore store, string adminToken)
    {
        var server = new ServerUnderTest(store) { AdminToken = adminToken };
        await server.Run();
        return server;
    }

    /// <summary>Starts the process and waits until it says that it is ready.</summary>
    public async Task Run()
    {
        var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "patella.dll"), "serve", "--no-demo", .. _store.Arguments, "--port", $"{_port}", "--log-level", "Warning"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = _store.Folder,
        };
        _process = new Process { StartInfo = start, EnableRaisingEvents = true };
        _process.OutputDataReceived += (_, line) => Take(line.Data, ready);
        _process.ErrorDataReceived += (_, line) => Take(line.Data, ready);
        _process.Exited += (_, _) => ready.TrySetException(new InvalidOperationException("The server ended before it was ready: " + string.Join('\n', _output)));
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        await ready.Task.WaitAsync(Patience);
    }

    /// <summary>Ends the process as an init system does.</summary>
    public async Task Stop()
    {
        using var terminate = Process.Start("kill", ["-TERM", $"{_process!.Id}"]);
        await _process.WaitForExitAsync().WaitAsync(Patience);
        _process.Dispose();
        _process = null;
    }

    /// <summary>Lets an anonymous consumer in and opens their conversation.</summary>
    public async Task<Visitor> Visit()
    {
        var visit = await Ask(HttpMethod.Post, "/api/v1/visitor-sessions", ProgramToken, new { tenant = Tenant, language = "en" });
        var token = (string)visit!["token"]!;
        var conversation = await Ask(HttpMethod.Post, "/api/v1/conversations", token, new { id = Guid.CreateVersion7().ToString(), entryUnit = "market" });
        return new Visitor(token, (string)conversation!["id"]!);
    }

    /// <summary>The consumer asks for a person, so that the bot does not answer any more.</summary>
    public Task AskForPerson(Visitor visitor) => Ask(HttpMethod.Post, $"/api/v1/conversations/{visitor.Conversation}/person-requests", visitor.Token, new { });

    /// <summary>Asks the server; what it could not take is asked again, as its answer says.</summary>
    /// <exception cref="HttpRequestException">It did not answer with success; the message has its answer.</exception>
    public async Task<JsonNode?> Ask(HttpMethod method, string path, string? token, object? body = null)
    {
        for (var attempt = 1; ; attempt++)
        {
            using var request = new HttpRequestMessage(method, new Uri(Address, path));
            request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
            request.Content = body is null ? null : JsonContent.Create(body);
            using var response = await Http.SendAsync(request);
            var text = await response.Content.ReadAsStringAsync();
            if (response.IsSuccessStatusCode)
            {
                return text.Length == 0 ? null : JsonNode.Parse(text);
            }

            if (response.StatusCode != HttpStatusCode.ServiceUnavailable || attempt == Attempts)
            {
                throw new HttpRequestException($"{method} {path}: {(int)response.StatusCode} {text}");
            }

            await Task.Delay(500);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false })
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        _process?.Dispose();
        Http.Dispose();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private Process Fresh()
    {
        _process!.Refresh();
        return _process;
    }

    private void Take(string? line, TaskCompletionSource ready)
    {
        if (line is null)
        {
            return;
        }

        _output.Enqueue(line);
        if (line.StartsWith("Patella is ready: ", StringComparison.Ordinal))
        {
            ready.TrySetResult();
        }
        else if (FirstRunCode().Match(line) is { Success: true } link)
        {
            _firstRun.TrySetResult(link.Groups[1].Value);
        }
        else if (ready.Task.IsCompleted)
        {
            Console.Error.WriteLine("  server: " + line);
        }
    }

    [GeneratedRegex(@"first-run\?code=(\S+)")]
    private static partial Regex FirstRunCode();
}

/// <summary>A consumer who has entered and begun.</summary>
internal sealed record Visitor(string Token, string Conversation);
