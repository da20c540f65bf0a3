using Patella.Platform.Clocks;
using Patella.Platform.Identifiers;
using Patella.Platform.Storage;
using Patella.Platform.Timeline;
using Patella.Service.Audit;
using Patella.Service.Conversations;
using Patella.Service.Edge;
using Patella.Service.Tenants;
using Patella.Service.Voices;

namespace Patella.Service.Improvements.Obstacles;

/// <summary>Anybody of the staff files what they came across; the experience group takes it, and its filer hears back by name.</summary>
internal sealed class ObstacleDesk(IStore store, TenantStore tenants, ConversationStore conversations, IVoiceUnderstanding understanding, VoiceLog log, AuditTrail audit, BusinessTime business, MachineTime machine, IIdentifiers identifiers)
{
    private static readonly string[] Kinds = ["obstacle", "voice"];
    private static readonly string[] States = ["filed", "taken", "answered"];

    public async Task<Outcome<ObstacleView>> File(Caller caller, ObstacleRequest request)
    {
        if (Check(request) is { Failed: true } wrong)
        {
            return wrong.Problem;
        }

        var row = RowOf(caller, request);
        var filed = await store.Write<Outcome<bool>>(caller.Tenant, async transaction =>
        {
            var conversation = request.Conversation is null ? null : await conversations.Find(transaction, request.Conversation);
            if (request.Conversation is not null && (conversation is null || !ConversationDesk.MaySee(caller, conversation)))
            {
                return Problem.Invalid("/conversation", "Must be a conversation that you may see.");
            }

            var units = (await tenants.ListUnits(transaction)).Select(unit => unit.Code).ToHashSet();
            if (request.Unit is { } named && !units.Contains(named))
            {
                return Problem.Invalid("/unit", "Must be the code of a business unit.");
            }

            row = row with { Unit = request.Unit ?? conversation?.Unit ?? await UnitOf(transaction, request.Node, units) };
            if (await transaction.Execute(ObstacleRows.Sql["Add"], row) == 0)
            {
                return (await ObstacleRows.Find(transaction, row.Id))!.IsSame(row) ? false : Problem.Conflict("obstacle-taken", "There is another obstacle of this id.");
            }

            await transaction.Append(Entry(ObstacleEvents.Filed, row, caller));
            return true;
        });
        if (filed.Problem is { } refused)
        {
            return refused;
        }

        // Heard after its commit, and once for its id however often it is sent: when the answer was lost, filing the same again says it.
        if (row.Kind == "voice")
        {
            await log.Append(caller.Tenant, [VoiceOf(row, request)]);
        }

        return await Show(caller, row.Id);
    }

    public async Task<Outcome<Page<ObstacleView>>> List(Caller caller, string? state, bool? mine, string? after, int? limit)
    {
        var check = new Validation().Must(state is null || States.Contains(state), "state", $"Must be one of: {string.Join(", ", States)}.").Must(Paging.TryRead(after, out var sort, out var cursor), "after", "Must be the 'next' of an earlier page.");
        if (check.Failed)
        {
            return check.Problem;
        }

        var most = Paging.Limit(limit);
        var filer = mine == true || !caller.Has(Permission.JudgeVoices) ? caller.Id : "";
        var rows = await store.Read(caller.Tenant, reader => reader.Many<ObstacleRow>(ObstacleRows.Sql["List"], new { filer, state = state ?? "", sort, cursor, limit = most + 1 }));
        var titles = await understanding.Titles(caller.Tenant, caller.Language);
        return new Page<ObstacleView>([.. rows.Take(most).Select(row => row.Show(caller, titles))], rows.Count > most ? Paging.Cursor(rows[most - 1].FiledAt, rows[most - 1].Id) : null);
    }

    public Task<Outcome<ObstacleView>> Take(Caller caller, string id) => Change(caller, id, ObstacleEvents.Taken, (transaction, row) => row.State != "filed" ? Task.FromResult<Outcome<bool>>(row.TakenBy == caller.Id || row.State == "taken" ? false
        : Problem.Conflict("obstacle-answered", "It has been answered.")) : Done(transaction.Execute(ObstacleRows.Sql["Take"], new { id, by = caller.Id, name = caller.Name, at = business.Now })));

