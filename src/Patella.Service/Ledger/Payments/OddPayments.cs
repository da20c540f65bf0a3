using Patella.Kernel.Ledger;
using Patella.Platform.Storage;
using Patella.Service.Edge;
using Patella.Service.Ledger.Proposals;

namespace Patella.Service.Ledger.Payments;

/// <summary>POST /ledger/payments/{id}/settlements: what truly became of a payment that went oddly, by whoever has looked.</summary>
/// <param name="Id">Made by the caller.</param>
/// <param name="Moved">What truly moved, in minor units of the payment's currency (another currency at what it cost); 0 releases the hold.</param>
/// <param name="Reason">What was found out, 1 to 500 characters.</param>
public sealed record OddSettlementRequest(string? Id, long? Moved, string? Reason)
{
    internal Validation Check() => new Validation().Must(Moved is >= 0 and <= TransferOrder.MostAmount, "/moved", $"Must be a whole number of minor units from {0} to {TransferOrder.MostAmount}.").Text(Reason, "/reason", 1, 500);
}

/// <summary>
/// Closes payments that went oddly: a person says what truly moved, a second one approves. Up to what was held is posted and the rest is free again; what went out
/// beyond it is the platform's loss, and stands in suspense.
/// </summary>
internal sealed class OddPayments(PaymentDesk desk) : IProposalHandler
{
    public string Kind => ProposalKinds.PaymentSettlement;

    /// <summary>Whether there is anything to settle.</summary>
    public async Task<Problem?> Check(IReader reader, string payment)
        => await desk.Find(reader, payment) switch
        {
            null => Problem.NotFound("The payment"),
            { State: PaymentState.Odd } => null,
            { } other => Problem.Refused("not-odd", $"The payment is {other.State}: there is nothing to settle by hand."),
        };

    public async Task<Problem?> Carry(ITransaction transaction, Proposal proposal, Caller approver)
        => Json.Read<Terms>(proposal.Terms) is { Moved: { } moved } ? await desk.SettleOdd(transaction, proposal.Target, moved, approver.Id) : throw new InvalidOperationException($"Proposal {proposal.Id} says nothing.");

    internal sealed record Terms(long? Moved, string? Reason);
}
