using Patella.Platform.Clocks;
using Patella.Platform.Identifiers;
using Patella.Platform.Storage;
using Patella.Service.Edge;
using Patella.Service.Scorecards.Counting;
using Patella.Service.Scorecards.Scoring;
using Patella.Service.Tenants;

namespace Patella.Service.Scorecards.Nights;

/// <summary>
/// Scores one night: closes its days, reads the sums of all shops at one moment, places them, writes the scores in batches, and publishes them together.
/// A process that dies on the way leaves nothing that can be read; the next one begins the night again.
/// </summary>
internal sealed class NightRun(IStore store, TenantStore tenants, ScoreTables tables, Badges badges, BusinessTime business)
{
    private const int BatchRows = 1_000;

    private static readonly HashSet<string> Numbers = ["night", "revision", "total", "badge", "made_at", "shops", "disputes", "paid"];
    private static readonly Bulk Scores = new("score", ["night", "merchant", "revision"], ["category", "total", "badge", "figures", "policy", "because", "made_at"], Numbers.Contains);
    private static readonly Bulk Fields = new("score_field", ["night", "category"], ["shops", "disputes", "paid", "reached"], Numbers.Contains);

    /// <param name="check">Checks inside each transaction that this process still owns the tenant's nights.</param>
    public async Task Run(TenantId tenant, NightRow night, Func<ITransaction, Task> check)
    {
        await Begin(tenant, night, check);
        try
        {
            var (before, shops, table, standing) = await store.Read(tenant, reader => Gather(reader, night));
            var (scores, fields) = NightScorer.Score(shops, table, merchant => standing.GetValueOrDefault(merchant));
            await Write(tenant, night, scores, fields, table.Version, check);
            await Publish(tenant, night, shops.Count, scores.Count(score => score.Total is not null), table.Version, check);
            await badges.Tell(tenant, night with { Policy = table.Version }, before, scores, standing, check);
        }
        catch (ScoringException wrong)
        {
            await store.Write(tenant, async transaction =>
            {
                await check(transaction);
                await Drop(transaction, night);
                await transaction.Execute(FactStore.Sql["FailNight"], new { night.Night, problem = wrong.Message });
            });
            return;
        }

        await store.Write(tenant, async transaction =>
        {
            await check(transaction);
            await transaction.Execute(FactStore.Sql["EndNight"], new { night.Night });
        });
    }

    /// <summary>The badges of a night that was published by a process that died before it had told them.</summary>
    public async Task End(TenantId tenant, NightRow night, Func<ITransaction, Task> check)
    {
        var (before, scores, standing) = await store.Read(tenant, async reader =>
        {
            var earlier = await Earlier(reader, night.Night);
            var kept = new List<ShopScore>();
            for (var after = "";;)
            {
                var rows = await reader.Many<ScoreRow>(FactStore.Sql["ScoresOfNight"], new { night.Night, after, category = (string?)null, limit = BatchRows });
                kept.AddRange(rows.Select(row => row.ToScore()));
                if (rows.Count < BatchRows)
                {
                    return (earlier, kept, await Standing(reader, earlier));
                }

                after = rows[^1].Merchant;
            }
        });
        var table = await store.Read(tenant, reader => tables.Score(reader, business.Now));
        var told = scores.Select(score => score with { Because = table.BadgeOf(score.Total, standing.GetValueOrDefault(score.Merchant)?.Total, standing.GetValueOrDefault(score.Merchant)?.Badge ?? false).Because }).ToList();
        await badges.Tell(tenant, night, before, told, standing, check);
        await store.Write(tenant, async transaction =>
        {
            await check(transaction);
            await transaction.Execute(FactStore.Sql["EndNight"], new { night.Night });
        });
    }

    public static Task<NightRow?> Earlier(IReader reader, long night) => reader.One<NightRow>(FactStore.Sql["NewestNight"], new { before = night, asOf = long.MaxValue });

    public static async Task<Dictionary<string, Standing>> Standing(IReader reader, NightRow? night)
    {
        var standing = new Dictionary<string, Standing>(StringComparer.Ordinal);
        for (var after = ""; night is not null;)
        {
            const int Rows = 20_000;
            var rows = await reader.Many<StandingRow>(FactStore.Sql["Totals"], new { night.Night, after, limit = Rows });
            foreach (var row in rows)
            {
                standing[row.Merchant] = new Standing(row.Total, row.Badge == 1);
            }

            if (rows.Count < Rows)
            {
                break;
            }

            after = rows[^1].Merchant;
        }

        return standing;
    }

    /// <summary>What comes after this for the night's days is noted as a correction.</summary>
    private Task Begin(TenantId tenant, NightRow night, Func<ITransaction, Task> check) => store.Write(tenant, async transaction =>
    {
        await check(transaction);
        await transaction.Execute(FactStore.Sql["CloseDay"], new { day = night.UntilDay });
        await transaction.Execute(FactStore.Sql["BeginNight"], new { night.Night });
        await Drop(transaction, night);
    });

    private static async Task Drop(ITransaction transaction, NightRow night)
    {
        await transaction.Execute(FactStore.Sql["DropScores"], new { night.Night });
        await transaction.Execute(FactStore.Sql["DropFields"], new { night.Night });
    }

    private async Task<(NightRow? Before, IReadOnlyList<ShopSums> Shops, ScoreTable Table, Dictionary<string, Standing> Standing)> Gather(IReader reader, NightRow night)
    {
        var days = ShopDays.Of(await tenants.Profile(reader));
        var table = await tables.Score(reader, days.At(night.Night, TimeSpan.Zero) - 1);
        var before = await Earlier(reader, night.Night);
        return (before, await SumReader.All(reader, night, await SumReader.Categories(reader, tenants)), table, await Standing(reader, before));
    }

    private async Task Write(TenantId tenant, NightRow night, IReadOnlyList<ShopScore> scores, IReadOnlyList<CategoryField> fields, string policy, Func<ITransaction, Task> check)
    {
        var at = business.Now;
        foreach (var some in scores.Chunk(BatchRows))
        {
            await store.Write(tenant, async transaction =>
            {
                await check(transaction);
                await Scores.Save(transaction, some.Select(score => (object?[])[night.Night, score.Merchant, 1L, score.Category, score.Total, score.Badge ? 1L : 0L, ScoreRow.Write(score.Figures), policy, "night", at]));
            });
        }

        foreach (var some in fields.Chunk(BatchRows / 10))
        {
            await store.Write(tenant, async transaction =>
            {
                await check(transaction);
                await Fields.Save(transaction, some.Select(field => (object?[])[night.Night, field.Category, field.Shops, field.Disputes, field.Paid, Json.Write(field.Values)]));
            });
        }
    }

    private Task Publish(TenantId tenant, NightRow night, int shops, int scored, string policy, Func<ITransaction, Task> check) => store.Write(tenant, async transaction =>
    {
        await check(transaction);
        await transaction.Execute(FactStore.Sql["PublishNight"], new { night.Night, at = business.Now, shops, scored, policy });
    });
}
