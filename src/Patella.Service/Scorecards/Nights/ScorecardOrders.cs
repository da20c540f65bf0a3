using Patella.Platform.Clocks;
using Patella.Platform.Storage;
using Patella.Platform.Timeline;
using Patella.Service.Audit;
using Patella.Service.Edge;
using Patella.Service.Scorecards.Counting;
using Patella.Service.Scorecards.Reading;
using Patella.Service.Scorecards.Scoring;
using Patella.Service.Tenants;

namespace Patella.Service.Scorecards.Nights;

/// <summary>What administrators and rule owners may ask of the lighthouse.</summary>
internal sealed class ScorecardOrders(IStore store, TenantStore tenants, ScorecardDesk desk, NightDesk nights, Revisions revisions, AuditTrail audit, BusinessTime business)
{
    /// <summary>How far back a night may be asked for, in days.</summary>
    private const long FurthestBack = 400;

    public Task<Page<NightView>> List(Caller caller) => store.Read(caller.Tenant, async reader =>
        new Page<NightView>([.. (await reader.Many<NightRow>(FactStore.Sql["ListNights"], new { before = long.MaxValue, limit = Paging.Most })).Select(ScoreViews.Night)]));

    public Task<Outcome<NightView>> Ask(Caller caller, NightRequest request) => store.Write(caller.Tenant, async Task<Outcome<NightView>> (transaction) =>
    {
        var today = ShopDays.Of(await tenants.Profile(transaction)).DayOf(business.Now);
        var night = request.Night is null ? today : ScorecardDesk.DayOf(request.Night);
        if (night is null || night > today || night < today - FurthestBack)
        {
            return Problem.Invalid("/night", "Must be a day of the past that is to be scored, or today.");
        }

        await nights.Ask(transaction, night.Value);
        await audit.Write(transaction, caller, "scorecards.night-asked", "night:" + ShopDays.Text(night.Value));
        return ScoreViews.Night((await transaction.One<NightRow>(FactStore.Sql["FindNight"], new { night }))!);
    });

    public async Task<Outcome<RevisionView>> Revise(Caller caller, string shop, RevisionRequest request)
    {
        try
        {
            return await store.Write(caller.Tenant, async Task<Outcome<RevisionView>> (transaction) =>
            {
                if (await desk.Find(transaction, caller, shop) is not { } merchant)
                {
                    return Problem.NotFound("The shop");
                }

                if (await ScorecardDesk.Night(transaction, request.Night) is not { Succeeded: true } night)
                {
                    return Problem.NotFound("The night");
                }

                var revision = await revisions.Revise(transaction, night.Value, merchant.ExternalId, "asked");
                await audit.Write(transaction, caller, "scorecards.revision-asked", "merchant:" + merchant.ExternalId, new { night = ShopDays.Text(night.Value.Night), revision });
                return new RevisionView(ShopDays.Text(night.Value.Night), revision);
            });
        }
        catch (ScoringException wrong)
        {
            return Problem.Refused("table-unusable", $"The table of this night cannot be used: {wrong.Message}");
        }
    }

    public Task Rebuild(Caller caller) => store.Write(caller.Tenant, async transaction =>
    {
        await TimelineCursor.Forget(transaction, ScoreFollower.ReaderName);
        await audit.Write(transaction, caller, "scorecards.rebuilt", "scorecards");
    });
}
