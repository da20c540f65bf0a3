using System.Collections.Concurrent;
using Patella.Simulator.Api;
using Patella.Simulator.Ecosystem;

namespace Patella.Simulator.Festival;

/// <summary>Plays one agent: takes offers, keeps several conversations, but reads and types one at a time.</summary>
internal sealed class AgentActor : IAsyncDisposable
{
    private static readonly TimeSpan InboxPoll = TimeSpan.FromSeconds(15);
    private readonly FestivalContext _context;
    private readonly SeededRandom _random;
    private readonly string _token;
    private readonly LiveChannel _channel;
    private readonly Messenger _messenger;
    private readonly AgentCases _cases;
    private readonly ConcurrentDictionary<string, AgentChat> _chats = new();
    private readonly ConcurrentDictionary<string, byte> _offers = new();
    private readonly SemaphoreSlim _wake = new(0, 1);
    private readonly CancellationTokenSource _stop = new();
    private Task _hands = Task.CompletedTask;

    public AgentActor(FestivalContext context, string token, SeededRandom random)
    {
        (_context, _token, _random) = (context, token, random);
        _channel = new LiveChannel(context.Connection, token, context.Time) { InboxChanged = SeeInbox };
        _channel.OpenedAgain = () => _ = PresentAsync("available", _stop.Token);
        _messenger = new Messenger(context.Connection, _channel, token);
        _cases = new AgentCases(context, token);
    }

    /// <summary>Begins the shift.</summary>
    public async Task StartAsync(CancellationToken cancellation)
    {
        _channel.Start();
        await _channel.FollowTopicAsync("inbox");
        await PresentAsync("available", cancellation);
        _hands = Task.Run(() => WorkAsync(_stop.Token), CancellationToken.None);
    }