    public Task<Outcome<ObstacleView>> Answer(Caller caller, string id, ObstacleAnswerRequest request)
    {
        var check = new Validation().Text(request.Answer, "/answer", 1, 4_000).Must(!string.IsNullOrWhiteSpace(request.Answer), "/answer", "Whoever filed it hears what became of it: write an answer.");
        return check.Failed ? Task.FromResult<Outcome<ObstacleView>>(check.Problem) : Change(caller, id, ObstacleEvents.Answered, (transaction, row) => row.State == "answered"
            ? Task.FromResult<Outcome<bool>>(row.Answer == request.Answer ? false : Problem.Conflict("obstacle-answered", "It has been answered."))
            : Done(transaction.Execute(ObstacleRows.Sql["Answer"], new { id, by = caller.Id, name = caller.Name, at = business.Now, answer = request.Answer })));
    }

    /// <summary>Its filer has read the answer.</summary>
    public async Task<Outcome<ObstacleView>> See(Caller caller, string id)
    {
        await store.Write(caller.Tenant, transaction => transaction.Execute(ObstacleRows.Sql["See"], new { id, filer = caller.Id, at = business.Now }));
        return await Show(caller, id);
    }

    private static async Task<Outcome<bool>> Done(Task<int> change) => await change == 1;

    private static Validation Check(ObstacleRequest request) => new Validation().Id(request.Id, "/id").Text(request.Text, "/text", 1, 4_000).Must(!string.IsNullOrWhiteSpace(request.Text), "/text", "Say what stands in the way.")
        .Text(request.Title, "/title", 0, 200).OneOf(request.Kind ?? "obstacle", "/kind", Kinds).Id(request.Stage, "/stage", required: false).Id(request.Reason, "/reason", required: false).Id(request.Conversation, "/conversation", required: false)
        .Must(request.Node is null || request.Node.All(one => VoiceDimensions.Names.Contains(one.Key) && one.Value is { Length: >= 1 and <= 200 }), "/node", "Must be dimensions of voices with values of 1 to 200 characters.");

    /// <summary>A unit's code is the category of its voices; else the shop's unit.</summary>
    private async Task<string?> UnitOf(IReader reader, IReadOnlyDictionary<string, string>? node, HashSet<string> units)
        => node?.GetValueOrDefault("category") is { } category && units.Contains(category) ? category
            : node?.GetValueOrDefault("merchant") is { } shop ? (await tenants.FindMerchantByExternalId(reader, shop))?.Unit : null;

    private ObstacleRow RowOf(Caller caller, ObstacleRequest request) => new()
    {
        Id = request.Id!, Kind = request.Kind ?? "obstacle", Title = string.IsNullOrWhiteSpace(request.Title) ? ObstacleRow.TitleOf(request.Text!) : request.Title, Text = request.Text, Stage = request.Stage,
        Cause = request.Reason, Node = Json.Write(request.Node ?? new Dictionary<string, string>()), Conversation = request.Conversation, Filer = caller.Id, FilerName = caller.Name, FiledAt = business.Now,
    };

    private static Voice VoiceOf(ObstacleRow row, ObstacleRequest request)
    {
        string? Of(string name) => request.Node?.GetValueOrDefault(name);
        return new Voice(
            "obstacle:" + row.Id, VoiceSources.Api, row.FiledAt, "staff", "agent", null, null, row.Text!, null, Of("product"), Of("merchant"), Of("category"), Of("carrier"), Of("region"), Of("version"), row.Conversation);
    }

    private async Task<Outcome<ObstacleView>> Change(Caller caller, string id, string kind, Func<ITransaction, ObstacleRow, Task<Outcome<bool>>> change)
    {
        var problem = await store.Write(caller.Tenant, async Task<Problem?> (transaction) =>
        {
            if (await ObstacleRows.Find(transaction, id) is not { } row)
            {
                return Problem.NotFound("The obstacle");
            }

            var changed = await change(transaction, row);
            if (changed is { Succeeded: true, Value: true })
            {
                await transaction.Append(Entry(kind, (await ObstacleRows.Find(transaction, id))!, caller));
                await audit.Write(transaction, caller, "improvements." + kind, "obstacle:" + id);
            }

            return changed.Problem;
        });
        return problem is not null ? problem : await Show(caller, id);
    }

    private async Task<Outcome<ObstacleView>> Show(Caller caller, string id)
    {
        var titles = await understanding.Titles(caller.Tenant, caller.Language);
        return await store.Read(caller.Tenant, reader => ObstacleRows.Find(reader, id)) is { } row && (row.Filer == caller.Id || caller.Has(Permission.JudgeVoices)) ? row.Show(caller, titles) : Problem.NotFound("The obstacle");
    }

    private TimelineEntry Entry(string kind, ObstacleRow row, Caller caller) => row.Told(kind, caller, identifiers.New(), machine.Now);
}
