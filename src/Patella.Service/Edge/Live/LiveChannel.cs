using System.Buffers;
using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Net.WebSockets;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Patella.Platform.Clocks;
using Patella.Platform.Messaging;

namespace Patella.Service.Edge.Live;

/// <summary>GET /api/v1/live: one WebSocket a page, typed JSON messages, heartbeats that carry the newest sequences.</summary>
public sealed partial class LiveChannel(
    IEnumerable<ILiveTopic> topics, IEnumerable<ILiveCommand> commands, IEnumerable<ILiveHeartbeat> heartbeats, ICallerDirectory callers, BusinessTime clock, IHostApplicationLifetime life, IBus bus) : BackgroundService
{
    /// <summary>Bytes of one message from a page.</summary>
    public const int MessageLimit = 64 * 1024;

    /// <summary>Subscriptions of one page.</summary>
    public const int SubscriptionLimit = 200;

    private static readonly TimeSpan HelloTime = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(10);
    private const int Beats = 100;
    private const int RoundsAMinute = 6;
    private static readonly Meter Meter = new("Patella.Live");
    private static readonly UpDownCounter<long> Connected = Meter.CreateUpDownCounter<long>("patella.live.connections", description: "Pages connected to the live channel");

    private readonly Dictionary<string, ILiveTopic> _topics = topics.ToDictionary(topic => topic.Topic);
    private readonly Dictionary<string, ILiveCommand> _commands = commands.ToDictionary(command => command.Type);
    private readonly ILiveHeartbeat[] _heartbeats = heartbeats.ToArray();

    /// <summary>Heartbeats of ten thousand pages at once would hold up what people say; each tenth of a second has its part of the pages.</summary>
    private readonly ConcurrentDictionary<LiveConnection, bool>[] _beats = [.. Enumerable.Range(0, Beats).Select(_ => new ConcurrentDictionary<LiveConnection, bool>())];
    private uint _entered;

    public int Count => _beats.Sum(beat => beat.Count);

    /// <summary>Serves one socket until either side ends it.</summary>
    public async Task Serve(HttpContext http)
    {
        if (!http.WebSockets.IsWebSocketRequest)
        {
            await new ProblemResult(new Problem(426, "websocket-needed", "This address speaks WebSocket.")).ExecuteAsync(http);
            return;
        }

        using var socket = await http.WebSockets.AcceptWebSocketAsync(new WebSocketAcceptContext { KeepAliveInterval = TimeSpan.FromSeconds(30) });
        var connection = new LiveConnection(socket);
        if (http.FindCaller() is { } caller)
        {
            connection.Enter(caller);
        }

        var beat = _beats[Interlocked.Increment(ref _entered) % Beats];
        beat[connection] = true;
        Connected.Add(1);
        using var stopping = life.ApplicationStopping.Register(connection.Close);
        var pump = connection.Pump();
        try
        {
            await Receive(connection);
        }
        finally
        {
            connection.End();
            beat.TryRemove(connection, out _);
            Connected.Add(-1);
            await pump;
        }
    }

    private async Task Receive(LiveConnection connection)
    {
        using var helloTime = new CancellationTokenSource(HelloTime);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(helloTime.Token, connection.Closed);
        try
        {
            if (connection.Caller is not null)
            {
                connection.Send(new { type = "welcome", at = clock.GetUtcNow() });
            }

            while (connection.Socket.State == WebSocketState.Open)
            {
                var message = await ReadMessage(connection.Socket, connection.Caller is null ? patience.Token : connection.Closed);
                if (message is null)
                {
                    break;
                }

                using (message)
                {
                    await Handle(connection, message.RootElement);
                }
            }

            await connection.Socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, connection.Closed);
        }
        catch (Exception gone) when (gone is WebSocketException or OperationCanceledException or IOException or InvalidOperationException)
        {
            // The page went away; it resumes by sequence.
        }
        catch (JsonException broken)
        {
            connection.Send(Refused.Because(ProblemHandling.Malformed(broken)));
            await Task.Delay(50, CancellationToken.None);
        }
    }

    /// <summary>One whole message, or null at the end. No buffer is held while nothing comes: ten thousand quiet pages cost little.</summary>
    private static async Task<JsonDocument?> ReadMessage(WebSocket socket, CancellationToken cancellation)
    {
        var wait = await socket.ReceiveAsync(Memory<byte>.Empty, cancellation);
        if (wait.MessageType == WebSocketMessageType.Close)
        {
            return null;
        }

        var buffer = ArrayPool<byte>.Shared.Rent(4_096);
        try
        {
            var length = 0;
            while (true)
            {
                var part = await socket.ReceiveAsync(buffer.AsMemory(length), cancellation);
                length += part.Count;
                if (part.MessageType == WebSocketMessageType.Close)
                {
                    return null;
                }

                if (part.EndOfMessage)
                {
                    return JsonDocument.Parse(buffer.AsMemory(0, length).ToArray(), new JsonDocumentOptions { MaxDepth = Json.MaxDepth });
                }

                if (length > MessageLimit)
                {
                    throw new JsonException($"A message may have at most {MessageLimit} bytes.");
                }

                if (length == buffer.Length)
                {
                    buffer = Grow(buffer);
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static byte[] Grow(byte[] buffer)
    {
        var larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
        buffer.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(buffer);
        return larger;
    }

    private async Task Handle(LiveConnection connection, JsonElement message)
    {
        var type = message.Text("type");
        if (type == "hello")
        {
            await Hello(connection, message);
            return;
        }

        if (connection.Caller is not { } caller)
        {
            connection.Send(Refused.Because(Problem.NotSignedIn()));
            return;
        }

        try
        {
            switch (type)
            {
                case "subscribe": await Subscribe(connection, caller, message); break;
                case "unsubscribe": Unsubscribe(connection, message); break;
                case not null when _commands.TryGetValue(type, out var command): await command.Run(connection, caller, message); break;
                default: connection.Send(Refused.Because(Problem.Invalid("type", $"There is no message type '{type}'."))); break;
            }
        }
        catch (Patella.Platform.Storage.StoreUnavailableException unavailable)
        {
            connection.Send(Refused.Because(ProblemHandling.NotKept(unavailable), message.Text("clientId")));
        }
    }

    private async Task Hello(LiveConnection connection, JsonElement message)
    {
        if (message.Text("token") is { } token && await callers.FindByToken(token) is { } caller)
        {
            connection.Enter(caller);
        }

        if (connection.Caller is null)
        {
            connection.Send(Refused.Because(Problem.NotSignedIn()));
            return;
        }

        connection.Send(new { type = "welcome", at = clock.GetUtcNow() });
    }

    private async Task Subscribe(LiveConnection connection, Caller caller, JsonElement message)
    {
        var name = message.Text("topic") ?? "";
        var id = message.Text("id") ?? "";
        var outcome = !_topics.TryGetValue(name, out var topic)
            ? Problem.Invalid("topic", $"There is no topic '{name}'.")
            : connection.Subscriptions.Count >= SubscriptionLimit
                ? Problem.Refused("too-many-subscriptions", $"A page may follow {SubscriptionLimit} things at once.")
                : await topic.Subscribe(connection, caller, message);
        if (outcome.Problem is { } problem)
        {
            connection.Send(Refused.Because(problem, topic: name, id: id));
            return;
        }

        if (connection.Subscriptions.TryRemove((name, id), out var before))
        {
            before.Dispose();
        }

        connection.Subscriptions[(name, id)] = outcome.Value;
    }

    private static void Unsubscribe(LiveConnection connection, JsonElement message)
    {
        if (connection.Subscriptions.TryRemove((message.Text("topic") ?? "", message.Text("id") ?? ""), out var subscription))
        {
            subscription.Dispose();
        }
    }
}
