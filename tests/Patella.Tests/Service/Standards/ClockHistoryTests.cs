using Patella.Kernel.Calendars;
using Patella.Platform.Storage;
using Patella.Service.Standards;
using Patella.Tests.Platform;
using Xunit.Abstractions;
using static Patella.Tests.Service.Standards.StandardsWorld;

namespace Patella.Tests.Service.Standards;

/// <summary>Random histories of a subject's clock on a store beside the model: stops, hops, answers, timers that fire on time, late or not at all, calls that come twice, late, or after a rollback.</summary>
public class ClockHistoryTests(ITestOutputHelper output)
{
    private static readonly string[] Units = ["market", "travel", "food"];
    private static readonly DateTimeOffset[] Beginnings = [new(2026, 3, 27, 20, 0, 0, default), new(2026, 10, 23, 15, 0, 0, default), new(2026, 11, 11, 8, 0, 0, default)];

    [Theory, OnSqlite(1), OnSqlite(2), OnSqlite(3), OnPostgres(4), OnPostgres(5)]
    public async Task A_clock_does_what_the_model_does_whatever_happens(StoreKind kind, int seed)
    {
        await using var world = await World(kind);
        for (var history = 0; history < (kind == StoreKind.Sqlite ? 30 : 8); history++)
        {
            var random = new Random((seed * 1_000) + history);
            world.World.Clock.Now = Beginnings[random.Next(Beginnings.Length)].AddSeconds(random.Next(200_000)).AddYears(history);
            await Play(world, random, ClockSubject.Case($"{seed}-{history}"), $"seed {seed}, history {history}");
        }

        output.WriteLine($"seed {seed}: {(await world.Told()).Count} entries told");
    }

    private static async Task Play(StandardsWorld world, Random random, ClockSubject subject, string name)
    {
        var book = await world.World.Read(StandardBooks.Read);
        var model = new ClockModel((unit, at) => book.Terms(Measures.Resolution, unit, null, null, at) is { } terms ? (terms.Clause, terms.Target, terms.Calendar) : throw new InvalidOperationException(unit));
        var said = new List<(Func<ITransaction, Task> Call, Action Model)>();
        for (var step = 0; step < 40; step++)
        {
            world.Pass(random.Next(4) == 0 ? random.NextInt64(30 * Hour) : random.NextInt64(20 * Minute));
            if (random.Next(3) == 0)
            {
                await world.FireTimers();
            }

            var (call, expected) = said.Count > 0 && random.Next(5) == 0 ? said[random.Next(said.Count)] : Step(world, random, subject, model);
            if (random.Next(6) == 0)
            {
                await Assert.ThrowsAsync<KilledException>(() => world.Do(async transaction =>
                {
                    await call(transaction);
                    throw new KilledException();
                }));
            }

            for (var time = random.Next(4) == 0 ? 2 : 1; time > 0; time--)
            {
                await world.Do(call);
            }

            expected();
            said.Add((call, expected));
            await Compare(world, model, subject, $"{name}, step {step}");
        }

        await world.Do(transaction => world.Clocks.Cancel(transaction, subject, "end", world.Now));
    }

    private static (Func<ITransaction, Task>, Action) Step(StandardsWorld world, Random random, ClockSubject subject, ClockModel model)
    {
        var (at, unit) = (world.Now, Units[random.Next(Units.Length)]);
        return random.Next(10) switch
        {
            0 or 1 or 2 => (transaction => world.Clocks.Start(transaction, subject, Measures.Resolution, new ClockScope(unit, Case: subject.Id), at), () => model.Start(unit, at)),
            3 or 4 => (transaction => world.Clocks.Pause(transaction, subject, "waiting-consumer", at), () => model.Pause(at)),
            5 or 6 => (transaction => world.Clocks.Resume(transaction, subject, at), () => model.Resume(at)),
            7 => (transaction => world.Clocks.Move(transaction, subject, unit, at), () => model.Move(unit, at)),
            8 => (transaction => world.Clocks.Meet(transaction, subject, Measures.Resolution, at), () => model.End(at, met: true)),
            _ => (transaction => world.Clocks.Cancel(transaction, subject, "left", at), () => model.End(at, met: false)),
        };
    }

    private static async Task Compare(StandardsWorld world, ClockModel model, ClockSubject subject, string name)
    {
        var clocks = await world.World.Read(reader => world.Clocks.Of(reader, subject));
        Assert.True(clocks.Count == model.Waits.Count, $"{name}: {clocks.Count} clocks, {model.Waits.Count} waits");
        foreach (var (clock, wait) in clocks.Zip(model.Waits))
        {
            var expected = (wait.StartedAt, wait.Unit, wait.Clause, wait.Hops, wait.EndedAt, wait.Due(), wait.Paused, wait.IsPaused);
            Assert.True(expected == (clock.StartedAt, clock.Unit, clock.Clause!, (int)clock.Hops, clock.EndedAt, clock.DueAt, clock.PausedTotal, clock.PausedSince is not null), $"{name}: expected {expected}, found {clock}");
            Assert.True(wait.Final is null || wait.Final == clock.State, $"{name}: expected {wait.Final}, found {clock}");
            Assert.True(wait.EndedAt is null || clock.Elapsed == Math.Max(0, wait.Calendar.OpenBetween(wait.StartedAt, wait.EndedAt.Value) - wait.Paused), $"{name}: elapsed of {clock}");
            Assert.True(wait.EndedAt is not null || clock.Standing(world.Now) == "broken" == (!wait.IsPaused && world.Now > wait.Due()), $"{name}: standing of {clock}");
            var stops = await world.World.Read(reader => world.Clocks.PausesOf(reader, clock.Id));
            Assert.True(stops.Where(stop => stop.EndedAt is not null).Sum(stop => wait.Calendar.OpenBetween(stop.Since, stop.EndedAt!.Value)) == clock.PausedTotal, $"{name}: the stops of {clock}");
        }
    }

    private static async Task<StandardsWorld> World(StoreKind kind)
    {
        var world = await Create(kind);
        world.World.Clock.Now = new DateTimeOffset(2020, 1, 1, 0, 0, 0, default);
        IReadOnlyList<Opening>[] days = [.. Enumerable.Range(0, 7).Select(day => (IReadOnlyList<Opening>)(day < 6 ? [new Opening(0, 150), new Opening(480, 1_320)] : [new Opening(120, 200)]))];
        await world.Do(async transaction =>
        {
            await world.Settings.SaveCalendar(transaction, Office(zone: "Europe/Berlin", days: new SpecialDay(new DateOnly(2026, 10, 26), "a holiday", [])) with { Week = [.. Enumerable.Range(0, 7).Select(day => (IReadOnlyList<Opening>)(day < 5 ? [new Opening(60, 140), new Opening(540, 1_080)] : []))] });
            await world.Settings.SaveCalendar(transaction, Office("longer", "Europe/Berlin") with { Week = days });
        });
        await world.With("base", Measures.Resolution, 240, calendar: "office");
        await world.With("travel", Measures.Resolution, 90, "travel");
        return await world.With("food", Measures.Resolution, 200, "food", calendar: "longer");
    }

    private sealed class KilledException : Exception;
}
