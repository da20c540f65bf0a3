using Patella.Platform.Storage;
using Patella.Platform.Timeline;
using Patella.Service.Edge;
using Patella.Service.Orders;
using Patella.Service.Scorecards.Counting;
using Patella.Service.Scorecards.Nights;
using Patella.Service.Scorecards.Scoring;
using Patella.Service.Tenants;

namespace Patella.Service.Scorecards.Reading;

/// <summary>Makes a shop's sums anew from the raw events, past everything that is kept in between, and puts them beside the kept ones.</summary>
internal sealed class Proof(ScorecardDesk desk, OrderMirror orders, TenantStore tenants)
{
    /// <summary>Orders looked at in one call.</summary>
    public const int MostOrders = 5_000;

    private const int PageRows = 200;

    public Task<Outcome<ProofView>> Of(Caller caller, string shop, string? night) => desk.Of(caller, shop, async (reader, merchant) =>
    {
        if (await ScorecardDesk.Night(reader, night) is not { Succeeded: true } found)
        {
            return Problem.NotFound("The night");
        }

        var days = ShopDays.Of(await tenants.Profile(reader));
        var (facts, count) = await Facts(reader, merchant.ExternalId, days);
        var anew = Window(facts, found.Value);
        var kept = (await SumReader.Of(reader, found.Value, merchant.ExternalId, "")).Sums;
        return (Outcome<ProofView>)new ProofView(
            merchant.ExternalId, ShopDays.Text(found.Value.Night), anew.SequenceEqual(kept), count < MostOrders, count, facts.Count, [.. DaySums.Columns.Select((column, index) => new ProofLine(column, kept[index], anew[index]))]);
    });

    /// <summary>Everything a shop's raw events count for.</summary>
    internal async Task<(IReadOnlyList<ScoreFact> Facts, long Orders)> Facts(IReader reader, string merchant, ShopDays days)
    {
        var (facts, count, sort, id) = (new List<ScoreFact>(), 0L, long.MaxValue, "~");
        for (var more = true; more && count < MostOrders;)
        {
            var page = await orders.OrdersOfShop(reader, merchant, PageRows, sort, id);
            facts.AddRange((await OrderMirror.FoldAnew(reader, page)).SelectMany(order => OrderCounts.Of(order, days)));
            (more, count) = (page.Count == PageRows, count + page.Count);
            (sort, id) = page.Count > 0 ? (page[^1].PlacedAt, page[^1].Id) : (sort, id);
        }

        var ratings = facts.Where(fact => fact is { Measure: Measures.Rating, Person: not null }).GroupBy(fact => (fact.Merchant, fact.Person)).SelectMany(pair => RatingCap.Apply(pair, days)).ToList();
        facts = [.. facts.Where(fact => fact is not { Measure: Measures.Rating, Person: not null }), .. ratings];
        var owners = await reader.Many<string>("select distinct owner from score_fact where tenant = @tenant and merchant = @merchant and measure in @measures", new { merchant, measures = new[] { Measures.Round, Measures.Help } });
        facts.AddRange((await OrderMirror.Consults(reader, Ids(owners, "consult:"))).SelectMany(consult => OrderCounts.Of(consult, days)));
        facts.AddRange(await Cases(reader, Ids(owners, "case:"), days));
        return ([.. facts.Where(fact => fact.Merchant == merchant)], count);
    }

    internal static long[] Window(IEnumerable<ScoreFact> facts, NightRow night)
    {
        var sums = new long[DaySums.Count];
        foreach (var fact in facts)
        {
            var from = fact.Measure == Measures.Rating ? night.UntilDay - Indicators.RatingsWindow + 1 : night.FromDay;
            if (fact.Day >= from && fact.Day <= night.UntilDay)
            {
                fact.AddTo(sums, 1);
            }
        }

        return sums;
    }

    private static List<string> Ids(IReadOnlyList<string> owners, string prefix) => [.. owners.Where(owner => owner.StartsWith(prefix, StringComparison.Ordinal)).Select(owner => owner[prefix.Length..])];

    private static async Task<IReadOnlyList<ScoreFact>> Cases(IReader reader, IReadOnlyList<string> ids, ShopDays days)
    {
        var facts = new Dictionary<string, ScoreFact>();
        foreach (var some in ids.Chunk(PageRows))
        {
            foreach (var entry in await reader.Many<TimelineEntry>("select * from timeline where tenant = @tenant and case_ref in @ids and kind in ('case.opened', 'case.merged', 'case.parted') order by position", new { ids = some }))
            {
                var owner = "case:" + entry.CaseRef;
                if (CaseCounts.Apply(facts.GetValueOrDefault(owner), owner, entry, days) is { } fact)
                {
                    facts[owner] = fact;
                }
            }
        }

        return [.. facts.Values];
    }
}
