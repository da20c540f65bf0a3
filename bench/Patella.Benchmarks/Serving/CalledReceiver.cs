using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;

namespace Patella.Benchmarks.Serving;

/// <summary>The owner's end of a webhook: takes every call and notes when the first word about a subject came.</summary>
internal sealed class CalledReceiver : IAsyncDisposable
{
    private readonly HttpListener _listener = new();
    private readonly Task _hearing;

    public CalledReceiver()
    {
        using (var free = new TcpListener(IPAddress.Loopback, 0))
        {
            free.Start();
            Address = $"http://127.0.0.1:{((IPEndPoint)free.LocalEndpoint).Port}/";
        }

        _listener.Prefixes.Add(Address);
        _listener.Start();
        _hearing = Hear();
    }

    public string Address { get; }

    /// <summary>Subject, such as <c>incident/incident-3</c>, to when it was first heard of.</summary>
    public ConcurrentDictionary<string, DateTimeOffset> First { get; } = new();

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _hearing;
        _listener.Close();
    }

    private async Task Hear()
    {
        try
        {
            while (true)
            {
                var call = await _listener.GetContextAsync();
                var at = DateTimeOffset.UtcNow;
                var said = await JsonNode.ParseAsync(call.Request.InputStream);
                First.TryAdd((string)said!["data"]!["subject"]!, at);
                call.Response.StatusCode = 200;
                call.Response.Close();
            }
        }
        catch (Exception stopped) when (stopped is HttpListenerException or ObjectDisposedException)
        {
            // The run is over.
        }
    }
}
