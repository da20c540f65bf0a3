using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text.Json;
using System.Threading.Channels;

namespace Patella.Service.Edge.Live;

/// <summary>
/// One page's socket. Messages leave through a bounded queue; a page that cannot follow is closed and resumes by sequence,
/// which is cheaper and safer than keeping its backlog in memory.
/// </summary>
public sealed class LiveConnection(WebSocket socket)
{
    /// <summary>Messages that may wait for a slow page.</summary>
    public const int QueueLimit = 512;

    private readonly Channel<ReadOnlyMemory<byte>> _outgoing = Channel.CreateBounded<ReadOnlyMemory<byte>>(new BoundedChannelOptions(QueueLimit) { SingleReader = true });
    private readonly CancellationTokenSource _closed = new();

    /// <summary>Who is at the other end, from its hello on.</summary>
    public Caller? Caller { get; private set; }

    /// <summary>What it has subscribed to, by topic and id.</summary>
    internal ConcurrentDictionary<(string Topic, string Id), IDisposable> Subscriptions { get; } = new();

    /// <summary>Ends when the connection does.</summary>
    public CancellationToken Closed => _closed.Token;

    public WebSocket Socket => socket;

    public void Enter(Caller caller) => Caller = caller;

    /// <summary>Queues a message, a refusal in the language of whoever is at the other end; a page too slow to take it is cut off.</summary>
    public void Send<T>(T message) => SendBytes(message is Refused refused
        ? JsonSerializer.SerializeToUtf8Bytes(refused.In(Caller?.Language), Json.Options)
        : JsonSerializer.SerializeToUtf8Bytes(message, Json.Options));

    /// <summary>Queues a message that is already JSON, shared between connections.</summary>
    public void SendBytes(ReadOnlyMemory<byte> message)
    {
        if (!_outgoing.Writer.TryWrite(message))
        {
            Close();
        }
    }

    public void Close()
    {
        _outgoing.Writer.TryComplete();
        _closed.Cancel();
    }

    internal async Task Pump()
    {
        try
        {
            await foreach (var message in _outgoing.Reader.ReadAllAsync(Closed))
            {
                await socket.SendAsync(message, WebSocketMessageType.Text, endOfMessage: true, Closed);
            }
        }
        catch (Exception gone) when (gone is WebSocketException or OperationCanceledException or IOException or ObjectDisposedException)
        {
            Close();
        }
    }

    internal void End()
    {
        Close();
        foreach (var key in Subscriptions.Keys)
        {
            if (Subscriptions.TryRemove(key, out var subscription))
            {
                subscription.Dispose();
            }
        }
    }
}
