using Patella.Platform.Clocks;
using Patella.Platform.Storage;
using Patella.Service.Audit;
using Patella.Service.Edge;
using Patella.Service.Scorecards.Counting;
using Patella.Service.Scorecards.Nights;
using Patella.Service.Scorecards.Scoring;
using Patella.Service.Tenants;

namespace Patella.Service.Scorecards.Reading;

/// <summary>
/// Who may take part in a promotion. The answer is told from the newest score there was at the cut-off and from the table in force then; scores are only ever added to and tables
/// are never changed backwards, so after the cut-off the answer stays by itself.
/// </summary>
internal sealed class Promotions(IStore store, ScorecardDesk desk, ScoreTables tables, AuditTrail audit, BusinessTime business)
{
    private const long Year = 366L * 86_400 * Microseconds.PerSecond;

    public async Task<Outcome<PromotionView>> Save(Caller caller, PromotionRequest request)
    {
        var at = request.CutOff is { } given ? Microseconds.From(given) : 0;
        var check = new Validation().Id(request.Id, "/id").Text(request.Title, "/title", 1, 120).Must(request.CutOff is not null, "/cutOff", "Is required.")
            .Must(request.CutOff is null || (at > business.Now - (100 * Year) && at < business.Now + Year), "/cutOff", "Must be a moment of the last 100 years or the next one.");
        if (check.Failed)
        {
            return check.Problem;
        }

        return await store.Write(caller.Tenant, async Task<Outcome<PromotionView>> (transaction) =>
        {
            var row = new PromotionRow { Id = request.Id!, Title = request.Title!, CutOff = at, MadeAt = business.Now, MadeBy = caller.Id };
            if (await transaction.Execute(FactStore.Sql["AddPromotion"], row) == 0)
            {
                var known = (await transaction.One<PromotionRow>(FactStore.Sql["FindPromotion"], new { row.Id }))!;
                return (known.Title, known.CutOff) == (row.Title, row.CutOff) ? View(known) : Problem.Conflict("promotion-taken", "There is another promotion of this id.");
            }

            await audit.Write(transaction, caller, "scorecards.promotion-made", "promotion:" + row.Id, new { row.Title, cutOff = Microseconds.ToTime(row.CutOff) });
            return View(row);
        });
    }

    public Task<Page<PromotionView>> List(Caller caller) => store.Read(caller.Tenant, async reader =>
        new Page<PromotionView>([.. (await reader.Many<PromotionRow>(FactStore.Sql["ListPromotions"])).Select(View)]));

    public Task<Outcome<EligibilityView>> Eligibility(Caller caller, string promotion, string shop) => desk.Of(caller, shop, async (reader, merchant) =>
        await reader.One<PromotionRow>(FactStore.Sql["FindPromotion"], new { id = promotion }) is { } row ? await Eligibility(reader, caller, row, merchant) : Problem.NotFound("The promotion"));

    private async Task<Outcome<EligibilityView>> Eligibility(IReader reader, Caller caller, PromotionRow promotion, Merchant merchant)
    {
        var asOf = Math.Min(promotion.CutOff, business.Now);
        var night = await reader.One<NightRow>(FactStore.Sql["NewestNight"], new { before = long.MaxValue, asOf });
        var score = night is null ? null : await reader.One<ScoreRow>(FactStore.Sql["FindScore"], new { night.Night, merchant = merchant.ExternalId, asOf });
        var field = score is null ? null : await reader.One<FieldRow>(FactStore.Sql["FindField"], new { score.Night, score.Category });
        try
        {
            var table = await tables.Promotion(reader, asOf);
            var clauses = score is null || field is null ? [] : table.Ask(score.ToScore(), field.ToField()).Select(finding => ScoreViews.Clause(finding, caller.Language)).ToList();
            return new EligibilityView(
                promotion.Id, promotion.Title, Microseconds.ToTime(promotion.CutOff), View(promotion).Frozen, merchant.ExternalId, clauses.Count > 0 && clauses.TrueForAll(clause => clause.Met),
                score is null ? null : ShopDays.Text(score.Night), score?.Revision, table.Version, clauses);
        }
        catch (ScoringException wrong)
        {
            return Problem.Refused("table-unusable", $"The table of this night cannot be used: {wrong.Message}");
        }
    }

    private PromotionView View(PromotionRow row) => new(row.Id, row.Title, Microseconds.ToTime(row.CutOff), business.Now >= row.CutOff);

    private sealed record PromotionRow
    {
        public string Id { get; init; } = "";

        public string Title { get; init; } = "";

        public long CutOff { get; init; }

        public long MadeAt { get; init; }

        public string MadeBy { get; init; } = "";
    }
}
