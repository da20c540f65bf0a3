using Patella.Platform.Clocks;
using Patella.Platform.Storage;
using Patella.Service.Edge;
using Patella.Service.Orders;
using Patella.Service.Scorecards.Counting;
using Patella.Service.Scorecards.Nights;
using Patella.Service.Scorecards.Scoring;
using Patella.Service.Tenants;

namespace Patella.Service.Scorecards.Reading;

/// <summary>Scores for those who may look: staff at every shop, a shop's people at their own.</summary>
internal sealed class ScorecardDesk(IStore store, TenantStore tenants, OrderMirror orders)
{
    public const Permission Lookers = Permission.Supervise | Permission.Observe | Permission.OwnRules | Permission.OwnUnit | Permission.Administer;

    /// <summary>Stands for the caller's own shop.</summary>
    private const string Mine = "mine";

    public Task<Outcome<ScorecardView>> Card(Caller caller, string shop, string? night) => Of(caller, shop, async (reader, merchant) =>
    {
        if (await Night(reader, night) is not { Succeeded: true } found)
        {
            return Problem.NotFound("The night");
        }

        var row = await reader.One<ScoreRow>(FactStore.Sql["FindScore"], new { found.Value.Night, Merchant = merchant.ExternalId, asOf = long.MaxValue });
        var before = await NightRun.Earlier(reader, found.Value.Night);
        var earlier = before is null ? null : await reader.One<ScoreRow>(FactStore.Sql["FindScore"], new { before.Night, Merchant = merchant.ExternalId, asOf = long.MaxValue });
        return row is null ? (Outcome<ScorecardView>)Problem.NotFound("The score") : ScoreViews.Card(row, found.Value, merchant, earlier?.Total, caller.Language);
    });

    public Task<Outcome<Page<ScoreLineView>>> Nights(Caller caller, string shop, int? limit) => Of(caller, shop, async (reader, merchant) =>
    {
        var rows = await reader.Many<ScoreRow>(FactStore.Sql["ScoresOf"], new { Merchant = merchant.ExternalId, night = long.MaxValue, limit = Paging.Limit(limit) });
        return (Outcome<Page<ScoreLineView>>)new Page<ScoreLineView>([.. rows.Select(row => ScoreViews.Line(row, caller.Language))]);
    });

    public Task<Outcome<Page<BehindView>>> Behind(Caller caller, string shop, string? indicator, string? night, string? after, int? limit)
    {
        var keys = Indicators.All.Select(one => one.Key).ToList();
        if (!Paging.TryRead(after, out var sort, out var cursorId) || !keys.Contains(indicator ?? ""))
        {
            return Task.FromResult((Outcome<Page<BehindView>>)(keys.Contains(indicator ?? "") ? Problem.Invalid("after", "Must be the 'next' of an earlier page.") : Problem.Invalid("indicator", $"Must be the key of an indicator: {string.Join(", ", keys)}.")));
        }

        return Of(caller, shop, async (reader, merchant) =>
        {
            if (await Night(reader, night) is not { Succeeded: true } found)
            {
                return Problem.NotFound("The night");
            }

            var one = Indicators.All[Indicators.IndexOf(indicator!)];
            var from = one.IsOfRatings ? found.Value.UntilDay - Indicators.RatingsWindow + 1 : found.Value.FromDay;
            var facts = await reader.Many<ScoreFact>(FactStore.Sql["Behind"], new { merchant = merchant.ExternalId, measures = one.Measures, from, until = found.Value.UntilDay, sort, cursorId, limit = Paging.Limit(limit) });
            var numbers = await Numbers(reader, facts.Select(fact => fact.OrderRef));
            return (Outcome<Page<BehindView>>)new Page<BehindView>(
                [.. facts.Select(fact => ScoreViews.Behind(fact, one, fact.OrderRef is null ? null : numbers.GetValueOrDefault(fact.OrderRef), caller.Language))],
                facts.Count == Paging.Limit(limit) ? Paging.Cursor(facts[^1].At, facts[^1].Owner) : null);
        });
    }

    public Task<Outcome<Page<BadgeChangeView>>> Badges(Caller caller, string shop) => Of(caller, shop, async (reader, merchant) =>
        (Outcome<Page<BadgeChangeView>>)new Page<BadgeChangeView>([.. (await reader.Many<BadgeRow>(FactStore.Sql["BadgesOf"], new { merchant = merchant.ExternalId })).Select(row => ScoreViews.Badge(row, caller.Language))]));

