using System.Globalization;
using System.Text.Json;
using Patella.Kernel.Measures;
using Patella.Platform.Clocks;
using Patella.Platform.Identifiers;
using Patella.Platform.Messaging;
using Patella.Platform.Storage;
using Patella.Platform.Timeline;
using Patella.Service.Audit;
using Patella.Service.Edge;

namespace Patella.Service.Incidents.Reading;

/// <summary>What people said of the alerts, what no alert told, and what changed in the marketplace.</summary>
internal sealed class TruthLedger(IStore store, ToldChanges changes, AuditTrail audit, BusinessTime business, MachineTime machine, IIdentifiers identifiers)
{
    private const long Day = 86_400L * Microseconds.PerSecond;
    private const int DaysLimit = 400;

    public async Task<Outcome<IncidentLedgerView>> Read(Caller caller, DateTimeOffset? from, DateTimeOffset? until)
    {
        var end = until is { } given ? Microseconds.From(given) : business.Now + Day;
        var begin = from is { } asked ? Microseconds.From(asked) : end - (30 * Day);
        if (end <= begin || end - begin > DaysLimit * Day)
        {
            return Problem.Invalid("until", $"Must be after 'from', at most {DaysLimit} days.");
        }

        var (alerts, misses) = await store.Read(caller.Tenant, async reader => (
            await reader.Many<AlertRow>(IncidentStore.Sql["LedgerOf"], new { from = begin / 60_000_000, until = end / 60_000_000 }),
            await reader.Many<MissRow>(IncidentStore.Sql["ListMisses"], new { from = begin, until = end, sort = long.MaxValue, cursor = "~", limit = 10_000 })));
        var (real, wrong) = (alerts.Count(alert => alert.Verdict == 1), alerts.Count(alert => alert.Verdict == 0));
        var delays = alerts.Where(alert => alert.Verdict == 1).Select(alert => alert.RaisedAt - alert.Onset);
        var days = alerts.Select(alert => DayOf(alert.RaisedAt * 60_000_000)).Concat(misses.Select(miss => DayOf(miss.SeenAt))).Distinct().Order(StringComparer.Ordinal).Select(day => new LedgerDayView(
            day, alerts.Count(alert => DayOf(alert.RaisedAt * 60_000_000) == day), alerts.Count(alert => alert.Verdict == 1 && DayOf(alert.RaisedAt * 60_000_000) == day),
            alerts.Count(alert => alert.Verdict == 0 && DayOf(alert.RaisedAt * 60_000_000) == day), misses.Count(miss => DayOf(miss.SeenAt) == day)));
        return new IncidentLedgerView(
            alerts.Count, real, wrong, alerts.Count - real - wrong, misses.Count, real + wrong == 0 ? null : Math.Round((double)real / (real + wrong), 4),
            real + misses.Count == 0 ? null : Math.Round((double)misses.Count / (real + misses.Count), 4), Quantile.Median(delays), [.. days]);
    }

    public async Task<Outcome<IncidentMissView>> Miss(Caller caller, IncidentMissRequest request)
    {
        var check = new Validation().Id(request.Id, "/id").Text(request.Title, "/title", 1, 200).Must(request.Onset is not null, "/onset", "Is required.").Must(request.SeenAt is not null, "/seenAt", "Is required.")
            .Must(request.Onset is null || request.SeenAt is null || request.SeenAt >= request.Onset, "/seenAt", "Must not lie before the onset.").Text(request.Note, "/note", 1, 2_000)
            .Text(request.Stage, "/stage", 0, 100).Text(request.Reason, "/reason", 0, 100);
        CheckNode(check, request.Node);
        if (check.Failed)
        {
            return check.Problem;
        }

        return await store.Write(caller.Tenant, async Task<Outcome<IncidentMissView>> (transaction) =>
        {
            var row = new MissRow
            {
                Id = request.Id!, Title = request.Title!, Onset = Microseconds.From(request.Onset!.Value), SeenAt = Microseconds.From(request.SeenAt!.Value), Stage = request.Stage, Reason = request.Reason,
                Node = ToldChanges.NodeOf(request.Node), Note = request.Note!, ById = caller.Id, At = business.Now,
            };
            if (await transaction.Execute(IncidentStore.Sql["AddMiss"], new { row.Id, row.Title, row.Onset, row.SeenAt, row.Stage, row.Reason, row.Node, row.Note, by = row.ById, row.At }) == 0)
            {
                var known = (await transaction.One<MissRow>(IncidentStore.Sql["FindMiss"], new { row.Id }))!;
                return (known.Title, known.Onset, known.Node) == (row.Title, row.Onset, row.Node) ? known.View : Problem.Conflict("miss-taken", "There is another miss of this id.");
            }

            await audit.Write(transaction, caller, "incidents.miss-told", "incident-miss:" + row.Id);
            await transaction.Append(new TimelineEntry
            {
                Id = identifiers.New(), Kind = IncidentEvents.Missed, At = row.At, RecordedAt = machine.Now, AuthorParty = "agent", AuthorId = caller.Id,
                Data = Json.Write(new IncidentMissFact(
                    "incident-miss/" + row.Id, row.Id, row.Onset / Microseconds.PerSecond, row.SeenAt / Microseconds.PerSecond, row.Stage, row.Reason, request.Node ?? new Dictionary<string, string>())),
            });
            return row.View;
        });
    }

