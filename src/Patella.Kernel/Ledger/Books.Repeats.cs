namespace Patella.Kernel.Ledger;

/// <summary>An order that has been posted before gets its first answer; the same id with anything else is a conflict.</summary>
public sealed partial class Books
{
    /// <returns>Null when none of the ids has been seen.</returns>
    private PostingAnswer? Repeated(IReadOnlyList<TransferOrder> linked)
    {
        var known = linked.Select(order => _transfers.GetValueOrDefault(order.Id)).ToList();
        if (known.TrueForAll(transfer => transfer is null))
        {
            return null;
        }

        for (var index = 0; index < linked.Count; index++)
        {
            if (known[index] is not { } transfer || transfer.Posting != linked[0].Id || transfer.Linked != linked.Count || !Same(linked[index], transfer))
            {
                return Refused(new LedgerFault(Fault.IdTaken, index, (known[index] ?? known.First(other => other is not null))!.Id));
            }
        }

        return new PostingAnswer([.. known.OfType<Transfer>()], true, null);
    }

    private bool Same(TransferOrder order, Transfer kept)
    {
        if (kept.Kind != order.Kind || kept.Reason != order.Reason || kept.Resolves != order.Resolves || kept.Reverses != order.Reverses)
        {
            return false;
        }

        if (order.Resolves is not null)
        {
            var whole = order.Kind == TransferKind.Post ? order.Amount ?? _transfers.GetValueOrDefault(order.Resolves)?.Amount : kept.Amount;
            return kept.Amount == whole && (order.Document is null || order.Document == kept.Document);
        }

        return order.Reverses is not null
            ? order.Document is null || order.Document == kept.Document
            : kept.DebitAccount == order.Debit && kept.CreditAccount == order.Credit && kept.Currency == order.Currency && kept.Document == order.Document
              && kept.ExpiresAfter == order.ExpiresAfter && kept.GrantPerson == order.Grant?.Person && kept.GrantGrade == order.Grant?.Grade
              && order.AtMost == kept.Bound is not null && order.Amount == (kept.Bound ?? kept.Amount);
    }
}
