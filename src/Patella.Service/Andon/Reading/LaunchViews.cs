using Patella.Platform.Clocks;
using Patella.Platform.Storage;
using Patella.Service.Access;
using Patella.Service.Andon.Gate;
using Patella.Service.Andon.Pulls;
using Patella.Service.Edge;

namespace Patella.Service.Andon.Reading;

/// <summary>Registered launches as people and release systems see them.</summary>
internal sealed class LaunchViews(IStore store, StaffStore people, Badge badge)
{
    public async Task<Outcome<Page<LaunchView>>> List(Caller caller, string? kind, string? after, int? limit)
    {
        var check = new Validation();
        _ = kind is null ? check : check.OneOf(kind, "kind", [.. TargetKinds.All]);
        check.Must(Paging.TryRead(after, out var sort, out var id), "after", "Must be the 'next' of an earlier page.");
        return check.Failed ? check.Problem : await store.Read(caller.Tenant, async Task<Outcome<Page<LaunchView>>> (reader) =>
        {
            var most = Paging.Limit(limit);
            var rows = await reader.Many<LaunchRow>(PullRows.Sql["ListLaunches"], new { kind, sort, id, limit = most + 1 });
            var live = (await reader.Many<LiveTarget>(PullRows.Sql["LiveTargets"])).ToDictionary(one => (one.Kind, one.Target), one => (int)one.Pulls);
            var views = new List<LaunchView>();
            foreach (var row in rows.Take(most))
            {
                views.Add(await View(reader, row, live.GetValueOrDefault((row.Kind, row.Id))));
            }

            return new Page<LaunchView>(views, rows.Count > most ? Paging.Cursor(rows[most - 1].RegisteredAt, rows[most - 1].Id) : null);
        });
    }

    /// <summary>One launch, with the path of its badge.</summary>
    public async Task<LaunchView> Of(Caller caller, LaunchRow row)
        => await store.Read(caller.Tenant, reader => View(reader, row)) with { Badge = await badge.PathOf(caller.Tenant, row.Kind, row.Id) };

    public async Task<Outcome<LaunchView>> Find(Caller caller, string id)
        => await store.Read(caller.Tenant, reader => Launches.Find(reader, id)) is not { } row ? Problem.NotFound("The launch") : await Of(caller, row);

    public async Task<LaunchView> View(IReader reader, LaunchRow row) => await View(reader, row, (await PullRows.LiveOf(reader, row.Kind, row.Id)).Count);

    private async Task<LaunchView> View(IReader reader, LaunchRow row, int pulls) => new(
        row.Id, row.Kind, row.Title, row.Nodes, row.Unit, row.Owner is { } owner ? new PullPerson(owner, (await people.Find(reader, owner))?.Name) : null, row.At is { } at ? Microseconds.ToTime(at) : null, row.State,
        pulls > 0 ? GateStates.Blocked : GateStates.Clear, pulls, Microseconds.ToTime(row.RegisteredAt), row.PassedAt is { } passed ? Microseconds.ToTime(passed) : null);

    private sealed record LiveTarget
    {
        public string Kind { get; init; } = "";

        public string Target { get; init; } = "";

        public long Pulls { get; init; }
    }
}
