using Patella.Platform.Clocks;
using Patella.Platform.Messaging;
using Patella.Platform.Storage;
using Patella.Service.Audit;
using Patella.Service.Edge;
using Patella.Service.Voices.Sums;

namespace Patella.Service.Voices.Understanding;

/// <summary>Reads and edits the tree of reasons.</summary>
internal sealed class TreeDesk(IStore store, BusinessTime business, AuditTrail audit, IBus bus)
{
    private const int Days = 7;

    public Task<ReasonTreeView> Find(Caller caller) => store.Read(caller.Tenant, async reader => await View(reader, await ReasonTree.Newest(reader)));

    /// <summary>A new version; it holds for voices that are heard after it.</summary>
    public async Task<Outcome<ReasonTreeView>> Save(Caller caller, ReasonTreeRequest request)
    {
        if (request.BasedOn is null)
        {
            return Problem.Invalid("/basedOn", "Is required.");
        }

        var saved = await store.Write<Outcome<ReasonTreeView>>(caller.Tenant, async transaction =>
        {
            await UnderstandingStore.Hold(transaction);
            var before = await ReasonTree.Newest(transaction);
            var stages = TreeRules.Check(before, request.Stages);
            if (!stages.Succeeded)
            {
                return stages.Problem!;
            }

            var written = Json.Write(stages.Value);
            if (Json.Write(ReasonTreeJson.Bare(before.Stages)) == written)
            {
                return await View(transaction, before);
            }

            if (before.Version != request.BasedOn)
            {
                return Problem.Conflict("tree-changed", "Somebody else has changed the tree meanwhile. Read it anew and change that.", before.Version);
            }

            var row = new TreeRow { Version = before.Version + 1, At = business.Now, ById = caller.Id, ByName = UnderstandingStore.NameOf(caller), Stages = written };
            await transaction.Execute(UnderstandingStore.Sql["AddTree"], row);
            await UnderstandingStore.Tell(transaction, UnderstandingStore.TreeRecord, new { version = row.Version, at = row.At });
            await UnderstandingStore.TellModel(transaction, row.Version);
            await audit.Write(transaction, caller, "voices.reasons-changed", $"reason-tree:{row.Version}");
            return await View(transaction, ReasonTree.Of(row));
        });
        bus.Publish(new BusMessage(UnderstandingStore.Topic(caller.Tenant), ""));
        return saved;
    }

    private async Task<ReasonTreeView> View(IReader reader, ReasonTree tree)
    {
        var since = Grains.SlotOf(Grains.Day, business.Now) - Days;
        var counts = (await reader.Many<(string Reason, long Count)>(UnderstandingStore.Sql["ReasonsSince"], new { slot = since + 1 })).ToDictionary(one => one.Reason, one => one.Count);
        var stages = tree.Stages.Select(stage => stage with { Reasons = [.. stage.Reasons!.Select(reason => reason with { Voices7d = counts.GetValueOrDefault(reason.Code!) })] });
        return new ReasonTreeView(tree.Version, tree.Row is { } row ? Microseconds.ToTime(row.At) : null, tree.Row?.ByName, [.. stages]);
    }
}

/// <summary>How a tree is compared with what is written.</summary>
internal static class ReasonTreeJson
{
    public static List<TreeStage> Bare(IReadOnlyList<TreeStage> stages) => [.. stages.Select(stage => stage with { Reasons = [.. stage.Reasons!.Select(reason => reason with { Voices7d = 0 })] })];
}
