using Patella.Kernel.Ledger;
using Patella.Platform.Storage;

namespace Patella.Service.Ledger.Posting;

/// <summary>
/// Gathers what the rules need for some orders. The accounts are locked before the journal is read: whoever posted the same id a moment ago between the same
/// accounts has then committed, and is seen. (Between other accounts the insert itself finds it.)
/// </summary>
internal static class BooksReader
{
    public static async Task<Books> Read(ITransaction transaction, IReadOnlyList<TransferOrder> orders, long now)
    {
        var named = orders.Select(order => order.Resolves ?? order.Reverses).OfType<string>().Distinct().ToArray();
        var origins = named.Length == 0 ? [] : await LedgerRows.Transfers(transaction, named);
        var touched = orders.SelectMany(order => new[] { order.Debit, order.Credit }).Concat(origins.SelectMany(origin => new[] { origin.DebitAccount, origin.CreditAccount }))
            .OfType<string>().Distinct().ToArray();
        var accounts = touched.Length == 0 ? [] : await LedgerRows.Lock(transaction, touched);
        var transfers = orders.Count == 0 ? [] : await LedgerRows.TransfersAndEnds(transaction, [.. orders.Select(order => order.Id).Distinct()], named);
        return new Books(accounts, transfers, await Funds(transaction, orders, accounts, now));
    }

    /// <summary>Limits of the funds that are to give, and what their people have given today; the funds are locked, so nobody gives meanwhile.</summary>
    private static async Task<FundTerms?> Funds(ITransaction transaction, IReadOnlyList<TransferOrder> orders, IReadOnlyList<LedgerAccount> accounts, long now)
    {
        var debited = orders.Select(order => order.Debit).OfType<string>().ToHashSet();
        var funds = accounts.Where(account => account.Kind == ChartOfAccounts.Fund && debited.Contains(account.Id)).Select(account => account.Id).ToArray();
        var limits = funds.Length == 0 ? [] : await transaction.Many<FundLimit>(LedgerRows.Sql["FundLimits"], new { funds });
        var persons = orders.Select(order => order.Grant?.Person).OfType<string>().Distinct().ToArray();
        if (limits.Count == 0 || persons.Length == 0)
        {
            return limits.Count == 0 ? null : new FundTerms(limits, []);
        }

        var given = await transaction.Many<(string Fund, string Person, long Day, long Amount)>(LedgerRows.Sql["GivenOnDay"], new { funds, persons, days = new[] { FundTerms.DayOf(now) } });
        return new FundTerms(limits, given.Select(row => KeyValuePair.Create((row.Fund, row.Person, row.Day), row.Amount)));
    }
}
