using Patella.Kernel.Ledger;
using Patella.Platform.Storage;
using Patella.Service.Ledger.Posting;

namespace Patella.Service.Ledger.Seals;

/// <summary>What a walk through the whole journal found.</summary>
/// <param name="Entries">Entries that were read.</param>
/// <param name="Intact">True when every entry, every account and every seal is as the others say it must be.</param>
/// <param name="Why">changed, missing, order, balance, account, unbalanced, seal or line.</param>
/// <param name="At">The first entry, account or seal where it shows.</param>
public sealed record BookFinding(long Entries, long Accounts, long Seals, bool Intact, string? Why = null, string? At = null);

/// <summary>
/// Verifies the books: one walk in the order of (instant, id), in which every entry is hashed again over the heads it must stand on; then every account and
/// every seal is compared with what the walk came to.
/// </summary>
public sealed class BookCheck
{
    private const int PageRows = 2_000;

    /// <summary>Reads everything, on one moment of the store; takes time and memory in proportion to the books.</summary>
    public async Task<BookFinding> Run(IReader reader)
    {
        var (walk, finding) = (new JournalWalk(), default((string Why, string At)?));
        var (at, id) = (long.MinValue, "");
        while (finding is null && await reader.Many<Transfer>(LedgerRows.Sql["JournalAfter"], new { at, id, limit = PageRows }) is { Count: > 0 } page)
        {
            foreach (var entry in page)
            {
                finding ??= walk.Take(entry) is { } why ? (why, entry.Id) : null;
            }

            (at, id) = (page[^1].At, page[^1].Id);
        }

        var accounts = 0L;
        finding ??= await Accounts(reader, walk, count => accounts = count);
        var seals = 0L;
        finding ??= await SealChain.Verify(reader, count => seals = count);
        return new BookFinding(walk.Entries, accounts, seals, finding is null, finding?.Why, finding?.At);
    }

    private static async Task<(string, string)?> Accounts(IReader reader, JournalWalk walk, Action<long> tell)
    {
        var (id, count) = ("", 0L);
        var sums = new Dictionary<string, (Int128 Debits, Int128 Credits)>();
        while (await reader.Many<LedgerAccount>(LedgerRows.Sql["AccountsAfter"], new { id, limit = PageRows }) is { Count: > 0 } page)
        {
            foreach (var account in page)
            {
                if (!walk.Agrees(account))
                {
                    return ("account", account.Id);
                }

                var (debits, credits) = sums.GetValueOrDefault(account.Currency);
                sums[account.Currency] = (debits + account.DebitsPosted, credits + account.CreditsPosted);
            }

            (id, count) = (page[^1].Id, count + page.Count);
        }

        tell(count);
        var uneven = sums.FirstOrDefault(sum => sum.Value.Debits != sum.Value.Credits);
        return uneven.Key is { } currency ? ("unbalanced", currency) : walk.Accounts > count ? ("missing", "accounts") : null;
    }
}
