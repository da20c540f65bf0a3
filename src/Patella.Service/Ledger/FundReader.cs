using Patella.Kernel.Ledger;
using Patella.Platform.Clocks;
using Patella.Platform.Storage;
using Patella.Service.Ledger.Posting;

namespace Patella.Service.Ledger;

/// <summary>What a fund has, and what somebody may still give from it. Minor units.</summary>
/// <param name="Left">In the fund, what is held for others taken off.</param>
/// <param name="MostOnce">By the giver's grade in one transfer; null without limits, 0 when the grade is not on the list.</param>
/// <param name="LeftToday">By the giver in this UTC day of business time; null without limits.</param>
public sealed record FundStanding(string Id, string Currency, long Left, long? MostOnce, long? LeftToday);

/// <summary>Funds as they stand, for those who want to know before they give. It locks nothing; the posting itself decides.</summary>
public sealed class FundReader(GeneralLedger ledger, BusinessTime business)
{
    /// <param name="fund">The programme, or its account's id.</param>
    /// <param name="grade">As a fund's list of limits names it.</param>
    public async Task<FundStanding?> Find(IReader reader, string fund, string currency, string person, string grade)
    {
        var id = fund.Contains(':') ? fund : ChartOfAccounts.Id(ChartOfAccounts.Fund, currency, fund);
        if (await ledger.Find(reader, id) is not { Kind: ChartOfAccounts.Fund } account || account.Currency != currency)
        {
            return null;
        }

        var limits = await reader.Many<FundLimit>(LedgerRows.Sql["FundLimits"], new { funds = new[] { id } });
        var own = limits.FirstOrDefault(limit => limit.Grade == grade);
        var given = await reader.Many<(string Fund, string Person, long Day, long Amount)>(LedgerRows.Sql["GivenOnDay"], new { funds = new[] { id }, persons = new[] { person }, days = new[] { FundTerms.DayOf(business.Now) } });
        return new FundStanding(id, currency, Math.Max(0, account.DebitRoom ?? 0), limits.Count == 0 ? null : own?.MostOnce ?? 0, limits.Count == 0 ? null : Math.Max(0, (own?.MostADay ?? 0) - given.Sum(one => one.Amount)));
    }
}
