using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace Patella.Benchmarks.Serving;

/// <summary>A page on the live channel that costs little: messages are looked at as bytes and not parsed.</summary>
internal sealed class LivePage : IAsyncDisposable
{
    private readonly ClientWebSocket _socket = new();
    private readonly CancellationTokenSource _ended = new();
    private Task _reading = Task.CompletedTask;

    private LivePage()
    {
    }

    public delegate void Received(ReadOnlySpan<byte> message);

    /// <summary>Why it ended before it was asked to, or null.</summary>
    public string? Broken { get; private set; }

    /// <summary>Connects as the owner of the token; the handler runs on the reading loop and must be quick.</summary>
    public static async Task<LivePage> Open(ServerUnderTest server, string token, HttpMessageInvoker invoker, Received received)
    {
        var page = new LivePage();
        page._socket.Options.SetRequestHeader("Authorization", "Bearer " + token);
        page._socket.Options.KeepAliveInterval = Timeout.InfiniteTimeSpan;
        await page._socket.ConnectAsync(new Uri($"ws://127.0.0.1:{server.Address.Port}/api/v1/live"), invoker, CancellationToken.None);
        page._reading = page.Read(received);
        return page;
    }

    public static HttpMessageInvoker NewInvoker() => new(new SocketsHttpHandler { UseCookies = false });

    public Task Send(object message) => _socket.SendAsync(JsonSerializer.SerializeToUtf8Bytes(message), WebSocketMessageType.Text, true, CancellationToken.None);

    public Task Subscribe(string conversation) => Send(new { type = "subscribe", topic = "conversation", id = conversation, after = 0 });

    public static bool IsType(ReadOnlySpan<byte> message, ReadOnlySpan<byte> type) => message[..Math.Min(40, message.Length)].IndexOf(type) is > 0 and < 12;

    /// <summary>The text value of the first property of that name.</summary>
    public static string? TextOf(ReadOnlySpan<byte> message, string property)
    {
        var name = Encoding.UTF8.GetBytes($"\"{property}\":\"");
        var at = message.IndexOf(name);
        if (at < 0)
        {
            return null;
        }

        var rest = message[(at + name.Length)..];
        return Encoding.UTF8.GetString(rest[..rest.IndexOf((byte)'"')]);
    }

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        _socket.Abort();
        await _reading;
        _socket.Dispose();
        _ended.Dispose();
    }

    private async Task Read(Received received)
    {
        var buffer = new byte[2_048];
        try
        {
            while (true)
            {
                var length = 0;
                ValueWebSocketReceiveResult part;
                do
                {
                    if (length == buffer.Length)
                    {
                        Array.Resize(ref buffer, buffer.Length * 2);
                    }

                    part = await _socket.ReceiveAsync(buffer.AsMemory(length), _ended.Token);
                    length += part.Count;
                }
                while (!part.EndOfMessage);
                if (part.MessageType == WebSocketMessageType.Close)
                {
                    Broken = "closed by the server";
                    return;
                }

                received(buffer.AsSpan(0, length));
            }
        }
        catch (Exception ended) when (ended is WebSocketException or OperationCanceledException or ObjectDisposedException)
        {
            Broken = _ended.IsCancellationRequested ? null : ended.Message;
        }
    }
}
