namespace Patella.Kernel.Ledger;

/// <summary>
/// The rules of the ledger over the accounts and transfers that an order touches: pure, the caller has read and locked them and writes down what comes out.
/// Several orders may be decided one after the other on the same books; each of them takes effect as a whole or not at all.
/// </summary>
public sealed partial class Books
{
    private readonly Dictionary<string, LedgerAccount> _accounts;
    private readonly Dictionary<string, Transfer> _transfers = [];
    private readonly Dictionary<string, Transfer> _resolutions = [];
    private readonly Dictionary<string, Transfer> _reversals = [];
    private readonly Dictionary<string, long> _read;
    private readonly List<Transfer> _added = [];
    private readonly FundTerms _funds;

    /// <param name="accounts">Every account the orders name, as far as there is one.</param>
    /// <param name="transfers">Every transfer that has an id of the orders, is named by them, or ends or reverses one that they name.</param>
    public Books(IEnumerable<LedgerAccount> accounts, IEnumerable<Transfer> transfers, FundTerms? funds = null)
    {
        _accounts = accounts.ToDictionary(account => account.Id);
        _read = _accounts.ToDictionary(pair => pair.Key, pair => pair.Value.Sequence);
        _funds = funds ?? FundTerms.None;
        foreach (var transfer in transfers)
        {
            Index(transfer);
        }
    }

    /// <summary>New entries, in the order in which they took effect.</summary>
    public IReadOnlyList<Transfer> Added => _added;

    /// <summary>Accounts as they stand after <see cref="Added"/>.</summary>
    public IEnumerable<LedgerAccount> Changed => _accounts.Values.Where(account => account.Sequence != _read[account.Id]);

    /// <summary>Decides transfers that happen together or not at all.</summary>
    /// <param name="now">UTC microseconds of business time.</param>
    /// <param name="recordedAt">UTC microseconds of machine time.</param>
    public PostingAnswer Decide(IReadOnlyList<TransferOrder> linked, long now, long recordedAt)
    {
        if (linked.Count is 0 or > TransferOrder.MostLinked)
        {
            return Refused(new LedgerFault(Fault.InvalidOrder, 0, "", linked.Count));
        }

        return Repeated(linked) ?? Post(linked, now, recordedAt);
    }

    private PostingAnswer Post(IReadOnlyList<TransferOrder> linked, long now, long recordedAt)
    {
        var (before, count) = (new Dictionary<string, LedgerAccount>(), _added.Count);
        for (var index = 0; index < linked.Count; index++)
        {
            var (draft, fault) = Draft(linked[index], now);
            if (fault is null)
            {
                fault = Apply(draft! with { Posting = linked[0].Id, Linked = linked.Count, RecordedAt = recordedAt }, now, before);
            }

            if (fault is not null)
            {
                Undo(before, count);
                return Refused(fault with { Index = index });
            }
        }

        return new PostingAnswer(_added[count..], false, null);
    }

    private LedgerFault? Apply(Transfer draft, long now, Dictionary<string, LedgerAccount> before)
    {
        var (debit, credit) = (_accounts[draft.DebitAccount], _accounts[draft.CreditAccount]);
        var held = draft.Resolves is { } id ? _transfers[id].Amount : 0;
        if (Movement.Apply(debit, credit, draft, held) is not { } moved)
        {
            return new LedgerFault(Fault.Overflow, 0, draft.Id, draft.Amount);
        }

        // Strictly later on both accounts, so that (instant, id) orders the journal as the accounts saw it, even when the machine's clock is set back.
        var at = Math.Max(now, Math.Max(debit.LastAt, credit.LastAt) + 1);
        var entry = draft with
        {
            At = at,
            ExpiresAt = draft.ExpiresAfter is { } seconds ? now + (seconds * 1_000_000) : null,
            DebitSequence = debit.Sequence + 1,
            CreditSequence = credit.Sequence + 1,
            DebitBalance = moved.Debit.Balance,
            CreditBalance = moved.Credit.Balance,
        };
        entry = entry with { Hash = TransferHash.Of(entry, debit.Head, credit.Head) };
        Keep(before, moved.Debit with { Sequence = entry.DebitSequence, LastAt = at, Head = entry.Hash });
        Keep(before, moved.Credit with { Sequence = entry.CreditSequence, LastAt = at, Head = entry.Hash });
        _added.Add(entry);
        Index(entry);
        _funds.Count(entry);
        return null;
    }

    private void Keep(Dictionary<string, LedgerAccount> before, LedgerAccount account)
    {
        before.TryAdd(account.Id, _accounts[account.Id]);
        _accounts[account.Id] = account;
    }

    private void Undo(Dictionary<string, LedgerAccount> before, int count)
    {
        foreach (var (id, account) in before)
        {
            _accounts[id] = account;
        }

        foreach (var entry in _added[count..])
        {
            _transfers.Remove(entry.Id);
            _ = entry.Resolves is { } pending && _resolutions.Remove(pending);
            _ = entry.Reverses is { } original && _reversals.Remove(original);
            _funds.Count(entry with { Granted = -entry.Granted });
        }

        _added.RemoveRange(count, _added.Count - count);
    }

    private void Index(Transfer transfer)
    {
        _transfers[transfer.Id] = transfer;
        if (transfer.Resolves is { } pending)
        {
            _resolutions[pending] = transfer;
        }

        if (transfer.Reverses is { } original)
        {
            _reversals[original] = transfer;
        }
    }

    private static PostingAnswer Refused(LedgerFault fault) => new([], false, fault);
}
