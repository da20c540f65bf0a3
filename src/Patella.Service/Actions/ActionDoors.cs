using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Patella.Platform.Storage;
using Patella.Service.Actions.Deciding;
using Patella.Service.Actions.Kinds;
using Patella.Service.Actions.Policy;
using Patella.Service.Actions.Running;
using Patella.Service.Edge;
using Patella.Service.Orders;
using Patella.Service.Orders.Reading;

namespace Patella.Service.Actions;

/// <summary>What stands behind the HTTP and MCP doors: the same for both.</summary>
internal sealed class ActionDoors(IStore store, ActionDecider decider, ActionDesk desk, ActionViews views, ActionWaits waits, OrderAccess access)
{
    public Task<Page<ActionKindView>> Kinds(Caller caller) => store.Read(caller.Tenant, async reader =>
    {
        var always = await decider.ConsentAlways(reader);
        return new Page<ActionKindView>([.. ActionKinds.All.Select(kind => new ActionKindView(
            kind.Name, new Dictionary<string, string> { ["zh-CN"] = kind.Title("zh-CN"), ["en"] = kind.Title("en") }, Consent(kind.NeedsConsent || always), kind.StaffOnly, kind.Schema(caller.Language)))]);
    });

    public Task<Outcome<OrderOffers>> Offers(Caller caller, string order) => store.Read(caller.Tenant, async reader =>
    {
        var facts = await decider.Facts(reader, caller, order);
        if (!facts.Succeeded)
        {
            return facts.Problem!;
        }

        var (always, language) = (await decider.ConsentAlways(reader), caller.Language);
        var refused = await decider.RefusedAnyway(reader, caller, facts.Value, ActionKinds.All);
        var asked = ActionKinds.All.Select(kind => (Kind: kind, Rule: refused.GetValueOrDefault(kind.Name)?.Rule, Why: refused.TryGetValue(kind.Name, out var verdict) ? ActionRulings.Refusal(caller, verdict) : Decide.Withhold(kind, facts.Value))).ToList();
        return (Outcome<OrderOffers>)new OrderOffers(
            facts.Value.Order.Id, facts.Value.Order.Number,
            [.. asked.Where(one => one.Why is null).Select(one => new ActionOffer(one.Kind.Name, one.Kind.Title(language), Consent(one.Kind.NeedsConsent || always), one.Kind.Schema(language)))],
            [.. facts.Value.Means.Select(means => new InstrumentLabel(means.Id, means.Label, means.Kind))],
            [.. facts.Value.Variants.Select(variant => new OfferedVariant(variant.Sku, variant.Product, LabelOf(variant), variant.Price, variant.Available))],
            caller.Kind == CallerKind.Consumer ? null : [.. asked.Where(one => one.Why is not null).Select(one => new WithheldAction(one.Kind.Name, one.Kind.Title(language), one.Why!.Code, one.Why.Detail.In(language), one.Rule))]);
    });

    /// <summary>200 when it has ended, 202 while it is under way.</summary>
    public async Task<IResult> Act(HttpContext http, string order, ActionRequest request, int? wait)
    {
        var done = await Act(http.Caller(), order, request, wait ?? 0, http.RequestAborted);
        return done.ToResult(done is { Succeeded: true, Value.EndedAt: null } ? StatusCodes.Status202Accepted : StatusCodes.Status200OK);
    }

    public async Task<Outcome<ActionView>> Act(Caller caller, string order, ActionRequest request, int wait, CancellationToken cancellation)
    {
        var accepted = await desk.Accept(caller, order, request);
        return accepted.Succeeded ? await View(caller, await waits.Until(caller, accepted.Value, wait, cancellation)) : accepted.Problem!;
    }

    public async Task<Outcome<ActionView>> Find(HttpContext http, string id, int? wait)
    {
        var caller = http.Caller();
        var action = await store.Read(caller.Tenant, async reader => await ActionRows.Find(reader, id) is { } found && await access.Find(reader, caller, found.OrderRef) is not null ? found : null, http.RequestAborted);
        return action is null ? Problem.NotFound("The action") : await View(caller, await waits.Until(caller, action, wait ?? 0, http.RequestAborted));
    }

    public Task<Outcome<Page<ActionView>>> OfOrder(Caller caller, string order) => store.Read(caller.Tenant, async reader => await access.Find(reader, caller, order) is { } found
        ? new Page<ActionView>(await views.Of(reader, await ActionRows.OfOrder(reader, found.Id), caller)) : (Outcome<Page<ActionView>>)Problem.NotFound("This order"));

    public Task<Outcome<Page<ActionView>>> List(Caller caller, string? state, string? after, int? limit) => store.Read(caller.Tenant, async reader =>
    {
        if (state is not null && !ActionState.All.Contains(state))
        {
            return Problem.Invalid("state", $"Must be one of: {string.Join(", ", ActionState.All)}.");
        }

        if (!Paging.TryRead(after, out var sort, out var id))
        {
            return Problem.Invalid("after", "Must be the 'next' of an earlier page.");
        }

        var most = Paging.Limit(limit);
        var rows = await reader.Many<ServiceAction>(ActionRows.Sql["List"], new { state, sort, id, limit = most + 1 });
        return (Outcome<Page<ActionView>>)new Page<ActionView>(await views.Of(reader, rows.Take(most), caller), rows.Count > most ? Paging.Cursor(rows[most - 1].AcceptedAt, rows[most - 1].Id) : null);
    });

    public async Task<Outcome<ActionView>> Approve(Caller caller, string id, ApprovalRequest request)
    {
        var decided = await desk.Approve(caller, id, request);
        return decided.Succeeded ? await View(caller, decided.Value) : decided.Problem!;
    }

    private async Task<Outcome<ActionView>> View(Caller caller, ServiceAction action) => await store.Read(caller.Tenant, reader => views.Of(reader, action, caller));

    private static string Consent(bool needed) => needed ? "required" : "not-needed";

    private static string LabelOf(GoodsVariant variant)
        => Json.Read<Dictionary<string, JsonElement>>(variant.Options) is { Count: > 0 } options ? string.Join(", ", options.Values.Select(value => value.ToString())) : variant.Sku;
}
