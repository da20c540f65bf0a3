using Patella.Kernel.Ledger;
using Patella.Platform.Storage;
using Patella.Service.Edge;

namespace Patella.Service.Ledger.Payments;

/// <summary>What people settle of payments that went oddly.</summary>
public sealed partial class PaymentDesk
{
    /// <summary>Books what truly became of a payment that went oddly.</summary>
    /// <param name="moved">What left us, or came in; 0 for nothing.</param>
    internal async Task<Problem?> SettleOdd(ITransaction transaction, string id, long moved, string by)
    {
        if (await Locked(transaction, id) is not { State: PaymentState.Odd } payment)
        {
            return Problem.Refused("not-odd", "The payment is not odd any more: there is nothing to settle by hand.");
        }

        if (await SettleMoney(transaction, payment, moved) is { } refused)
        {
            return refused;
        }

        await transaction.Execute(Sql["SettleOdd"], new { id, state = moved > 0 ? PaymentState.Confirmed : PaymentState.Failed, now = business.Now, moved });
        await transaction.Execute(Sql["SettleMismatches"], new { id, now = business.Now, by });
        await Tell(transaction, payment with { Amount = moved > 0 ? moved : payment.Amount }, moved > 0 ? PaymentEntries.Confirmed : PaymentEntries.Failed, moved > 0 ? null : "settled-as-not-paid");
        return null;
    }

    private async Task<Problem?> SettleMoney(ITransaction transaction, Payment payment, long moved)
    {
        var (id, document) = (payment.Id, payment.Document ?? payment.Id);
        if (payment.Inward)
        {
            return moved == 0 ? null : (await ledger.Post(transaction, TransferOrder.Move(PaidOf(id), payment.Debit, payment.Credit, moved, payment.Currency, "payment-settled") with { Document = document })).Problem;
        }

        if (moved <= payment.Amount)
        {
            return (await ledger.Post(transaction, moved == 0 ? TransferOrder.Void(FreedOf(id), HoldOf(id), "payment-settled") : TransferOrder.Post(PaidOf(id), HoldOf(id), moved, "payment-settled"))).Problem;
        }

        // More left us than anybody decided: the difference is nobody's but the platform's, until somebody has got it back.
        var suspense = NewAccount.Of(ChartOfAccounts.Suspense, payment.Currency);
        return (await ledger.Open(transaction, suspense)).Problem ?? (await ledger.Post(
            transaction, TransferOrder.Post(PaidOf(id), HoldOf(id), reason: "payment-settled"),
            TransferOrder.Move("over:" + id, suspense.Id, payment.Credit, moved - payment.Amount, payment.Currency, "paid-beyond") with { Document = document })).Problem;
    }
}
