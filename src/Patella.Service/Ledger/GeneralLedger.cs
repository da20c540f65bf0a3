using Patella.Kernel.Ledger;
using Patella.Platform.Clocks;
using Patella.Platform.Storage;
using Patella.Platform.Timers;
using Patella.Service.Edge;
using Patella.Service.Ledger.Posting;

namespace Patella.Service.Ledger;

/// <summary>
/// The contract of the ledger for higher capabilities, called inside their own transactions. Every call may come twice: the second time changes nothing and
/// answers the same. A refused posting has changed nothing; the caller's transaction may go on. Post last, and in one call: the accounts stay locked until the commit.
/// </summary>
public sealed class GeneralLedger(TimerTable timers, BusinessTime business, MachineTime machine)
{
    /// <summary>Timers of this capability.</summary>
    public const string Capability = "ledger";

    /// <summary>Postings in one call of <see cref="PostMany"/>.</summary>
    public const int MostTogether = 1_024;

    /// <summary>Opens accounts; those that are open already with the same content stay as they are.</summary>
    public async Task<Outcome<LedgerAccount[]>> Open(ITransaction transaction, params IReadOnlyList<NewAccount> accounts)
    {
        if (accounts.Select(AccountShape.Check).FirstOrDefault(problem => problem is not null) is { } wrong)
        {
            return wrong;
        }

        var wanted = accounts.Select(account => AccountShape.ToAccount(account, business.Now)).DistinctBy(account => account.Id).ToList();
        await LedgerRows.Open(transaction, wanted);
        var kept = (await LedgerRows.Accounts(transaction, [.. wanted.Select(account => account.Id)])).ToDictionary(account => account.Id);
        foreach (var account in accounts)
        {
            var open = kept[account.Id];
            if ((open.Kind, open.Currency, open.Owner, open.Floor) != (account.Kind, account.Currency, account.Owner, account.Floor))
            {
                return Problem.Conflict("account-taken", $"Account '{account.Id}' is open with another kind, currency, owner or floor.");
            }
        }

        return accounts.Select(account => kept[account.Id]).ToArray();
    }

    /// <summary>Closes an account for good. It must be empty with nothing held; closing it again changes nothing.</summary>
    public async Task<Outcome<LedgerAccount>> Close(ITransaction transaction, string id)
    {
        if ((await LedgerRows.Lock(transaction, [id])).SingleOrDefault() is not { } account)
        {
            return Problem.NotFound("The account");
        }

        if (account.ClosedAt is not null)
        {
            return account;
        }

        if (AccountClosing.Refuse(account) is { } why)
        {
            return why == "held" ? Problem.Refused("account-held", "Something is held on the account. End the holds first.")
                : Problem.Refused("account-not-empty", "The account is not empty. Move what is in it first.");
        }

        var closed = account with { ClosedAt = Math.Max(business.Now, account.LastAt) };
        await transaction.Execute(LedgerRows.Sql["CloseAccount"], new { id, closed.ClosedAt });
        return closed;
    }

    /// <summary>Posts linked transfers: all of them, or none and why.</summary>
    public async Task<Outcome<Posted>> Post(ITransaction transaction, params IReadOnlyList<TransferOrder> linked) => (await PostMany(transaction, [linked]))[0];

    /// <summary>Posts many, each with an answer of its own, in the order given. What one moves the next one sees.</summary>
    public async Task<IReadOnlyList<Outcome<Posted>>> PostMany(ITransaction transaction, IReadOnlyList<IReadOnlyList<TransferOrder>> postings)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(postings.Count, MostTogether);
        var (now, recordedAt) = (business.Now, machine.Now);
        var shapes = postings.Select(OrderShape.Check).ToList();
        var fit = postings.Where((_, index) => shapes[index] is null).SelectMany(linked => linked).ToList();
        var books = await BooksReader.Read(transaction, fit, now);
        var answers = postings.Select((linked, index) => shapes[index] is { } fault ? new PostingAnswer([], false, fault) : books.Decide(linked, now, recordedAt)).ToList();
        await LedgerRows.Write(transaction, books);
        await SetTimers(transaction, books.Added);
        return [.. answers.Select((answer, index) => Told(answer, postings[index].Count))];
    }

    /// <summary>One account as it stands, or null.</summary>
    public async Task<LedgerAccount?> Find(IReader reader, string id) => (await LedgerRows.Accounts(reader, [id])).SingleOrDefault();

    /// <summary>Accounts that there are of these.</summary>
    public Task<IReadOnlyList<LedgerAccount>> Find(IReader reader, IReadOnlyCollection<string> ids) => LedgerRows.Accounts(reader, [.. ids]);

    /// <summary>The accounts of an owner and kind, one a currency.</summary>
    public Task<IReadOnlyList<LedgerAccount>> FindOf(IReader reader, string owner, string kind) => reader.Many<LedgerAccount>(LedgerRows.Sql["AccountsOf"], new { owner, kind });

    /// <summary>One entry of the journal, or null.</summary>
    public async Task<Transfer?> FindTransfer(IReader reader, string id) => (await LedgerRows.Transfers(reader, [id])).SingleOrDefault();

    private static Outcome<Posted> Told(PostingAnswer answer, int linked)
        => answer.Fault is { } fault ? Refusals.Of(fault, linked) : new Posted(answer.Transfers, answer.Repeated);

    private async Task SetTimers(ITransaction transaction, IReadOnlyList<Transfer> added)
    {
        foreach (var hold in added.Where(transfer => transfer.ExpiresAt is not null))
        {
            await timers.Set(transaction, Capability, hold.Id, hold.ExpiresAt!.Value);
        }
    }
}
