using Patella.Platform.Clocks;
using Patella.Platform.Identifiers;
using Patella.Platform.Messaging;
using Patella.Platform.Storage;
using Patella.Service.Audit;
using Patella.Service.Edge;

namespace Patella.Service.Voices.Understanding;

/// <summary>Lists models, asks for a new one, and makes one the champion.</summary>
internal sealed class ModelDesk(IStore store, BusinessTime business, IIdentifiers identifiers, AuditTrail audit, IBus bus)
{
    private const int LeastNote = 10;

    /// <summary>Id of the model every tenant starts with.</summary>
    public const string BuiltIn = "built-in";

    /// <summary>Models that are or were in force or could be, the built-in one last. The champion's figures are those measured beside the challenger, on the same texts.</summary>
    public Task<Page<VoiceModelView>> List(Caller caller) => store.Read(caller.Tenant, async reader =>
    {
        var titles = (await ReasonTree.Newest(reader)).Titles(caller.Language);
        var rows = (await reader.Many<ModelRow>(UnderstandingStore.Sql["Models"])).Where(row => row.Hash is not null).ToList();
        var beside = Json.Read<Measured>(rows.FirstOrDefault(row => row.State == ModelStates.Challenger)?.Measured);
        var builtIn = new VoiceModelView(BuiltIn, 0, rows.Any(row => row.State == ModelStates.Champion) ? ModelStates.Retired : ModelStates.Champion, null, null, 0, 0, null, null, [], false, "Patella");
        return new Page<VoiceModelView>([.. rows.Select(row => View(row, titles)).Append(builtIn).Select(view => view.State == ModelStates.Champion && beside is not null
            ? view with { Held = beside.Held, Accuracy = beside.Champion, PerReason = PerReason(beside.ChampionReasons, titles) } : view)]);
    });

    /// <summary>Asks for a model out of what is known now; one that is being trained is enough.</summary>
    public async Task<Outcome<VoiceModelView>> Ask(Caller caller, VoiceModelRequest? request)
    {
        var check = new Validation().Id(request?.Id, "/id", required: false);
        if (check.Failed)
        {
            return check.Problem;
        }

        var asked = await store.Write(caller.Tenant, async transaction =>
        {
            await UnderstandingStore.Hold(transaction);
            var tree = await ReasonTree.Newest(transaction);
            var titles = tree.Titles(caller.Language);
            var same = request?.Id is { } id ? await transaction.One<ModelRow>(UnderstandingStore.Sql["FindModel"], new { id }) : null;
            same ??= await transaction.One<ModelRow>(UnderstandingStore.Sql["NextTraining"]) ?? await Knowing(transaction, tree);
            if (same is { } there)
            {
                return View(there, titles);
            }

            await transaction.Execute(UnderstandingStore.Sql["NextModel"]);
            var row = new ModelRow
            {
                Id = request?.Id ?? identifiers.New(), Number = (await transaction.One<NumbersRow>(UnderstandingStore.Sql["Numbers"]))!.Models, State = ModelStates.Training, Tree = tree.Version, AskedAt = business.Now, ById = caller.Id,
                ByName = UnderstandingStore.NameOf(caller),
            };
            await transaction.Execute(UnderstandingStore.Sql["AddModel"], row);
            await audit.Write(transaction, caller, "voices.model-asked", "voice-model:" + row.Id);
            return View(row, titles);
        });
        bus.Publish(new BusMessage(UnderstandingStore.Topic(caller.Tenant), ""));
        return asked;
    }

    /// <summary>A model that was trained from exactly what is known now: training it again would give the same bytes.</summary>
    private static async Task<ModelRow?> Knowing(ITransaction transaction, ReasonTree tree)
    {
        var labels = (await transaction.One<NumbersRow>(UnderstandingStore.Sql["Numbers"]))!.Labels;
        return (await transaction.Many<ModelRow>(UnderstandingStore.Sql["Models"])).FirstOrDefault(row => row.State is ModelStates.Challenger or ModelStates.Champion && row.Labels == labels && row.Tree == tree.Version);
    }

