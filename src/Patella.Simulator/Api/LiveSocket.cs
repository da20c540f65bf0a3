using System.Net.WebSockets;

namespace Patella.Simulator.Api;

/// <summary>One open WebSocket of the live channel: whole messages in, one message at a time out.</summary>
internal sealed class LiveSocket : IDisposable
{
    /// <summary>The server beats every 10 s; after two missed beats it is taken for dead or stopped.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(22);
    private static readonly TimeSpan OpeningLimit = TimeSpan.FromSeconds(5);
    private readonly ClientWebSocket _socket = new();
    private readonly SemaphoreSlim _sending = new(1, 1);
    private readonly CancellationToken _cancellation;

    private LiveSocket(CancellationToken cancellation) => _cancellation = cancellation;

    /// <summary>Opens a socket at this server and says hello.</summary>
    public static async Task<LiveSocket> OpenAsync(PatellaConnection connection, Uri server, string token, CancellationToken cancellation)
    {
        var opened = new LiveSocket(cancellation);
        try
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            limit.CancelAfter(OpeningLimit);
            var address = new UriBuilder(server) { Scheme = server.Scheme == "https" ? "wss" : "ws", Path = "/api/v1/live" }.Uri;
            await opened._socket.ConnectAsync(address, connection.SocketInvoker, limit.Token);
            await opened._socket.SendAsync(Wire.Bytes(new { type = "hello", token }), WebSocketMessageType.Text, true, limit.Token);
            return opened;
        }
        catch
        {
            opened.Dispose();
            throw;
        }
    }

    /// <summary>True when the message left; false when the socket is gone, which the reader notices too.</summary>
    public async Task<bool> TrySendAsync(object message)
    {
        try
        {
            await _sending.WaitAsync(_cancellation);
            try
            {
                await _socket.SendAsync(Wire.Bytes(message), WebSocketMessageType.Text, true, _cancellation);
                return true;
            }
            finally
            {
                _sending.Release();
            }
        }
        catch (Exception error) when (error is WebSocketException or IOException or ObjectDisposedException or OperationCanceledException or InvalidOperationException)
        {
            return false;
        }
    }

    /// <summary>Hands every whole message to the handler until the server closes or falls silent.</summary>
    public async Task ReadAsync(Func<ReadOnlyMemory<byte>, Task> handle)
    {
        using var message = new MemoryStream(1_024);
        var buffer = new byte[4_096];
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(_cancellation);
        while (true)
        {
            limit.CancelAfter(Silence);
            var part = await _socket.ReceiveAsync(buffer.AsMemory(), limit.Token);
            if (part.MessageType == WebSocketMessageType.Close)
            {
                return;
            }
            message.Write(buffer, 0, part.Count);
            if (part.EndOfMessage)
            {
                await handle(message.GetBuffer().AsMemory(0, (int)message.Length));
                message.SetLength(0);
            }
        }
    }

    /// <summary>Gives the socket up, so that the reader ends and another one is opened.</summary>
    public void Abort() => _socket.Abort();

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();
}
