using Patella.Platform.Clocks;
using Patella.Platform.Storage;
using Patella.Service.Audit;
using Patella.Service.Edge;
using Patella.Service.Incidents;
using Patella.Service.Orders;
using Patella.Service.Parties;
using Patella.Service.Voices;

namespace Patella.Service.Improvements.Response;

/// <summary>Shows a response with its affected, and ends it: with proof, or not at all.</summary>
internal sealed class ResponseDesk(IStore store, VoicesOfPlace voices, PersonStore persons, OrderMirror orders, ResponseStory story, AuditTrail audit, BusinessTime business)
{
    private const long Hour = 3_600 * Microseconds.PerSecond;
    private const int NoteLimit = 1_000;
    private static readonly string[] Shows = ["all", "spoke", "silent", "untold", "not-put-right", "before-asking"];

    public async Task<Outcome<ResponseView>> Find(Caller caller, string incident)
    {
        if (await store.Read(caller.Tenant, reader => ResponseRows.FindOrBegin(reader, incident)) is not { } row)
        {
            return Problem.NotFound("The incident's response");
        }

        var volume = await Volume(caller, row);
        return await store.Read<Outcome<ResponseView>>(caller.Tenant, async reader => await View(reader, caller, (await ResponseRows.FindOrBegin(reader, incident))!, volume));
    }

    public Task<Outcome<Page<AffectedView>>> Affected(Caller caller, string incident, string? show, string? after, int? limit) => store.Read(caller.Tenant, async Task<Outcome<Page<AffectedView>>> (reader) =>
    {
        var check = new Validation().OneOf(show ?? "all", "show", Shows).Id(after, "after", required: false);
        if (check.Failed)
        {
            return check.Problem;
        }

        if (await ResponseRows.Find(reader, incident) is null)
        {
            return Problem.NotFound("The incident's response");
        }

        var most = Paging.Limit(limit);
        var rows = await reader.Many<AffectedRow>(ResponseRows.Sql["ListAffected"], new { incident, after = after ?? "", show = show ?? "all", limit = most + 1 });
        var page = rows.Take(most).ToList();
        // Names are for those who meet people in their work; whoever only listens sees that it is one person.
        var known = caller.Has(Permission.Serve | Permission.Reveal | Permission.KeepPrivacy) ? await persons.FindMany(reader, [.. page.Select(row => row.Person)]) : new Dictionary<string, Person>();
        var mirrored = (await orders.FindMany(reader, [.. page.Select(row => row.OrderRef).OfType<string>().Distinct()])).ToDictionary(order => order.Id);
        return new Page<AffectedView>([.. page.Select(row => ResponseViews.Of(row, known.GetValueOrDefault(row.Person), mirrored.GetValueOrDefault(row.OrderRef ?? "")))], rows.Count > most ? page[^1].Person : null);
    });

    /// <summary>Closes a response when its volume fell and everybody was told and put right; else says what is missing, and how many.</summary>
    public async Task<Outcome<ResponseView>> Close(Caller caller, string incident, ResponseClosingRequest request)
    {
        var check = new Validation().Text(request.Note, "/note", 1, NoteLimit);
        if (check.Failed)
        {
            return check.Problem;
        }

        if (await store.Read(caller.Tenant, reader => ResponseRows.Find(reader, incident)) is not { } before)
        {
            return Problem.NotFound("The incident's response");
        }

        var volume = await Volume(caller, before);
        return await store.Write<Outcome<ResponseView>>(caller.Tenant, async transaction =>
        {
            var row = (await ResponseRows.Lock(transaction, incident))!;
            if (row.MergedInto is { } into)
            {
                return Problem.Conflict("incident-merged", $"It goes on in {into}.");
            }

            if (row.ClosedAt is not null)
            {
                return await View(transaction, caller, row, volume);
            }

            var missing = await Missing(transaction, caller.Language, row, volume);
            if (missing.Count > 0)
            {
                return new Problem(409, "response-open", ProblemText.Said(string.Join(" ", missing.Select(one => one.Text)))) { Members = new Dictionary<string, object?> { ["missing"] = missing } };
            }

            var closed = row with { ClosedAt = business.Now, ClosedBy = caller.Id, ClosedName = caller.Name, Closing = request.Note, VolumeNow = volume.Now, VolumeExpected = volume.Expected };
            await ResponseRows.Save(transaction, closed);
            var counts = await ResponseRows.Count(transaction, closed);
            await transaction.Append(story.Entry(ResponseEvents.Closed, incident, fact => fact with { Affected = counts, VolumeNow = volume.Now, VolumeExpected = volume.Expected }, by: caller));
            await audit.Write(transaction, caller, "improvements.response-closed", "incident:" + incident, new { counts.Known, counts.Told, counts.PutRight, volume.Now, volume.Expected });
            return await View(transaction, caller, closed, volume);
        });
    }

