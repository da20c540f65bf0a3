using System.Collections.Concurrent;
using System.Text.Json;
using Patella.Platform.Identifiers;
using Patella.Platform.Messaging;
using Patella.Platform.Timeline;
using Patella.Service.Edge;

namespace Patella.Service.Conversations;

/// <summary>The followers of one tenant's conversations in this process, fed by the timeline's tail and by moments (typing, read).</summary>
internal sealed class TenantFeed : IDisposable
{
    private const int NewestLimit = 200_000;

    /// <summary>Who waits is told their place every four seconds, a part of them each time: asking for all at once would hold up what people say.</summary>
    private static readonly TimeSpan PlacesEvery = TimeSpan.FromSeconds(4) / PlaceParts;
    private const int PlaceParts = 20;
    private readonly ConcurrentDictionary<string, ConcurrentDictionary<FeedFollower, bool>> _followers = new();
    private readonly ConcurrentDictionary<string, long> _newest = new();
    private readonly ConcurrentDictionary<string, bool> _stateWanted = new();
    private readonly ConcurrentDictionary<string, bool> _waiting = new();
    private readonly Timer _places;
    private int _part;
    private readonly Func<TenantId, string, IReadOnlyCollection<FeedFollower>, Task<string?>> _showState;
    private readonly Func<TenantId, TimelineEntry, Entry> _show;
    private readonly TenantId _tenant;

    public TenantFeed(TenantId tenant, TimelineTails tails, IBus bus, Func<TenantId, TimelineEntry, Entry> show, Func<TenantId, string, IReadOnlyCollection<FeedFollower>, Task<string?>> showState)
    {
        _show = show;
        _tenant = tenant;
        _showState = showState;
        tails.Subscribe(tenant, Hand);
        _places = new Timer(_ => WantPlaces(), null, PlacesEvery, PlacesEvery);
        var topic = BusTopics.Moments(tenant);
        bus.Subscribe(message =>
        {
            if (message.Topic == topic)
            {
                HandMoment(message.Payload);
            }
        });
    }

    public void Dispose() => _places.Dispose();

    public void Add(FeedFollower follower) => _followers.GetOrAdd(follower.Conversation, _ => new()).TryAdd(follower, true);

    public void Remove(FeedFollower follower)
    {
        if (_followers.TryGetValue(follower.Conversation, out var set) && set.TryRemove(follower, out _) && set.IsEmpty)
        {
            _followers.TryRemove(KeyValuePair.Create(follower.Conversation, set));
            _newest.TryRemove(follower.Conversation, out _);
            _waiting.TryRemove(follower.Conversation, out _);
        }
    }

    /// <summary>Those who wait are told their place every few seconds, since it changes when others are served.</summary>
    public void NoteState(string conversation, string? state)
    {
        if (state == ConversationState.Queued)
        {
            _waiting[conversation] = true;
        }
        else
        {
            _waiting.TryRemove(conversation, out _);
        }
    }

    public long NewestOf(string conversation) => _newest.GetValueOrDefault(conversation);

    private void Hand(IReadOnlyList<TimelineEntry> entries)
    {
        foreach (var entry in entries)
        {
            if (entry.Conversation is { } conversation && entry.Sequence is { } sequence && _followers.TryGetValue(conversation, out var followers))
            {
                Hand(entry, conversation, sequence, followers.Keys);
            }
        }
    }

    private void Hand(TimelineEntry entry, string conversation, long sequence, ICollection<FeedFollower> followers)
    {
        if (_newest.Count > NewestLimit)
        {
            _newest.Clear();
        }

        _newest[conversation] = sequence;
        ReadOnlyMemory<byte>? forStaff = null;
        ReadOnlyMemory<byte>? forConsumer = null;
        foreach (var follower in followers)
        {
            follower.Offer(sequence, caller => caller.Kind == CallerKind.Consumer
                ? forConsumer ??= Write(Views.ForConsumer(_show(_tenant, entry)))
                : forStaff ??= Write(_show(_tenant, entry)));
        }

        if (entry.Kind is not "conversation.message" and not "conversation.note" || entry.Data?.Contains("reopened", StringComparison.Ordinal) == true)
        {
            WantState(conversation);
        }
    }

    private static ReadOnlyMemory<byte> Write(Entry entry) => JsonSerializer.SerializeToUtf8Bytes(new { type = "entry", entry }, Json.Options);

    /// <summary>One look at the store for however many changes came at once.</summary>
    private void WantState(string conversation)
    {
        if (_stateWanted.TryAdd(conversation, true))
        {
            _ = Task.Run(async () =>
            {
                await Task.Delay(5);
                _stateWanted.TryRemove(conversation, out _);
                if (_followers.TryGetValue(conversation, out var followers))
                {
                    try
                    {
                        NoteState(conversation, await _showState(_tenant, conversation, followers.Keys.ToArray()));
                    }
                    catch (Patella.Platform.Storage.StoreUnavailableException)
                    {
                        // The next entry or heartbeat brings it up to date.
                    }
                }
            });
        }
    }

    private void WantPlaces()
    {
        var part = Interlocked.Increment(ref _part) % PlaceParts;
        foreach (var (conversation, _) in _waiting)
        {
            if ((uint)conversation.GetHashCode(StringComparison.Ordinal) % PlaceParts == part)
            {
                WantState(conversation);
            }
        }
    }

    /// <summary>A moment's payload is <c>conversation|message</c>, the message as JSON for all its followers; with <c>!</c> before it, for staff alone.</summary>
    private void HandMoment(string payload)
    {
        var mark = payload.IndexOf('|');
        if (mark > 0 && _followers.TryGetValue(payload[..mark], out var followers))
        {
            var staffOnly = payload.Length > mark + 1 && payload[mark + 1] == '!';
            var bytes = System.Text.Encoding.UTF8.GetBytes(payload[(mark + (staffOnly ? 2 : 1))..]);
            foreach (var follower in followers.Keys.Where(follower => !staffOnly || follower.Caller.Kind != CallerKind.Consumer))
            {
                follower.Connection.SendBytes(bytes);
            }
        }
    }
}
