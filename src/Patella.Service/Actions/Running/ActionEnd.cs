using Patella.Platform.Clocks;
using Patella.Platform.Identifiers;
using Patella.Platform.Messaging;
using Patella.Platform.Storage;
using Patella.Platform.Timeline;
using Patella.Service.Actions.Authority;
using Patella.Service.Edge;

namespace Patella.Service.Actions.Running;

/// <summary>How actions end: one timeline entry each, the same whoever asked and by whichever door, but for its author.</summary>
internal sealed class ActionEnd(ActionMoneys moneys, BusinessTime business, MachineTime machine, IIdentifiers identifiers, IBus bus)
{
    /// <summary>The hint that an action has ended; the payload is its id.</summary>
    public static string Topic(TenantId tenant) => "action-ended:" + tenant.Value;

    public Task<ServiceAction> Done(ITransaction transaction, ServiceAction action) => Write(transaction, action with { State = ActionState.Done, Code = null, Detail = null }, ActionEntries.Done);

    /// <summary>The marketplace, or the consumer's payment, said no: everything held is free again.</summary>
    public async Task<ServiceAction> Refuse(ITransaction transaction, ServiceAction action, string code, string? detail)
    {
        await moneys.Free(transaction, action, code);
        await OwnAuthority.Uncount(transaction, action);
        return await Write(transaction, action with { State = ActionState.Refused, Code = Cut(code, 80), Detail = detail is null ? null : Cut(detail, 500) }, ActionEntries.Refused);
    }

    public async Task<ServiceAction> Decline(ITransaction transaction, ServiceAction action, string reason)
    {
        await moneys.Free(transaction, action, reason);
        await OwnAuthority.Uncount(transaction, action);
        return await Write(transaction, action with { State = ActionState.Declined, Code = "declined", Detail = Cut(reason, 500) }, ActionEntries.Declined);
    }

    private async Task<ServiceAction> Write(ITransaction transaction, ServiceAction action, string entry)
    {
        // What the marketplace was asked is of no use any more, and may hold an address.
        var ended = action with { EndedAt = business.Now, NextAt = null, Change = null };
        await ActionRows.Save(transaction, ended);
        await transaction.Append(new TimelineEntry
        {
            Id = identifiers.New(), Kind = entry, At = ended.EndedAt.Value, RecordedAt = machine.Now, Person = ended.Person, OrderRef = ended.OrderRef, CaseRef = ended.CaseRef, Unit = ended.Unit,
            AuthorParty = ended.AuthorKind switch { "consumer" => "consumer", "staff" => "agent", _ => "system" }, AuthorId = ended.AuthorId, Staff = ended.AuthorKind == "staff" ? ended.AuthorId : null, Text = ended.Reason,
            Data = Json.Write(new
            {
                action = ended.Id, ended.Kind, ended.Number, ended.Hash, ended.Code, ended.Conversation, ended.Authority, approver = ended.ApprovedBy,
                money = ended.Moneys.Select(money => new { money.Remedy, money.Kind, amount = new Money(money.Amount, money.Currency), money.Instrument }),
            }),
        });
        var tenant = transaction.Tenant;
        transaction.AfterCommit(() => bus.Publish(new BusMessage(Topic(tenant), ended.Id)));
        return ended;
    }

    private static string Cut(string text, int most) => text.Length <= most ? text : text[..most];
}
