using System.Collections.Concurrent;
using System.Text.Json;
using Patella.Platform.Identifiers;
using Patella.Platform.Messaging;
using Patella.Platform.Storage;
using Patella.Service.Edge;
using Patella.Service.Edge.Live;

namespace Patella.Service.Conversations.Desk;

/// <summary>The live topic <c>desk</c>: how many things call for the one who looks. The things themselves are read when wanted.</summary>
internal sealed class DeskFeeds(IStore store, IBus bus, DeskItemStore items) : ILiveTopic
{
    private readonly ConcurrentDictionary<TenantId, Followers> _tenants = new();

    public string Topic => "desk";

    public async Task<Outcome<IDisposable>> Subscribe(LiveConnection connection, Caller caller, JsonElement message)
    {
        if (caller.Kind != CallerKind.Staff || !caller.Has(Permission.Serve | Permission.Supervise))
        {
            return Problem.Forbidden();
        }

        var followers = _tenants.GetOrAdd(caller.Tenant, tenant => new Followers(tenant, bus, Show));
        followers.Add(connection, caller);
        await Show(connection, caller);
        return new Ending(() => followers.Remove(connection));
    }

    private async Task Show(LiveConnection connection, Caller caller)
    {
        try
        {
            connection.Send(new { type = "desk", unread = await store.Read(caller.Tenant, reader => items.CountUnread(reader, caller.Id)) });
        }
        catch (StoreUnavailableException)
        {
            connection.Close();
        }
    }

    /// <summary>The pages of one tenant's people. Hints that come together are one look at the store.</summary>
    private sealed class Followers
    {
        private static readonly TimeSpan Gather = TimeSpan.FromMilliseconds(60);
        private readonly ConcurrentDictionary<LiveConnection, Caller> _pages = new();
        private readonly ConcurrentDictionary<string, bool> _wanted = new();
        private readonly Func<LiveConnection, Caller, Task> _show;

        public Followers(TenantId tenant, IBus bus, Func<LiveConnection, Caller, Task> show)
        {
            _show = show;
            var topic = DeskItemStore.Topic(tenant);
            bus.Subscribe(message =>
            {
                if (message.Topic == topic && _wanted.TryAdd(message.Payload, true))
                {
                    _ = Tell(message.Payload);
                }
            });
        }

        public void Add(LiveConnection connection, Caller caller) => _pages[connection] = caller;

        public void Remove(LiveConnection connection) => _pages.TryRemove(connection, out _);

        private async Task Tell(string staff)
        {
            await Task.Delay(Gather);
            _wanted.TryRemove(staff, out _);
            foreach (var (connection, caller) in _pages.Where(page => page.Value.Id == staff))
            {
                await _show(connection, caller);
            }
        }
    }

    private sealed class Ending(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}

/// <summary>
/// <c>look</c>: this page shows a conversation, or writes in it, or has left it. Told to the other pages of staff that follow it, for the moment only:
/// a page that is not heard of for a while is forgotten by those who look. <c>ask</c> wants the others to say that they are there.
/// </summary>
internal sealed class LookLive(IBus bus) : ILiveCommand
{
    public static readonly IReadOnlyList<string> States = ["reading", "writing", "gone"];

    public string Type => "look";

    public Task Run(LiveConnection connection, Caller caller, JsonElement message)
    {
        var conversation = message.Text("conversation") ?? "";
        var state = message.Text("state") ?? "";
        if (caller.Kind != CallerKind.Consumer && States.Contains(state) && connection.Subscriptions.ContainsKey(("conversation", conversation)))
        {
            var ask = message.TryGetProperty("ask", out var flag) && flag.ValueKind == JsonValueKind.True;
            var look = Json.Write(new { type = "look", conversation, staff = new StaffName(caller.Id, caller.Name), state, ask });
            bus.Publish(new BusMessage(BusTopics.Moments(caller.Tenant), conversation + "|!" + look));
        }

        return Task.CompletedTask;
    }
}
