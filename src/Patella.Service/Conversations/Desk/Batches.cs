using Patella.Platform.Storage;
using Patella.Service.Edge;

namespace Patella.Service.Conversations.Desk;

/// <summary>POST /conversation-batches: one thing done with many conversations.</summary>
/// <param name="Do">One of tag, untag, assign, take-back, transfer, snooze, wake, close, reopen.</param>
/// <param name="Value">The tag, the person, or the unit.</param>
public sealed record BatchRequest(string? ClientId, string? Do, IReadOnlyList<string>? Conversations, string? Value = null, DateTimeOffset? Until = null, string? Reason = null);

/// <summary>What became of each, in the order asked.</summary>
public sealed record BatchAnswer(int Done, int Refused, IReadOnlyList<BatchItem> Items);

/// <summary>One conversation of a batch.</summary>
/// <param name="Before">Whose it was, so that the batch can be undone.</param>
/// <param name="Refusal">Why it was left as it is; null when it was done.</param>
public sealed record BatchItem(string Conversation, StaffName? Before, string? Code, string? Refusal);

/// <summary>Does one thing with many conversations, each in its own transaction: one that cannot be done does not keep the others from it.</summary>
internal sealed class Batches(IStore store, ConversationStore conversations, DeskSteps steps, DeskActions actions)
{
    public const int Limit = 200;
    private static readonly IReadOnlyList<string> Deeds = ["tag", "untag", "assign", "take-back", "transfer", "snooze", "wake", "close", "reopen"];

    public async Task<Outcome<BatchAnswer>> Run(Caller caller, BatchRequest request)
    {
        var check = Check(caller, request);
        if (check.Failed)
        {
            return check.Problem;
        }

        var items = new List<BatchItem>();
        foreach (var id in request.Conversations!.Distinct())
        {
            var before = await store.Read(caller.Tenant, reader => conversations.Find(reader, id));
            var problem = await steps.Attempt(caller, id, (transaction, row) => Do(transaction, caller, row, request));
            items.Add(new BatchItem(id, before?.Assignee is { } staff && ConversationDesk.MaySee(caller, before) ? new StaffName(staff, before.AssigneeName) : null, problem?.Code, problem is null ? null : DetailOf(problem, caller.Language)));
        }

        var refused = items.Count(item => item.Refusal is not null);
        return new BatchAnswer(items.Count - refused, refused, items);
    }

    private static Validation Check(Caller caller, BatchRequest request)
    {
        var check = new Validation().Id(request.ClientId, "/clientId").OneOf(request.Do, "/do", Deeds)
            .Must(request.ClientId is not { Length: > 60 }, "/clientId", "Must be at most 60 characters long.")
            .Must(request.Conversations is { Count: > 0 and <= Limit }, "/conversations", $"Name 1 to {Limit} conversations.")
            .Must(request.Conversations?.All(id => id is not null && Validation.IsId(id)) != false, "/conversations", "Must be ids of conversations.")
            .Must(request.Do is not ("assign" or "take-back") || caller.Has(Permission.Supervise), "/do", "Only a supervisor gives conversations to others or takes them back.");
        return request.Do switch
        {
            "tag" or "untag" or "assign" or "transfer" => check.Id(request.Value, "/value"),
            "snooze" => check.Must(request.Until is not null, "/until", "Is required."),
            _ => check,
        };
    }

    private async Task Do(ITransaction transaction, Caller caller, ConversationRow row, BatchRequest request)
    {
        var clientId = request.ClientId!;
        switch (request.Do)
        {
            case "tag": await actions.Tag(transaction, caller, row.Id, clientId, [request.Value!], []); break;
            case "untag": await actions.Tag(transaction, caller, row.Id, clientId, [], [request.Value!]); break;
            case "snooze": await actions.Snooze(transaction, caller, row.Id, clientId, request.Until, onReply: true, null); break;
            case "wake": await actions.Wake(transaction, caller, row.Id, clientId); break;
            case "reopen": await actions.Reopen(transaction, caller, row, clientId); break;
            case "close": await actions.Close(transaction, caller, row); break;
            default: await Move(transaction, caller, row, request); break;
        }
    }

    /// <summary>Moves leave a mark under the batch's id, so that the same batch again does not move what has moved on since.</summary>
    private async Task Move(ITransaction transaction, Caller caller, ConversationRow row, BatchRequest request)
    {
        await actions.Step(transaction, row.Id, DeskEvents.Moved, DeskActions.Of(caller), request.ClientId!, about: new Dictionary<string, string> { ["do"] = request.Do! });
        var now = (await conversations.Find(transaction, row.Id))!;
        var reason = string.IsNullOrWhiteSpace(request.Reason) ? "bulk" : request.Reason;
        switch (request.Do)
        {
            case "assign": await actions.Assign(transaction, now, request.Value!); break;
            case "transfer": await actions.Transfer(transaction, caller, now, request.Value, null, reason); break;
            case "take-back": DeskActions.Take(await conversations.Requeue(transaction, now.Id, DeskActions.Of(caller), null, reason)); break;
            default: throw new RefusedException(Problem.Invalid("/do", $"There is no '{request.Do}'."));
        }
    }

    private static string DetailOf(Problem problem, string language) => (problem.Errors is { Count: > 0 } errors ? errors[0].Detail : problem.Detail).In(language);
}
