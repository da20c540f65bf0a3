using System.Numerics;
using Patella.Kernel.Ledger;

namespace Patella.Tests.Ledger;

/// <summary>
/// The ledger once more, as simply as it can be said: whole numbers of any size in a dictionary, one order after the other, nothing stored, no hashes.
/// Written from the rules in the README, not from the code.
/// </summary>
internal sealed class LedgerModel
{
    private readonly Dictionary<string, (string Posting, TransferOrder Order, BigInteger Amount, int Linked)> _done = [];
    private readonly Dictionary<string, string> _ended = [];
    private readonly Dictionary<string, string> _reversed = [];
    private readonly Dictionary<string, long> _expiry = [];

    public Dictionary<string, ModelAccount> Accounts { get; } = [];

    /// <summary>Holds that nobody has ended.</summary>
    public List<string> Open { get; } = [];

    /// <summary>What has moved money and was not taken back.</summary>
    public List<string> Moved { get; } = [];

    /// <summary>The amounts posted, or the code of the refusal.</summary>
    public (string? Code, BigInteger[] Amounts, bool Repeated) Decide(IReadOnlyList<TransferOrder> linked, long now)
    {
        if (linked.Any(order => _done.ContainsKey(order.Id)))
        {
            var same = linked.All(order => _done.TryGetValue(order.Id, out var kept) && kept.Posting == linked[0].Id && kept.Linked == linked.Count && Same(kept.Order, order, kept.Amount));
            return same ? (null, [.. linked.Select(order => _done[order.Id].Amount)], true) : ("id-taken", [], false);
        }

        var undo = new Stack<Action>();
        var amounts = new List<BigInteger>();
        foreach (var order in linked)
        {
            var (code, amount) = One(order, linked, now, undo);
            if (code is not null)
            {
                while (undo.TryPop(out var back))
                {
                    back();
                }

                return (code, [], false);
            }

            amounts.Add(amount);
        }

        return (null, [.. amounts], false);
    }

    /// <summary>Debits and credits of each currency.</summary>
    public IEnumerable<(BigInteger Debits, BigInteger Credits, BigInteger HeldDebits, BigInteger HeldCredits)> Sums() => Accounts.Values.GroupBy(account => account.Currency).Select(group => (
        Sum(group, one => one.Debits), Sum(group, one => one.Credits), Sum(group, one => one.HeldDebits), Sum(group, one => one.HeldCredits)));

    public string? Close(string id)
    {
        var account = Accounts[id];
        if (account.Closed || (account.HeldDebits.IsZero && account.HeldCredits.IsZero && account.Debits == account.Credits))
        {
            account.Closed = true;
            return null;
        }

        return account.HeldDebits.IsZero && account.HeldCredits.IsZero ? "account-not-empty" : "account-held";
    }

    private static BigInteger Sum(IEnumerable<ModelAccount> accounts, Func<ModelAccount, BigInteger> what) => accounts.Aggregate(BigInteger.Zero, (sum, account) => sum + what(account));

    private bool Same(TransferOrder kept, TransferOrder asked, BigInteger amount)
        => asked.Kind != TransferKind.Post ? kept == asked
            : kept with { Amount = null } == asked with { Amount = null } && (asked.Amount ?? _done[asked.Resolves!].Amount) == amount;

    private (string?, BigInteger) One(TransferOrder order, IReadOnlyList<TransferOrder> linked, long now, Stack<Action> undo)
    {
        if (_done.ContainsKey(order.Id))
        {
            return ("id-taken", 0);
        }

        var (code, debit, credit, amount) = order.Resolves is not null ? Ending(order, now) : order.Reverses is not null ? Reversing(order) : Moving(order);
        if (code is not null)
        {
            return (code, 0);
        }

        if (!Add(order, Accounts[debit], Accounts[credit], amount, undo))
        {
            return ("overflow", 0);
        }

        Remember(order, linked, amount, now, undo);
        return (null, amount);
    }

    private (string?, string, string, BigInteger) Moving(TransferOrder order)
    {
        var (debit, credit, wanted) = (order.Debit!, order.Credit!, new BigInteger(order.Amount!.Value));
        if (wanted <= 0 || wanted > TransferOrder.MostAmount)
        {
            return ("amount-out-of-range", "", "", 0);
        }

        if (debit == credit)
        {
            return ("same-account", "", "", 0);
        }

        foreach (var id in new[] { debit, credit })
        {
            var wrong = !Accounts.TryGetValue(id, out var account) ? "unknown-account" : account.Closed ? "account-closed" : account.Currency != order.Currency ? "wrong-currency" : null;
            if (wrong is not null)
            {
                return (wrong, "", "", 0);
            }
        }

        var room = BigInteger.Min(Accounts[debit].RoomToDebit ?? wanted, Accounts[credit].RoomToCredit ?? wanted);
        return order.AtMost && room <= 0 ? ("nothing-there", "", "", 0)
            : !order.AtMost && room < wanted ? ("limit-reached", "", "", 0) : (null, debit, credit, BigInteger.Min(room, wanted));
    }

