using Patella.Platform.Storage;
using Patella.Service.Edge;
using Patella.Service.Orders;
using Patella.Service.Scorecards.Counting;
using Patella.Service.Scorecards.Nights;
using Patella.Service.Scorecards.Reading;
using Patella.Service.Scorecards.Scoring;
using Patella.Service.Tenants;
using Patella.Tests.Platform;
using Patella.Tests.Service.Orders;
using static Patella.Tests.Scorecards.ScorecardsWorld;

namespace Patella.Tests.Scorecards;

/// <summary>Random histories told late, doubled, out of order and corrected: what was rolled up is what a recount of the raw events gives, bit for bit, and so are the scores.</summary>
public class ScoreHistoryTests
{
    private const int Shops = 6;

    [Theory, OnSqlite, OnPostgres]
    public async Task Rolled_up_and_recomputed_scores_are_equal_bit_for_bit(StoreKind kind)
    {
        var histories = int.Parse(Environment.GetEnvironmentVariable("PATELLA_SCORE_HISTORIES") ?? "2", System.Globalization.CultureInfo.InvariantCulture);
        for (var seed = 1; seed <= histories; seed++)
        {
            await Play(kind, seed);
        }
    }

    private static async Task Play(StoreKind kind, int seed)
    {
        var random = new Random(seed);
        await using var world = await Create(kind);
        for (var shop = 0; shop < Shops; shop++)
        {
            await world.Shop($"m-{shop}", shop % 2 == 0 ? "tea" : "cups");
        }

        var told = Enumerable.Range(0, 150).SelectMany(number => Order(random, number)).Concat(Enumerable.Range(0, 60).SelectMany(number => Asked($"q{number}", random.NextDouble() * 6, random.Next(3) == 0 ? null : random.Next(1, 400), $"m-{random.Next(Shops)}"))).ToList();
        told.AddRange([.. told.Where(_ => random.Next(12) == 0).Select(one => Corrected(one, random.NextDouble() * 8_000))]);
        told.AddRange([.. told.Where(_ => random.Next(8) == 0)]);
        var mixed = told.OrderBy(_ => random.Next()).ToList();
        for (var at = 0; at < mixed.Count;)
        {
            var some = mixed.Skip(at).Take(random.Next(1, 80)).ToList();
            at += some.Count;
            await world.Send(some);
            if (random.Next(4) == 0)
            {
                await world.Helped($"case-{at}", random.NextDouble() * 5, $"m-{random.Next(Shops)}");
            }

            await world.Follow(() => random.Next(1, 60), () => random.Next(10) == 0);
            if (at > mixed.Count / 2 && random.Next(5) == 0)
            {
                await world.Night(8 + (at * 4.0 / mixed.Count));
            }
        }

        await world.Night(20);
        await Compare(world, seed);
    }

    private static async Task Compare(ScorecardsWorld world, int seed)
    {
        var services = world.World;
        var kept = new List<string>();
        var anew = new List<ShopSums>();
        var (night, table, days) = await services.Read(async reader => ((await NightRun.Earlier(reader, long.MaxValue))!, await services.Get<ScoreTables>().Score(reader, services.Now), ShopDays.Of(await services.Get<TenantStore>().Profile(reader))));
        var sums = new Dictionary<(string, long), long[]>();
        for (var shop = 0; shop < Shops; shop++)
        {
            var id = $"m-{shop}";
            var (facts, _) = await services.Read(reader => services.Get<Proof>().Facts(reader, id, days));
            foreach (var fact in facts)
            {
                sums.TryAdd((id, fact.Day), new long[DaySums.Count]);
                fact.AddTo(sums[(id, fact.Day)], 1);
            }

            anew.Add(new ShopSums(id, shop % 2 == 0 ? "tea" : "cups", Proof.Window(facts, night)));
        }

        Assert.Equal(sums.Where(pair => pair.Value.Any(sum => sum != 0)).Select(pair => $"{pair.Key.Item1} {pair.Key.Item2} = {string.Join(' ', pair.Value)}").Order(StringComparer.Ordinal), await world.Sums());
        var (scores, _) = NightScorer.Score(anew, table, _ => null);
        foreach (var score in scores)
        {
            var row = (await services.Read(reader => reader.One<ScoreRow>(FactStore.Sql["FindScore"], new { night.Night, merchant = score.Merchant, asOf = long.MaxValue })))!;
            Assert.Equal((seed, score.Merchant, ScoreRow.Write(score.Figures), score.Total), (seed, row.Merchant, row.Figures, row.Total));
        }
    }

    private static IEnumerable<object> Order(Random random, int number)
    {
        var (name, shop, day) = ($"O{number}", $"m-{random.Next(Shops)}", random.NextDouble() * 5);
        foreach (var one in Bought(name, day, random.Next(5) == 0 ? null : random.NextDouble() * 80, shop, $"c-{random.Next(8)}"))
        {
            yield return one;
        }

        if (random.Next(3) == 0)
        {
            yield return Rated(name, day + random.NextDouble(), random.Next(1, 6), random.Next(1, 6), random.Next(1, 6));
        }

        if (random.Next(3) == 0)
        {
            var minute = (day * 1_440) + random.Next(6_000);
            yield return OrdersWorld.Refund("created", name, minute);
            foreach (var kind in new[] { "seller-agreed", "seller-refused", "goods-returned", "succeeded", "closed" }.Where(_ => random.Next(2) == 0))
            {
                yield return OrdersWorld.Refund(kind, name, minute += random.Next(1_000));
            }

            if (random.Next(3) == 0)
            {
                yield return Judged(name, (minute / 1_440) + 0.1, LiableParty(random));
            }
        }
    }

    private static string LiableParty(Random random) => Patella.Service.Orders.Mirror.LiableParties.All[random.Next(Patella.Service.Orders.Mirror.LiableParties.All.Count)];
}
