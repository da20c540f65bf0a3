using System.Text.Json;
using Patella.Service.Actions.Kinds;
using Patella.Service.Edge;
using Patella.Service.Orders.Mirror;
using Patella.Service.Remedies;

namespace Patella.Service.Actions.Deciding;

/// <summary>What people of the service give by their judgement, within their authority: refunds without goods, goodwill from a fund, the platform's advance. Pure.</summary>
internal static class Gifts
{
    public static Problem? WithholdRefund(ActionFacts facts)
        => facts.Stage is OrderStage.Unpaid or OrderStage.Cancelled ? Refusal.NotNow("There is nothing paid on this order that could be refunded.")
            : facts.LeftToGiveBack <= 0 ? Refusal.NoMoney() : null;

    public static Outcome<ActionPlan> Refund(ActionKind kind, ActionFacts facts, JsonElement arguments)
    {
        var amount = arguments.GetProperty("amount").GetInt64();
        if (amount > facts.LeftToGiveBack)
        {
            return Problem.Refused("more-than-paid", "This is more than what was paid for the order and has not gone back.");
        }

        var instrument = Decide.Text(arguments, "instrument");
        if (MoneyBack.RefuseReturnTo(facts, instrument) is { } refused)
        {
            return refused;
        }

        var whole = amount == facts.LeftToGiveBack;
        var money = instrument is null ? MoneyBack.ToWhatPaid(facts, amount, MoneyMoment.Held, whole)
            : [MoneyBack.Back(facts, whole ? RemedyKinds.Refund : RemedyKinds.PartRefund, amount, instrument, MoneyMoment.Held)];
        return new ActionPlan(kind, arguments, null, facts.Currency, money, [], Value: amount);
    }

    public static Problem? WithholdCompensation(ActionFacts facts)
        => facts.Currency is null ? Refusal.NotNow("The order has no currency yet.") : facts.Means.Count > 0 ? null : Refusal.NotNow("The consumer has no means by which something could be given.");

    public static Outcome<ActionPlan> Compensate(ActionKind kind, ActionFacts facts, JsonElement arguments)
    {
        var amount = arguments.GetProperty("amount").GetInt64();
        var voucher = Decide.Text(arguments, "form") == "voucher";
        var fit = facts.Means.Where(means => means.Kind == MoneyBack.StoredValue == voucher).ToList();
        var instrument = Decide.Text(arguments, "instrument") ?? (fit is [var only] ? only.Id : null);
        if (instrument is null)
        {
            return Refusal.Choose();
        }

        if (fit.All(means => means.Id != instrument))
        {
            return Problem.Refused("other-instrument", "A voucher goes to stored value of this consumer, cash to a card or wallet of theirs.");
        }

        var money = new PlannedMoney(voucher ? RemedyKinds.Voucher : RemedyKinds.Cash, RemedySource.Fund, amount, instrument, Decide.Text(arguments, "fund"), MoneyMoment.Held, "fund");
        return new ActionPlan(kind, Decide.With(arguments, "instrument", instrument), null, facts.Currency, [money], [], Value: amount);
    }

    public static Problem? WithholdAdvance(ActionFacts facts)
        => WithholdCompensation(facts) ?? (facts.Order.Merchant is null ? Refusal.NotNow("The platform pays in advance for a shop, and nobody said whose this order is.") : null);

    public static Outcome<ActionPlan> Advance(ActionKind kind, ActionFacts facts, JsonElement arguments)
    {
        if (facts.Case is null)
        {
            return Problem.Invalid("/case", "Is required: an advance belongs to a case.");
        }

        var amount = arguments.GetProperty("amount").GetInt64();
        if (facts.Order.State.Total is { } total && amount > total.Amount)
        {
            return Problem.Refused("more-than-paid", "This is more than what was paid for the order and has not gone back.");
        }

        var instrument = Decide.Text(arguments, "instrument") ?? MoneyBack.OnlyPayer(facts) ?? (facts.Means is [var only] ? only.Id : null);
        if (instrument is null)
        {
            return Refusal.Choose();
        }

        return facts.FindMeans(instrument) is null ? Refusal.NotTheirs(instrument) : new ActionPlan(
            kind, Decide.With(arguments, "instrument", instrument), null, facts.Currency, [new PlannedMoney(RemedyKinds.Advance, RemedySource.Advance, amount, instrument, null, MoneyMoment.Held, "platform")], [], Value: amount);
    }
}
