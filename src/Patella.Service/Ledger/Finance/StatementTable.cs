namespace Patella.Service.Ledger.Finance;

/// <summary>A posting on the wire.</summary>
public sealed record PostingView(bool Repeated, IReadOnlyList<JournalEntryView> Transfers);

/// <summary>A statement for spreadsheets.</summary>
internal static class StatementTable
{
    public static IEnumerable<IReadOnlyList<object?>> Of(LedgerStatement statement)
    {
        yield return ["sequence", "at", "transfer", "kind", "counter", "debit", "credit", "held", "balance", "currency", "reason", "document"];
        foreach (var line in statement.Lines)
        {
            yield return [line.Sequence, line.At, line.Transfer, line.Kind, line.Counter, line.Debit, line.Credit, line.Held, line.Balance, statement.Currency, line.Reason, line.Document];
        }

        yield return [statement.LastSequence, null, null, "closing", null, statement.Debits, statement.Credits, null, statement.ClosingBalance, statement.Currency, null, statement.Hash];
    }
}