    private (string?, string, string, BigInteger) Ending(TransferOrder order, long now)
    {
        if (!_done.TryGetValue(order.Resolves!, out var hold))
        {
            return ("unknown-transfer", "", "", 0);
        }

        var wrong = hold.Order.Kind != TransferKind.Pending ? "not-pending" : _ended.ContainsKey(order.Resolves!) ? "already-resolved" : null;
        var over = _expiry.TryGetValue(order.Resolves!, out var at) && at <= now;
        wrong ??= over && order.Kind != TransferKind.Expire ? "hold-expired" : !over && order.Kind == TransferKind.Expire ? "not-yet-expired" : null;
        var amount = order.Amount ?? hold.Amount;
        wrong ??= order.Kind != TransferKind.Post ? null : amount <= 0 ? "amount-out-of-range" : amount > hold.Amount ? "more-than-held" : null;
        return (wrong, hold.Order.Debit!, hold.Order.Credit!, order.Kind == TransferKind.Post ? amount : hold.Amount);
    }

    private (string?, string, string, BigInteger) Reversing(TransferOrder order)
    {
        if (!_done.TryGetValue(order.Reverses!, out var origin))
        {
            return ("unknown-transfer", "", "", 0);
        }

        if (origin.Order.Kind is not (TransferKind.Posted or TransferKind.Post) || origin.Order.Reverses is not null)
        {
            return ("not-reversible", "", "", 0);
        }

        var first = origin.Order.Resolves is { } hold ? _done[hold].Order : origin.Order;
        var (debit, credit) = (Accounts[first.Credit!], Accounts[first.Debit!]);
        return (_reversed.ContainsKey(order.Reverses!) ? "already-reversed" : debit.Closed || credit.Closed ? "account-closed"
            : debit.RoomToDebit < origin.Amount || credit.RoomToCredit < origin.Amount ? "limit-reached" : null, first.Credit!, first.Debit!, origin.Amount);
    }

    private bool Add(TransferOrder order, ModelAccount debit, ModelAccount credit, BigInteger amount, Stack<Action> undo)
    {
        var (before, beside) = (debit.Totals, credit.Totals);
        undo.Push(() => (debit.Totals, credit.Totals) = (before, beside));
        var held = order.Kind == TransferKind.Pending ? amount : order.Resolves is { } hold ? -_done[hold].Amount : 0;
        var moved = order.Kind is TransferKind.Posted or TransferKind.Post ? amount : 0;
        debit.Totals = before with { Debits = before.Debits + moved, HeldDebits = before.HeldDebits + held };
        credit.Totals = beside with { Credits = beside.Credits + moved, HeldCredits = beside.HeldCredits + held };
        return debit.Fits && credit.Fits;
    }

    private void Remember(TransferOrder order, IReadOnlyList<TransferOrder> linked, BigInteger amount, long now, Stack<Action> undo)
    {
        _done[order.Id] = (linked[0].Id, order, amount, linked.Count);
        undo.Push(() => _done.Remove(order.Id));
        if (order.Kind == TransferKind.Pending)
        {
            Open.Add(order.Id);
            undo.Push(() => Open.Remove(order.Id));
            if (order.ExpiresAfter is { } seconds)
            {
                _expiry[order.Id] = now + (seconds * 1_000_000);
            }
        }

        if (order.Resolves is { } hold)
        {
            _ended[hold] = order.Id;
            Open.Remove(hold);
            undo.Push(() =>
            {
                _ended.Remove(hold);
                Open.Add(hold);
            });
        }

        if (order.Reverses is { } origin)
        {
            _reversed[origin] = order.Id;
            undo.Push(() => _reversed.Remove(origin));
        }
        else if (order.Kind is TransferKind.Posted or TransferKind.Post)
        {
            Moved.Add(order.Id);
            undo.Push(() => Moved.Remove(order.Id));
        }
    }
}

/// <summary>An account of the model.</summary>
internal sealed class ModelAccount(string currency, BalanceLimit limit, long floor)
{
    public string Currency => currency;

    public bool Closed { get; set; }

    public ModelTotals Totals { get; set; } = new(0, 0, 0, 0);

    public BigInteger Debits => Totals.Debits;

    public BigInteger Credits => Totals.Credits;

    public BigInteger HeldDebits => Totals.HeldDebits;

    public BigInteger HeldCredits => Totals.HeldCredits;

    public BigInteger? RoomToDebit => limit == BalanceLimit.DebitsWithinCredits ? BigInteger.Max(0, Credits - Debits - HeldDebits - floor) : null;

    public BigInteger? RoomToCredit => limit == BalanceLimit.CreditsWithinDebits ? BigInteger.Max(0, Debits - Credits - HeldCredits - floor) : null;

    public bool Fits => Debits <= long.MaxValue && Credits <= long.MaxValue && HeldDebits <= long.MaxValue && HeldCredits <= long.MaxValue;
}

/// <summary>What has been moved and is held, on either side.</summary>
internal sealed record ModelTotals(BigInteger Debits, BigInteger Credits, BigInteger HeldDebits, BigInteger HeldCredits);
