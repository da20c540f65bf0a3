using Patella.Platform.Identifiers;
using Patella.Platform.Messaging;
using Patella.Platform.Storage;
using Patella.Service.Access;
using Patella.Service.Edge;
using Patella.Service.Tenants;

namespace Patella.Service.Conversations;

/// <summary>POST .../person-requests.</summary>
public sealed record PersonRequest(string? ClientId);

/// <summary>POST .../transfers: to a unit's queue, or to one person.</summary>
public sealed record TransferRequest(string? ClientId, string? Unit, string? Staff, string? Reason);

/// <summary>POST .../assignments: a supervisor gives it to a person, or takes it back into the queue with null.</summary>
public sealed record AssignmentRequest(string? Staff);

/// <summary>POST .../ratings.</summary>
public sealed record RatingRequest(int? Satisfied, bool? Solved, string? Comment);

/// <summary>POST .../reads.</summary>
public sealed record ReadRequest(long? Sequence);

/// <summary>The steps that consumers and staff take in a conversation beside speaking.</summary>
internal sealed class ConversationSteps(IStore store, ConversationStore conversations, StaffStore people, TenantStore tenants, IQueuePlaces places, ConversationStandards standards, IBus bus)
{
    public Task<Outcome<ConversationView>> Get(Caller caller, string id)
        => Run(caller, id, (_, row) => Task.FromResult<Outcome<ConversationRow>>(row), write: false);

    public Task<Outcome<ConversationView>> WantPerson(Caller caller, string id)
        => Run(caller, id, (transaction, row) => conversations.WantPerson(transaction, row.Id, new Actor(Party.Consumer, caller.Id), null, null));

    public Task<Outcome<ConversationView>> Leave(Caller caller, string id) => Run(caller, id, (transaction, row) => conversations.Leave(transaction, row.Id));

    public Task<Outcome<ConversationView>> Close(Caller caller, string id)
        => Run(caller, id, async Task<Outcome<ConversationRow>> (transaction, row) => MayAct(caller, row)
            ? await conversations.Close(transaction, row.Id, new Actor(Party.Agent, caller.Id, caller.Name))
            : NotYours());

    public Task<Outcome<ConversationView>> Rate(Caller caller, string id, RatingRequest request)
    {
        var check = new Validation()
            .Must(request.Satisfied is null or (>= 1 and <= 5), "/satisfied", "Must be 1 to 5.")
            .Must(request.Satisfied is not null || request.Solved is not null, "/satisfied", "A rating needs 'satisfied' or 'solved'.")
            .Text(request.Comment ?? "", "/comment", 0, 1_000);
        return check.Failed
            ? Task.FromResult<Outcome<ConversationView>>(check.Problem)
            : Run(caller, id, (transaction, row) => conversations.Rate(transaction, row.Id, caller.Id, request.Satisfied, request.Solved, request.Comment));
    }

    public Task<Outcome<ConversationView>> Transfer(Caller caller, string id, TransferRequest request)
    {
        var check = new Validation().Text(request.Reason, "/reason", 1, 500)
            .Must(request.Unit is null != request.Staff is null, "/unit", "Name either a unit or a person.")
            .Must(request.Staff != caller.Id, "/staff", "It is with you already.");
        return check.Failed
            ? Task.FromResult<Outcome<ConversationView>>(check.Problem)
            : Run(caller, id, (transaction, row) => TransferInside(transaction, caller, row, request));
    }

    public Task<Outcome<ConversationView>> Assign(Caller caller, string id, AssignmentRequest request)
        => Run(caller, id, async Task<Outcome<ConversationRow>> (transaction, row) => request.Staff is null
            ? await conversations.Requeue(transaction, row.Id, new Actor(Party.Agent, caller.Id, caller.Name), null, "taken back")
            : await GiveTo(transaction, row, request.Staff));

    /// <summary>Marks as read, and tells those who follow the conversation at this moment.</summary>
    public async Task<Outcome<bool>> MarkRead(Caller caller, string id, ReadRequest request)
    {
        if (request.Sequence is not > 0)
        {
            return Problem.Invalid("/sequence", "Must be the sequence of an entry.");
        }

        var marked = await store.Write(caller.Tenant, async Task<Outcome<bool>> (transaction) =>
        {
            if (await conversations.Find(transaction, id) is not { } row || !ConversationDesk.MaySee(caller, row))
            {
                return Problem.NotFound("The conversation");
            }

            if (request.Sequence > row.LastSequence)
            {
                return Problem.Invalid("/sequence", $"Sequence {request.Sequence} has not happened yet; the newest is {row.LastSequence}.");
            }

            var consumer = caller.Kind == CallerKind.Consumer;
            return (consumer || row.Assignee == caller.Id)
                && await transaction.Execute(ConversationStore.Sql[consumer ? "MarkReadByConsumer" : "MarkReadByStaff"], new { id, sequence = request.Sequence }) == 1;
        });
        if (marked is { Succeeded: true, Value: true })
        {
            var party = caller.Kind == CallerKind.Consumer ? Party.Consumer : Party.Agent;
            bus.Publish(new BusMessage(BusTopics.Moments(caller.Tenant), id + "|" + Json.Write(new { type = "read", conversation = id, party, sequence = request.Sequence })));
        }

        return marked;
    }

    internal static bool MayAct(Caller caller, ConversationRow row) => row.Assignee == caller.Id || caller.Has(Permission.Supervise);

    internal static Problem NotYours() => Problem.Conflict("not-yours", "The conversation is not with you. Take it first, or ask a supervisor to assign it.");

    internal async Task<Outcome<ConversationRow>> TransferInside(ITransaction transaction, Caller caller, ConversationRow row, TransferRequest request)
    {
        if (!MayAct(caller, row))
        {
            return NotYours();
        }

        if (request.Staff is { } staff)
        {
            return await GiveTo(transaction, row, staff);
        }

        return (await tenants.ListUnits(transaction)).Any(unit => unit.Code == request.Unit)
            ? await conversations.Requeue(transaction, row.Id, new Actor(Party.Agent, caller.Id, caller.Name), request.Unit, request.Reason!)
            : Problem.Invalid("/unit", "Must be the code of a unit of this tenant.");
    }

    internal async Task<Outcome<ConversationRow>> GiveTo(ITransaction transaction, ConversationRow row, string staff)
        => await people.Find(transaction, staff) is { Active: true } person && person.Has(Permission.Serve)
            ? await conversations.Join(transaction, row.Id, person.Id, person.Name, bySupervisor: true)
            : Problem.Invalid("/staff", "Must be an active person of the staff who serves consumers.");

    private async Task<Outcome<ConversationView>> Run(Caller caller, string id, Func<ITransaction, ConversationRow, Task<Outcome<ConversationRow>>> step, bool write = true)
    {
        var outcome = write
            ? await store.Write(caller.Tenant, async transaction => await conversations.Find(transaction, id) is { } row && ConversationDesk.MaySee(caller, row) ? await step(transaction, row) : Problem.NotFound("The conversation"))
            : await store.Read(caller.Tenant, async Task<Outcome<ConversationRow>> (reader) => await conversations.Find(reader, id) is { } row && ConversationDesk.MaySee(caller, row) ? row : Problem.NotFound("The conversation"));
        if (outcome.Problem is { } problem)
        {
            return problem;
        }

        var view = Views.Of(outcome.Value, outcome.Value.State == ConversationState.Queued ? await places.Find(caller.Tenant, id) : null);
        return caller.Kind == CallerKind.Consumer ? Views.ForConsumer(view) : await store.Read(caller.Tenant, reader => standards.Beside(reader, caller, view));
    }
}
