using System.Collections.Concurrent;
using System.Text.Json;
using Patella.Platform.Identifiers;
using Patella.Platform.Storage;
using Patella.Platform.Timeline;
using Patella.Service.Edge;
using Patella.Service.Edge.Live;

namespace Patella.Service.Dispatch;

/// <summary>The live topic <c>inbox</c>: the whole inbox again whenever something in it has changed, at most ten times a second. A snapshot needs no resume.</summary>
public sealed class InboxFeeds(DispatchDesk desk, TimelineTails tails) : ILiveTopic
{
    private static readonly TimeSpan Gather = TimeSpan.FromMilliseconds(60);
    private readonly ConcurrentDictionary<TenantId, Lazy<TenantInboxes>> _tenants = new();

    public string Topic => "inbox";

    public async Task<Outcome<IDisposable>> Subscribe(LiveConnection connection, Caller caller, JsonElement message)
    {
        if (!caller.Has(Permission.Serve))
        {
            return Problem.Forbidden();
        }

        await tails.Ready(caller.Tenant);
        var inboxes = _tenants.GetOrAdd(caller.Tenant, tenant => new Lazy<TenantInboxes>(() => new TenantInboxes(tenant, tails))).Value;
        var follower = new InboxFollower(connection, caller, desk, Gather);
        inboxes.Add(follower);
        await follower.Show();
        return new Removal(() => inboxes.Remove(follower));
    }

    /// <summary>Whose inbox is on a page of this process now, by tenant.</summary>
    internal IReadOnlyList<(TenantId Tenant, IReadOnlyList<string> Staff)> Here()
        => [.. _tenants.Select(pair => (pair.Key, pair.Value.Value.Here())).Where(here => here.Item2.Count > 0)];

    private sealed class Removal(Action remove) : IDisposable
    {
        public void Dispose() => remove();
    }
}

/// <summary>The pages of one tenant that show an inbox, by person.</summary>
internal sealed class TenantInboxes
{
    private readonly ConcurrentDictionary<string, ConcurrentDictionary<InboxFollower, bool>> _byStaff = new();

    public TenantInboxes(TenantId tenant, TimelineTails tails) => tails.Subscribe(tenant, Hand);

    public void Add(InboxFollower follower) => _byStaff.GetOrAdd(follower.Staff, _ => new()).TryAdd(follower, true);

    public void Remove(InboxFollower follower)
    {
        if (_byStaff.TryGetValue(follower.Staff, out var set))
        {
            set.TryRemove(follower, out _);
        }
    }

    public IReadOnlyList<string> Here() => [.. _byStaff.Where(pair => !pair.Value.IsEmpty).Select(pair => pair.Key)];

    private void Hand(IReadOnlyList<TimelineEntry> entries)
    {
        foreach (var entry in entries)
        {
            if (entry.Staff is { } staff && _byStaff.TryGetValue(staff, out var followers))
            {
                foreach (var follower in followers.Keys)
                {
                    follower.Changed();
                }
            }
        }
    }
}

/// <summary>One page that shows one person's inbox.</summary>
internal sealed class InboxFollower(LiveConnection connection, Caller caller, DispatchDesk desk, TimeSpan gather)
{
    private int _pending;

    public string Staff => caller.Id;

    /// <summary>Something changed: show it soon, once for all that comes meanwhile.</summary>
    public void Changed()
    {
        if (Interlocked.Exchange(ref _pending, 1) == 0)
        {
            _ = Task.Run(async () =>
            {
                await Task.Delay(gather);
                Interlocked.Exchange(ref _pending, 0);
                await Show();
            });
        }
    }

    public async Task Show()
    {
        try
        {
            connection.Send(new { type = "inbox", inbox = await desk.Inbox(caller) });
        }
        catch (StoreUnavailableException)
        {
            connection.Close();
        }
    }
}
