using Microsoft.Extensions.Logging.Abstractions;
using Patella.Platform.Clocks;
using Patella.Platform.Identifiers;
using Patella.Platform.Storage;
using Xunit.Abstractions;

namespace Patella.Tests.Platform.Clocks;

public class BusinessTimeTests(ITestOutputHelper output)
{
    [Fact]
    public void It_runs_as_many_times_as_fast_as_its_rate_and_changes_without_a_jump()
    {
        var machine = new ManualTime();
        var clock = new BusinessTime(machine);
        var start = clock.Now;
        clock.Adopt(clock.WithRate(120));
        machine.Move(TimeSpan.FromSeconds(1));
        Assert.Equal(120 * Microseconds.PerSecond, clock.Now - start);
        clock.Adopt(clock.WithRate(0.5));
        Assert.Equal(120 * Microseconds.PerSecond, clock.Now - start);
        machine.Move(TimeSpan.FromSeconds(1));
        Assert.Equal(120_500_000, clock.Now - start);
        Assert.Equal(TimeSpan.FromSeconds(2), clock.ToMachine(TimeSpan.FromSeconds(1)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(10_001)]
    [InlineData(double.NaN)]
    public void A_rate_out_of_range_is_refused(double rate)
        => Assert.ThrowsAny<ArgumentException>(() => new BusinessTime(new ManualTime()).WithRate(rate));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void It_never_runs_backwards_whatever_happens_to_the_machines_clock_and_the_rate(int seed)
    {
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var machine = new ManualTime();
        var clock = new BusinessTime(machine);
        var newest = clock.Now;
        for (var step = 0; step < 2_000; step++)
        {
            switch (random.Next(4))
            {
                case 0:
                    clock.Adopt(clock.WithRate(Math.Pow(10, (random.NextDouble() * 6) - 2)));
                    break;
                case 1:
                    machine.Move(TimeSpan.FromSeconds(-random.NextDouble() * 3_600));
                    break;
                case 2:
                    clock.Adopt(clock.Anchor with { Business = clock.Anchor.Business - random.Next(1_000_000_000) });
                    break;
                default:
                    machine.Move(TimeSpan.FromSeconds(random.NextDouble() * 600));
                    break;
            }

            var now = clock.Now;
            Assert.True(now >= newest, $"step {step}: {now} after {newest}");
            newest = now;
        }
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_restart_goes_on_where_business_time_stood(StoreKind kind)
    {
        await using var fixture = await StoreFixture.Create(kind);
        await fixture.Store.Prepare(TenantId.System);
        var machine = new ManualTime();
        var first = new BusinessTime(machine);
        await using (var keeper = Keeper(fixture.First, first, machine))
        {
            await keeper.Start(rate: 120);
            machine.Move(TimeSpan.FromMinutes(1));
        }

        var stopped = first.Now;
        machine.Move(TimeSpan.FromHours(8));
        await fixture.Restart();
        var second = new BusinessTime(machine);
        await using var again = Keeper(fixture.First, second, machine);
        await again.Start();
        Assert.Equal(120, second.Rate);
        var slept = TimeSpan.FromMicroseconds(second.Now - stopped);
        Assert.Equal(kind == StoreKind.Sqlite ? 8 : 8 * 120, slept.TotalHours, 3);
    }

    [PostgresFact]
    public async Task A_change_of_rate_reaches_every_process()
    {
        await using var fixture = await StoreFixture.Create(StoreKind.Postgres);
        await fixture.Store.Prepare(TenantId.System);
        var other = await fixture.OpenAnother();
        var machine = new ManualTime();
        var (here, there) = (new BusinessTime(machine), new BusinessTime(machine));
        await using var first = Keeper(fixture.First, here, machine);
        await using var second = Keeper(other, there, machine);
        await Task.WhenAll(first.Start(), second.Start());
        Assert.Equal(here.Anchor, there.Anchor);
        machine.Move(TimeSpan.FromSeconds(10));
        await first.ChangeRate(60);
        await Waiting.Until(() => there.Rate == 60, "the other process adopts the rate");
        machine.Move(TimeSpan.FromSeconds(10));
        Assert.Equal(here.Now, there.Now);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Moved_on_it_goes_on_from_there_at_its_rate_and_a_restart_knows(StoreKind kind)
    {
        await using var fixture = await StoreFixture.Create(kind);
        await fixture.Store.Prepare(TenantId.System);
        var machine = new ManualTime();
        var first = new BusinessTime(machine);
        await using (var keeper = Keeper(fixture.First, first, machine))
        {
            await keeper.Start(rate: 4);
            var before = first.Now;
            await keeper.MoveOn(TimeSpan.FromMinutes(30));
            await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => keeper.MoveOn(TimeSpan.FromSeconds(-1)));
            machine.Move(TimeSpan.FromMinutes(1));
            Assert.Equal(34, TimeSpan.FromMicroseconds(first.Now - before).TotalMinutes, 3);
        }

        var stopped = first.Now;
        await fixture.Restart();
        var second = new BusinessTime(machine);
        await using var again = Keeper(fixture.First, second, machine);
        await again.Start();
        Assert.Equal(stopped, second.Now);
    }

    private static ClockKeeper Keeper(StoreInstance instance, BusinessTime clock, TimeProvider machine)
        => new(instance.Store, instance.Bus, clock, new MachineTime(machine), NullLogger<ClockKeeper>.Instance);
}
