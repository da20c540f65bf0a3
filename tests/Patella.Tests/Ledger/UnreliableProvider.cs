using System.Collections.Concurrent;
using Patella.Platform.Identifiers;
using Patella.Service.Ledger.Payments;

namespace Patella.Tests.Ledger;

/// <summary>How the other side of a payment misbehaves.</summary>
internal enum ProviderFault
{
    None,
    Refuses,

    /// <summary>It pays, and its answer is lost.</summary>
    AnswerLost,

    /// <summary>The order is lost on the way.</summary>
    OrderLost,

    /// <summary>It takes the order and decides at a later question.</summary>
    Late,

    /// <summary>It pays another amount than was asked.</summary>
    WrongAmount,

    /// <summary>It pays and lists it twice, whatever its promise.</summary>
    PaysTwice,
}

/// <summary>A payment provider with its own books and its own faults, as seen from outside.</summary>
internal sealed class UnreliableProvider(Func<string, ProviderFault> faultOf) : IPaymentProvider
{
    private readonly ConcurrentDictionary<string, (long Amount, string Currency, bool Inward, bool Refused)> _taken = new();
    private readonly ConcurrentDictionary<string, int> _sent = new();
    private readonly ConcurrentDictionary<string, int> _asked = new();
    private readonly ConcurrentBag<ProviderEntry> _doubled = [];

    /// <summary>How often each key was handed over.</summary>
    public IReadOnlyDictionary<string, int> Sent => _sent;

    public IReadOnlyDictionary<string, int> Asked => _asked;

    /// <summary>What it moved in truth.</summary>
    public IReadOnlyList<ProviderEntry> Moved => [.. _taken.Where(pair => !pair.Value.Refused).Select(pair => new ProviderEntry(pair.Key, pair.Value.Amount, pair.Value.Currency, pair.Value.Inward)), .. _doubled];

    /// <summary>Moves something nobody ordered.</summary>
    public void MoveUnasked(string key, long amount) => _taken[key] = (amount, "CNY", false, false);

    /// <summary>Forgets a payment, as a provider that loses a day does.</summary>
    public void Forget(string key) => _taken.TryRemove(key, out _);

    public Task<ProviderAnswer> Send(TenantId tenant, Payment payment, CancellationToken cancellation)
    {
        var fault = faultOf(payment.Id);
        var times = _sent.AddOrUpdate(payment.Id, 1, (_, count) => count + 1);
        if (fault == ProviderFault.OrderLost && times == 1)
        {
            throw new HttpRequestException("The order was lost.");
        }

        var first = _taken.TryAdd(payment.Id, (fault == ProviderFault.WrongAmount ? payment.Amount + 1 : payment.Amount, payment.Currency, payment.Inward, fault == ProviderFault.Refuses));
        if (first && fault == ProviderFault.PaysTwice)
        {
            _doubled.Add(new ProviderEntry(payment.Id, payment.Amount, payment.Currency, payment.Inward));
        }

        return fault switch
        {
            ProviderFault.AnswerLost => throw new TimeoutException("No answer came."),
            ProviderFault.Late => Task.FromResult(new ProviderAnswer(ProviderWord.Underway)),
            _ => Task.FromResult(Answer(payment.Id)),
        };
    }

    public Task<ProviderAnswer> Query(TenantId tenant, string key, CancellationToken cancellation)
    {
        var times = _asked.AddOrUpdate(key, 1, (_, count) => count + 1);
        return faultOf(key) switch
        {
            ProviderFault.Late when times < 3 => Task.FromResult(new ProviderAnswer(ProviderWord.Underway)),
            ProviderFault.AnswerLost when times == 1 => throw new HttpRequestException("Nobody answers."),
            _ => Task.FromResult(Answer(key)),
        };
    }

    public Task<IReadOnlyList<ProviderEntry>> List(TenantId tenant, long from, long until, CancellationToken cancellation) => Task.FromResult(Moved);

    private ProviderAnswer Answer(string key) => !_taken.TryGetValue(key, out var taken) ? new ProviderAnswer(ProviderWord.Absent)
        : taken.Refused ? new ProviderAnswer(ProviderWord.Refused, Code: "instrument-closed") : new ProviderAnswer(ProviderWord.Paid, taken.Amount, taken.Currency, "ref-" + key);
}
