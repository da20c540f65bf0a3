using System.Globalization;
using Patella.Kernel.Ledger;
using Patella.Platform.Clocks;
using Patella.Platform.Storage;
using Patella.Service.Edge;
using Patella.Service.Ledger.Posting;
using Patella.Service.Ledger.Seals;

namespace Patella.Service.Ledger.Finance;

/// <summary>An entry as one account's owner reads it.</summary>
/// <param name="Counter">The account on the other side.</param>
/// <param name="Debit">Moved out of the account; one of the four amounts is above zero, those that do not apply are absent.</param>
/// <param name="Held">Change of what is held on this account: above zero when a hold begins, below when it ends.</param>
/// <param name="Balance">Credits less debits after it.</param>
public sealed record LedgerStatementLine(long Sequence, DateTimeOffset At, string Transfer, string Kind, string Counter, long? Debit, long? Credit, long? Held, long Balance, string Reason, string? Document);

/// <summary>
/// What happened on one account between two seals. It is folded from the journal and checked against what the entries and the seals say; built again at any
/// time, on either store, it is the same to the last bit, which its hash shows.
/// </summary>
/// <param name="Seal">The seal that ends it; absent while it is still going on.</param>
/// <param name="Final">True when nothing can be added any more.</param>
public sealed record LedgerStatement(
    string Account, string Currency, long? Seal, bool Final, long FirstSequence, long LastSequence, long OpeningBalance, long ClosingBalance, long Debits, long Credits, string Hash, IReadOnlyList<LedgerStatementLine> Lines);

/// <summary>Builds statements.</summary>
public sealed class AccountStatements
{
    /// <summary>Entries of one statement; seals are made every hour, so a longer one is two accounts too few.</summary>
    public const int MostLines = 100_000;

    private const int PageRows = 2_000;

    /// <param name="seal">The seal that ends the period; null for what has happened since the newest.</param>
    /// <returns>The statement, or why there is none: no such account or seal, too long, or the journal does not come to what was sealed.</returns>
    public async Task<Outcome<LedgerStatement>> Build(IReader reader, string account, long? seal)
    {
        if ((await LedgerRows.Accounts(reader, [account])).SingleOrDefault() is not { } row)
        {
            return Problem.NotFound("The account");
        }

        var newest = (await reader.One<Seal>(LedgerRows.Sql["NewestSeal"]))?.Number ?? 0;
        if (seal is < 1 || seal > newest)
        {
            return Problem.NotFound("The seal");
        }

        var from = await LineAt(reader, account, (seal ?? (newest + 1)) - 1);
        var until = seal is { } number ? await LineAt(reader, account, number) : new SealLine { Sequence = row.Sequence, DebitsPosted = row.DebitsPosted, CreditsPosted = row.CreditsPosted };
        if (until.Sequence - from.Sequence > MostLines)
        {
            return Problem.Refused("statement-too-long", $"The account has more than {MostLines} entries in this period.");
        }

        var fold = new StatementFold(row, from);
        for (var after = from.Sequence; after < until.Sequence;)
        {
            var page = await reader.Many<Transfer>(LedgerRows.Sql["EntriesOfAccount"], new { account, after, until = until.Sequence, limit = PageRows });
            var holds = (await LedgerRows.Transfers(reader, [.. page.Select(entry => entry.Resolves).OfType<string>()])).ToDictionary(hold => hold.Id, hold => hold.Amount);
            if (page.Count == 0 || !page.All(entry => fold.Take(entry, holds)))
            {
                return Disagrees(account);
            }

            after = fold.Sequence;
        }

        return fold.Balance == until.CreditsPosted - until.DebitsPosted && fold.Sequence == until.Sequence ? fold.Close(seal) : Disagrees(account);
    }

    /// <summary>The newest seals, newest first: each ends a period.</summary>
    /// <param name="most">1 to 200.</param>
    public static async Task<IReadOnlyList<SealView>> Periods(IReader reader, int most) => (await FinanceLists.Seals(reader, null, most)).Items;

    private static Problem Disagrees(string account)
        => new(500, "statement-disagrees", $"The journal of '{account}' does not come to the balance that is kept. Verify the books before anything else.");

    private static async Task<SealLine> LineAt(IReader reader, string account, long seal)
        => await reader.One<SealLine>(LedgerRows.Sql["LineAt"], new { account, seal }) ?? new SealLine();
}

/// <summary>An account's entries one after the other, with the running balance.</summary>
internal sealed class StatementFold(LedgerAccount account, SealLine from)
{
    private readonly List<LedgerStatementLine> _lines = [];
    private string _hash = TransferHash.Of([account.Id, account.Currency, Number(from.Sequence), Number(from.CreditsPosted - from.DebitsPosted)]);
    private long _debits;
    private long _credits;

    public long Sequence { get; private set; } = from.Sequence;

    public long Balance { get; private set; } = from.CreditsPosted - from.DebitsPosted;

    /// <summary>False when the entry is not the next one or its balance is not what this comes to.</summary>
    /// <param name="holds">Amounts of the holds that entries end.</param>
    public bool Take(Transfer entry, IReadOnlyDictionary<string, long> holds)
    {
        var debited = entry.DebitAccount == account.Id;
        var moved = entry.Kind is TransferKind.Posted or TransferKind.Post ? entry.Amount : 0;
        (_debits, _credits) = (_debits + (debited ? moved : 0), _credits + (debited ? 0 : moved));
        Balance += debited ? -moved : moved;
        Sequence++;
        if (Sequence != (debited ? entry.DebitSequence : entry.CreditSequence) || Balance != (debited ? entry.DebitBalance : entry.CreditBalance))
        {
            return false;
        }

        var line = new LedgerStatementLine(
            Sequence, Microseconds.ToTime(entry.At), entry.Id, JournalEntryView.Word(entry.Kind), debited ? entry.CreditAccount : entry.DebitAccount, debited && moved > 0 ? moved : null, debited || moved == 0 ? null : moved,
            Held(entry, holds), Balance, entry.Reason, entry.Document);
        _hash = TransferHash.Of([_hash, Number(line.Sequence), Number(entry.At), line.Transfer, line.Kind, line.Counter, Number(line.Debit), Number(line.Credit), Number(line.Held), Number(line.Balance), line.Reason, line.Document]);
        _lines.Add(line);
        return true;
    }

    public LedgerStatement Close(long? seal)
        => new(account.Id, account.Currency, seal, seal is not null, from.Sequence + 1, Sequence, from.CreditsPosted - from.DebitsPosted, Balance, _debits, _credits, _hash, _lines);

    private static long? Held(Transfer entry, IReadOnlyDictionary<string, long> holds) => entry switch
    {
        { Kind: TransferKind.Pending } => entry.Amount,
        { Resolves: { } hold } => -holds[hold],
        _ => null,
    };

    private static string? Number(long? value) => value?.ToString(CultureInfo.InvariantCulture);
}
