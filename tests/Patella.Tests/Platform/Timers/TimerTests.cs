using System.Collections.Concurrent;
using Microsoft.Extensions.Logging.Abstractions;
using Patella.Platform.Clocks;
using Patella.Platform.Ownership;
using Patella.Platform.Storage;
using Patella.Platform.Timers;
using Xunit.Abstractions;

namespace Patella.Tests.Platform.Timers;

public class TimerTests(ITestOutputHelper output)
{
    [Theory, OnSqlite, OnPostgres]
    public async Task A_timer_fires_once_when_business_time_has_come(StoreKind kind)
    {
        await using var fixture = await StoreFixture.Create(kind);
        var desk = new TimerDesk(fixture);
        await desk.Set("late", TimeSpan.FromHours(1));
        await desk.Set("soon", TimeSpan.FromMinutes(1));
        await desk.Set("past", TimeSpan.FromHours(-1));
        await using (desk.Start())
        {
            await Waiting.Until(() => desk.Fired("past") == 1, "the overdue timer");
            desk.Machine.Move(TimeSpan.FromMinutes(2));
            await Waiting.Until(() => desk.Fired("soon") == 1, "the due timer");
            Assert.Equal(0, desk.Fired("late"));
        }

        Assert.Equal(["late"], await desk.Waiting());
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Setting_again_moves_it_and_cancelling_ends_it(StoreKind kind)
    {
        await using var fixture = await StoreFixture.Create(kind);
        var desk = new TimerDesk(fixture);
        await desk.Set("moved", TimeSpan.FromMinutes(1));
        await desk.Set("moved", TimeSpan.FromMinutes(10));
        await desk.Set("cancelled", TimeSpan.FromMinutes(1));
        await desk.Cancel("cancelled");
        await desk.Cancel("never set");
        await using (desk.Start())
        {
            desk.Machine.Move(TimeSpan.FromMinutes(5));
            await desk.Set("marker", TimeSpan.Zero);
            await Waiting.Until(() => desk.Fired("marker") == 1, "the marker");
            Assert.Equal((0, 0), (desk.Fired("moved"), desk.Fired("cancelled")));
            desk.Machine.Move(TimeSpan.FromMinutes(6));
            await Waiting.Until(() => desk.Fired("moved") == 1, "the moved timer");
        }
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_handler_that_fails_is_called_again_and_holds_up_nobody(StoreKind kind)
    {
        await using var fixture = await StoreFixture.Create(kind);
        var desk = new TimerDesk(fixture);
        desk.Stumbling["bad"] = true;
        await desk.Set("bad", TimeSpan.FromMinutes(-2));
        await desk.Set("good", TimeSpan.FromMinutes(-1));
        await desk.Set("unknown", TimeSpan.FromMinutes(-1), "nobodys");
        await using (desk.Start())
        {
            await Waiting.Until(() => desk.Fired("good") == 1, "the other timer");
            await Waiting.Until(async () => await fixture.Store.Read(fixture.Tenant, reader => reader.One<long>("select count(*) from timer where tenant = @tenant and due_at > @Now", new { desk.Clock.Now })) == 2, "both are put off");
            desk.Stumbling.Clear();
            desk.Machine.Move(TimeSpan.FromMinutes(2));
            await Waiting.Until(() => desk.Fired("bad") == 1, "the second attempt");
        }

        Assert.Equal(["unknown"], await desk.Waiting());
    }

    [Fact]
    public async Task A_timer_that_an_earlier_one_moves_or_cancels_in_the_same_moment_does_not_fire_at_its_old_time()
    {
        await using var fixture = await StoreFixture.Create(StoreKind.Sqlite);
        var desk = new TimerDesk(fixture);
        await desk.Set("first", TimeSpan.FromMinutes(-3));
        await desk.Set("moved", TimeSpan.FromMinutes(-2));
        await desk.Set("cancelled and set anew", TimeSpan.FromMinutes(-1));
        desk.Then = async (transaction, timer) =>
        {
            if (timer.Key == "first")
            {
                await desk.Table.Set(transaction, desk.Capability, "moved", desk.Clock.Now + Microseconds.From(TimeSpan.FromHours(1)));
                await desk.Table.Cancel(transaction, desk.Capability, "cancelled and set anew");
                await desk.Table.Set(transaction, desk.Capability, "cancelled and set anew", desk.Clock.Now + Microseconds.From(TimeSpan.FromHours(2)));
            }
        };
        await using (desk.Start())
        {
            await Waiting.Until(() => desk.Fired("first") == 1, "the first timer");
            await desk.Set("marker", TimeSpan.Zero);
            await Waiting.Until(() => desk.Fired("marker") == 1, "the marker");
        }

        Assert.Equal((0, 0), (desk.Fired("moved"), desk.Fired("cancelled and set anew")));
        Assert.Equal(["cancelled and set anew", "moved"], await desk.Waiting());
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_fast_clock_fires_on_its_own_time(StoreKind kind)
    {
        await using var fixture = await StoreFixture.Create(kind);
        var desk = new TimerDesk(fixture, TimeProvider.System);
        desk.Clock.Adopt(desk.Clock.WithRate(7_200));
        await using (desk.Start())
        {
            await desk.Set("in two hours", TimeSpan.FromHours(2));
            var took = await Waiting.Until(() => desk.Fired("in two hours") == 1, "the timer");
            Assert.True(took < TimeSpan.FromSeconds(4), $"{took}");
        }
    }

    [Theory]
    [OnSqlite(1), OnSqlite(2), OnPostgres(1), OnPostgres(2)]
    public async Task Every_timer_takes_effect_exactly_once_through_restarts_moves_and_failures(StoreKind kind, int seed)
    {
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        await using var fixture = await StoreFixture.Create(kind);
        var desk = new TimerDesk(fixture) { StumbleSeed = seed };
        var expected = new Dictionary<string, long>();
        var far = new Queue<string>();
        for (var step = 0; step < 12; step++)
        {
            await using (desk.Start())
            {
                for (var number = 0; number < 15; number++)
                {
                    // Every third is set far away first and then moved, perhaps in a later life of the process.
                    var key = $"timer-{step}-{number}";
                    expected[key] = 1;
                    if (random.Next(3) == 0)
                    {
                        far.Enqueue(key);
                        await desk.Set(key, TimeSpan.FromDays(10_000));
                    }
                    else
                    {
                        await desk.Set(key, TimeSpan.FromMinutes(random.Next(-5, 20)));
                    }

                    if (random.Next(4) == 0 && far.TryDequeue(out var moved))
                    {
                        await desk.Set(moved, TimeSpan.FromMinutes(random.Next(-5, 20)));
                    }
                }

                desk.Clock.Adopt(desk.Clock.WithRate(random.Next(1, 500)));
                desk.Machine.Move(TimeSpan.FromSeconds(random.Next(0, 60)));
                await Task.Delay(random.Next(0, 60));
            }
        }

        await using (desk.Start())
        {
            desk.StumbleSeed = null;
            while (far.TryDequeue(out var moved))
            {
                await desk.Set(moved, TimeSpan.Zero);
            }

            await Waiting.Until(async () =>
            {
                desk.Machine.Move(TimeSpan.FromMinutes(5));
                await desk.Poke();
                return (await desk.Waiting()).Count == 0;
            }, "every timer is done");
        }

        var effects = await fixture.Store.Read(fixture.Tenant, reader => reader.Many<(string Entry, long Times)>("select entry, times from sample_effect where tenant = @tenant and reader = 'timer' and entry like 'timer-%'"));
        Assert.Equal(expected.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => (pair.Key, pair.Value)), effects.OrderBy(effect => effect.Entry, StringComparer.Ordinal).Select(effect => (effect.Entry, effect.Times)));
    }
}

/// <summary>One capability with timers, and the owner that fires them.</summary>
internal sealed class TimerDesk : ITimerHandler
{
    private readonly StoreFixture _fixture;
    private readonly ConcurrentDictionary<string, int> _fired = new();
    private int _calls;

    public TimerDesk(StoreFixture fixture, TimeProvider? machine = null)
    {
        _fixture = fixture;
        Machine = machine as ManualTime ?? new ManualTime();
        Clock = new BusinessTime(machine ?? Machine);
        Table = new TimerTable(fixture.Bus);
    }

    public TimerTable Table { get; }

    /// <summary>What a firing does besides its effect.</summary>
    public Func<ITransaction, BusinessTimer, Task>? Then { get; set; }

    public ManualTime Machine { get; }

    public BusinessTime Clock { get; }

    public ConcurrentDictionary<string, bool> Stumbling { get; } = new();

    /// <summary>When set, about every fourth call fails after its effect was written.</summary>
    public int? StumbleSeed { get; set; }

    public string Capability => "sample";

    public int Fired(string key) => _fired.GetValueOrDefault(key);

    public async Task Fire(ITransaction transaction, BusinessTimer timer)
    {
        await transaction.Execute(
            """
            insert into sample_effect (tenant, reader, entry, times) values (@tenant, 'timer', @Key, 1)
            on conflict (tenant, reader, entry) do update set times = sample_effect.times + 1
            """, new { timer.Key });
        if (Then is { } then)
        {
            await then(transaction, timer);
        }

        var call = Interlocked.Increment(ref _calls);
        if (Stumbling.ContainsKey(timer.Key) || (StumbleSeed is { } seed && new Random((seed * 10_000) + call).Next(4) == 0))
        {
            throw new InvalidOperationException("stumbled");
        }

        transaction.AfterCommit(() => _fired.AddOrUpdate(timer.Key, 1, (_, times) => times + 1));
    }

    public Task Set(string key, TimeSpan from, string? capability = null)
        => _fixture.Store.Write(_fixture.Tenant, transaction => Table.Set(transaction, capability ?? Capability, key, Clock.Now + Microseconds.From(from)));

    public Task Poke() => Set("poke", TimeSpan.Zero);

    public Task Cancel(string key) => _fixture.Store.Write(_fixture.Tenant, transaction => Table.Cancel(transaction, Capability, key));

    public async Task<IReadOnlyList<string>> Waiting()
        => [.. (await _fixture.Store.Read(_fixture.Tenant, reader => reader.Many<string>("select key from timer where tenant = @tenant order by key"))).Where(key => key != "poke")];

    public IAsyncDisposable Start()
    {
        var owners = new EmbeddedOwners(NullLogger<EmbeddedOwners>.Instance);
        owners.Contend(TimerOwner.Partition(_fixture.Tenant), new TimerOwner(_fixture.Tenant, _fixture.Store, _fixture.Bus, Clock, [this], NullLogger<TimerOwner>.Instance));
        return owners;
    }
}
