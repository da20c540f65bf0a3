using Patella.Platform.Clocks;
using Patella.Platform.Storage;
using Patella.Platform.Timeline;
using Patella.Service.Access;
using Patella.Service.Edge;
using Patella.Service.Parties;

namespace Patella.Service.Conversations.Desk;

/// <summary>
/// Two conversations of one person as one: a pointer from the one to the other, and the one is closed. Nothing is moved or copied, so parting them
/// again is taking the pointer away. A pointer leads to a conversation that has none itself; when the consumer speaks in the merged one they part by themselves.
/// </summary>
internal sealed class MergeStore(ConversationStore conversations, PersonStore persons, StaffStore people, BusinessTime clock)
{
    public async Task Merge(ITransaction transaction, Caller caller, ConversationRow row, string clientId, string into)
    {
        if (into == row.Id)
        {
            throw new RefusedException(Problem.Invalid("/into", "A conversation cannot be merged into itself."));
        }

        // Both are locked first, always in the same order, so that two merges the opposite way see each other.
        var sequence = 0L;
        foreach (var id in new[] { row.Id, into }.Order(StringComparer.Ordinal))
        {
            if (id == row.Id)
            {
                sequence = (await Note(transaction, row.Id, DeskEvents.Merged, DeskActions.Of(caller), clientId, into)).Sequence ?? 0;
            }
            else
            {
                await NoteOfTarget(transaction, into, DeskActions.Of(caller), clientId, row.Id);
            }
        }

        row = (await conversations.Find(transaction, row.Id))!;
        await Check(transaction, caller, row, into);
        await transaction.Execute(DeskReading.Sql["AddMerge"], new MergeRow
        {
            Conversation = row.Id, IntoConversation = into, Staff = caller.Id, At = clock.Now, WasState = row.State, WasAssignee = row.Assignee, Sequence = sequence,
        });
        if (!ConversationState.IsOver(row.State))
        {
            DeskActions.Take(await conversations.Close(transaction, row.Id, DeskActions.Of(caller)));
        }
    }

    /// <summary>Parts them by hand and gives the merged one back to whom it was with.</summary>
    public async Task Part(ITransaction transaction, Caller caller, ConversationRow row, string clientId)
    {
        if (await transaction.One<MergeRow>(DeskReading.Sql["FindMerge"], new { conversation = row.Id }) is not { } merge)
        {
            throw new RefusedException(Problem.Conflict("not-merged", "The conversation is not merged into another."));
        }

        await Part(transaction, merge, DeskActions.Of(caller), clientId, "hand");
        if (merge.WasState == ConversationState.Agent && merge.WasAssignee is { } staff && await people.Find(transaction, staff) is { Active: true } person && ConversationState.IsOver(row.State))
        {
            DeskActions.Take(await conversations.Reopen(transaction, row.Id, clientId + ":back", person.Id, person.Name));
        }
    }

    public async Task Part(ITransaction transaction, MergeRow merge, Actor by, string clientId, string why)
    {
        if (await transaction.Execute(DeskReading.Sql["RemoveMerge"], new { conversation = merge.Conversation }) == 1)
        {
            await Note(transaction, merge.Conversation, DeskEvents.Parted, by, clientId, merge.IntoConversation, "into", why);
            await Note(transaction, merge.IntoConversation, DeskEvents.Parted, by, clientId + ":into", merge.Conversation, "of", why);
        }
    }

    private async Task Check(ITransaction transaction, Caller caller, ConversationRow row, string into)
    {
        if (await conversations.Find(transaction, into) is not { } target || !(await persons.IdsOf(transaction, row.Person)).Concat([row.Person]).Contains(target.Person))
        {
            throw new RefusedException(NotTheirs());
        }

        if (!ConversationSteps.MayAct(caller, row) && !ConversationState.IsOver(row.State))
        {
            throw new RefusedException(ConversationSteps.NotYours());
        }

        var (here, there) = (await transaction.One<MergeRow>(DeskReading.Sql["FindMerge"], new { conversation = row.Id }), await transaction.One<MergeRow>(DeskReading.Sql["FindMerge"], new { conversation = into }));
        if (here is not null && here.IntoConversation != into)
        {
            throw new RefusedException(Problem.Conflict("merged-already", $"The conversation goes on in {here.IntoConversation} already. Part them first."));
        }

        if (there is not null)
        {
            throw new RefusedException(Problem.Conflict("merged-already", $"The other conversation goes on in {there.IntoConversation} itself. Merge into that one, or part them first."));
        }
    }

    private async Task NoteOfTarget(ITransaction transaction, string into, Actor by, string clientId, string source)
    {
        if (await conversations.Find(transaction, into) is null)
        {
            throw new RefusedException(NotTheirs());
        }

        await Note(transaction, into, DeskEvents.Merged, by, clientId + ":into", source, "of");
    }

    private static Problem NotTheirs() => Problem.Invalid("/into", "Must be another conversation of the same person.");

    private async Task<TimelineEntry> Note(ITransaction transaction, string id, string what, Actor by, string clientId, string other, string name = "into", string? why = null)
        => DeskActions.Take(await conversations.DeskStep(transaction, id, what, by, clientId, about: why is null ? new Dictionary<string, string> { [name] = other } : new Dictionary<string, string> { [name] = other, ["why"] = why }));
}
