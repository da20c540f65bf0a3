using System.Globalization;
using System.Text.Json;
using Patella.Platform.Clocks;
using Patella.Service.Actions.Kinds;
using Patella.Service.Edge;
using Patella.Service.Orders.Mirror;
using Patella.Service.Remedies;

namespace Patella.Service.Actions.Deciding;

/// <summary>Goods that have arrived and go back, are swapped, sent again or fetched. Money of what goes back moves when it is back. Pure.</summary>
internal static class GoodsBack
{
    /// <summary>How far ahead a pick-up may be arranged.</summary>
    private static readonly TimeSpan FarthestPickUp = TimeSpan.FromDays(30);

    public static Problem? WithholdReturn(ActionFacts facts)
        => !Decide.HasArrived(facts) ? Refusal.NotNow("Only what has arrived can be returned.")
            : !AnyLeft(facts) ? Refusal.NotNow("Something was granted for every piece of the order already.")
            : facts.LeftToGiveBack <= 0 ? Refusal.NoMoney() : null;

    public static Outcome<ActionPlan> Return(ActionKind kind, ActionFacts facts, JsonElement arguments)
    {
        var pieces = Pieces.Named(facts, arguments);
        if (!pieces.Succeeded)
        {
            return pieces.Problem!;
        }

        var instrument = Decide.Text(arguments, "instrument") ?? MoneyBack.OnlyPayer(facts);
        if (MoneyBack.RefuseReturnTo(facts, instrument) is { } refused)
        {
            return refused;
        }

        var amount = Pieces.PaidFor(facts, pieces.Value);
        if (amount <= 0 || facts.LeftToGiveBack < amount)
        {
            return Refusal.NoMoney();
        }

        IReadOnlyList<PlannedMoney> money = instrument is null
            ? [.. MoneyBack.ToWhatPaid(facts, amount, MoneyMoment.GoodsBack).Select(part => part with { Kind = RemedyKinds.ReturnRefund })]
            : [MoneyBack.Back(facts, RemedyKinds.ReturnRefund, amount, instrument, MoneyMoment.GoodsBack)];
        var full = Decide.With(arguments, "instrument", instrument);
        return new ActionPlan(
            kind, full, Decide.Take(full, "items", "instrument"), facts.Currency, money, [.. pieces.Value.Select(piece => new PlannedChange("returned", Pieces.TitleOf(piece), null))], Pieces: Pieces.Count(pieces.Value));
    }

    public static Problem? WithholdExchange(ActionFacts facts)
        => !Decide.HasArrived(facts) ? Refusal.NotNow("Only what has arrived can be exchanged.")
            : !AnyLeft(facts) ? Refusal.NotNow("Something was granted for every piece of the order already.")
            : OrderChanges.HasVariants(facts, likeForLike: true) ? null : Refusal.NotNow("No variant of what the order has is to be had.");

    public static Outcome<ActionPlan> Exchange(ActionKind kind, ActionFacts facts, JsonElement arguments)
        => OrderChanges.Swapping(kind, facts, arguments, MoneyMoment.GoodsBack, MoneyMoment.GoodsBack);

    public static Problem? WithholdReship(ActionFacts facts)
        => facts.Stage is not (OrderStage.Shipped or OrderStage.Delivered or OrderStage.Finished) ? Refusal.NotNow("Only what has been sent can be sent again.")
            : AnyLeft(facts) ? null : Refusal.NotNow("Something was granted for every piece of the order already.");

    public static Outcome<ActionPlan> Reship(ActionKind kind, ActionFacts facts, JsonElement arguments)
    {
        var pieces = Pieces.Named(facts, arguments);
        return !pieces.Succeeded ? pieces.Problem! : new ActionPlan(
            kind, arguments, Decide.Take(arguments, "items"), facts.Currency, [], [.. pieces.Value.Select(piece => new PlannedChange("reshipped", null, Pieces.TitleOf(piece)))],
            Value: Pieces.PaidFor(facts, pieces.Value), Pieces: Pieces.Count(pieces.Value));
    }

    public static Problem? WithholdPickUp(ActionFacts facts)
        => facts.GoodsComeBack ? null : Refusal.NotNow("Nothing of this order is on its way back: grant a return or an exchange first.");

    public static Outcome<ActionPlan> PickUp(ActionKind kind, ActionFacts facts, JsonElement arguments)
    {
        var (from, until) = (arguments.GetProperty("from").GetDateTimeOffset(), arguments.GetProperty("until").GetDateTimeOffset());
        var now = Microseconds.ToTime(facts.Now);
        if (until <= from || until <= now || until - now > FarthestPickUp)
        {
            return Problem.Refused("pickup-time", "A pick-up ends after it begins, in the future and within 30 days.");
        }

        var changes = new List<PlannedChange> { new("pickup", null, string.Create(CultureInfo.InvariantCulture, $"{from:yyyy-MM-dd HH:mm}–{until:HH:mm} UTC")) };
        if (arguments.TryGetProperty("address", out var address))
        {
            changes.Add(new PlannedChange("address", null, address.GetRawText(), Personal: true));
        }

        return new ActionPlan(kind, arguments, Decide.Take(arguments, "from", "until", "address"), facts.Currency, [], changes);
    }

    private static bool AnyLeft(ActionFacts facts) => facts.Order.State.Items.Sum(item => (long)item.Quantity) > facts.Taken.Values.Sum(count => (long)count);
}
