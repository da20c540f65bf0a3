using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Patella.Tests.Hosting;

namespace Patella.Tests.Systems;

/// <summary>A request that a system was sent.</summary>
internal sealed record Heard(string Method, string Path, IReadOnlyDictionary<string, string> Query, IReadOnlyDictionary<string, string> Headers, string Body)
{
    public JsonNode Json => JsonNode.Parse(Body)!;
}

/// <summary>Another system on the loopback: keeps what it is sent and answers as it is told, lies included.</summary>
internal sealed class CalledSystem : IAsyncDisposable
{
    private readonly WebApplication _app;

    private CalledSystem(WebApplication app, string address) => (_app, Address) = (app, address);

    public string Address { get; }

    public ConcurrentQueue<Heard> Heard { get; } = [];

    /// <summary>Status and body; a null body writes nothing more because the answer wrote itself.</summary>
    public Func<Heard, HttpContext, Task<(int Status, string? Body)>> Answer { get; set; } = (_, _) => Task.FromResult((200, (string?)"{}"));

    public static async Task<CalledSystem> Start(Func<Heard, (int Status, string Body)>? answer = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var address = $"http://127.0.0.1:{PatellaProcess.FreePort()}";
        builder.WebHost.UseUrls(address);
        var app = builder.Build();
        var system = new CalledSystem(app, address);
        if (answer is not null)
        {
            system.Answer = (heard, _) => Task.FromResult((answer(heard).Status, (string?)answer(heard).Body));
        }

        app.Run(system.Take);
        await app.StartAsync();
        return system;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task Take(HttpContext http)
    {
        using var reader = new StreamReader(http.Request.Body);
        var heard = new Heard(
            http.Request.Method, http.Request.Path, http.Request.Query.ToDictionary(one => one.Key, one => one.Value.ToString()),
            http.Request.Headers.ToDictionary(one => one.Key, one => one.Value.ToString(), StringComparer.OrdinalIgnoreCase), await reader.ReadToEndAsync());
        Heard.Enqueue(heard);
        var (status, body) = await Answer(heard, http);
        if (body is not null)
        {
            http.Response.StatusCode = status;
            await http.Response.WriteAsync(body);
        }
    }
}
