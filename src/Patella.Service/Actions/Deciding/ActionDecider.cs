using System.Text.Json;
using Patella.Platform.Storage;
using Patella.Service.Actions.Authority;
using Patella.Service.Actions.Kinds;
using Patella.Service.Actions.Marketplace;
using Patella.Service.Actions.Policy;
using Patella.Service.Actions.Previews;
using Patella.Service.Actions.Running;
using Patella.Service.Edge;
using Patella.Service.Orders;
using Patella.Service.Orders.Reading;
using Patella.Service.Policies;
using Patella.Service.Tenants;

namespace Patella.Service.Actions.Deciding;

/// <summary>An action that could be done, and on what conditions.</summary>
/// <param name="Hash">What consent is bound to.</param>
/// <param name="Terms">Of the money as it is now.</param>
/// <param name="Authority">not-needed, own or second.</param>
/// <param name="Ruling">What its policy said.</param>
/// <param name="Override">Words of who does it against a refusal of the policy, within their authority.</param>
internal sealed record Decided(MirroredOrder Order, ActionFacts Facts, ActionPlan Plan, string Hash, string Terms, bool ConsentNeeded, string Authority, Ruling Ruling, string? Override = null);

/// <summary>What is asked for, and in what connection.</summary>
/// <param name="Action">Id of the action, when it is to be done and not only shown.</param>
/// <param name="Override">Words of somebody of the staff who would do it against a refusal of the policy.</param>
internal sealed record Wish(ActionKind Kind, JsonElement Arguments, string? Case, string? Conversation, string? Action = null, string? Override = null);

/// <summary>The one way to a decision, for offers, previews and execution alike, at one moment of the store.</summary>
internal sealed class ActionDecider(OrderAccess access, FactsReader facts, ActionRulings rulings, OwnAuthority authority, TenantStore tenants)
{
    /// <summary>The order and its facts, or "not here" for what is not the caller's.</summary>
    public async Task<Outcome<ActionFacts>> Facts(IReader reader, Caller caller, string order)
        => await access.Find(reader, caller, order) is { } found ? await facts.Read(reader, found, caller, null, await MarketplaceSettings.Find(tenants, reader)) : Problem.NotFound("This order");

    /// <summary>Whether this tenant asks its consumers for every action.</summary>
    public async Task<bool> ConsentAlways(IReader reader) => (await MarketplaceSettings.Find(tenants, reader)).ConsentAlways;

    /// <param name="order">One that the caller may see.</param>
    /// <returns>What the policy said too, for it is kept also where it refuses. Whom both refuse reads the policy's word, which names its rule.</returns>
    public async Task<(Outcome<Decided> Decided, Ruling Ruling)> Decide(IReader reader, Caller caller, MirroredOrder order, Wish wish)
    {
        var (kind, settings) = (wish.Kind, await MarketplaceSettings.Find(tenants, reader));
        var known = await facts.Read(reader, order, caller, wish.Case, settings);
        var planned = Deciding.Decide.Plan(kind, known, wish.Arguments);
        var ruling = await rulings.Ask(reader, caller, order, kind, known, wish.Arguments, planned.Succeeded ? planned.Value : null, wish.Case, wish.Conversation, wish.Action);
        var refused = ruling.Verdict.Outcome == PolicyOutcome.Refuse;
        if (refused && (wish.Override is null || !planned.Succeeded))
        {
            return (ActionRulings.Refusal(caller, ruling.Verdict), ruling);
        }

        if (!planned.Succeeded)
        {
            return (planned.Problem!, ruling);
        }

        var plan = refused ? OwnAuthority.AgainstRule(planned.Value) : planned.Value;
        var own = await authority.Decide(reader, caller, kind, plan, order.Id, wish.Case, against: refused);
        if (refused && (caller.Kind != CallerKind.Staff || own != AuthorityWord.Own))
        {
            return (Problem.Refused("beyond-authority", "The rule says no, and to go against it is beyond your own authority.") with { Members = ActionRulings.Refusal(caller, ruling.Verdict).Members }, ruling);
        }

        var needsConsent = settings.ConsentAlways || (ruling.Verdict.Consent ?? kind.NeedsConsent);
        return (new Decided(
            order, known, plan, ActionPlan.HashOf(kind.Name, order.Id, plan.Arguments), Preview.TermsOf(plan), needsConsent, ruling.Verdict.Outcome == PolicyOutcome.Person ? AuthorityWord.Second : own, ruling, refused ? wish.Override : null), ruling);
    }

    /// <summary>Kinds the policies refuse whatever is asked for.</summary>
    public Task<IReadOnlyDictionary<string, PolicyVerdict>> RefusedAnyway(IReader reader, Caller caller, ActionFacts known, IEnumerable<ActionKind> kinds) => rulings.RefusedAnyway(reader, caller, known.Order, known, kinds);
}