    /// <summary>Makes the challenger the champion: when it was measured better, or with a stated reason.</summary>
    public async Task<Outcome<VoiceModelView>> Promote(Caller caller, string id, PromotionRequest request)
    {
        var check = new Validation().Text(request.Note, "/note", 0, 1_000).Must(request.Hash is not null, "/hash", "Is required.")
            .Must(!request.EvenSo || request.Note?.Trim().Length >= LeastNote, "/note", $"Say why, in {LeastNote} characters or more.");
        if (check.Failed)
        {
            return check.Problem;
        }

        var promoted = await store.Write<Outcome<VoiceModelView>>(caller.Tenant, async transaction =>
        {
            await UnderstandingStore.Hold(transaction);
            var (tree, row) = (await ReasonTree.Newest(transaction), await transaction.One<ModelRow>(UnderstandingStore.Sql["FindModel"], new { id }));
            if (row is null)
            {
                return Problem.NotFound("The model");
            }

            if (row.State == ModelStates.Champion && row.Hash == request.Hash)
            {
                return View(row, tree.Titles(caller.Language));
            }

            if (Refusal(row, request) is { } refusal)
            {
                return refusal;
            }

            var champion = row with { State = ModelStates.Champion, PromotedAt = business.Now, PromotedBy = UnderstandingStore.NameOf(caller), Remark = request.Note };
            await transaction.Execute(UnderstandingStore.Sql["RetireOthers"], new { state = ModelStates.Champion, id });
            await transaction.Execute(UnderstandingStore.Sql["SaveModel"], champion);
            await UnderstandingStore.TellModel(transaction, tree.Version);
            await audit.Write(transaction, caller, "voices.model-promoted", "voice-model:" + id, new { hash = row.Hash, evenSo = request.EvenSo });
            return View(champion, tree.Titles(caller.Language));
        });
        bus.Publish(new BusMessage(UnderstandingStore.Topic(caller.Tenant), ""));
        return promoted;
    }

    private static Problem? Refusal(ModelRow row, PromotionRequest request)
        => row.State is not (ModelStates.Challenger or ModelStates.Retired) ? Problem.Refused("wrong-state", $"That cannot be done with a model that is {row.State}.")
            : row.Hash != request.Hash ? Problem.Conflict("model-changed", "The model is another one than you read. Read it anew.")
            : !request.EvenSo && Json.Read<Measured>(row.Measured) is not { Beats: true } ? Problem.Conflict("challenger-not-better", "On the held-out labels it was not better than the champion. Promote it even so, with the reason, or teach it more.")
            : null;

    private static VoiceModelView View(ModelRow row, Dictionary<string, string> titles)
    {
        var measured = Json.Read<Measured>(row.Measured);
        return new VoiceModelView(
            row.Id, row.Number, row.State, row.Hash, row.TrainedAt is { } at ? Microseconds.ToTime(at) : null, row.Labels, measured?.Held ?? 0, measured?.Accuracy, measured?.Champion,
            PerReason(measured?.Reasons ?? [], titles),
            measured?.Beats ?? false, row.ByName, row.PromotedAt is { } promoted ? Microseconds.ToTime(promoted) : null, row.PromotedBy, row.Remark, row.Failure);
    }

    private static List<ReasonAccuracy> PerReason(List<ReasonCount> counts, Dictionary<string, string> titles)
        => [.. counts.Where(one => one.Reason.Length > 0).Select(one => new ReasonAccuracy(one.Reason, titles.GetValueOrDefault(one.Reason, one.Reason), one.Meant, Part(one.Right, one.Told), Part(one.Right, one.Meant)))];

    private static double Part(int right, int all) => all == 0 ? 0 : Math.Round((double)right / all, 4);
}
