using Patella.Platform.Clocks;
using Patella.Platform.Storage;
using Patella.Service.Access;
using Patella.Service.Edge;
using Patella.Service.Tenants;

namespace Patella.Service.Merchants;

/// <summary>Measures as staff and as their merchant see them.</summary>
internal sealed class MeasureViews(IStore store, TenantStore tenants, StaffStore people)
{
    private static readonly Permission Deciders = Permission.Supervise | Permission.OwnRules | Permission.Adjudicate;

    public Task<ShopMeasureView> Of(Caller caller, ShopMeasure measure) => store.Read(caller.Tenant, reader => View(reader, caller, measure));

    public Task<Outcome<ShopMeasureView>> Find(Caller caller, string id)
        => store.Read(caller.Tenant, async reader => await MeasureRows.Find(reader, id) is { } measure ? await View(reader, caller, measure) : (Outcome<ShopMeasureView>)Problem.NotFound("The measure"));

    public Task<Outcome<Page<ShopMeasureView>>> List(Caller caller, string? state, string? shop, string? appeal, string? after, int? limit)
    {
        var check = new Validation();
        _ = state is null ? check : check.OneOf(state, "state", [.. MeasureState.All]);
        _ = appeal is null ? check : check.OneOf(appeal, "appeal", [.. AppealState.All]);
        return check.Failed ? Task.FromResult<Outcome<Page<ShopMeasureView>>>(check.Problem)
            : Page(caller, after, limit, (reader, sort, id, most) => reader.Many<ShopMeasure>(MeasureRows.Sql["List"], new { state, shop, appeal, sort, id, limit = most }), View);
    }

    /// <summary>What stands or stood against or for the merchant's own shop; proposals are not told.</summary>
    public Task<Outcome<Page<MyShopMeasure>>> Mine(Caller caller, string? after, int? limit)
        => Page(caller, after, limit, async (reader, sort, id, most) =>
            await MeasureRows.Shop(tenants, reader, caller.Merchant) is { } shop ? await reader.Many<ShopMeasure>(MeasureRows.Sql["OfShop"], new { shop = shop.ExternalId, sort, id, limit = most }) : [], Mine);

    public Task<MyShopMeasure> MineOf(Caller caller, ShopMeasure measure) => store.Read(caller.Tenant, reader => Mine(reader, caller, measure));

    public Task<ShopRuleChoices> Choices(Caller caller) => store.Read(caller.Tenant, async reader =>
    {
        var rules = await ShopRules.Find(tenants, reader);
        return new ShopRuleChoices(
            [.. (rules.Rules ?? []).Select(rule => new ShopRuleChoice(rule.Code!, rule.Kind!, ShopRules.In(rule.Text, caller.Language)))],
            [.. (rules.Rewards ?? []).Select(reward => new ShopRewardChoice(reward.Code!, ShopRules.In(reward.Text, caller.Language)))]);
    });

    private Task<Outcome<Page<T>>> Page<T>(Caller caller, string? after, int? limit, Func<IReader, long, string, int, Task<IReadOnlyList<ShopMeasure>>> find, Func<IReader, Caller, ShopMeasure, Task<T>> view)
        => store.Read(caller.Tenant, async reader =>
        {
            if (!Paging.TryRead(after, out var sort, out var id))
            {
                return Problem.Invalid("after", "Must be the 'next' of an earlier page.");
            }

            var most = Paging.Limit(limit);
            var rows = await find(reader, sort, id, most + 1);
            var items = new List<T>();
            foreach (var row in rows.Take(most))
            {
                items.Add(await view(reader, caller, row));
            }

            return (Outcome<Page<T>>)new Page<T>(items, rows.Count > most ? Paging.Cursor(rows[most - 1].ProposedAt, rows[most - 1].Id) : null);
        });

    private async Task<ShopMeasureView> View(IReader reader, Caller caller, ShopMeasure measure)
    {
        var shop = await MeasureRows.Shop(tenants, reader, measure.Shop);
        return new ShopMeasureView(
            measure.Id, measure.Kind, TitleOf(measure, caller), new MeasureShop(measure.Shop, shop?.Name ?? measure.Shop, shop?.Unit ?? ""), measure.Rule, ClauseOf(measure, caller), measure.Words,
            Json.Read<List<ShopEvidence>>(measure.Evidence) ?? [], (int?)measure.Days, measure.Reward, await RewardOf(reader, caller, measure), measure.State, measure.Code, measure.Detail,
            (await Person(reader, measure.ProposedBy))!, Microseconds.ToTime(measure.ProposedAt), Microseconds.ToTime(measure.DecideBy), await Person(reader, measure.DecidedBy), Time(measure.DecidedAt), measure.DecidedWords,
            Time(measure.InForceAt), Time(measure.EndsAt), measure.LiftWhy, await Person(reader, measure.LiftedBy), measure.LiftWords, Time(measure.LiftedAt),
            AppealOf(measure) is { } appeal ? appeal with { By = await Person(reader, measure.AppealDecidedBy) } : null, MayDecide(caller, measure));
    }

    private async Task<MyShopMeasure> Mine(IReader reader, Caller caller, ShopMeasure measure) => new(
        measure.Id, measure.Kind, TitleOf(measure, caller), measure.Rule, ClauseOf(measure, caller), measure.Words, await RewardOf(reader, caller, measure), measure.State, Time(measure.InForceAt), Time(measure.EndsAt),
        Time(measure.LiftedAt), measure.LiftWords, AppealOf(measure), measure is { Kind: MeasureKinds.Suspend, State: MeasureState.InForce, AppealState: null });

    private static bool MayDecide(Caller caller, ShopMeasure measure) => caller.Has(Deciders) && caller.Id != measure.ProposedBy
        && (measure.State == MeasureState.Proposed || (measure.AppealState == AppealState.Open && caller.Id != measure.DecidedBy));

    private static AppealView? AppealOf(ShopMeasure measure) => measure.AppealState is { } state
        ? new AppealView(state, measure.AppealWords!, Microseconds.ToTime(measure.AppealedAt!.Value), Microseconds.ToTime(measure.AppealDue!.Value), measure.AppealLate == 1, Time(measure.AppealDecidedAt), measure.AppealAnswer) : null;

    private async Task<string?> RewardOf(IReader reader, Caller caller, ShopMeasure measure)
        => measure.Reward is { } code ? (await ShopRules.Find(tenants, reader)).Reward(code) is { } reward ? ShopRules.In(reward.Text, caller.Language) : code : null;

    private async Task<MeasurePerson?> Person(IReader reader, string? id) => id is null ? null : new MeasurePerson(id, (await people.Find(reader, id))?.Name);

    private static string TitleOf(ShopMeasure measure, Caller caller) => ShopWords.Texts.In(caller.Language, "kind." + measure.Kind);

    private static string ClauseOf(ShopMeasure measure, Caller caller) => ShopRules.In(Json.Read<Dictionary<string, string>>(measure.Clause), caller.Language);

    private static DateTimeOffset? Time(long? at) => at is { } known ? Microseconds.ToTime(known) : null;
}
