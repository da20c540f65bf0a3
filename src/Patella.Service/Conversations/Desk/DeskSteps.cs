using Patella.Platform.Clocks;
using Patella.Platform.Storage;
using Patella.Platform.Timeline;
using Patella.Service.Edge;

namespace Patella.Service.Conversations.Desk;

/// <summary>The commands of the desk for one conversation. Each answers with what then stands beside it; the same client id again changes nothing.</summary>
internal sealed class DeskSteps(IStore store, ConversationStore conversations, DeskActions actions)
{
    public async Task<Outcome<DeskFacts>> Read(Caller caller, string id)
        => await store.Read(caller.Tenant, async Task<Outcome<DeskFacts>> (reader) => await Seen(reader, caller, id) is null ? Problem.NotFound("The conversation") : await DeskReading.Facts(reader, caller, id));

    public Task<Outcome<DeskFacts>> Tag(Caller caller, string id, TagsRequest request)
    {
        var check = new Validation().Id(request.ClientId, "/clientId")
            .Must((request.Add?.Count ?? 0) + (request.Remove?.Count ?? 0) is > 0 and <= DeskActions.TagLimit, "/add", $"Name 1 to {DeskActions.TagLimit} tags to put on or take off.")
            .Must((request.Add ?? []).Concat(request.Remove ?? []).All(tag => tag is not null && Validation.IsId(tag)), "/add", "Must be ids of tags.");
        return Run(caller, id, check, (transaction, row) => actions.Tag(transaction, caller, row.Id, request.ClientId!, request.Add ?? [], request.Remove ?? []));
    }

    public Task<Outcome<DeskFacts>> Snooze(Caller caller, string id, SnoozeRequest request)
    {
        var onReply = request.OnReply ?? true;
        var check = new Validation().Id(request.ClientId, "/clientId").Text(request.What, "/what", 0, DeskActions.WhatLimit)
            .Must(request.Until is not null || onReply, "/until", "Needs a moment, or the consumer's reply, to come back at.");
        return Run(caller, id, check, (transaction, row) => actions.Snooze(transaction, caller, row.Id, request.ClientId!, request.Until, onReply, string.IsNullOrWhiteSpace(request.What) ? null : request.What));
    }

    public Task<Outcome<DeskFacts>> Wake(Caller caller, string id, DeskStepRequest request)
        => Run(caller, id, new Validation().Id(request.ClientId, "/clientId"), (transaction, row) => actions.Wake(transaction, caller, row.Id, request.ClientId!));

    public Task<Outcome<DeskFacts>> Reopen(Caller caller, string id, DeskStepRequest request)
        => Run(caller, id, new Validation().Id(request.ClientId, "/clientId"), (transaction, row) => actions.Reopen(transaction, caller, row, request.ClientId!));

    /// <summary>Runs a step in its own transaction and shows what stands then.</summary>
    internal async Task<Outcome<DeskFacts>> Run(Caller caller, string id, Validation check, Func<ITransaction, ConversationRow, Task> step)
    {
        if (check.Failed)
        {
            return check.Problem;
        }

        return await Attempt(caller, id, step) is { } problem ? problem : await Read(caller, id);
    }

    /// <summary>Null when it was done, now or before under the same client id; else why not.</summary>
    internal async Task<Problem?> Attempt(Caller caller, string id, Func<ITransaction, ConversationRow, Task> step)
    {
        try
        {
            await store.Write(caller.Tenant, async transaction =>
            {
                if (await Seen(transaction, caller, id) is not { } row)
                {
                    throw new RefusedException(Problem.NotFound("The conversation"));
                }

                await step(transaction, row);
            });
            return null;
        }
        catch (RefusedException refused)
        {
            return refused.Problem;
        }
        catch (DuplicateEntryException)
        {
            return null;
        }
    }

    private async Task<ConversationRow?> Seen(IReader reader, Caller caller, string id)
        => await conversations.Find(reader, id) is { } row && ConversationDesk.MaySee(caller, row) ? row : null;
}
