using System.Collections.Concurrent;
using System.Text.Json;
using Patella.Platform.Identifiers;
using Patella.Platform.Messaging;
using Patella.Platform.Storage;
using Patella.Platform.Timeline;
using Patella.Service.Edge;
using Patella.Service.Edge.Live;

namespace Patella.Service.Conversations;

/// <summary>
/// The live topic <c>conversation</c>: entries as they are committed, from any process, to every page that has the conversation open.
/// A page says the last sequence it has; what lies between is read from the store, so nothing is lost with a socket, a process or a hint.
/// </summary>
public sealed class ConversationFeeds(IStore store, TimelineTails tails, IBus bus, ConversationStore conversations, ConversationDesk desk, IQueuePlaces places, ConversationStandards standards) : ILiveTopic, ILiveHeartbeat
{
    private readonly ConcurrentDictionary<TenantId, Lazy<TenantFeed>> _feeds = new();

    public string Topic => "conversation";

    public async Task<Outcome<IDisposable>> Subscribe(LiveConnection connection, Caller caller, JsonElement message)
    {
        var id = message.Text("id") ?? "";
        var after = message.Number("after") ?? 0;
        var row = await store.Read(caller.Tenant, reader => conversations.Find(reader, id));
        if (row is null || !ConversationDesk.MaySee(caller, row))
        {
            return Problem.NotFound("The conversation");
        }

        if (after < 0 || after > row.LastSequence)
        {
            return Problem.Invalid("after", $"Sequence {after} has not happened yet; the newest is {row.LastSequence}.");
        }

        var follower = new FeedFollower(connection, caller, id, after, ReadAfter);
        await tails.Ready(caller.Tenant);
        var feed = _feeds.GetOrAdd(caller.Tenant, tenant => new Lazy<TenantFeed>(() => new TenantFeed(tenant, tails, bus, desk.ShowToStaff, ShowState))).Value;
        feed.Add(follower);
        feed.NoteState(id, row.State);
        connection.Send(await StateOf(caller, row, await PlaceOf(caller.Tenant, row)));
        await follower.CatchUp();
        return new Ending(() => feed.Remove(follower));
    }

    public IEnumerable<KeyValuePair<string, long>> Newest(LiveConnection connection)
        => connection.Caller is { } caller && _feeds.TryGetValue(caller.Tenant, out var feed)
            ? connection.Subscriptions.Keys.Where(key => key.Topic == Topic).Select(key => KeyValuePair.Create(key.Id, feed.Value.NewestOf(key.Id))).Where(pair => pair.Value > 0)
            : [];

    private async Task<IReadOnlyList<Entry>> ReadAfter(Caller caller, string id, long after)
        => (await store.Read(caller.Tenant, reader => conversations.ReadEntries(reader, id, after, 200))).Select(entry => desk.Show(caller, entry)).ToList();

    /// <summary>Tells the followers of a conversation how it stands now: read once, written once for consumers and once for staff.</summary>
    private async Task<string?> ShowState(TenantId tenant, string id, IReadOnlyCollection<FeedFollower> followers)
    {
        if (await store.Read(tenant, reader => conversations.Find(reader, id)) is not { } row)
        {
            return null;
        }

        var place = await PlaceOf(tenant, row);
        foreach (var audience in followers.GroupBy(follower => follower.Caller.Kind == CallerKind.Consumer))
        {
            var bytes = JsonSerializer.SerializeToUtf8Bytes(await StateOf(audience.First().Caller, row, place), Json.Options);
            foreach (var follower in audience)
            {
                follower.Connection.SendBytes(bytes);
            }
        }

        return row.State;
    }

    private async Task<QueuePlace?> PlaceOf(TenantId tenant, ConversationRow row) => row.State == ConversationState.Queued ? await places.Find(tenant, row.Id) : null;

    private async Task<object> StateOf(Caller caller, ConversationRow row, QueuePlace? place)
    {
        var view = Views.Of(row, place);
        return new { type = "conversation", conversation = caller.Kind == CallerKind.Consumer ? Views.ForConsumer(view) : await store.Read(caller.Tenant, reader => standards.Beside(reader, caller, view)) };
    }

    private sealed class Ending(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}
