using Patella.Service.Edge;
using Patella.Service.Remedies;

namespace Patella.Service.Actions.Deciding;

/// <summary>Where money of an order goes back to, and where more of it comes from. Pure.</summary>
internal static class MoneyBack
{
    /// <summary>Gives an amount back to whatever paid, first payment first; never more than each has paid and not got back.</summary>
    public static List<PlannedMoney> ToWhatPaid(ActionFacts facts, long amount, MoneyMoment moment, bool whole = false)
    {
        var money = new List<PlannedMoney>();
        foreach (var paid in facts.Paid.Where(paid => paid.Left > 0))
        {
            var part = Math.Min(amount, paid.Left);
            if (part > 0)
            {
                money.Add(Back(facts, whole ? RemedyKinds.Refund : RemedyKinds.PartRefund, part, paid.Instrument, moment));
                amount -= part;
            }
        }

        return money;
    }

    public static PlannedMoney Back(ActionFacts facts, string kind, long amount, string? instrument, MoneyMoment moment)
        => new(kind, RemedySource.OrderPaid, amount, instrument, null, moment, facts.Order.Merchant is null ? "platform" : "merchant");

    /// <summary>The only means that paid, when it was one.</summary>
    public static string? OnlyPayer(ActionFacts facts) => facts.Paid is [{ Instrument: { } instrument }] ? instrument : null;

    /// <summary>A refund of returned goods goes to what paid for the order or to the consumer's own stored value, nowhere else.</summary>
    public static Problem? RefuseReturnTo(ActionFacts facts, string? instrument)
        => instrument is null || facts.Paid.Any(paid => paid.Instrument == instrument) ? null
            : facts.FindMeans(instrument) is not { } means ? Refusal.NotTheirs(instrument)
            : means.Kind == StoredValue ? null
            : Problem.Refused("other-instrument", "Money of a return goes back to what paid for the order, or to the consumer's own stored value.");

    /// <summary>Why an amount cannot come from a means; null when it can, as far as anybody here knows.</summary>
    public static Problem? RefuseCharge(ActionFacts facts, string? instrument, long amount)
        => instrument is null ? Refusal.Choose()
            : facts.FindMeans(instrument) is not { } means ? Refusal.NotTheirs(instrument)
            : means.Available is { } available && available < amount ? Problem.Refused("not-enough", "There is not enough on this means of payment.")
            : null;

    /// <summary>The difference of a swap: from the consumer when the new goods cost more, back when they cost less. Nothing when they cost the same.</summary>
    public static Outcome<List<PlannedMoney>> Difference(ActionFacts facts, long difference, string? instrument, MoneyMoment chargeAt, MoneyMoment refundAt)
    {
        if (instrument is not null && facts.FindMeans(instrument) is null)
        {
            return Refusal.NotTheirs(instrument);
        }

        if (difference > 0)
        {
            return RefuseCharge(facts, instrument, difference) is { } refused ? refused
                : new List<PlannedMoney> { new(RemedyKinds.Charge, RemedySource.Instrument, difference, instrument, null, chargeAt, "consumer") };
        }

        return difference == 0 ? new List<PlannedMoney>()
            : facts.LeftToGiveBack < -difference ? Refusal.NoMoney()
            : instrument is null ? Refusal.Choose()
            : new List<PlannedMoney> { Back(facts, refundAt == MoneyMoment.GoodsBack ? RemedyKinds.Exchange : RemedyKinds.PartRefund, -difference, instrument, refundAt) };
    }

    public const string StoredValue = "stored-value";
}