    public Task<Outcome<Page<CorrectionView>>> Corrections(Caller caller, string shop, string? after, int? limit)
        => !Paging.TryRead(after, out var sort, out var cursorId) ? Task.FromResult((Outcome<Page<CorrectionView>>)Problem.Invalid("after", "Must be the 'next' of an earlier page.")) : Of(caller, shop, async (reader, merchant) =>
        {
            var rows = await reader.Many<CorrectionRow>(FactStore.Sql["CorrectionsOf"], new { merchant = merchant.ExternalId, sort, cursorId, limit = Paging.Limit(limit) });
            var numbers = await Numbers(reader, rows.Select(row => row.OrderRef));
            return (Outcome<Page<CorrectionView>>)new Page<CorrectionView>(
                [.. rows.Select(row => ScoreViews.Correction(row, row.OrderRef is null ? null : numbers.GetValueOrDefault(row.OrderRef), caller.Language))],
                rows.Count == Paging.Limit(limit) ? Paging.Cursor(rows[^1].At, rows[^1].Id) : null);
        });

    /// <summary>The shops of the newest night, or of one that is named.</summary>
    public Task<Outcome<Page<ScoreListView>>> List(Caller caller, string? category, string? night, string? after, int? limit) => store.Read(caller.Tenant, async Task<Outcome<Page<ScoreListView>>> (reader) =>
    {
        if (await Night(reader, night) is not { Succeeded: true } found)
        {
            return new Page<ScoreListView>([]);
        }

        var rows = await reader.Many<ScoreRow>(FactStore.Sql["ScoresOfNight"], new { found.Value.Night, after = after ?? "", category, limit = Paging.Limit(limit) });
        return new Page<ScoreListView>([.. rows.Select(ScoreViews.Listed)], rows.Count == Paging.Limit(limit) ? rows[^1].Merchant : null);
    });

    /// <summary>Badges granted and lost since a moment, oldest first: for the shop front. The cursor never ends.</summary>
    public async Task<Outcome<Page<BadgeChangeView>>> Feed(Caller caller, string? after, int? limit)
    {
        var (sort, cursorId) = (-1L, "");
        if (after is not null && !Paging.TryRead(after, out sort, out cursorId))
        {
            return Problem.Invalid("after", "Must be the 'next' of an earlier page.");
        }

        var rows = await store.Read(caller.Tenant, reader => reader.Many<BadgeRow>(FactStore.Sql["BadgeFeed"], new { sort, cursorId, limit = Paging.Limit(limit) }));
        return new Page<BadgeChangeView>([.. rows.Select(row => ScoreViews.Badge(row, caller.Language))], rows.Count > 0 ? Paging.Cursor(rows[^1].At, rows[^1].Id) : after);
    }

    /// <summary>The shop that is meant, when the caller may see it.</summary>
    public async Task<Merchant?> Find(IReader reader, Caller caller, string shop)
    {
        var id = shop == Mine ? caller.Merchant : shop;
        var found = id is null ? null : await tenants.FindMerchantByExternalId(reader, id) ?? await tenants.FindMerchant(reader, id);
        return found is not null && (caller.Has(Lookers) || caller.Merchant == found.ExternalId || caller.Merchant == found.Id) ? found : null;
    }

    public Task<Outcome<T>> Of<T>(Caller caller, string shop, Func<IReader, Merchant, Task<Outcome<T>>> read) => store.Read(caller.Tenant, async reader =>
        await Find(reader, caller, shop) is { } merchant ? await read(reader, merchant) : (Outcome<T>)Problem.NotFound("The shop"));

    /// <summary>The newest night that is published, or a named one.</summary>
    public static async Task<Outcome<NightRow>> Night(IReader reader, string? night)
    {
        if (night is null)
        {
            return await NightRun.Earlier(reader, long.MaxValue) is { } newest ? newest : Problem.NotFound("The night");
        }

        return DayOf(night) is { } day && await reader.One<NightRow>(FactStore.Sql["FindNight"], new { night = day }) is { State: "published" or "done" } row ? row : Problem.NotFound("The night");
    }

    public static long? DayOf(string? text)
        => DateOnly.TryParseExact(text, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.None, out var day) ? day.DayNumber : null;

    private async Task<Dictionary<string, string>> Numbers(IReader reader, IEnumerable<string?> ids)
        => (await orders.FindMany(reader, [.. ids.OfType<string>().Distinct()])).ToDictionary(order => order.Id, order => order.Number);
}
