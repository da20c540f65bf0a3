using Patella.Platform.Clocks;
using Patella.Platform.Identifiers;
using Patella.Platform.Storage;
using Patella.Platform.Timeline;
using Patella.Service.Edge;
using Patella.Service.Scorecards.Counting;
using Patella.Service.Scorecards.Scoring;
using Patella.Service.Tenants;

namespace Patella.Service.Scorecards.Nights;

/// <summary>Badges granted and lost: kept with their reason, told in the timeline, and shown wherever the shop is shown.</summary>
internal sealed class Badges(IStore store, TenantStore tenants, BusinessTime business, MachineTime machine, IIdentifiers identifiers)
{
    /// <summary>The one badge there is. Wire word.</summary>
    public const string Name = "lighthouse";

    private const int BatchRows = 100;

    /// <summary>Tells what a night changed. It may be told again: each change of a night is kept once.</summary>
    public async Task Tell(TenantId tenant, NightRow night, NightRow? before, IReadOnlyList<ShopScore> scores, IReadOnlyDictionary<string, Standing> standing, Func<ITransaction, Task> check)
    {
        var here = scores.Select(score => score.Merchant).ToHashSet(StringComparer.Ordinal);
        var changed = scores.Where(score => score.Badge != (standing.GetValueOrDefault(score.Merchant)?.Badge ?? false)).ToList();

        // Who is not scored at all any more has nothing to show for a badge.
        changed.AddRange(standing.Where(pair => pair.Value.Badge && !here.Contains(pair.Key)).Select(pair => new ShopScore(pair.Key, "", null, false, "too-little-data", [])));
        foreach (var some in changed.OrderBy(score => score.Merchant, StringComparer.Ordinal).Chunk(BatchRows))
        {
            await store.Write(tenant, async transaction =>
            {
                await check(transaction);
                foreach (var score in some)
                {
                    await Change(transaction, score, night.Night, 1, before?.Night, standing.GetValueOrDefault(score.Merchant)?.Total, score.Because);
                }
            });
        }
    }

    /// <summary>One badge granted or lost.</summary>
    public async Task Change(ITransaction transaction, ShopScore score, long night, long revision, long? before, long? earlier, string because)
    {
        var fell = before is { } number && await transaction.One<ScoreRow>(FactStore.Sql["FindScore"], new { night = number, score.Merchant, asOf = long.MaxValue }) is { } old
            ? string.Join(',', Indicators.All.Where((_, index) => score.Figures.Count > index && score.Figures[index].Points < old.Reached()[index].Points).Select(indicator => indicator.Key))
            : "";
        var row = new BadgeRow
        {
            Id = identifiers.New(), Merchant = score.Merchant, Night = night, Revision = revision, Granted = score.Badge ? 1 : 0, Because = because, Fell = fell, Total = score.Total, Earlier = earlier, At = business.Now,
        };
        if (await transaction.Execute(FactStore.Sql["AddBadge"], row) == 0)
        {
            return;
        }

        await tenants.SetBadge(transaction, score.Merchant, score.Badge ? Name : null, row.At);
        var unit = (await tenants.FindMerchantByExternalId(transaction, score.Merchant))?.Unit;
        await transaction.Append(new TimelineEntry
        {
            Id = identifiers.New(), Kind = score.Badge ? "shop.badge-granted" : "shop.badge-lost", At = row.At, RecordedAt = machine.Now, AuthorParty = "system", Unit = unit,
            Data = Json.Write(new { merchant = score.Merchant, badge = Name, night = ShopDays.Text(night), revision, because, total = score.Total }),
        });
    }
}
