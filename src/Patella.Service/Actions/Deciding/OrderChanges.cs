using System.Text.Json;
using Patella.Service.Actions.Kinds;
using Patella.Service.Edge;
using Patella.Service.Orders.Mirror;
using Patella.Service.Remedies;

namespace Patella.Service.Actions.Deciding;

/// <summary>Changes of an order that has not left yet: cancelled, sent elsewhere, other goods, paid otherwise. Pure.</summary>
internal static class OrderChanges
{
    public static Problem? WithholdCancel(ActionFacts facts)
        => Decide.IsUnshipped(facts) ? null : Refusal.NotNow("Only an order that has not been sent can be cancelled.");

    public static Outcome<ActionPlan> Cancel(ActionKind kind, ActionFacts facts, JsonElement arguments) => new ActionPlan(
        kind, arguments, Decide.Take(arguments, "reason"), facts.Currency, MoneyBack.ToWhatPaid(facts, facts.LeftToGiveBack, MoneyMoment.Held, whole: true),
        [new PlannedChange("state", "state." + Word(facts.Stage), "state.cancelled")]);

    public static Problem? WithholdCancelItems(ActionFacts facts)
        => WithholdCancel(facts) ?? (facts.Order.State.Items.Sum(item => (long)item.Quantity) > 1 ? null : Refusal.NotNow("The order has one piece: cancel it whole."));

    public static Outcome<ActionPlan> CancelItems(ActionKind kind, ActionFacts facts, JsonElement arguments)
    {
        var pieces = Pieces.Named(facts, arguments);
        if (!pieces.Succeeded)
        {
            return pieces.Problem!;
        }

        if (pieces.Value.Count >= facts.Order.State.Items.Sum(item => (long)item.Quantity))
        {
            return Problem.Refused("whole-order", "These are all pieces of the order: cancel it whole.");
        }

        var amount = Pieces.PaidFor(facts, pieces.Value);
        return facts.Stage == OrderStage.Paid && facts.LeftToGiveBack < amount ? Refusal.NoMoney() : new ActionPlan(
            kind, arguments, Decide.Take(arguments, "reason", "items"), facts.Currency, MoneyBack.ToWhatPaid(facts, amount, MoneyMoment.Held), [.. pieces.Value.Select(piece => new PlannedChange("cancelled", Pieces.TitleOf(piece), null))]);
    }

    public static Problem? WithholdAddress(ActionFacts facts)
        => Decide.IsUnshipped(facts) ? null : Refusal.NotNow("The address can be changed until the order is sent.");

    public static Outcome<ActionPlan> Address(ActionKind kind, ActionFacts facts, JsonElement arguments) => new ActionPlan(
        kind, arguments, Decide.Take(arguments, "address"), facts.Currency, [], [new PlannedChange("address", facts.Order.State.Address, arguments.GetProperty("address").GetRawText(), Personal: true)]);

    public static Problem? WithholdItems(ActionFacts facts)
        => facts.Stage != OrderStage.Paid ? Refusal.NotNow("Items can be changed after payment, until the order is sent.")
            : HasVariants(facts, likeForLike: false) ? null : Refusal.NotNow("No other variant of what the order has is to be had.");

    public static Outcome<ActionPlan> Items(ActionKind kind, ActionFacts facts, JsonElement arguments)
        => Swapping(kind, facts, arguments, MoneyMoment.First, MoneyMoment.Held);

    /// <summary>A swap of pieces with its difference in price.</summary>
    public static Outcome<ActionPlan> Swapping(ActionKind kind, ActionFacts facts, JsonElement arguments, MoneyMoment chargeAt, MoneyMoment refundAt)
    {
        var swaps = Pieces.Swapped(facts, arguments, likeForLike: refundAt == MoneyMoment.GoodsBack);
        if (!swaps.Succeeded)
        {
            return swaps.Problem!;
        }

        var difference = swaps.Value.Sum(swap => swap.New.Price!.Amount - swap.Old.Price);
        var instrument = Decide.Text(arguments, "instrument") ?? MoneyBack.OnlyPayer(facts);
        var money = MoneyBack.Difference(facts, difference, instrument, chargeAt, refundAt);
        if (!money.Succeeded)
        {
            return money.Problem!;
        }

        var full = Decide.With(arguments, "instrument", instrument);
        return new ActionPlan(
            kind, full, Decide.Take(full, "items", "instrument"), facts.Currency, money.Value, [.. swaps.Value.Select(swap => new PlannedChange("item", Pieces.TitleOf(swap.Old), Pieces.TitleOf(swap.New)))],
            Pieces: refundAt == MoneyMoment.GoodsBack ? Pieces.Count(swaps.Value.Select(swap => swap.Old)) : null);
    }

    public static Problem? WithholdPayment(ActionFacts facts)
        => facts.Stage != OrderStage.Paid ? Refusal.NotNow("The means of payment can be changed after payment, until the order is sent.")
            : facts.LeftToGiveBack <= 0 ? Refusal.NoMoney()
            : facts.Means.Any(means => means.Id != MoneyBack.OnlyPayer(facts)) ? null : Refusal.NotNow("The consumer has no other means of payment here.");

    public static Outcome<ActionPlan> Payment(ActionKind kind, ActionFacts facts, JsonElement arguments)
    {
        var (instrument, amount) = (Decide.Text(arguments, "instrument")!, facts.LeftToGiveBack);
        if (facts.Paid.Where(paid => paid.Left > 0).All(paid => paid.Instrument == instrument))
        {
            return Problem.Refused("same-instrument", "This is what the order was paid with already.");
        }

        if (MoneyBack.RefuseCharge(facts, instrument, amount) is { } refused)
        {
            return refused;
        }

        var charge = new PlannedMoney(RemedyKinds.Charge, RemedySource.Instrument, amount, instrument, null, MoneyMoment.First, "consumer");
        return new ActionPlan(
            kind, arguments, Decide.Take(arguments, "instrument"), facts.Currency, [charge, .. MoneyBack.ToWhatPaid(facts, amount, MoneyMoment.Held, whole: true)],
            [new PlannedChange("payment", string.Join(", ", facts.Paid.Where(paid => paid.Left > 0).Select(paid => facts.FindMeans(paid.Instrument)?.Label ?? "-")), facts.FindMeans(instrument)!.Label)]);
    }

    public static bool HasVariants(ActionFacts facts, bool likeForLike)
        => facts.Order.State.Items.Any(item => facts.Variants.Any(variant => variant.Product == item.ProductId && (likeForLike || variant.Sku != item.Sku) && variant.Available && variant.Price?.Currency == facts.Currency));

    private static string Word(OrderStage stage) => JsonNamingPolicy.KebabCaseLower.ConvertName(stage.ToString());
}
