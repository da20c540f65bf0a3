using Microsoft.Extensions.DependencyInjection;
using Patella.Platform.Clocks;
using Patella.Platform.Storage;
using Patella.Service.Standards;
using Patella.Tests.Platform;
using static Patella.Tests.Service.Standards.StandardsWorld;

namespace Patella.Tests.Service.Standards;

/// <summary>The report of the standards from sums beside a count of all clocks, whatever has been counted when.</summary>
public class ClockSumTests
{
    private static readonly string[] Units = ["market", "travel", "food"];

    [Theory, OnSqlite(1), OnSqlite(2), OnPostgres(3)]
    public async Task The_report_of_any_span_is_that_of_its_clocks_however_much_of_them_is_in_the_sums(StoreKind kind, int seed)
    {
        await using var world = await World(kind);
        var random = new Random(seed);
        for (var round = 0; round < 12; round++)
        {
            await Live(world, random, round);
            await Compare(world, random, $"seed {seed}, round {round}");
            if (random.Next(3) > 0)
            {
                await Count(world, random);
                await Compare(world, random, $"seed {seed}, round {round}, counted");
            }
        }

        await Count(world, random);
        Assert.Equal(0, await world.World.Read(reader => reader.One<long>("select count(*) from standard_clock where tenant = @tenant and counted = 0 and ended_at is not null")));
        var sums = await Sums(world);
        Assert.NotEmpty(sums);
        await world.Do(ClockSums.Forget);
        Assert.Empty(await Sums(world));
        await Compare(world, random, $"seed {seed}, forgotten");
        await Count(world, random);
        Assert.Equal(sums, await Sums(world));
    }

