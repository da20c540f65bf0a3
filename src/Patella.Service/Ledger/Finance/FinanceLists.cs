using System.Globalization;
using Patella.Kernel.Ledger;
using Patella.Platform.Clocks;
using Patella.Platform.Storage;
using Patella.Service.Edge;
using Patella.Service.Ledger.Posting;
using Patella.Service.Ledger.Seals;

namespace Patella.Service.Ledger.Finance;

/// <summary>The books as finance reads them.</summary>
internal sealed class FinanceLists(BusinessTime business)
{
    /// <summary>By id; a page follows the one that ended with <paramref name="after"/>.</summary>
    public static async Task<Page<LedgerAccountView>> Accounts(IReader reader, string? kind, string? owner, string? currency, string? after, int? limit)
    {
        var most = Paging.Limit(limit);
        var rows = await reader.Many<LedgerAccount>(LedgerRows.Sql["ListAccounts"], new { kind, owner, currency, after = after ?? "", limit = most + 1 });
        return new Page<LedgerAccountView>([.. rows.Take(most).Select(LedgerAccountView.Of)], rows.Count > most ? rows[most - 1].Id : null);
    }

    /// <summary>Newest first.</summary>
    public static async Task<Outcome<Page<JournalEntryView>>> Transfers(IReader reader, string? account, string? document, string? after, int? limit)
    {
        if (!Paging.TryRead(after, out var at, out var id))
        {
            return Problem.Invalid("after", "Must be the 'next' of an earlier page.");
        }

        var most = Paging.Limit(limit);
        var rows = await reader.Many<Transfer>(LedgerRows.Sql[account is not null ? "TransfersOfAccount" : document is not null ? "TransfersOfDocument" : "NewestTransfers"], new { account, document, at, id, limit = most + 1 });
        return new Page<JournalEntryView>([.. rows.Take(most).Select(JournalEntryView.Of)], rows.Count > most ? Paging.Cursor(rows[most - 1].At, rows[most - 1].Id) : null);
    }

    public static async Task<Page<SealView>> Seals(IReader reader, long? before, int? limit)
    {
        var most = Paging.Limit(limit);
        var rows = await reader.Many<Seal>(LedgerRows.Sql["ListSeals"], new { before = before ?? long.MaxValue, limit = most + 1 });
        return new Page<SealView>([.. rows.Take(most).Select(SealView.Of)], rows.Count > most ? rows[most - 1].Number.ToString(CultureInfo.InvariantCulture) : null);
    }

    public static async Task<BooksView> Books(IReader reader)
    {
        var totals = (await reader.Many<KindRow>(LedgerRows.Sql["TotalsByKind"])).Select(row => (row.Kind, Total: row.ToTotal())).ToList();
        var balanced = totals.GroupBy(pair => pair.Total.Currency).All(currency =>
            currency.Aggregate(Int128.Zero, (sum, pair) => sum + pair.Total.Debits - pair.Total.Credits) == 0 && currency.Aggregate(Int128.Zero, (sum, pair) => sum + pair.Total.HeldDebits - pair.Total.HeldCredits) == 0);
        var seal = await reader.One<Seal>(LedgerRows.Sql["NewestSeal"]);
        return new BooksView(balanced, [.. totals.Select(pair => ToView(pair.Kind, pair.Total))], seal is null ? null : SealView.Of(seal), await reader.One<long>(LedgerRows.Sql["FirstTransfersSince"]));
    }

    public async Task<Page<FundView>> Funds(IReader reader)
    {
        var funds = await reader.Many<LedgerAccount>(LedgerRows.Sql["ListAccounts"], new { kind = ChartOfAccounts.Fund, owner = (string?)null, currency = (string?)null, after = "", limit = Paging.Most });
        string[] ids = [.. funds.Select(fund => fund.Id)];
        var limits = (await reader.Many<FundLimit>(LedgerRows.Sql["FundLimits"], new { funds = ids })).ToLookup(limit => limit.Fund);
        var given = (await reader.Many<(string Fund, long Amount)>(LedgerRows.Sql["GivenByFunds"], new { funds = ids, day = FundTerms.DayOf(business.Now) })).ToDictionary(row => row.Fund, row => row.Amount);
        return new Page<FundView>([.. funds.Select(fund => new FundView(
            LedgerAccountView.Of(fund), [.. limits[fund.Id].Select(limit => new FundLimitView(limit.Grade, limit.MostOnce, limit.MostADay))], given.GetValueOrDefault(fund.Id)))]);
    }

    private static KindTotal ToView(string kind, CurrencyTotal total) => new(
        kind, ChartOfAccounts.Find(kind)?.Code ?? "", total.Currency, total.Accounts, Text(total.Debits), Text(total.Credits), Text(total.HeldDebits), Text(total.HeldCredits));

    private static string Text(Int128 value) => value.ToString(CultureInfo.InvariantCulture);

    private sealed record KindRow : TotalRow
    {
        public string Kind { get; init; } = "";
    }
}
