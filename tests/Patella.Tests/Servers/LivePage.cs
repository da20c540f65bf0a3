using System.Net.WebSockets;
using System.Text.Json;
using System.Text.Json.Nodes;
using Patella.Service.Edge;
using Patella.Tests.Platform;

namespace Patella.Tests.Servers;

/// <summary>A page on the live channel, as a browser would hold one.</summary>
public sealed class LivePage : IAsyncDisposable
{
    private readonly ClientWebSocket _socket = new();
    private readonly List<JsonNode> _received = [];
    private readonly Lock _gate = new();
    private Task _reading = Task.CompletedTask;

    public static async Task<LivePage> Open(TestServer server, string? token)
    {
        var page = new LivePage();
        await page._socket.ConnectAsync(new Uri(server.Options.Address.Replace("http", "ws", StringComparison.Ordinal) + "/api/v1/live"), CancellationToken.None);
        page._reading = page.Read();
        if (token is not null)
        {
            await page.Send(new { type = "hello", token });
            await page.Wait("welcome");
        }

        return page;
    }

    /// <summary>Done when the server has ended the connection.</summary>
    public Task Ended => _reading;

    public IReadOnlyList<JsonNode> Received
    {
        get
        {
            lock (_gate)
            {
                return [.. _received];
            }
        }
    }

    public IEnumerable<JsonNode> OfType(string type) => Received.Where(message => (string?)message["type"] == type);

    /// <summary>The sequences of the entries received, in order of arrival.</summary>
    public IReadOnlyList<long> Sequences(string conversation)
        => OfType("entry").Where(message => (string?)message["entry"]!["conversation"] == conversation).Select(message => (long)message["entry"]!["sequence"]!).ToList();

    public Task Send(object message) => _socket.SendAsync(JsonSerializer.SerializeToUtf8Bytes(message, Json.Options), WebSocketMessageType.Text, true, CancellationToken.None);

    public Task SendText(string text) => _socket.SendAsync(System.Text.Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, true, CancellationToken.None);

    /// <summary>The first message of a type for which the condition holds.</summary>
    public async Task<JsonNode> Wait(string type, Func<JsonNode, bool>? where = null)
    {
        JsonNode? found = null;
        await Waiting.Until(() => (found = OfType(type).FirstOrDefault(message => where?.Invoke(message) ?? true)) is not null, $"a live message '{type}' among {Received.Count}");
        return found!;
    }

    public async ValueTask DisposeAsync()
    {
        _socket.Abort();
        await _reading;
        _socket.Dispose();
    }

    private async Task Read()
    {
        var buffer = new byte[256 * 1024];
        try
        {
            while (_socket.State == WebSocketState.Open)
            {
                var length = 0;
                ValueWebSocketReceiveResult part;
                do
                {
                    part = await _socket.ReceiveAsync(buffer.AsMemory(length), CancellationToken.None);
                    length += part.Count;
                }
                while (!part.EndOfMessage);
                if (part.MessageType == WebSocketMessageType.Close)
                {
                    return;
                }

                lock (_gate)
                {
                    _received.Add(JsonNode.Parse(buffer.AsSpan(0, length))!);
                }
            }
        }
        catch (Exception ended) when (ended is WebSocketException or OperationCanceledException or ObjectDisposedException)
        {
            // The test ended, or the server did.
        }
    }
}
