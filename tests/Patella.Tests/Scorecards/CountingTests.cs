using Patella.Platform.Storage;
using Patella.Tests.Platform;
using Patella.Tests.Service.Orders;
using static Patella.Tests.Scorecards.ScorecardsWorld;

namespace Patella.Tests.Scorecards;

/// <summary>What counts for which figure, on which day.</summary>
public class CountingTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Each_figure_counts_what_its_definition_says(StoreKind kind)
    {
        await using var world = await Create(kind);
        await world.Shop("m-1");
        await world.Send([
            .. Bought("A", 0, 10), .. Bought("B", 0, 50), .. Bought("C", 0, null), .. Bought("D", 0, null), OrdersWorld.Event("order.closed", "D-closed", 600, new { order = new { number = "D" } }, "D"),
            .. Asked("q1", 0.01, 180), .. Asked("q2", 0.01, 181), .. Asked("q3", 0.01, null), .. Asked("q4", 0.01, 5, by: "bot"), .. Asked("q5", 0.7, 5),
            Rated("A", 1, 4, 3, 2),
        ]);
        await world.Helped("case-1", 0);
        await world.Follow();
        // The world begins at 08:00; q5 is asked at 00:48 the next day, when shops sleep.
        Assert.Equal(
        [
            $"m-1 {FirstDay} = 4 1 4 3 1 1 36000 0 0 1 0 0 0 0 0 0",
            $"m-1 {FirstDay + 1} = 0 0 0 0 0 0 0 0 0 0 0 0 1 4 3 2",
            $"m-1 {FirstDay + 2} = 0 0 0 0 0 1 180000 0 0 0 0 0 0 0 0 0",
        ], await world.Sums());
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_refund_takes_the_shops_own_time_and_a_ruling_counts_only_against_the_liable(StoreKind kind)
    {
        await using var world = await Create(kind);
        await world.Shop("m-1");
        await world.Send([
            // Money only: two hours.
            .. Bought("A", 0, 1), OrdersWorld.Refund("created", "A", 1_440), OrdersWorld.Refund("succeeded", "A", 1_560),
            // With goods: one hour until agreed and half an hour after they were back; the way between counts for nothing.
            .. Bought("B", 0, 1), OrdersWorld.Refund("created", "B", 1_440), OrdersWorld.Refund("seller-agreed", "B", 1_500), OrdersWorld.Refund("goods-returned", "B", 2_000), OrdersWorld.Refund("succeeded", "B", 2_030),
            // Closed after a refusal: until the refusal. Taken back without one: not at all. Before it was sent: not at all.
            .. Bought("C", 0, 1), OrdersWorld.Refund("created", "C", 1_440), OrdersWorld.Refund("seller-refused", "C", 1_450), OrdersWorld.Refund("closed", "C", 2_000),
            .. Bought("D", 0, 1), OrdersWorld.Refund("created", "D", 1_440), OrdersWorld.Refund("closed", "D", 1_500),
            .. Bought("E", 0, null), OrdersWorld.Refund("created", "E", 100), OrdersWorld.Refund("succeeded", "E", 200),
            // Decided by the platform: a ruling, no handling time.
            .. Bought("F", 0, 1), OrdersWorld.Refund("created", "F", 1_440), Judged("F", 1.1, "merchant"), OrdersWorld.Refund("succeeded", "F", 1_800),
            .. Bought("G", 0, 1), OrdersWorld.Refund("created", "G", 1_440), Judged("G", 1.1, "carrier"), OrdersWorld.Refund("succeeded", "G", 1_800),
        ]);
        await world.Follow();
        Assert.Contains($"m-1 {FirstDay + 1} = 0 0 0 0 0 0 0 3 {7_200 + 5_400 + 600} 0 1 2 0 0 0 0", await world.Sums());
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Of_one_customers_ratings_of_a_shop_the_first_three_of_a_month_count_whatever_came_first(StoreKind kind)
    {
        await using var world = await Create(kind);
        await world.Shop("m-1");
        await world.Send([.. Enumerable.Range(1, 5).SelectMany(day => Bought($"O{day}", 0, 1)), .. Bought("X", 0, 1, consumer: "c-2")]);
        foreach (var day in new[] { 5, 1, 4, 2, 3 })
        {
            await world.Send(Rated($"O{day}", day, day));
            await world.Follow();
        }

        await world.Send(Rated("X", 5, 5));
        await world.Follow();
        var rated = (await world.Sums()).Where(line => line.Split("= ")[1].Split(' ')[12] != "0").ToList();
        Assert.Equal([1, 2, 3, 5], rated.Select(line => int.Parse(line.Split("= ")[1].Split(' ')[13], System.Globalization.CultureInfo.InvariantCulture)));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Dates_that_cannot_be_are_refused_at_the_door_or_counted_as_nothing_and_said(StoreKind kind)
    {
        var refused = OrdersWorld.Read(new[] { OrdersWorld.Event("consult.answered", "q", 0, new { consult = new { id = "q", merchant = "m-1", by = "person", askedAt = "2026-11-11T08:00:01Z" } }) });
        Assert.Equal("/0/data/consult/askedAt", Assert.Single(refused.Problem!.Errors!).Pointer);
        Assert.Equal("/0/data/refund/liable", Assert.Single(OrdersWorld.Read(new[] { Judged("A", 0, "somebody") }).Problem!.Errors!).Pointer);
        Assert.Equal("/0/data/rating/goods", Assert.Single(OrdersWorld.Read(new[] { Rated("A", 0, 6) }).Problem!.Errors!).Pointer);

        await using var world = await Create(kind);
        await world.Shop("m-1");
        await world.Send(Bought("A", 1, -2));
        await world.Follow();
        Assert.Equal([$"m-1 {FirstDay + 1} = 0 0 1 0 0 0 0 0 0 0 0 0 0 0 0 0"], await world.Sums());
        await world.Night(5);
        var behind = await world.World.Get<Patella.Service.Scorecards.Reading.ScorecardDesk>().Behind(world.Supervisor, "m-1", "shipping", null, null, null);
        Assert.Equal(("left-before-paid", "collected before it was paid: the dates cannot be", "A"), (behind.Value.Items[0].Flaw, behind.Value.Items[0].FlawText, behind.Value.Items[0].OrderNumber));
    }
}
