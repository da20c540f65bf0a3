using System.Text.Json;
using Patella.Platform.Clocks;
using Patella.Platform.Identifiers;
using Patella.Platform.Storage;
using Patella.Service.Audit;
using Patella.Service.Edge;

namespace Patella.Service.Conversations.Desk;

/// <summary>A list that is kept: one's own, or shared with all who serve.</summary>
public sealed record ListView(string Id, string Name, bool Shared, bool Own, JsonElement Filter);

/// <summary>POST /conversation-views.</summary>
public sealed record ListViewRequest(string? Id, string? Name, bool? Shared, JsonElement? Filter);

/// <summary>How many a view shows now; <paramref name="More"/> says that counting stopped there.</summary>
public sealed record ListViewCount(string Id, long Count, bool More);

/// <summary>Lists of conversations by filter, and views that keep a filter.</summary>
internal sealed class ListViews(IStore store, ConversationStandards standards, BusinessTime clock, IIdentifiers identifiers, AuditTrail audit)
{
    private const int ViewLimit = 100;
    private const int CountLimit = 999;
    private const int CountedViews = 20;

    public async Task<Outcome<Page<ConversationLine>>> Lines(Caller caller, string? filter, string? view, string? after, int? limit)
    {
        var check = new Validation();
        var parsed = ListFilter.Parse(filter, "filter", check);
        check.Must(Paging.TryRead(after, out var sort, out var cursorId), "after", "Must be the 'next' of an earlier page.");
        if (check.Failed)
        {
            return check.Problem;
        }

        var count = Paging.Limit(limit);
        return await store.Read(caller.Tenant, async Task<Outcome<Page<ConversationLine>>> (reader) =>
        {
            if (view is not null)
            {
                if (await reader.One<ViewRow>(DeskReading.Sql["FindView"], new { id = view, staff = caller.Id }) is not { } kept)
                {
                    return Problem.NotFound("The view");
                }

                parsed = Both(ListFilter.Parse(kept.Filter, "filter", new Validation()) ?? ListFilter.Everything, parsed!);
            }

            var query = new ListQuery(caller.Id, clock.Now);
            var plan = await ListPlan.Make(reader, parsed!, query, sort, cursorId);
            var where = query.Sql(parsed!);
            query.Arguments["limit"] = (long)count;
            var rows = await reader.Many<ConversationRow>(plan.Page(where), query.Arguments);
            var next = rows.Count == count ? Paging.Cursor(rows[^1].LastAt, rows[^1].Id) : plan.Horizon is { } end ? Paging.Cursor(end.At, end.Id) : null;
            return new Page<ConversationLine>(await DeskReading.Lines(reader, caller, await standards.Beside(reader, caller, rows.Select(row => Views.Of(row)).ToList())), next);
        });
    }

    public async Task<Page<ListView>> List(Caller caller)
        => new((await store.Read(caller.Tenant, reader => reader.Many<ViewRow>(DeskReading.Sql["ListViews"], new { staff = caller.Id }))).Select(row => row.Show(caller)).ToList());

    /// <summary>How many the first views show, each counted up to a bound.</summary>
    public async Task<Page<ListViewCount>> Counts(Caller caller) => await store.Read(caller.Tenant, async reader =>
    {
        var counts = new List<ListViewCount>();
        foreach (var row in (await reader.Many<ViewRow>(DeskReading.Sql["ListViews"], new { staff = caller.Id })).Take(CountedViews))
        {
            if (ListFilter.Parse(row.Filter, "filter", new Validation()) is { } filter)
            {
                var query = new ListQuery(caller.Id, clock.Now);
                var plan = await ListPlan.Make(reader, filter, query, long.MaxValue, "~");
                var where = query.Sql(filter);
                query.Arguments["limit"] = (long)(CountLimit + 1);
                var count = await reader.One<long>(plan.Count(where), query.Arguments);
                counts.Add(new ListViewCount(row.Id, Math.Min(count, CountLimit), count > CountLimit || plan.Horizon is not null));
            }
        }

        return new Page<ListViewCount>(counts);
    });

    public async Task<Outcome<ListView>> Save(Caller caller, ListViewRequest request)
    {
        var check = new Validation().Id(request.Id, "/id", required: false).Text(request.Name, "/name", 1, 80)
            .Must(!string.IsNullOrWhiteSpace(request.Name), "/name", "Must have a letter in it.")
            .Must(request.Filter is not null, "/filter", "Is required.")
            .Must(request.Shared != true || caller.Has(Permission.Supervise | Permission.Administer), "/shared", "Only a supervisor shares a view with others.");
        if (request.Filter is { } filter)
        {
            ListFilter.Parse(filter, "/filter", check);
        }

        if (check.Failed)
        {
            return check.Problem;
        }

        var row = new ViewRow { Id = request.Id ?? identifiers.New(), Name = request.Name!, Owner = caller.Id, Shared = request.Shared == true ? 1 : 0, Filter = Json.Write(request.Filter!.Value) };
        return await store.Write(caller.Tenant, async Task<Outcome<ListView>> (transaction) =>
        {
            if (await transaction.One<long>(DeskReading.Sql["CountViewsOf"], new { staff = caller.Id }) >= ViewLimit)
            {
                return Problem.Refused("too-many-views", $"One person keeps at most {ViewLimit} views. Delete one first.");
            }

            var before = await transaction.One<ViewRow>(DeskReading.Sql["FindView"], new { id = row.Id, staff = caller.Id });
            if (await transaction.Execute(DeskReading.Sql["SaveView"], new { row.Id, row.Name, row.Owner, row.Shared, row.Filter, at = clock.Now }) == 0)
            {
                return Problem.NotFound("The view");
            }

            // One's own lists are one's own; those of all are a setting.
            if (row.Shared == 1 || before?.Shared == 1)
            {
                await audit.Write(transaction, caller, "conversations.view-saved", "view:" + row.Id, new { shared = row.Shared == 1 });
            }

            return row.Show(caller);
        });
    }

    public Task<Outcome<bool>> Delete(Caller caller, string id) => store.Write(caller.Tenant, async Task<Outcome<bool>> (transaction) =>
    {
        var before = await transaction.One<ViewRow>(DeskReading.Sql["FindView"], new { id, staff = caller.Id });
        if (await transaction.Execute(DeskReading.Sql["DeleteView"], new { id, staff = caller.Id }) == 0)
        {
            return Problem.NotFound("The view");
        }

        if (before?.Shared == 1)
        {
            await audit.Write(transaction, caller, "conversations.view-deleted", "view:" + id);
        }

        return true;
    });

    /// <summary>Conditions that must all hold stay on the top, where the plan looks for an index.</summary>
    private static ListFilter.Group Both(ListFilter.Group one, ListFilter.Group other)
        => new(true, [.. one.All ? one.Members : [one], .. other.All ? other.Members : [other]]);

    private sealed class ViewRow
    {
        public string Id { get; init; } = "";

        public string Name { get; init; } = "";

        public string Owner { get; init; } = "";

        public long Shared { get; init; }

        public string Filter { get; init; } = "{}";

        public ListView Show(Caller caller) => new(Id, Name, Shared != 0, Owner == caller.Id, JsonSerializer.Deserialize<JsonElement>(Filter, Json.Options));
    }
}
