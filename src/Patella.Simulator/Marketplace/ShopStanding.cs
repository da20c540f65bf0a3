namespace Patella.Simulator.Marketplace;

/// <summary>How a shop stands with the marketplace.</summary>
/// <param name="SuspendedUnder">The rule under which it takes no new orders; null when it does take them.</param>
/// <param name="Rewards">What it was given and still has.</param>
public sealed record ShopStanding(string Shop, string? SuspendedUnder = null, IReadOnlyList<string>? Rewards = null);

/// <summary>Changes that concern a whole shop. The marketplace knows every shop that sells in it, and here that is any. Pure.</summary>
internal static class StandingRules
{
    private static readonly HashSet<string> Kinds = ["suspend-shop", "open-shop", "reward-shop", "take-reward"];

    public static bool Concerns(ChangeRequest change) => Kinds.Contains(change.Kind);

    /// <summary>The shop as it stands afterwards, or why not.</summary>
    public static (ChangeAnswer? Refusal, ShopStanding? Standing) Decide(ShopState state, ChangeRequest change)
    {
        try
        {
            var arguments = new ShopArguments(change.Arguments);
            var shop = arguments.Text("shop");
            var before = state.Shops.GetValueOrDefault(shop) ?? new ShopStanding(shop);
            var rewards = before.Rewards ?? [];
            return change.Kind switch
            {
                "suspend-shop" => before.SuspendedUnder is null ? (null, before with { SuspendedUnder = arguments.Text("rule") }) : No("suspended-already", $"{shop} takes no orders already."),
                "open-shop" => before.SuspendedUnder is not null ? (null, before with { SuspendedUnder = null }) : No("not-suspended", $"{shop} takes orders."),
                "reward-shop" => (null, before with { Rewards = [.. rewards, arguments.Text("reward")] }),
                "take-reward" => rewards.Contains(arguments.Text("reward")) ? (null, before with { Rewards = Without(rewards, arguments.Text("reward")) }) : No("no-such-reward", $"{shop} does not have it."),
                _ => throw new InvalidOperationException($"No rule is known for {change.Kind}."),
            };
        }
        catch (ShopRefusal refusal)
        {
            return No(refusal.Code, refusal.Message);
        }
    }

    private static (ChangeAnswer? Refusal, ShopStanding? Standing) No(string code, string detail) => (ChangeAnswer.Refused(code, detail), null);

    private static List<string> Without(IReadOnlyList<string> rewards, string one)
    {
        var left = rewards.ToList();
        left.Remove(one);
        return left;
    }
}
