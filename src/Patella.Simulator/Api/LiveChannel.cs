using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text.Json;

namespace Patella.Simulator.Api;

/// <summary>
/// One WebSocket to whichever server answers, opened again when it breaks. Subscriptions survive: after each hello every
/// conversation is subscribed from the last sequence seen, so a break costs time and nothing else.
/// </summary>
public sealed class LiveChannel : IAsyncDisposable
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);
    private readonly PatellaConnection _connection;
    private readonly TimeProvider _time;
    private readonly string _token;
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<string, ConversationView> _views = new();
    private readonly ConcurrentDictionary<string, byte> _topics = new();
    private readonly ConcurrentDictionary<string, TaskCompletionSource<LiveMessage>> _pending = new();
    private volatile LiveSocket? _socket;
    private Task _loop = Task.CompletedTask;

    /// <param name="connection">Where the servers are.</param>
    /// <param name="token">Bearer token for the hello.</param>
    /// <param name="time">Machine time.</param>
    public LiveChannel(PatellaConnection connection, string token, TimeProvider time) => (_connection, _token, _time) = (connection, token, time);

    /// <summary>Called for every inbox push, on the reading task: return quickly.</summary>
    public Action<InboxState>? InboxChanged { get; set; }

    /// <summary>Called after every hello but the first.</summary>
    public Action? OpenedAgain { get; set; }

    /// <summary>Called for every board push.</summary>
    public Action? BoardChanged { get; set; }

    /// <summary>How often the channel had to be opened again.</summary>
    public int Reopened { get; private set; }

    /// <summary>Starts to connect and to read, until disposed.</summary>
    public void Start() => _loop = Task.Run(() => RunAsync(_stop.Token));

    /// <summary>Follows a conversation from what the view has seen.</summary>
    public async Task FollowAsync(ConversationView view)
    {
        _views[view.Id] = view;
        await TrySendAsync(Subscription(view));
    }

    /// <summary>Stops following a conversation.</summary>
    public async Task UnfollowAsync(string conversation)
    {
        if (_views.TryRemove(conversation, out _))
        {
            await TrySendAsync(new { type = "unsubscribe", topic = "conversation", id = conversation });
        }
    }

    /// <summary>Follows a topic without id: inbox or board.</summary>
    public async Task FollowTopicAsync(string topic)
    {
        _topics[topic] = 1;
        await TrySendAsync(new { type = "subscribe", topic });
    }

    /// <summary>
    /// Sends a message over the channel and waits for "accepted" or "refused"; null when the channel is down or silent,
    /// and then the outcome is unknown and the caller asks again with the same client id.
    /// </summary>
    public async Task<LiveMessage?> SendMessageAsync(string conversation, string clientId, string text, bool? canned, TimeSpan limit)
    {
        var answer = new TaskCompletionSource<LiveMessage>(TaskCreationOptions.RunContinuationsAsynchronously);
        _pending[clientId] = answer;
        try
        {
            if (!await TrySendAsync(new { type = "send", conversation, clientId, text, canned }))
            {
                return null;
            }
            return await answer.Task.WaitAsync(limit, _time, _stop.Token);
        }
        catch (TimeoutException)
        {
            _socket?.Abort();
            return null;
        }
        finally
        {
            _pending.TryRemove(clientId, out _);
        }
    }

    /// <summary>Tells that the consumer or agent has read up to a sequence, or is typing; losing this hint does no harm.</summary>
    public Task HintAsync(object hint) => TrySendAsync(hint);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _socket?.Abort();
        await _loop.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task RunAsync(CancellationToken cancellation)
    {
        for (var failures = 0; !cancellation.IsCancellationRequested;)
        {
            var server = _connection.Current;
            try
            {
                using var socket = await OpenAsync(server, cancellation);
                failures = 0;
                await socket.ReadAsync(DispatchAsync);
            }
            catch (Exception error) when (error is WebSocketException or HttpRequestException or IOException or JsonException or OperationCanceledException)
            {
                failures++;
            }
            _socket = null;
            if (!cancellation.IsCancellationRequested)
            {
                Reopened++;
                _connection.MoveFrom(server);
                var pause = TimeSpan.FromMilliseconds(50 * Math.Pow(2, Math.Min(failures, 6)));
                await Task.Delay(pause < LongestPause ? pause : LongestPause, _time, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task<LiveSocket> OpenAsync(Uri server, CancellationToken cancellation)
    {
        var socket = await LiveSocket.OpenAsync(_connection, server, _token, cancellation);
        _socket = socket;
        foreach (var topic in _topics.Keys)
        {
            await TrySendAsync(new { type = "subscribe", topic });
        }
        foreach (var view in _views.Values)
        {
            await TrySendAsync(Subscription(view));
        }
        if (Reopened > 0)
        {
            OpenedAgain?.Invoke();
        }
        return socket;
    }

    private async Task DispatchAsync(ReadOnlyMemory<byte> json)
    {
        var message = JsonSerializer.Deserialize<LiveMessage>(json.Span, Wire.Json);
        switch (message?.Type)
        {
            case "entry" when message.Entry is not null:
                await TakeAsync(message);
                break;
            case "conversation" when message.Conversation is { ValueKind: JsonValueKind.Object } told:
                Told(told.Deserialize<ConversationState>(Wire.Json)!);
                break;
            case "inbox" when message.Inbox is not null:
                InboxChanged?.Invoke(message.Inbox);
                break;
            case "board":
                BoardChanged?.Invoke();
                break;
            case "accepted" or "refused" when message.ClientId is not null && _pending.TryGetValue(message.ClientId, out var waiting):
                waiting.TrySetResult(message);
                break;
            case "heartbeat" when message.Newest is not null:
                await CompareAsync(message.Newest);
                break;
        }
    }

    private async Task TakeAsync(LiveMessage message)
    {
        var conversation = message.Entry!.Conversation ?? ConversationOf(message.Conversation);
        if (conversation is not null && _views.TryGetValue(conversation, out var view) && view.Apply(message.Entry) == Applied.Gap)
        {
            await TrySendAsync(Subscription(view));
        }
    }

    private static string? ConversationOf(JsonElement? told) => told is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    private void Told(ConversationState state)
    {
        if (_views.TryGetValue(state.Id, out var view))
        {
            view.Become(state.State);
        }
    }

    private async Task CompareAsync(Dictionary<string, long> newest)
    {
        foreach (var (conversation, sequence) in newest)
        {
            if (_views.TryGetValue(conversation, out var view) && view.Last < sequence)
            {
                await TrySendAsync(Subscription(view));
            }
        }
    }

    private static object Subscription(ConversationView view) => new { type = "subscribe", topic = "conversation", id = view.Id, after = view.Last };

    private async Task<bool> TrySendAsync(object message) => _socket is { } socket && await socket.TrySendAsync(message);
}
