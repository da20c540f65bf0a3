using System.Text.Json;
using Patella.Simulator.Api;

namespace Patella.Simulator.Marketplace;

/// <summary>
/// A marketplace and its payment provider without the HTTP around them: one state, changed by one caller at a time, saved before it is answered.
/// A key is decided once and answers the same for ever.
/// </summary>
public sealed class ReferenceMarketplace : IDisposable
{
    /// <summary>Parcels of events that wait to be told; past it the oldest are dropped, for they were in the answers as well.</summary>
    private const int MostWaiting = 10_000;

    private readonly Lock _gate = new();
    private readonly TimeProvider _clock;
    private readonly ShopFile? _file;
    private readonly bool _tells;
    private readonly SemaphoreSlim _told = new(0, 1);
    private ShopState _state;

    /// <param name="clock">The marketplace's own time, in which events happen.</param>
    /// <param name="file">Where the state is kept; null keeps it in memory.</param>
    /// <param name="tells">Whether events are to be told to Patella besides being in the answers.</param>
    public ReferenceMarketplace(TimeProvider clock, ShopFile? file = null, bool tells = false)
    {
        (_clock, _file, _tells) = (clock, file, tells);
        _state = file?.Begun ?? ShopState.Empty;
    }

    /// <summary>How long a late change or payment takes.</summary>
    public TimeSpan Lateness { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Everything it knows. Replacing it makes a fresh copy of another moment.</summary>
    public ShopState State
    {
        get
        {
            lock (_gate)
            {
                return _state;
            }
        }

        set
        {
            lock (_gate)
            {
                Save(value);
            }
        }
    }

    /// <summary>A consumer orders. A suspended shop takes no new orders; the same order again changes nothing.</summary>
    /// <returns>Null when it is taken.</returns>
    public ChangeAnswer? Place(ShopOrder order)
    {
        lock (_gate)
        {
            if (!_state.Orders.ContainsKey(order.Number))
            {
                if (!_state.TakesOrders(order))
                {
                    return ChangeAnswer.Refused("shop-suspended", $"{order.Shop} takes no new orders at the moment.");
                }

                Save(_state with { Orders = _state.Orders.Add(order.Number, order) });
            }

            return null;
        }
    }

    /// <summary>Takes in orders it does not have yet, as they were placed before.</summary>
    public void Add(IReadOnlyCollection<ShopOrder> orders)
    {
        lock (_gate)
        {
            Save(_state with { Orders = _state.Orders.AddRange(orders.Where(order => !_state.Orders.ContainsKey(order.Number)).Select(order => KeyValuePair.Create(order.Number, order))) });
        }
    }

    /// <summary>Takes a change once under its key.</summary>
    /// <returns>The answer, or null when the key was used for something else.</returns>
    public ChangeAnswer? Take(ChangeRequest change, FaultKind? fault = null)
    {
        lock (_gate)
        {
            if (_state.Changes.TryGetValue(change.Key, out var kept))
            {
                return Same(kept.Request, change) ? Settled(kept).Answer : null;
            }

            var copies = fault == FaultKind.Twice ? 2 : 1;
            if (fault == FaultKind.Late)
            {
                kept = new KeptChange(change, new ChangeAnswer(ChangeAnswer.UnderwayWord), _clock.GetUtcNow() + Lateness, copies);
                Save(_state with { Changes = _state.Changes.SetItem(change.Key, kept) });
                return kept.Answer;
            }

            return Do(change, copies);
        }
    }

    /// <summary>What became of a change; null when there is none under the key.</summary>
    public ChangeAnswer? Find(string key)
    {
        lock (_gate)
        {
            return _state.Changes.TryGetValue(key, out var kept) ? Settled(kept).Answer : null;
        }
    }

    /// <summary>Takes a payment once under its key; null when the key was used for something else.</summary>
    public PaymentAnswer? Pay(PaymentRequest payment, FaultKind? fault = null)
    {
        lock (_gate)
        {
            if (_state.Payments.TryGetValue(payment.Key, out var kept))
            {
                return kept.Request == payment ? Settled(kept).Answer : null;
            }

            kept = new KeptPayment(payment, PaymentOf(payment, fault), Moves: fault == FaultKind.Twice ? 2 : 1);
            kept = fault == FaultKind.Late
                ? kept with { Answer = new PaymentAnswer(ChangeAnswer.UnderwayWord), DueAt = _clock.GetUtcNow() + Lateness }
                : Moved(kept);
            Save(_state with { Payments = _state.Payments.SetItem(payment.Key, kept) });
            return kept.Answer;
        }
    }

    /// <summary>What became of a payment; null when there is none under the key.</summary>
    public PaymentAnswer? FindPayment(string key)
    {
        lock (_gate)
        {
            return _state.Payments.TryGetValue(key, out var kept) ? Settled(kept).Answer : null;
        }
    }

    /// <summary>What was moved in a span, UTC microseconds, the end excluded; money that moved twice stands there twice.</summary>
    public IReadOnlyList<PaymentLine> Moves(long from, long until)
    {
        lock (_gate)
        {
            SettleDue();
            return [.. _state.Payments.Values.Where(kept => kept.Answer.Outcome == "paid" && kept.MovedAt >= from && kept.MovedAt < until).OrderBy(kept => kept.MovedAt)
                .SelectMany(kept => Enumerable.Repeat(new PaymentLine(kept.Request.Key, kept.Answer.Amount!.Value, kept.Answer.Currency!, kept.Request.Inward), kept.Moves))];
        }
    }

    public ShopOrder? FindOrder(string number) => State.Orders.GetValueOrDefault(number);

    /// <summary>Does what was late and is due by now.</summary>
    public void SettleDue()
    {
        lock (_gate)
        {
            foreach (var kept in _state.Changes.Values.Where(kept => kept.DueAt is not null).ToList())
            {
                Settled(kept);
            }

            foreach (var kept in _state.Payments.Values.Where(kept => kept.DueAt is not null).ToList())
            {
                Settled(kept);
            }
        }
    }

    /// <summary>Completes when there may be something to tell.</summary>
    public Task Waiting(TimeSpan most, CancellationToken cancellation) => _told.WaitAsync(most, cancellation);

    /// <summary>The oldest events that were not told yet; null when all were.</summary>
    public EventParcel? NextParcel() => State.Outbox is { IsEmpty: false } waiting ? waiting.First().Value : null;

    /// <summary>They were told, or will never be taken.</summary>
    public void Told(EventParcel parcel)
    {
        lock (_gate)
        {
            Save(_state with { Outbox = _state.Outbox.Remove(parcel.Id) });
        }
    }

    public void Dispose()
    {
        _file?.Dispose();
        _told.Dispose();
    }

    private ChangeAnswer Do(ChangeRequest change, int copies)
    {
        if (StandingRules.Concerns(change))
        {
            var (no, standing) = StandingRules.Decide(_state, change);
            var word = no ?? new ChangeAnswer(ChangeAnswer.DoneWord);
            Save(_state with { Shops = standing is null ? _state.Shops : _state.Shops.SetItem(standing.Shop, standing), Changes = _state.Changes.SetItem(change.Key, new KeptChange(change, word)) });
            return word;
        }

        var verdict = ShopRules.Decide(_state, change);
        if (verdict.Refusal is { } refusal)
        {
            Save(_state with { Changes = _state.Changes.SetItem(change.Key, new KeptChange(change, refusal)) });
            return refusal;
        }

        var (order, events) = ShopEvents.Tell(verdict.Order!, change.Key, verdict.Facts!, _clock.GetUtcNow());
        var answer = new ChangeAnswer(ChangeAnswer.DoneWord, Events: events);
        var next = _state with
        {
            Orders = _state.Orders.SetItem(order.Number, order),
            Variants = _state.Variants.SetItems((verdict.Goods ?? []).Select(goods => KeyValuePair.Create(goods.Sku, goods))),
            Changes = _state.Changes.SetItem(change.Key, new KeptChange(change, answer)),
        };
        for (var copy = 0; _tells && copy < copies; copy++)
        {
            var id = next.Outbox.IsEmpty ? 1 : next.Outbox.Keys.Max() + 1;
            next = next with { Outbox = (next.Outbox.Count < MostWaiting ? next.Outbox : next.Outbox.Remove(next.Outbox.Keys.First())).Add(id, new EventParcel(id, events)) };
        }

        Save(next);
        if (_tells && _told.CurrentCount == 0)
        {
            _told.Release();
        }

        return answer;
    }

    private KeptChange Settled(KeptChange kept)
    {
        if (kept.DueAt is null || kept.DueAt > _clock.GetUtcNow())
        {
            return kept;
        }

        Do(kept.Request, kept.Copies);
        return _state.Changes[kept.Request.Key];
    }

    private KeptPayment Settled(KeptPayment kept)
    {
        if (kept.DueAt is null || kept.DueAt > _clock.GetUtcNow())
        {
            return kept;
        }

        var done = Moved(kept with { Answer = PaymentOf(kept.Request, null), DueAt = null });
        Save(_state with { Payments = _state.Payments.SetItem(kept.Request.Key, done) });
        return done;
    }

    private PaymentAnswer PaymentOf(PaymentRequest payment, FaultKind? fault)
    {
        var instrument = _state.Instruments.GetValueOrDefault(payment.Instrument);
        return instrument is null ? new PaymentAnswer("refused", Code: "unknown-instrument")
            : instrument.Kind == "stored-value" ? new PaymentAnswer("refused", Code: "not-at-this-provider")
            : instrument.Declined ? new PaymentAnswer("refused", Code: "declined")
            : new PaymentAnswer("paid", fault == FaultKind.WrongAmount ? payment.Amount + 1 : payment.Amount, payment.Currency, "ref-" + payment.Key);
    }

    private KeptPayment Moved(KeptPayment kept)
        => kept.Answer.Outcome == "paid" ? kept with { MovedAt = (_clock.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond } : kept;

    private void Save(ShopState next)
    {
        _file?.Save(_state, next);
        _state = next;
    }

    private static bool Same(ChangeRequest left, ChangeRequest right)
        => (left.Kind, left.Order) == (right.Kind, right.Order) && JsonElement.DeepEquals(left.Arguments, right.Arguments);
}