    public async Task<Outcome<Page<IncidentMissView>>> Misses(Caller caller, string? after, int? limit)
    {
        if (!Paging.TryRead(after, out var sort, out var cursor))
        {
            return Problem.Invalid("after", "Must be a cursor that this list gave.");
        }

        var most = Paging.Limit(limit);
        var rows = await store.Read(caller.Tenant, reader => reader.Many<MissRow>(IncidentStore.Sql["ListMisses"], new { from = long.MinValue / 2, until = long.MaxValue, sort, cursor, limit = most + 1 }));
        var page = rows.Take(most).ToList();
        return new Page<IncidentMissView>([.. page.Select(row => row.View)], rows.Count > most ? Paging.Cursor(page[^1].SeenAt, page[^1].Id) : null);
    }

    public async Task<Outcome<ChangeView>> Change(Caller caller, ChangeRequest request)
    {
        var check = new Validation().Id(request.Id, "/id").OneOf(request.Kind, "/kind", ToldChanges.Kinds).Must(request.At is not null, "/at", "Is required.").Text(request.Title, "/title", 1, 200);
        CheckNode(check, request.Node);
        if (check.Failed)
        {
            return check.Problem;
        }

        return await store.Write(caller.Tenant, transaction => changes.Tell(transaction, caller, new ToldChange(request.Id!, request.Kind!, request.At!.Value, request.Title!, request.Node ?? new Dictionary<string, string>())));
    }

    public Task<Page<ChangeView>> Changes(Caller caller, DateTimeOffset? from, DateTimeOffset? until) => store.Read(caller.Tenant, async reader => new Page<ChangeView>([.. (await reader.Many<ChangeRow>(
        IncidentStore.Sql["ListChanges"], new { from = from is { } a ? Microseconds.From(a) : long.MinValue / 2, until = until is { } b ? Microseconds.From(b) : long.MaxValue, limit = Paging.Most })).Select(row => row.View)]));

    private static void CheckNode(Validation check, IReadOnlyDictionary<string, string>? node) => check.Must(
        node is null || (node.Count <= 16 && node.All(pair => pair.Key.Length is > 0 and <= 64 && pair.Value is { Length: > 0 and <= 200 })), "/node", "Must have at most 16 dimensions with values of 1 to 200 characters.");

    private static string DayOf(long at) => Microseconds.ToTime(at).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private sealed record AlertRow
    {
        public long Number { get; init; }

        public long Onset { get; init; }

        public long RaisedAt { get; init; }

        public long? Verdict { get; init; }
    }

    private sealed record MissRow
    {
        public string Id { get; init; } = "";

        public string Title { get; init; } = "";

        public long Onset { get; init; }

        public long SeenAt { get; init; }

        public string? Stage { get; init; }

        public string? Reason { get; init; }

        public string Node { get; init; } = "{}";

        public string Note { get; init; } = "";

        public string ById { get; init; } = "";

        public long At { get; init; }

        public IncidentMissView View => new(Id, Title, Microseconds.ToTime(Onset), Microseconds.ToTime(SeenAt), Stage, Reason, JsonSerializer.Deserialize<SortedDictionary<string, string>>(Node)!, Note, ById, Microseconds.ToTime(At));
    }
}