    [Fact]
    public void A_rank_among_waits_is_the_exact_one_told_to_its_step()
    {
        var random = new Random(8);
        for (var time = 0; time < 200; time++)
        {
            var waits = Enumerable.Range(0, random.Next(1, 60)).Select(_ => (long)Math.Pow(10, 4 + (random.NextDouble() * 9))).Order().ToList();
            var (one, other, text) = (new Waits(), new Waits(), new Waits());
            foreach (var wait in waits)
            {
                (random.Next(2) == 0 ? one : other).Add(Waits.Kept(wait));
            }

            text.AddText(one.ToString());
            text.Add(other);
            foreach (var percent in new[] { 1, 50, 90, 100 })
            {
                var exact = waits[(int)(((waits.Count * percent) + 99) / 100) - 1];
                Assert.Equal(Waits.Kept(exact), text.Rank(percent));
                Assert.InRange(Math.Abs((Waits.Kept(exact) * 1.0) - (exact / 1e6)), 0, Math.Max(0.5, exact / 1e6 * 0.0101));
            }
        }

        Assert.Null(new Waits().Rank(50));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_number_of_the_report_opens_to_as_many_clocks_in_order_and_in_pages(StoreKind kind)
    {
        await using var world = await World(kind);
        var random = new Random(4);
        for (var round = 0; round < 6; round++)
        {
            await Live(world, random, round);
        }

        await Count(world, random);
        await Live(world, random, 6);
        var (from, until) = (world.Now - (40 * 24 * Hour), world.Now);
        var report = await world.World.Read(reader => world.World.Get<StandardReport>().Read(reader, from, until, null));
        foreach (var line in report.Lines)
        {
            foreach (var (outcome, number) in new[] { (null, line.Started), ("met", line.Met), ("breached", line.Breached), ("cancelled", line.Cancelled), ("open", line.Open), ("at-risk", line.AtRisk) })
            {
                Assert.Equal((line.Unit, line.Measure, outcome, number), (line.Unit, line.Measure, outcome, await Behind(world, from, until, line.Unit, line.Measure, outcome, line.Clause)));
            }
        }

        Assert.Equal(report.Lines.Where(line => line.Unit == "travel").Sum(line => line.Breached), await Behind(world, from, until, "travel", null, "breached"));
        Assert.Equal(report.Lines.Sum(line => line.Started), await Behind(world, from, until, null, null, null));
    }

    private static async Task<long> Behind(StandardsWorld world, long from, long until, string? unit, string? measure, string? outcome, string? clause = null)
    {
        var (list, seen, after) = (world.World.Get<ListClocks>(), new List<ClockView>(), (string?)null);
        do
        {
            var page = await list.Run(world.World.Staff(), new ClockFilter(unit, measure, clause, outcome, null, null, Microseconds.ToTime(from), Microseconds.ToTime(until), after, 7));
            Assert.Null(page.Problem?.Detail);
            seen.AddRange(page.Value.Items);
            after = page.Value.Next;
        }
        while (after is not null);
        Assert.Equal(seen.OrderByDescending(clock => clock.StartedAt).ThenByDescending(clock => clock.Id, StringComparer.Ordinal).Select(clock => clock.Id), seen.Select(clock => clock.Id));
        return seen.Select(clock => clock.Id).Distinct().LongCount();
    }

    /// <summary>Some days in which clocks begin, stop, move, are answered, cancelled, broken or forgotten.</summary>
    private static async Task Live(StandardsWorld world, Random random, int round)
    {
        for (var step = 0; step < 25; step++)
        {
            world.Pass(random.NextInt64(8 * Hour));
            var (subject, unit, at) = (ClockSubject.Case($"{random.Next(round + 1)}-{random.Next(20)}"), Units[random.Next(Units.Length)], world.Now);
            await world.Do(transaction => random.Next(8) switch
            {
                0 or 1 => world.Clocks.Start(transaction, subject, Measures.Resolution, new ClockScope(unit, Case: subject.Id), at),
                2 => world.Clocks.StartPromise(transaction, subject, at + random.NextInt64(20 * Hour), new ClockScope(unit, Case: subject.Id), at),
                3 => world.Clocks.Pause(transaction, subject, "waiting-for-consumer", at),
                4 => world.Clocks.Resume(transaction, subject, at),
                5 => world.Clocks.Move(transaction, subject, unit, at),
                6 => world.Clocks.Finish(transaction, subject, at),
                _ => world.Clocks.Meet(transaction, subject, Measures.Promise, at),
            });
            if (random.Next(4) == 0)
            {
                await world.FireTimers();
            }
        }
    }

    /// <summary>Counts what has ended; now and then it dies before the commit.</summary>
    private static async Task Count(StandardsWorld world, Random random)
    {
        if (random.Next(2) == 0)
        {
            await Assert.ThrowsAsync<InvalidOperationException>(() => world.Do(async transaction =>
            {
                await ClockSums.Count(transaction);
                throw new InvalidOperationException("died before the commit");
            }));
        }

        while (await world.World.Write(ClockSums.Count) > 0)
        {
        }
    }

    private static async Task Compare(StandardsWorld world, Random random, string name)
    {
        var clocks = await world.World.Read(reader => reader.Many<CountedClock>("select * from standard_clock where tenant = @tenant"));
        for (var question = 0; question < 6; question++)
        {
            var until = world.Now - random.NextInt64(10 * 24 * Hour) + Hour;
            var (from, unit) = (until - random.NextInt64(random.Next(2) == 0 ? 3 * Hour : 60 * 24 * Hour), random.Next(3) == 0 ? "travel" : null);
            var found = await world.World.Read(reader => ClockCount.Of(reader, from, until, unit, world.Now));
            var expected = new Dictionary<(string, string, string), ClockSum>();
            foreach (var clock in clocks.Where(clock => clock.StartedAt >= from && clock.StartedAt < until && (unit ?? clock.Unit) == clock.Unit))
            {
                var key = (clock.Unit, clock.Measure, clock.Clause ?? "");
                (expected.TryGetValue(key, out var sum) ? sum : expected[key] = new ClockSum()).Add(clock, world.Now);
            }

            Assert.True(Texts(expected).SequenceEqual(Texts(found)), $"{name}: expected{Environment.NewLine}{string.Join(Environment.NewLine, Texts(expected))}{Environment.NewLine}found{Environment.NewLine}{string.Join(Environment.NewLine, Texts(found))}");
        }
    }

    private static IEnumerable<string> Texts(Dictionary<(string, string, string), ClockSum> sums)
        => sums.Select(pair => $"{pair.Key}: {pair.Value.Started} {pair.Value.Met} {pair.Value.Breached} {pair.Value.Cancelled} {pair.Value.Open} {pair.Value.AtRisk} {pair.Value.Paused} {pair.Value.Waits}").Order(StringComparer.Ordinal);

    private static Task<IReadOnlyList<string>> Sums(StandardsWorld world) => world.World.Read(reader => reader.Many<string>(
        "select grain || ' ' || slot || ' ' || unit || ' ' || measure || ' ' || clause || ' ' || started || ' ' || met || ' ' || breached || ' ' || cancelled || ' ' || paused || ' ' || waits from standard_sum where tenant = @tenant order by 1"));

    private static async Task<StandardsWorld> World(StoreKind kind)
    {
        var world = await Create(kind);
        await world.With("base", Measures.Resolution, 600);
        return await world.With("travel", Measures.Resolution, 90, "travel");
    }
}
