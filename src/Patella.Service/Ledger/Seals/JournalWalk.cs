using Patella.Kernel.Ledger;

namespace Patella.Service.Ledger.Seals;

/// <summary>The books folded from the journal alone, entry after entry, with a look at each whether it is where and what it must be.</summary>
internal sealed class JournalWalk
{
    private readonly Dictionary<string, LedgerAccount> _accounts = [];
    private readonly Dictionary<string, long> _holds = [];

    public long Entries { get; private set; }

    /// <summary>Accounts that the journal knows.</summary>
    public int Accounts => _accounts.Count;

    /// <summary>What is wrong with it, or null.</summary>
    public string? Take(Transfer entry)
    {
        var (debit, credit) = (Of(entry.DebitAccount), Of(entry.CreditAccount));
        if (entry.DebitSequence != debit.Sequence + 1 || entry.CreditSequence != credit.Sequence + 1)
        {
            return "missing";
        }

        if (entry.At <= debit.LastAt || entry.At <= credit.LastAt)
        {
            return "order";
        }

        if (TransferHash.Of(entry, debit.Head, credit.Head) != entry.Hash)
        {
            return "changed";
        }

        var held = 0L;
        if (entry.Resolves is { } pending && !_holds.Remove(pending, out held))
        {
            return "missing";
        }

        if (entry.Kind == TransferKind.Pending)
        {
            _holds[entry.Id] = entry.Amount;
        }

        Entries++;
        return Fold(entry, debit, credit, held) ? null : "balance";
    }

    /// <summary>Whether an account's row says what the journal says.</summary>
    public bool Agrees(LedgerAccount account)
    {
        var folded = Of(account.Id);
        return (account.DebitsPosted, account.CreditsPosted, account.DebitsPending, account.CreditsPending, account.Sequence, account.Head)
            == (folded.DebitsPosted, folded.CreditsPosted, folded.DebitsPending, folded.CreditsPending, folded.Sequence, folded.Head);
    }

    private bool Fold(Transfer entry, LedgerAccount debit, LedgerAccount credit, long held)
    {
        if (Movement.Apply(debit, credit, entry, held) is not { } moved)
        {
            return false;
        }

        _accounts[debit.Id] = moved.Debit with { Sequence = entry.DebitSequence, LastAt = entry.At, Head = entry.Hash };
        _accounts[credit.Id] = moved.Credit with { Sequence = entry.CreditSequence, LastAt = entry.At, Head = entry.Hash };
        return (moved.Debit.Balance, moved.Credit.Balance) == (entry.DebitBalance, entry.CreditBalance);
    }

    private LedgerAccount Of(string id) => _accounts.TryGetValue(id, out var account) ? account : new LedgerAccount { Id = id };
}
