using System.Text.Json;
using Patella.Platform.Storage;
using Patella.Service.Actions.Authority;
using Patella.Service.Actions.Kinds;
using Patella.Service.Actions.Marketplace;
using Patella.Service.Actions.Previews;
using Patella.Service.Edge;
using Patella.Service.Orders;
using Patella.Service.Orders.Reading;
using Patella.Service.Tenants;

namespace Patella.Service.Actions.Deciding;

/// <summary>An action that could be done, and on what conditions.</summary>
/// <param name="Hash">What consent is bound to.</param>
/// <param name="Terms">Of the money as it is now.</param>
/// <param name="Authority">not-needed, own or second.</param>
internal sealed record Decided(MirroredOrder Order, ActionFacts Facts, ActionPlan Plan, string Hash, string Terms, bool ConsentNeeded, string Authority);

/// <summary>The one way to a decision, for offers, previews and execution alike, at one moment of the store.</summary>
internal sealed class ActionDecider(OrderAccess access, FactsReader facts, OwnAuthority authority, TenantStore tenants)
{
    /// <summary>The order and its facts, or "not here" for what is not the caller's.</summary>
    public async Task<Outcome<ActionFacts>> Facts(IReader reader, Caller caller, string order)
        => await access.Find(reader, caller, order) is { } found ? await facts.Read(reader, found, caller, null, await MarketplaceSettings.Find(tenants, reader)) : Problem.NotFound("This order");

    /// <summary>Whether this tenant asks its consumers for every action.</summary>
    public async Task<bool> ConsentAlways(IReader reader) => (await MarketplaceSettings.Find(tenants, reader)).ConsentAlways;

    /// <param name="order">One that the caller may see.</param>
    public async Task<Outcome<Decided>> Decide(IReader reader, Caller caller, MirroredOrder order, ActionKind kind, JsonElement arguments, string? caseRef)
    {
        var settings = await MarketplaceSettings.Find(tenants, reader);
        var known = await facts.Read(reader, order, caller, caseRef, settings);
        var planned = Deciding.Decide.Plan(kind, known, arguments);
        if (!planned.Succeeded)
        {
            return planned.Problem!;
        }

        var plan = planned.Value;
        return new Decided(
            order, known, plan, ActionPlan.HashOf(kind.Name, order.Id, plan.Arguments), Preview.TermsOf(plan), kind.NeedsConsent || settings.ConsentAlways, await authority.Decide(reader, caller, kind, plan, order.Id, caseRef));
    }
}
