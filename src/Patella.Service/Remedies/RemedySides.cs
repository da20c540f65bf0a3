using Patella.Kernel.Ledger;
using Patella.Service.Ledger;
using Patella.Service.Ledger.Payments;

namespace Patella.Service.Remedies;

/// <summary>
/// Which account gives and which gets. Out of an order, an advance or a charge both are that order's, case's or instrument's own, so that no two consumers ever
/// wait for each other; only a fund is shared.
/// </summary>
internal sealed record RemedySides(NewAccount Giving, NewAccount Getting)
{
    public string Debit => Giving.Id;

    public IReadOnlyList<NewAccount> Accounts => [Giving, Getting];

    public static RemedySides Of(Remedy remedy)
    {
        var instrument = NewAccount.Of(remedy.Way == RemedyWay.StoredValue ? ChartOfAccounts.BuyerValue : ChartOfAccounts.BuyerInstrument, remedy.Currency, remedy.Instrument!);
        return remedy.Source switch
        {
            RemedySource.OrderPaid => new RemedySides(NewAccount.Of(ChartOfAccounts.OrderPaid, remedy.Currency, remedy.OrderRef!), instrument),
            RemedySource.Fund => new RemedySides(new NewAccount(remedy.Fund!, ChartOfAccounts.Fund, remedy.Currency), instrument),
            RemedySource.Advance => new RemedySides(NewAccount.Of(ChartOfAccounts.Advance, remedy.Currency, remedy.CaseRef!), instrument),
            RemedySource.Instrument => new RemedySides(instrument, NewAccount.Of(ChartOfAccounts.OrderPaid, remedy.Currency, remedy.OrderRef!)),
            _ => throw new InvalidOperationException($"{remedy.Source} has no account."),
        };
    }

    public static string Document(Remedy remedy) => "remedy:" + remedy.Id;

    public NewPayment Payment(Remedy remedy)
        => new(remedy.PaymentKey, remedy.IsCharge, Giving.Id, Getting.Id, remedy.Amount, remedy.Currency, remedy.Instrument!, Document(remedy)) { Grant = GrantOf(remedy) };

    /// <summary>Moves what is held.</summary>
    public TransferOrder Release(Remedy remedy) => TransferOrder.Post(PaymentDesk.PaidOf(remedy.PaymentKey), PaymentDesk.HoldOf(remedy.PaymentKey), reason: "payment");

    /// <summary>Moves what was not held before.</summary>
    public TransferOrder Move(Remedy remedy)
        => TransferOrder.Move(PaymentDesk.PaidOf(remedy.PaymentKey), Giving.Id, Getting.Id, remedy.Amount, remedy.Currency, "payment") with { Document = Document(remedy), Grant = GrantOf(remedy) };

    private static Grant? GrantOf(Remedy remedy) => remedy.Source == RemedySource.Fund ? new Grant(remedy.GivenBy ?? remedy.GivenKind, remedy.By.GradeWord) : null;
}
