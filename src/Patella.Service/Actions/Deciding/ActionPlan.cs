using System.Text.Json;
using System.Text.Json.Nodes;
using Patella.Service.Actions.Kinds;
using Patella.Service.Edge;
using Patella.Service.Remedies;

namespace Patella.Service.Actions.Deciding;

/// <summary>When the money of an action moves; stored, append only.</summary>
internal enum MoneyMoment
{
    /// <summary>It comes in before the marketplace is asked.</summary>
    First = 1,

    /// <summary>It is held from the beginning and paid when the marketplace has done its part.</summary>
    Held = 2,

    /// <summary>It is planned, and moves when the goods are back.</summary>
    GoodsBack = 3,
}

/// <summary>Money or value that an action moves, to be made a remedy.</summary>
/// <param name="Kind">Of <see cref="RemedyKinds"/>.</param>
/// <param name="Amount">Minor units of the plan's currency, above zero.</param>
/// <param name="Instrument">Where it goes to or comes from; null for what the marketplace took it with.</param>
/// <param name="Bearer">Who pays in the end: consumer, merchant, platform or fund; for staff only.</param>
internal sealed record PlannedMoney(string Kind, RemedySource Source, long Amount, string? Instrument, string? Fund, MoneyMoment Moment, string Bearer);

/// <summary>One line of what changes; the label is a key of the words of actions.</summary>
/// <param name="Personal">Whether before and after tell where somebody lives.</param>
internal sealed record PlannedChange(string Label, string? Before, string? After, bool Personal = false);

/// <summary>What an action would do, decided and not yet done.</summary>
/// <param name="Arguments">As they are kept and hashed: what was left out is filled in.</param>
/// <param name="Change">Arguments of the change at the marketplace; null when it need not be asked.</param>
/// <param name="Value">What the consumer receives by it in minor units, for authority; 0 when it only moves what is the consumer's own.</param>
/// <param name="Pieces">Pieces by SKU that count as dealt with afterwards.</param>
internal sealed record ActionPlan(
    ActionKind Kind, JsonElement Arguments, JsonObject? Change, string? Currency, IReadOnlyList<PlannedMoney> Money, IReadOnlyList<PlannedChange> Changes, long Value = 0, IReadOnlyDictionary<string, int>? Pieces = null)
{
    /// <summary>What consent is bound to: exactly this kind, order and arguments.</summary>
    public static string HashOf(string kind, string order, JsonElement arguments) => CanonicalJson.Hash("action", kind, order, CanonicalJson.Of(arguments));
}

/// <summary>Refusals that several kinds share; the codes are wire values.</summary>
internal static class Refusal
{
    public static Problem NotNow(ProblemText detail) => Problem.Refused("not-now", detail);

    public static Problem Unknown(string sku) => Problem.Refused("unknown-item", $"The order has no item '{sku}', or something was granted for all of its pieces already.");

    public static Problem NoMoney() => Problem.Refused("no-money", "Nothing of this order's money is left to give back.");

    public static Problem NotTheirs(string instrument) => Problem.Refused("unknown-instrument", $"'{instrument}' is not a means of payment of this order's consumer.");

    public static Problem Choose() => Problem.Refused("choose-instrument", "Say which means of payment it is for: the order was paid with several, or with none that is known.");
}
