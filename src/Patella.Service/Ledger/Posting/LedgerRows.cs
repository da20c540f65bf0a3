using Patella.Kernel.Ledger;
using Patella.Platform.Storage;

namespace Patella.Service.Ledger.Posting;

/// <summary>Reads, locks and writes the ledger's rows: one statement each on PostgreSQL however many they are; row by row on SQLite, where a statement costs microseconds.</summary>
internal static class LedgerRows
{
    internal static readonly Statements Sql = new(typeof(LedgerRows).Assembly, "Ledger.ledger.sql");

    /// <summary>In the order of their ids, so that two who want the same accounts wait for each other and never in a circle.</summary>
    public static Task<IReadOnlyList<LedgerAccount>> Lock(ITransaction transaction, string[] ids)
        => transaction.Many<LedgerAccount>(transaction.Kind == StoreKind.Postgres ? LockOnPostgres : Sql["FindAccounts"], new { ids });

    public static Task<IReadOnlyList<LedgerAccount>> Accounts(IReader reader, string[] ids) => reader.Many<LedgerAccount>(Sql["FindAccounts"], new { ids });

    public static Task<IReadOnlyList<Transfer>> Transfers(IReader reader, string[] ids) => reader.Many<Transfer>(Sql["FindTransfers"], new { ids });

    /// <summary>Those with the ids, those named, and what ended or reversed the named.</summary>
    public static Task<IReadOnlyList<Transfer>> TransfersAndEnds(IReader reader, string[] ids, string[] named)
        => named.Length == 0 ? Transfers(reader, ids) : reader.Many<Transfer>(Sql["FindTransfersAndEnds"], new { ids = ids.Union(named).ToArray(), named });

    /// <exception cref="VersionConflictException">Somebody used one of the ids at this very moment, between other accounts.</exception>
    public static async Task Write(ITransaction transaction, Books books)
    {
        if (books.Added.Count == 0)
        {
            return;
        }

        var added = transaction.Kind == StoreKind.Postgres
            ? await transaction.Execute(Sql["AddTransfers"], Columns.Of(books.Added))
            : await EachOf(transaction, Sql["AddTransfer"], books.Added);
        if (added != books.Added.Count)
        {
            throw new VersionConflictException("An id of these transfers");
        }

        var changed = books.Changed.ToList();
        var saved = transaction.Kind == StoreKind.Postgres
            ? await transaction.Execute(Sql["SaveTotalsOfMany"], Columns.Of(changed))
            : await EachOf(transaction, Sql["SaveTotals"], changed);
        if (saved != changed.Count)
        {
            throw new InvalidOperationException($"{changed.Count} accounts moved and {saved} were there.");
        }
    }

    public static Task<int> Open(ITransaction transaction, IReadOnlyList<LedgerAccount> accounts)
        => transaction.Kind == StoreKind.Postgres ? transaction.Execute(Sql["AddAccounts"], Columns.Of(accounts)) : EachOf(transaction, Sql["AddAccount"], accounts);

    private static readonly string LockOnPostgres = Sql["FindAccounts"] + " order by id for no key update";

    private static async Task<int> EachOf<T>(ITransaction transaction, string sql, IReadOnlyList<T> rows)
    {
        var count = 0;
        foreach (var row in rows)
        {
            count += await transaction.Execute(sql, row);
        }

        return count;
    }
}
