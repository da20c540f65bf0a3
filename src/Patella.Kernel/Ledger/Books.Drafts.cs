namespace Patella.Kernel.Ledger;

/// <summary>From an order to the entry it would be, or why not. Checks come in the order in which a caller would want to hear of them.</summary>
public sealed partial class Books
{
    private (Transfer? Draft, LedgerFault? Fault) Draft(TransferOrder order, long now)
    {
        if (_transfers.ContainsKey(order.Id))
        {
            return Because(Fault.IdTaken, order.Id);
        }

        return order switch
        {
            { Resolves: { } pending } => DraftOfResolution(order, pending, now),
            { Reverses: { } original } => DraftOfReversal(order, original),
            _ => DraftOfMove(order, now),
        };
    }

    private (Transfer?, LedgerFault?) DraftOfMove(TransferOrder order, long now)
    {
        if (order is not { Debit: { } debitId, Credit: { } creditId, Currency: { } currency, Kind: TransferKind.Posted or TransferKind.Pending })
        {
            return Because(Fault.InvalidOrder, order.Id);
        }

        if (order.Amount is not (> 0 and <= TransferOrder.MostAmount) || order.ExpiresAfter is <= 0 or > TransferOrder.MostSeconds)
        {
            return Because(Fault.AmountOutOfRange, order.Id, order.Amount);
        }

        if (debitId == creditId)
        {
            return Because(Fault.SameAccount, debitId);
        }

        if (Unusable(debitId, currency) is { } first)
        {
            return (null, first);
        }

        return Unusable(creditId, currency) is { } second ? (null, second) : Within(order, _accounts[debitId], _accounts[creditId], now);
    }

    private (Transfer?, LedgerFault?) Within(TransferOrder order, LedgerAccount debit, LedgerAccount credit, long now)
    {
        var amount = order.Amount!.Value;
        if (order.AtMost)
        {
            amount = Math.Min(amount, Math.Min(debit.DebitRoom ?? amount, credit.CreditRoom ?? amount));
            if (amount == 0)
            {
                return Because(Fault.NothingThere, debit.DebitRoom == 0 ? debit.Id : credit.Id);
            }
        }

        if (OverLimit(debit, credit, amount) is { } limit)
        {
            return (null, limit);
        }

        var day = FundTerms.DayOf(now);
        if (_funds.Refuse(debit.Id, order.Grant, amount, day) is { } refused)
        {
            return Because(refused, debit.Id, amount);
        }

        return (new Transfer
        {
            Id = order.Id, Kind = order.Kind, DebitAccount = debit.Id, CreditAccount = credit.Id, Amount = amount, Bound = order.AtMost ? order.Amount : null, Currency = debit.Currency,
            Reason = order.Reason, Document = order.Document, ExpiresAfter = order.Kind == TransferKind.Pending ? order.ExpiresAfter : null,
            GrantFund = order.Grant is null ? null : debit.Id, GrantPerson = order.Grant?.Person, GrantGrade = order.Grant?.Grade,
            GrantDay = order.Grant is null ? null : day, Granted = order.Grant is null ? null : amount,
        }, null);
    }

    private (Transfer?, LedgerFault?) DraftOfResolution(TransferOrder order, string id, long now)
    {
        if (!_transfers.TryGetValue(id, out var pending))
        {
            return Because(Fault.UnknownTransfer, id);
        }

        if (pending.Kind != TransferKind.Pending)
        {
            return Because(Fault.NotPending, id);
        }

        if (_resolutions.TryGetValue(id, out var ended))
        {
            return Because(Fault.AlreadyResolved, ended.Id);
        }

        // What holds at which instant follows from the instants alone, not from when the timer came.
        var expired = pending.ExpiresAt <= now;
        if (expired != (order.Kind == TransferKind.Expire))
        {
            return Because(expired ? Fault.HoldExpired : Fault.NotYetExpired, id);
        }

        var amount = order.Amount ?? pending.Amount;
        if (order.Kind == TransferKind.Post && (amount <= 0 || amount > pending.Amount))
        {
            return Because(amount <= 0 ? Fault.AmountOutOfRange : Fault.MoreThanHeld, id, amount);
        }

        var given = pending.Granted is null ? (long?)null : order.Kind == TransferKind.Post ? amount - pending.Amount : -pending.Amount;
        return (Taking(order, pending) with { Amount = order.Kind == TransferKind.Post ? amount : pending.Amount, Granted = given, Resolves = id }, null);
    }

    private (Transfer?, LedgerFault?) DraftOfReversal(TransferOrder order, string id)
    {
        if (!_transfers.TryGetValue(id, out var original))
        {
            return Because(Fault.UnknownTransfer, id);
        }

        if (original.Kind is not (TransferKind.Posted or TransferKind.Post) || original.Reverses is not null)
        {
            return Because(Fault.NotReversible, id);
        }

        if (_reversals.TryGetValue(id, out var earlier))
        {
            return Because(Fault.AlreadyReversed, earlier.Id);
        }

        var (debit, credit) = (original.CreditAccount, original.DebitAccount);
        if ((Unusable(debit, original.Currency) ?? Unusable(credit, original.Currency) ?? OverLimit(_accounts[debit], _accounts[credit], original.Amount)) is { } fault)
        {
            return (null, fault);
        }

        var draft = Taking(order, original) with { DebitAccount = debit, CreditAccount = credit, Amount = original.Amount, Reverses = id };
        return (draft with { Granted = original.GrantFund is null ? null : -original.Amount }, null);
    }

    private static Transfer Taking(TransferOrder order, Transfer from) => new()
    {
        Id = order.Id, Kind = order.Kind, DebitAccount = from.DebitAccount, CreditAccount = from.CreditAccount, Currency = from.Currency, Reason = order.Reason,
        Document = order.Document ?? from.Document, GrantFund = from.GrantFund, GrantPerson = from.GrantPerson, GrantGrade = from.GrantGrade, GrantDay = from.GrantDay,
    };

    private LedgerFault? Unusable(string id, string currency)
    {
        if (!_accounts.TryGetValue(id, out var account))
        {
            return new LedgerFault(Fault.UnknownAccount, 0, id);
        }

        return account.ClosedAt is not null ? new LedgerFault(Fault.AccountClosed, 0, id)
            : account.Currency != currency ? new LedgerFault(Fault.WrongCurrency, 0, id) : null;
    }

    private static LedgerFault? OverLimit(LedgerAccount debit, LedgerAccount credit, long amount)
        => debit.DebitRoom < amount ? new LedgerFault(Fault.LimitReached, 0, debit.Id, debit.DebitRoom)
            : credit.CreditRoom < amount ? new LedgerFault(Fault.LimitReached, 0, credit.Id, credit.CreditRoom) : null;

    private static (Transfer?, LedgerFault?) Because(Fault fault, string subject, long? amount = null) => (null, new LedgerFault(fault, 0, subject, amount));
}
