namespace Patella.Kernel.Ledger;

/// <summary>What a transfer does to the totals of its two accounts.</summary>
public static class Movement
{
    /// <param name="held">Amount of the pending transfer that this one ends; 0 for others.</param>
    /// <returns>Both accounts after it, or null when a total would no longer fit into 64 bits.</returns>
    public static (LedgerAccount Debit, LedgerAccount Credit)? Apply(LedgerAccount debit, LedgerAccount credit, Transfer transfer, long held)
    {
        var posted = transfer.Kind is TransferKind.Posted or TransferKind.Post ? transfer.Amount : 0;
        var pending = transfer.Kind == TransferKind.Pending ? transfer.Amount : -held;
        try
        {
            return checked((
                debit with { DebitsPosted = debit.DebitsPosted + posted, DebitsPending = debit.DebitsPending + pending },
                credit with { CreditsPosted = credit.CreditsPosted + posted, CreditsPending = credit.CreditsPending + pending }));
        }
        catch (OverflowException)
        {
            return null;
        }
    }
}
