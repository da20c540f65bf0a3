using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Patella.Tests.Hosting;

/// <summary>Takes OTLP over HTTP and keeps the raw bodies; names in them are plain text inside the protobuf.</summary>
internal sealed class FakeCollector : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, string> _bodies = new();
    private readonly WebApplication _app;

    private FakeCollector()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        _app = builder.Build();
        _app.Urls.Add("http://127.0.0.1:0");
        _app.MapPost("/v1/{signal}", async (HttpContext http) =>
        {
            using var reader = new StreamReader(http.Request.Body, Encoding.Latin1);
            var body = await reader.ReadToEndAsync();
            _bodies.AddOrUpdate(http.Request.Path, body, (_, before) => before + body);
            return Results.Ok();
        });
    }

    public string Address => _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();

    public static async Task<FakeCollector> Start()
    {
        var collector = new FakeCollector();
        await collector._app.StartAsync();
        return collector;
    }

    public string Received(string path) => _bodies.GetValueOrDefault(path, "");

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();
}
