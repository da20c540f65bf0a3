using Patella.Kernel.Ledger;

namespace Patella.Service.Ledger.Posting;

/// <summary>Rows as a list a column, which is how PostgreSQL takes many in one statement.</summary>
internal static class Columns
{
    public static object Of(IReadOnlyList<Transfer> rows) => new
    {
        Id = Of(rows, row => row.Id),
        Posting = Of(rows, row => row.Posting),
        Linked = Of(rows, row => row.Linked),
        Kind = Of(rows, row => (long)row.Kind),
        DebitAccount = Of(rows, row => row.DebitAccount),
        CreditAccount = Of(rows, row => row.CreditAccount),
        Amount = Of(rows, row => row.Amount),
        Bound = Of(rows, row => row.Bound),
        Currency = Of(rows, row => row.Currency),
        Reason = Of(rows, row => row.Reason),
        Resolves = Of(rows, row => row.Resolves),
        Reverses = Of(rows, row => row.Reverses),
        Document = Of(rows, row => row.Document),
        GrantFund = Of(rows, row => row.GrantFund),
        GrantPerson = Of(rows, row => row.GrantPerson),
        GrantGrade = Of(rows, row => row.GrantGrade),
        GrantDay = Of(rows, row => row.GrantDay),
        Granted = Of(rows, row => row.Granted),
        ExpiresAfter = Of(rows, row => row.ExpiresAfter),
        ExpiresAt = Of(rows, row => row.ExpiresAt),
        At = Of(rows, row => row.At),
        RecordedAt = Of(rows, row => row.RecordedAt),
        DebitSequence = Of(rows, row => row.DebitSequence),
        CreditSequence = Of(rows, row => row.CreditSequence),
        DebitBalance = Of(rows, row => row.DebitBalance),
        CreditBalance = Of(rows, row => row.CreditBalance),
        Hash = Of(rows, row => row.Hash),
    };

    public static object Of(IReadOnlyList<LedgerAccount> rows) => new
    {
        Id = Of(rows, row => row.Id),
        Kind = Of(rows, row => row.Kind),
        Currency = Of(rows, row => row.Currency),
        Owner = Of(rows, row => row.Owner),
        Code = Of(rows, row => row.Code),
        Limited = Of(rows, row => (long)row.Limited),
        Floor = Of(rows, row => row.Floor),
        DebitsPosted = Of(rows, row => row.DebitsPosted),
        CreditsPosted = Of(rows, row => row.CreditsPosted),
        DebitsPending = Of(rows, row => row.DebitsPending),
        CreditsPending = Of(rows, row => row.CreditsPending),
        Sequence = Of(rows, row => row.Sequence),
        LastAt = Of(rows, row => row.LastAt),
        Head = Of(rows, row => row.Head),
        OpenedAt = Of(rows, row => row.OpenedAt),
    };

    private static TValue[] Of<TRow, TValue>(IReadOnlyList<TRow> rows, Func<TRow, TValue> value) => [.. rows.Select(value)];
}