    /// <summary>Says of people who were told that they need nothing, and why.</summary>
    public Task<Outcome<ResponseView>> Excuse(Caller caller, string incident, ExcuseRequest request)
    {
        var check = new Validation().Text(request.Reason, "/reason", 1, 500).OneOf(request.Whom ?? "all", "/whom", ["all", "spoke", "silent"]).Id(request.Person, "/person", required: false);
        return check.Failed ? Task.FromResult<Outcome<ResponseView>>(check.Problem) : Excused(caller, incident, request);
    }

    private async Task<Outcome<ResponseView>> Excused(Caller caller, string incident, ExcuseRequest request)
    {
        var problem = await store.Write(caller.Tenant, async Task<Problem?> (transaction) =>
        {
            if (await ResponseRows.Lock(transaction, incident) is not { IsOpen: true })
            {
                return Problem.NotFound("The incident's response");
            }

            var some = await transaction.Many<AffectedRow>(ResponseRows.Sql["ToExcuse"], new { incident, person = request.Person ?? "", whom = request.Whom ?? "all" });
            foreach (var row in some)
            {
                await transaction.Execute(ResponseRows.Sql["MarkRight"], new { incident, person = row.Person, at = business.Now, by = "needs-nothing", amount = (long?)null, currency = (string?)null, excuse = request.Reason });
                await transaction.Append(story.Entry(ResponseEvents.PutRight, incident, fact => fact with { Why = "needs-nothing", Before = row.BeforeAsking }, row.Person, by: caller));
            }

            await audit.Write(transaction, caller, "improvements.excused", "incident:" + incident, new { people = some.Count });
            return null;
        });
        return problem is not null ? problem : await Find(caller, incident);
    }

    private async Task<(long? Now, double Expected)> Volume(Caller caller, ResponseRow row)
    {
        var standing = await store.Read(caller.Tenant, reader => IncidentStandings.Find(reader, row.Incident));
        return (await voices.Count(caller.Tenant, row.Voices, business.Now - Hour, business.Now), standing?.ExpectedAnHour ?? 0);
    }

    private static async Task<IReadOnlyList<MissingView>> Missing(IReader reader, string language, ResponseRow row, (long? Now, double Expected) volume)
    {
        var (untold, notRight) = await reader.One<(long Untold, long NotRight)>(ResponseRows.Sql["CountMissing"], new { row.Incident });
        var pending = await reader.One<long>(ResponseRows.Sql["CountPending"], new { row.Incident });
        return [.. ResponseRules.Missing(row, volume.Now, volume.Expected, untold, notRight, pending).Select(one => new MissingView(one.What, one.Count, ImprovementTexts.In(
            language, "missing." + (one.What == "volume" && row.QuietAt is not null ? "volume-again" : one.What), ("count", one.Count), ("expected", Math.Round(volume.Expected, 1)))))];
    }

    private async Task<ResponseView> View(IReader reader, Caller caller, ResponseRow row, (long? Now, double Expected) volume)
    {
        var isOver = row.ClosedAt is not null || row.MergedInto is not null;
        var missing = isOver ? [] : await Missing(reader, caller.Language, row, volume);
        var proof = row.ClosedAt is { } closed ? new ResponseProofView(row.VolumeNow, row.VolumeExpected ?? 0, Microseconds.ToTime(closed), row.ClosedName, row.Closing) : new ResponseProofView(volume.Now, volume.Expected, business.GetUtcNow(), null, null);
        var rounds = await reader.Many<MessageRow>(ResponseRows.Sql["MessagesOf"], new { row.Incident });
        var projects = await reader.Many<string>(Projects.ProjectRows.Sql["OfIncident"], new { incident = row.Incident });
        return new ResponseView(
            row.Incident, ResponseRules.StateOf(row), ResponseViews.Times(row), await ResponseRows.Count(reader, row), ResponseReach.View(row.NodeValues, caller.Language), missing, proof,
            [.. rounds.Select(ResponseViews.Of)], row.Reopened, row.MergedInto, row.FalseAlarm == 1, projects);
    }
}
