using Patella.Platform.Clocks;
using Patella.Platform.Identifiers;
using Patella.Platform.Storage;
using Patella.Service.Access;
using Patella.Service.Audit;
using Patella.Service.Edge;
using Patella.Service.Incidents.Engine;
using Patella.Service.Incidents.Watching;
using Patella.Service.Voices;

namespace Patella.Service.Incidents.Reading;

/// <summary>What people ask of incidents and say of them. What they say goes through the log of voices, so that a replay hears it at the same place.</summary>
internal sealed class IncidentDesk(IStore store, IncidentViews views, VoiceLog log, StaffStore staff, AuditTrail audit, BusinessTime business, MachineTime machine, IIdentifiers identifiers)
{
    private const int NoteLimit = 1_000;

    /// <summary>How long an answer waits for the watch to have heard what was said; it is said durably in any case.</summary>
    private static readonly TimeSpan Heard = TimeSpan.FromSeconds(3);

    private static readonly string[] States = ["open", "closed", "all"];
    private static readonly string[] Kinds = ["obstacle", "anomaly", "coordination", "opportunity"];

    public async Task<Outcome<Page<IncidentView>>> List(Caller caller, IncidentQuestion question)
    {
        var check = new Validation().OneOf(question.State ?? "all", "state", States).Must(question.Kind is null || Kinds.Contains(question.Kind), "kind", $"Must be one of: {string.Join(", ", Kinds)}.")
            .Must(Paging.TryRead(question.After, out var sort, out var cursor), "after", "Must be a cursor that this list gave.");
        if (check.Failed)
        {
            return check.Problem;
        }

        var limit = Paging.Limit(question.Limit);
        var (rows, minute) = await store.Read(caller.Tenant, async reader => (await reader.Many<IncidentRow>(IncidentStore.Sql["ListIncidents"], new
        {
            state = question.State ?? "all", kind = question.Kind ?? "", from = MinuteOf(question.From, 0), until = MinuteOf(question.Until, long.MaxValue), sort,
            cursor = long.TryParse(cursor, out var number) ? number : long.MaxValue, limit = limit + 1,
        }), await Minute(reader)));
        var page = rows.Take(limit).ToList();
        var last = rows.Count > limit ? page[^1].Incident : null;
        return new Page<IncidentView>(await views.List(caller, page, minute), last is null ? null : Paging.Cursor(last.RaisedAt, last.Number.ToString(System.Globalization.CultureInfo.InvariantCulture)));
    }

    public async Task<Outcome<IncidentDetail>> Find(Caller caller, string id)
    {
        var (row, minute, changes) = await store.Read(caller.Tenant, async reader =>
        {
            var found = await IncidentStore.Find(reader, id);
            var onset = found is null ? 0 : found.Incident.Onset * 60_000_000;
            return (found, await Minute(reader), found is null ? [] : await reader.Many<ChangeRow>(IncidentStore.Sql["ListChanges"], new
            {
                from = onset - (long)Causes.Before.TotalMicroseconds, until = onset + (long)Causes.After.TotalMicroseconds, limit = 200,
            }));
        });
        return row is null ? Problem.NotFound("The incident") : await views.Detail(caller, row, minute, changes);
    }

    public Task<Outcome<IncidentDetail>> Judge(Caller caller, string id, VerdictRequest request)
    {
        var check = Note(request.Note, 0).OneOf(request.Verdict, "/verdict", ["real", "false"]).Must(request.Kind is null || Kinds.Contains(request.Kind), "/kind", $"Must be one of: {string.Join(", ", Kinds)}.");
        return Say(caller, id, check, incident => new IncidentControl("verdict", incident.Number, request.Verdict == "real", request.Kind is { } kind ? Enum.Parse<IncidentKind>(kind, true) : null, 0, caller.Id, request.Note),
            incident => incident.State == IncidentState.Merged ? Gone() : null);
    }

    public async Task<Outcome<IncidentDetail>> Merge(Caller caller, string id, IncidentMergeRequest request)
    {
        var into = await store.Read(caller.Tenant, reader => IncidentStore.Find(reader, request.Into));
        var check = new Validation().Must(into is not null && request.Into != id, "/into", "Must be another incident of yours.");
        return await Say(caller, id, check, incident => new IncidentControl("merge", incident.Number, false, null, into!.Number, caller.Id, null),
            incident => incident.State == IncidentState.Merged && incident.MergedInto != into!.Number || into!.Incident.State == IncidentState.Merged ? Gone() : null);
    }

