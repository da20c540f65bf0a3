using Patella.Platform.Clocks;
using Patella.Platform.Identifiers;
using Patella.Platform.Storage;
using Patella.Service.Scorecards.Counting;
using Patella.Service.Scorecards.Scoring;
using Patella.Service.Tenants;

namespace Patella.Service.Scorecards.Nights;

/// <summary>
/// What changed in days that were scored: the newest night of the shop gets a revision beside the published one, with the reason. The others of its category stay where they were
/// published; a night before the newest is revised only when somebody asks for it.
/// </summary>
internal sealed class Revisions(IStore store, TenantStore tenants, ScoreTables tables, Badges badges, BusinessTime business)
{
    /// <summary>Corrections looked at in one go; what is more comes in the next.</summary>
    private const int AtOnce = 2_000;

    /// <summary>Takes the corrections that wait.</summary>
    /// <returns>How many there were.</returns>
    public async Task<int> Work(TenantId tenant, Func<ITransaction, Task> check)
    {
        var (newest, waiting) = await store.Read(tenant, async reader =>
            (await NightRun.Earlier(reader, long.MaxValue), await reader.Many<CorrectionRow>(FactStore.Sql["Waiting"], new { limit = AtOnce })));
        foreach (var shop in waiting.GroupBy(correction => correction.Merchant))
        {
            await store.Write(tenant, async transaction =>
            {
                await check(transaction);
                var touches = newest is not null && shop.Any(correction => Touches(correction, newest));
                var revision = touches ? await Revise(transaction, newest!, shop.Key, shop.OrderByDescending(Weight).First().Kind) : 0;
                await transaction.Execute(FactStore.Sql["Settle"], new { night = revision > 0 ? newest!.Night : 0, revision, ids = shop.Select(correction => correction.Id).ToList() });
            });
        }

        return waiting.Count;
    }

    /// <summary>Scores a shop's published night again, from the sums as they are now.</summary>
    /// <returns>The number of the new revision; 0 when nothing would change.</returns>
    /// <exception cref="ScoringException">The table of that night cannot be used.</exception>
    public async Task<long> Revise(ITransaction transaction, NightRow night, string merchant, string because)
    {
        // The row in the state is the gate between counting and scoring: what is counted meanwhile waits and is noted after this.
        await FactStore.Enter(transaction);
        var current = await transaction.One<ScoreRow>(FactStore.Sql["FindScore"], new { night.Night, merchant, asOf = long.MaxValue });
        if (current is null || await transaction.One<FieldRow>(FactStore.Sql["FindField"], new { night.Night, current.Category }) is not { } field)
        {
            return 0;
        }

        var first = (await transaction.Many<ScoreRow>("select * from score where tenant = @tenant and night = @night and merchant = @merchant and revision = 1", new { night.Night, merchant }))[0];
        var days = ShopDays.Of(await tenants.Profile(transaction));
        var table = await tables.Score(transaction, days.At(night.Night, TimeSpan.Zero) - 1);
        var before = await NightRun.Earlier(transaction, night.Night);
        var standing = before is null ? null : await transaction.One<ScoreRow>(FactStore.Sql["FindScore"], new { before.Night, merchant, asOf = long.MaxValue });
        var sums = await SumReader.Of(transaction, night, merchant, current.Category);
        var score = NightScorer.Score(sums, field.ToField(), table, standing is null ? null : new Standing(standing.Total, standing.Badge == 1), first.Reached());
        var row = ScoreRow.Of(score, night.Night, current.Revision + 1, table.Version, because, business.Now);
        if (row.Figures == current.Figures && row.Total == current.Total && row.Badge == current.Badge)
        {
            return 0;
        }

        await transaction.Execute(FactStore.Sql["AddScore"], row);
        if (row.Badge != current.Badge && await NightRun.Earlier(transaction, long.MaxValue) is { } newest && newest.Night == night.Night)
        {
            await badges.Change(transaction, score, night.Night, row.Revision, before?.Night, standing?.Total, because);
        }

        return row.Revision;
    }

    private static bool Touches(CorrectionRow correction, NightRow night)
    {
        var from = correction.Measure == Measures.Rating ? night.UntilDay - Indicators.RatingsWindow + 1 : night.FromDay;
        return (correction.DayBefore >= from && correction.DayBefore <= night.UntilDay) || (correction.DayAfter >= from && correction.DayAfter <= night.UntilDay);
    }

    private static int Weight(CorrectionRow correction) => correction.Kind switch { "corrected" => 2, "withdrawn" => 1, _ => 0 };
}
