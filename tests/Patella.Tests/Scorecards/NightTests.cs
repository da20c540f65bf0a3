using Patella.Platform.Storage;
using Patella.Service.Edge;
using Patella.Service.Orders;
using Patella.Service.Scorecards;
using Patella.Service.Scorecards.Reading;
using Patella.Service.Tenants;
using Patella.Tests.Platform;
using Patella.Tests.Service.Orders;
using static Patella.Tests.Scorecards.ScorecardsWorld;

namespace Patella.Tests.Scorecards;

/// <summary>Nights, revisions and the badge.</summary>
public class NightTests
{
    /// <summary>Ten shops of one category with thirty orders each; the later the shop's number, the later its parcels leave.</summary>
    private static async Task<ScorecardsWorld> TenShops(StoreKind kind)
    {
        var world = await Create(kind);
        for (var shop = 1; shop <= 10; shop++)
        {
            await world.Shop($"m-{shop}");
            await world.Send([.. Enumerable.Range(1, 30).SelectMany(order => Bought($"{shop}-{order}", order * 0.1, 10 + shop, $"m-{shop}"))]);
        }

        await world.Follow();
        return world;
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_shops_place_among_its_category_gives_points_and_too_little_data_is_said(StoreKind kind)
    {
        await using var world = await TenShops(kind);
        await world.Shop("m-small");
        await world.Send(Bought("small", 1, 1, "m-small"));
        await world.Follow();
        Assert.Equal(("done", 11L, 10L), await world.Night(6) is var night ? (night.State, night.Shops, night.Scored) : default);
        var expected = new[] { 5, 5, 4, 4, 4, 3, 3, 3, 2, 2 };
        for (var shop = 1; shop <= 10; shop++)
        {
            var shipping = Of(await world.Card($"m-{shop}"), "shipping");
            Assert.Equal((expected[shop - 1], shop, 10L, 30L, true), ((int)shipping.Points, (int)shipping.Rank!, shipping.Of, shipping.Base, shipping.Enough));
            Assert.Equal(expected[shop - 1] < 4, shipping.Advice is not null);
        }

        // All ten are equally prompt: they share the first place. What has no data is neutral, and said.
        var card = await world.Card("m-10");
        Assert.Equal((1L, 100.0, 5L), (Of(card, "prompt").Rank, Of(card, "prompt").Percentile, Of(card, "prompt").Points));
        Assert.Equal((false, 3L, (long?)null), (Of(card, "reply").Enough, Of(card, "reply").Points, Of(card, "reply").Rank));
        // 20 * 3 + 12.5 * 5 + 12.5 * 2 + 20 * 3 + 10 * 5 + 10 * 5 + 15 * 3, by 100.
        Assert.Equal((3.525, "lighthouse-score:0"), (card.Total!.Value, card.Policy));
        Assert.Null((await world.Card("m-small")).Total);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_corrected_event_gives_the_published_night_a_revision_with_the_reason_and_keeps_the_old_one(StoreKind kind)
    {
        await using var world = await TenShops(kind);
        await world.Night(6);
        var before = await world.Card("m-1");
        var other = await world.Card("m-2");
        var late = Bought("1-1", 0.1, 11).Last();
        await world.Send(Corrected(late, (0.1 * 1_440) + (80 * 60)));
        await world.Follow();
        while (await world.Work())
        {
        }

        var after = await world.Card("m-1");
        Assert.Equal((1L, 2L, "corrected"), (before.Revision, after.Revision, after.Because));
        Assert.True(Of(after, "shipping").Value > Of(before, "shipping").Value);
        Assert.Equal((long?)3, Of(after, "shipping").Rank);
        var desk = world.World.Get<ScorecardDesk>();
        Assert.Equal([(2L, "corrected"), (1L, "night")], (await desk.Nights(world.Supervisor, "m-1", null)).Value.Items.Select(line => (line.Revision, line.Because)));
        Assert.Equal(Json.Write(other), Json.Write(await world.Card("m-2")));
        var corrections = (await desk.Corrections(world.Supervisor, "m-1", null, null)).Value.Items;
        Assert.Equal(["prompt", "shipping"], corrections.Select(one => one.Indicator).Order());
        var correction = corrections.Single(one => one.Indicator == "shipping");
        Assert.Equal(("corrected", "1-1", 11 * 3_600L, 80 * 3_600L, (long?)2), (correction.Kind, correction.OrderNumber, correction.Before!.Value, correction.After!.Value, correction.Revision));

        // Told again, nothing changes; and a raw recount comes to the same.
        await world.Send(Corrected(late, (0.1 * 1_440) + (80 * 60)));
        await world.Follow();
        Assert.False(await world.Work());
        var proof = (await world.World.Get<Proof>().Of(world.Supervisor, "m-1", null)).Value;
        Assert.True(proof.Equal, string.Join(", ", proof.Lines.Where(line => line.Kept != line.Anew)));
        Assert.Equal((30L, true), (proof.Orders, proof.Complete));
    }

    /// <summary>Forty orders with a question, a rating and a refund each.</summary>
    private static IEnumerable<object> Sold(string shop, double day, double hours, double answerSeconds, double refundMinutes) => Enumerable.Range(0, 40).SelectMany(number =>
    {
        var (order, at) = ($"{shop}-{day}-{number}", day + (number * 0.02));
        return Bought(order, at, hours, shop, $"{shop}-c{number}").Concat(Asked("q-" + order, day + (number * 0.001), answerSeconds, shop)).Append(Rated(order, at + 1, 5))
            .Append(OrdersWorld.Refund("created", order, (at * 1_440) + 1_600)).Append(OrdersWorld.Refund("succeeded", order, (at * 1_440) + 1_600 + refundMinutes));
    });

    [Theory, OnSqlite, OnPostgres]
    public async Task The_badge_is_granted_after_two_good_nights_lost_with_the_reason_and_given_back_by_a_correction(StoreKind kind)
    {
        await using var world = await Create(kind);
        await world.Shop("m-1");
        await world.Send(Sold("m-1", 0, 10, 60, 30));
        await world.Follow();
        var (tenants, desk) = (world.World.Get<TenantStore>(), world.World.Get<ScorecardDesk>());
        async Task<string?> Badge() => (await world.World.Read(reader => tenants.Badges(reader, ["m-1"]))).GetValueOrDefault("m-1");
        async Task<IReadOnlyList<(string, string, string)>> History() => [.. (await desk.Badges(world.Supervisor, "m-1")).Value.Items.Select(one => (one.What, one.Because, string.Join(' ', one.Fell.Select(fell => fell.Key))))];
        await world.Night(12);
        Assert.Equal((5.0, null), ((await world.Card()).Total, await Badge()));
        await world.Night(13);
        Assert.Equal("lighthouse", await Badge());
        Assert.Equal([("granted", "two-nights", "")], await History());

        // Another shop of the category does better in three figures.
        await world.Shop("m-2");
        await world.Send(Sold("m-2", 4, 5, 10, 10));
        await world.Follow();
        await world.Night(14);
        Assert.Null(await Badge());
        Assert.Equal([("lost", "below", "shipping refund"), ("granted", "two-nights", "")], await History());
        var card = await world.World.Read(async reader => await world.World.Get<OrderCards>().Of(reader, (await world.World.Order("m-1-0-0") ?? throw new InvalidOperationException("no order")), "en"));
        Assert.Null(card.Merchant.Badge);
        Assert.Equal(["shop.badge-granted", "shop.badge-lost"], (await world.World.Timeline()).Where(entry => entry.Kind.StartsWith("shop.", StringComparison.Ordinal)).Select(entry => entry.Kind));
        Assert.Equal(["granted", "lost"], (await desk.Feed(world.Supervisor, null, null)).Value.Items.Select(one => one.What));

        // The parcels of the first shop had been collected after four hours: told wrongly, and corrected.
        await world.Send(Sold("m-1", 0, 10, 60, 30).Where(one => Json.Write(one).Contains("picked-up", StringComparison.Ordinal)).Select((one, number) => Corrected(one, (number * 0.02 * 1_440) + 240)));
        await world.Follow();
        while (await world.Work())
        {
        }

        Assert.Equal("lighthouse", await Badge());
        Assert.Equal(("granted", "corrected", 2L), (await desk.Badges(world.Supervisor, "m-1")).Value.Items[0] is var back ? (back.What, back.Because, back.Revision) : default);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_promotion_lists_each_clause_with_value_and_threshold_and_stays_as_it_was_at_the_cut_off(StoreKind kind)
    {
        await using var world = await TenShops(kind);
        for (var order = 1; order <= 5; order++)
        {
            await world.Send(OrdersWorld.Refund("created", $"10-{order}", 2_000), Judged($"10-{order}", 3, "merchant"));
        }

        await world.Follow();
        await world.Night(6);
        var (promotions, admin) = (world.World.Get<Promotions>(), world.World.Staff(Permission.Administer));
        var cutOff = Patella.Platform.Clocks.Microseconds.ToTime(world.World.Now).AddHours(1);
        Assert.Null((await promotions.Save(admin, new PromotionRequest("double-12", "Double 12", cutOff))).Problem);
        Assert.Equal("promotion-taken", (await promotions.Save(admin, new PromotionRequest("double-12", "Another", cutOff))).Problem!.Code);
        var before = (await promotions.Eligibility(admin, "double-12", "m-10")).Value;
        Assert.Equal((false, false), (before.Eligible, before.Frozen));
        Assert.Equal(["disputes"], before.Clauses.Where(clause => !clause.Met).Select(clause => clause.Clause));
        var rulings = before.Clauses.Single(clause => clause.Clause == "disputes");
        Assert.Equal((5 / 30.0, 25 / 300.0), (rulings.Value!.Value, rulings.Threshold!.Value), (one, other) => Math.Abs(one.Item1 - other.Item1) < 1e-5 && Math.Abs(one.Item2 - other.Item2) < 1e-5);

        // After the cut-off four of the rulings are corrected. The score changes; the answer does not.
        world.World.Clock.Now += TimeSpan.FromHours(2);
        await world.Send([.. Enumerable.Range(1, 4).Select(order => Corrected(Judged($"10-{order}", 3, "carrier"), 3 * 1_440))]);
        await world.Follow();
        while (await world.Work())
        {
        }

        Assert.Equal((2L, 1L), ((await world.Card("m-10")).Revision, Of(await world.Card("m-10"), "dispute").Count));
        var after = (await promotions.Eligibility(admin, "double-12", "m-10")).Value;
        Assert.True(after.Frozen);
        Assert.Equal(Json.Write(before with { Frozen = true }), Json.Write(after));
        Assert.Equal("not-found", (await promotions.Eligibility(world.World.Staff(Permission.RunShop, "m-1"), "double-12", "m-10")).Problem!.Code);
    }
}