    public Task<Outcome<IncidentDetail>> Close(Caller caller, string id, IncidentNoteRequest request) => Say(caller, id, Note(request.Note, 1),
        incident => new IncidentControl("close", incident.Number, false, null, 0, caller.Id, request.Note), incident => incident.State == IncidentState.Merged ? Gone() : null);

    public Task<Outcome<IncidentDetail>> Reopen(Caller caller, string id, IncidentNoteRequest request) => Say(caller, id, Note(request.Note, 1),
        incident => new IncidentControl("reopen", incident.Number, false, null, 0, caller.Id, request.Note), incident => incident.State == IncidentState.Merged ? Gone() : null);

    public async Task<Outcome<IncidentDetail>> Own(Caller caller, string id, IncidentOwnerRequest request)
    {
        var check = new Validation().Must(request.Staff is null != request.Unit is null, "/staff", "Give either staff or unit.").Id(request.Staff, "/staff", required: false).Id(request.Unit, "/unit", required: false);
        if (check.Failed)
        {
            return check.Problem;
        }

        var problem = await store.Write(caller.Tenant, async Task<Problem?> (transaction) =>
        {
            if (await IncidentStore.Find(transaction, id) is not { } row)
            {
                return Problem.NotFound("The incident");
            }

            var person = request.Staff is null ? null : await staff.Find(transaction, request.Staff);
            if (request.Staff is not null && person is null)
            {
                return Problem.Invalid("/staff", "Must be a member of the staff.");
            }

            await transaction.Execute(IncidentStore.Sql["SetOwner"], new { number = row.Number, staff = request.Staff, name = person?.Name, unit = request.Unit, by = caller.Id, at = business.Now });
            await audit.Write(transaction, caller, "incidents.owner-set", "incident:" + id, new { request.Staff, request.Unit });
            await transaction.Append(IncidentTold.Owned(row.Incident, request, caller).Entry(identifiers.New(), machine.Now) with { At = business.Now, Staff = request.Staff, Unit = request.Unit });
            return null;
        });
        return problem is not null ? problem : await Find(caller, id);
    }

    private static Validation Note(string? note, int least) => new Validation().Text(note, "/note", least, NoteLimit);

    private static Problem Gone() => Problem.Conflict("incident-merged", "This incident has become part of another one.");

    private static Task<long> Minute(IReader reader) => IncidentMinute.Of(reader);

    private static long MinuteOf(DateTimeOffset? at, long otherwise) => at is { } given ? given.ToUnixTimeSeconds() / 60 : otherwise;

    private async Task<Outcome<IncidentDetail>> Say(Caller caller, string id, Validation check, Func<Incident, IncidentControl> say, Func<Incident, Problem?> refuse)
    {
        if (check.Failed)
        {
            return check.Problem;
        }

        if (await store.Read(caller.Tenant, reader => IncidentStore.Find(reader, id)) is not { } row)
        {
            return Problem.NotFound("The incident");
        }

        if (refuse(row.Incident) is { } problem)
        {
            return problem;
        }

        var control = say(row.Incident);
        var position = await log.Control(caller.Tenant, IncidentControl.Record, control);
        await store.Write(caller.Tenant, transaction => audit.Write(transaction, caller, "incidents." + control.What, "incident:" + id, new { control.Verdict, control.Kind, control.Into }));
        var until = machine.Now + (long)Heard.TotalMicroseconds;
        while (machine.Now < until && (await store.Read(caller.Tenant, reader => reader.One<WatchRow>(IncidentStore.Sql["FindWatch"])))?.Position < position)
        {
            await Task.Delay(20);
        }

        return await Find(caller, id);
    }
}

/// <summary>What a list is asked for.</summary>
internal sealed record IncidentQuestion(string? State, string? Kind, DateTimeOffset? From, DateTimeOffset? Until, string? After, int? Limit);

/// <summary>The stream's newest minute.</summary>
internal static class IncidentMinute
{
    public static async Task<long> Of(IReader reader) => (await reader.One<WatchRow>(IncidentStore.Sql["FindWatch"]))?.Minute ?? -1;
}
