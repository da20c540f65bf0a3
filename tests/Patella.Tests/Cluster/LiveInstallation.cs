using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Patella.Service.Edge;
using Patella.Tests.Hosting;
using Patella.Tests.Platform;

namespace Patella.Tests.Cluster;

/// <summary>The real program in processes of its own, on one store, with one ecosystem made through its first-run door.</summary>
internal sealed partial class LiveInstallation : IAsyncDisposable
{
    internal const string Password = "a long enough password";

    /// <summary>What stands on the other side of a connector in these tests is on this machine.</summary>
    private static readonly Dictionary<string, string> AllowsNeighbours = new() { [Patella.Service.Connectors.Webhooks.EgressPolicy.Variable] = "yes" };

    private readonly string[] _store;
    private readonly List<(PatellaProcess Process, int Port)> _processes = [];

    private LiveInstallation(string[] store) => _store = store;

    public string AdminToken { get; private set; } = "";

    /// <summary>For those who go to the other process when one does not answer.</summary>
    private readonly HttpClient _brief = new(new SocketsHttpHandler { UseCookies = false, ConnectTimeout = TimeSpan.FromSeconds(1), PooledConnectionLifetime = TimeSpan.FromSeconds(10) }) { Timeout = TimeSpan.FromSeconds(5) };

    /// <summary>For those who have nobody else to ask: a busy machine takes seconds to make tables, to hash a password, or to run a process at all.</summary>
    private readonly HttpClient _patient = new(new SocketsHttpHandler { UseCookies = false, PooledConnectionLifetime = TimeSpan.FromSeconds(10) }) { Timeout = TimeSpan.FromSeconds(60) };

    /// <summary>Starts the first process and makes the ecosystem "acme" with two agents.</summary>
    public static async Task<LiveInstallation> Start(params string[] store)
    {
        var installation = new LiveInstallation(store);
        await installation.StartProcess();
        await Waiting.Until(() => FirstRunCode().IsMatch(installation._processes[0].Process.Output), "the first-run link");
        var code = FirstRunCode().Match(installation._processes[0].Process.Output).Groups[1].Value;
        var session = await installation.Ask(0, HttpMethod.Post, "/api/v1/first-run", null, new { code, ecosystemName = "Acme", slug = "acme", name = "Admin", email = "admin@acme.example", password = Password, language = "en" });
        installation.AdminToken = (string)session!["token"]!;
        object Agent(string name) => new { id = name, name, email = name + "@acme.example", password = Password, roles = new[] { "agent" }, units = new[] { "market" }, languages = new[] { "en", "zh-CN" }, capacity = 50 };
        await installation.Ask(0, HttpMethod.Post, "/api/v1/settings/import", installation.AdminToken, new
        {
            units = new[] { new { code = "market", name = new Dictionary<string, string> { ["zh-CN"] = "集市", ["en"] = "Market" }, kind = "market" } },
            staff = new[] { Agent("ann"), Agent("bo") },
        });
        return installation;
    }

    public Uri Address(int index) => new($"http://127.0.0.1:{_processes[index].Port}");

    public PatellaProcess Process(int index) => _processes[index].Process;

    /// <summary>Starts one more process on the same store. Returns how long it took to be ready.</summary>
    public async Task<TimeSpan> StartProcess()
    {
        var port = PatellaProcess.FreePort();
        var (process, took) = await Serve(port);
        _processes.Add((process, port));
        return took;
    }

    /// <summary>Kills a process as the machine's death would (SIGKILL) and starts another on the same port.</summary>
    public async Task<TimeSpan> KillAndRestart(int index)
    {
        var (process, port) = _processes[index];
        if (!process.HasExited)
        {
            await process.Kill();
        }

        await process.DisposeAsync();
        var (next, took) = await Serve(port);
        _processes[index] = (next, port);
        return took;
    }

    private async Task<(PatellaProcess Process, TimeSpan Took)> Serve(int port)
    {
        var started = Stopwatch.GetTimestamp();
        var process = await PatellaProcess.Serve([.. _store, "--port", port.ToString(System.Globalization.CultureInfo.InvariantCulture), "--log-level", "Warning"], AllowsNeighbours);
        return (process, Stopwatch.GetElapsedTime(started));
    }

    public async Task<string> SignIn(int index, string name)
        => (string)(await Ask(index, HttpMethod.Post, "/api/v1/sessions", null, new { tenant = "acme", email = name + "@acme.example", password = Password }))!["token"]!;

    public async Task<string> Visit(int index) => (string)(await Ask(index, HttpMethod.Post, "/api/v1/visitor-sessions", null, new { tenant = "acme", language = "en" }))!["token"]!;

    /// <summary>Asks one process; throws when it does not answer with success within a minute.</summary>
    public Task<JsonNode?> Ask(int index, HttpMethod method, string path, string? token, object? body = null) => Ask(_patient, index, method, path, token, body);

    /// <summary>Asks one process; throws when it does not answer with success within five seconds, so that the caller can ask another.</summary>
    public Task<JsonNode?> AskBriefly(int index, HttpMethod method, string path, string? token, object? body = null) => Ask(_brief, index, method, path, token, body);

    private async Task<JsonNode?> Ask(HttpClient http, int index, HttpMethod method, string path, string? token, object? body)
    {
        using var request = new HttpRequestMessage(method, new Uri(Address(index), path));
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        request.Content = body is null ? null : JsonContent.Create(body, options: Json.Options);
        using var response = await http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return response.IsSuccessStatusCode ? text.Length == 0 ? null : JsonNode.Parse(text) : throw new HttpRequestException($"{method} {path}: {(int)response.StatusCode} {text}", null, response.StatusCode);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var (process, _) in _processes)
        {
            await process.DisposeAsync();
        }

        _brief.Dispose();
        _patient.Dispose();
    }

    [GeneratedRegex(@"first-run\?code=(\S+)")]
    private static partial Regex FirstRunCode();
}
