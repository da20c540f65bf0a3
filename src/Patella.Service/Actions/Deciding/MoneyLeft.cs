using Patella.Service.Orders.Mirror;
using Patella.Service.Remedies;

namespace Patella.Service.Actions.Deciding;

/// <summary>What each means of payment has paid for an order and has not got back, promises taken off. Pure.</summary>
internal static class MoneyLeft
{
    /// <param name="remedies">Of the order, in any state.</param>
    public static IReadOnlyList<PaidWith> Of(OrderState state, string currency, IReadOnlyList<Remedy> remedies)
    {
        var paid = new List<(string? Instrument, long Left)>();
        foreach (var payment in state.Payments.Where(payment => payment.Captured?.Currency == currency))
        {
            Add(paid, payment.Instrument, payment.Captured!.Amount - (payment.Refunded is { } back && back.Currency == currency ? back.Amount : 0));
        }

        foreach (var charge in remedies.Where(one => one.IsCharge && one.Currency == currency && one.State is RemedyState.Reserved or RemedyState.Paid or RemedyState.Confirmed))
        {
            Add(paid, charge.Instrument, charge.Amount);
        }

        foreach (var back in remedies.Where(one => one.Source == RemedySource.OrderPaid && one.Currency == currency && one.State is not (RemedyState.Cancelled or RemedyState.Reversed)))
        {
            Take(paid, back.Instrument, back.Amount);
        }

        return [.. paid.Select(one => new PaidWith(one.Instrument, Math.Max(0, one.Left)))];
    }

    private static void Add(List<(string? Instrument, long Left)> paid, string? instrument, long amount)
    {
        var index = paid.FindIndex(one => one.Instrument == instrument);
        if (index < 0)
        {
            paid.Add((instrument, amount));
        }
        else
        {
            paid[index] = (instrument, paid[index].Left + amount);
        }
    }

    /// <summary>What went back to a means comes off what it paid; what went elsewhere comes off the others, first payment first.</summary>
    private static void Take(List<(string? Instrument, long Left)> paid, string? instrument, long amount)
    {
        foreach (var index in Enumerable.Range(0, paid.Count).OrderByDescending(index => paid[index].Instrument == instrument))
        {
            var part = Math.Min(amount, Math.Max(0, paid[index].Left));
            paid[index] = (paid[index].Instrument, paid[index].Left - part);
            amount -= part;
        }
    }
}