    /// <summary>Ends the shift: no more offers, then the channel.</summary>
    public async ValueTask DisposeAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        await PresentAsync("offline", limit.Token);
        await _stop.CancelAsync();
        await _hands.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _cases.EndAsync();
        await _channel.DisposeAsync();
        _stop.Dispose();
        _wake.Dispose();
    }

    private Task PresentAsync(string state, CancellationToken cancellation) => _context.GuardAsync(() =>
        _context.Connection.RequireAsync(HttpMethod.Put, "/api/v1/presence", _token, new { state }, cancellation));

    private void SeeInbox(InboxState inbox)
    {
        foreach (var offer in inbox.Offers ?? [])
        {
            if (_offers.TryAdd(offer.Id, 1))
            {
                _ = _context.GuardAsync(() => AnswerOfferAsync(offer, _stop.Token));
            }
        }
        foreach (var conversation in inbox.Conversations ?? [])
        {
            if (conversation.State is "agent" or "wrapup" && !_chats.ContainsKey(conversation.Id))
            {
                _ = _context.GuardAsync(() => TakeAsync(conversation));
            }
        }
    }

    private async Task AnswerOfferAsync(OfferState offer, CancellationToken cancellation)
    {
        var random = _random.Fork(offer.Id);
        await _context.Pace.PassAsync(Habits.AgentAccept(random), cancellation);
        var answer = random.Chance(Habits.ShareRefused) ? "refusals" : "acceptances";
        var result = await _context.Connection.SendAsync(HttpMethod.Post, $"/api/v1/offers/{offer.Id}/{answer}", _token, new { conversation = offer.Conversation.Id }, cancellation);
        _offers.TryRemove(offer.Id, out _);
        if (result.IsSuccess && answer == "acceptances")
        {
            await TakeAsync(result.As<ConversationState>());
        }
        else if (!result.IsSuccess && (int)result.Status is not (404 or 409 or 410 or 422))
        {
            throw new ApiFailureException($"offer {answer} {result.Code}", result.Body.ToString());
        }
    }

    private async Task TakeAsync(ConversationState conversation)
    {
        var chat = new AgentChat(new ConversationView(conversation.Id) { Changed = Wake }, conversation.Language ?? Languages.English, _context.Time.GetTimestamp());
        if (_chats.TryAdd(conversation.Id, chat))
        {
            chat.View.Become(conversation.State);
            await _channel.FollowAsync(chat.View);
        }
    }

    private async Task WorkAsync(CancellationToken cancellation)
    {
        var polled = _context.Time.GetTimestamp();
        while (!cancellation.IsCancellationRequested)
        {
            await _context.GuardAsync(() => StepAsync(cancellation));
            if (_context.Time.GetElapsedTime(polled) > InboxPoll)
            {
                polled = _context.Time.GetTimestamp();
                await _context.GuardAsync(() => PollAsync(cancellation));
            }
        }
    }

    private async Task PollAsync(CancellationToken cancellation)
    {
        var answer = await _context.Connection.RequireAsync(HttpMethod.Get, "/api/v1/inbox", _token, null, cancellation);
        var inbox = answer.As<InboxState>();
        SeeInbox(inbox);
        var mine = inbox.Conversations?.Select(conversation => conversation.Id).ToHashSet() ?? [];
        foreach (var lost in _chats.Keys.Where(id => !mine.Contains(id)).ToList())
        {
            await DropAsync(lost);
        }
    }

    private async Task StepAsync(CancellationToken cancellation)
    {
        var now = _context.Time.GetTimestamp();
        var (chat, move) = Choose(now);
        switch (move)
        {
            case AgentMove.Reply:
                await ReplyAsync(chat!, cancellation);
                break;
            case AgentMove.Close:
                await CloseAsync(chat!, cancellation);
                break;
            case AgentMove.Drop:
                await DropAsync(chat!.View.Id);
                break;
            default:
                var pause = _chats.IsEmpty ? TimeSpan.FromSeconds(5) : _context.Pace.Machine(10);
                await _wake.WaitAsync(pause < TimeSpan.FromMilliseconds(100) ? TimeSpan.FromMilliseconds(100) : pause, cancellation);
                break;
        }
    }

    /// <summary>Whoever waits longest for a reply first, then what can be closed.</summary>
    private (AgentChat? Chat, AgentMove Move) Choose(long now)
    {
        var moves = _chats.Values.Select(chat => (Chat: chat, Move: chat.Next(_context.Pace, now))).ToList();
        var reply = moves.Where(one => one.Move == AgentMove.Reply).OrderBy(one => one.Chat.WaitingSince).FirstOrDefault();
        return reply.Chat is not null ? reply : moves.FirstOrDefault(one => one.Move is AgentMove.Close or AgentMove.Drop);
    }

    private async Task ReplyAsync(AgentChat chat, CancellationToken cancellation)
    {
        await _channel.HintAsync(new { type = "typing", conversation = chat.View.Id });
        await _context.Pace.PassAsync(Habits.AgentReply(_random), cancellation);
        if (chat.Next(_context.Pace, _context.Time.GetTimestamp()) != AgentMove.Reply)
        {
            return;
        }
        // People do not watch the message leave: the hands turn to the next conversation while it is on its way.
        chat.IsBusy = true;
        var then = (Note: !chat.HasNote && _random.Chance(Habits.ShareWithNote), Transfer: _random.Chance(Habits.ShareTransferred / 2));
        _ = _context.GuardAsync(() => SendAsync(chat, chat.Reply(_random), NewId(), then, _random.Fork(chat.View.Id), cancellation));
    }

    private async Task SendAsync(
        AgentChat chat, string text, string clientId, (bool Note, bool Transfer) then, SeededRandom random, CancellationToken cancellation)
    {
        try
        {
            var sent = await _messenger.SendAsync(chat.View.Id, clientId, text, null, cancellation);
            if (sent is null)
            {
                await DropAsync(chat.View.Id);
                return;
            }
            _context.Acknowledged(chat.View.Id, sent);
            chat.Replied(_context.Time.GetTimestamp(), sent.Sequence);
            if (then.Note)
            {
                chat.HasNote = true;
                var note = random.Pick(LineCatalogue.For("note", Languages.Chinese));
                await PostAsync(chat, "notes", new { clientId = DeterministicId.At(_context.Time.GetUtcNow(), random), text = note }, cancellation);
            }
            else if (then.Transfer && chat.View.State == "agent")
            {
                await TransferAsync(chat, DeterministicId.At(_context.Time.GetUtcNow(), random), cancellation);
            }
        }
        finally
        {
            chat.IsBusy = false;
            Wake();
        }
    }

    private async Task TransferAsync(AgentChat chat, Guid clientId, CancellationToken cancellation)
    {
        var told = await _context.Connection.RequireAsync(HttpMethod.Get, $"/api/v1/conversations/{chat.View.Id}", _token, null, cancellation);
        await PostAsync(chat, "transfers", new { clientId, unit = told.As<ConversationState>().Unit, reason = "A colleague knows this better" }, cancellation);
        await DropAsync(chat.View.Id);
    }

    private async Task CloseAsync(AgentChat chat, CancellationToken cancellation)
    {
        await _context.Pace.PassAsync(_random.Between(2.0, 5.0), cancellation);
        if (chat.Next(_context.Pace, _context.Time.GetTimestamp()) != AgentMove.Close)
        {
            return;
        }
        var body = new { clientId = NewId() };
        var (opensCase, random) = (_random.Chance(Habits.ShareWithCase), _random.Fork($"case-{chat.View.Id}"));
        chat.IsBusy = true;
        _ = _context.GuardAsync(async () =>
        {
            if (opensCase)
            {
                await _cases.OpenAsync(chat.View.Id, random, cancellation);
            }
            await PostAsync(chat, "closures", body, cancellation);
            await DropAsync(chat.View.Id);
        });
    }

    /// <summary>Posts to a conversation; one that went to somebody else or ended meanwhile is let go.</summary>
    private async Task PostAsync(AgentChat chat, string what, object body, CancellationToken cancellation)
    {
        var answer = await _context.Connection.SendAsync(HttpMethod.Post, $"/api/v1/conversations/{chat.View.Id}/{what}", _token, body, cancellation);
        if (!answer.IsSuccess && (int)answer.Status is not (404 or 409))
        {
            throw new ApiFailureException($"{what} {answer.Code}", answer.Body.ToString());
        }
    }

    private async Task DropAsync(string conversation)
    {
        if (_chats.TryRemove(conversation, out _))
        {
            await _channel.UnfollowAsync(conversation);
        }
    }

    private string NewId() => DeterministicId.At(_context.Time.GetUtcNow(), _random).ToString();

    private void Wake()
    {
        try
        {
            if (_wake.CurrentCount == 0)
            {
                _wake.Release();
            }
        }
        catch (Exception error) when (error is SemaphoreFullException or ObjectDisposedException)
        {
            // Somebody else has woken the hands already, or the shift is over.
        }
    }
}
