using Patella.Platform.Storage;
using Patella.Service.Standards;
using Patella.Tests.Platform;
using static Patella.Tests.Service.Standards.StandardsWorld;

namespace Patella.Tests.Service.Standards;

public class ClockTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task An_answer_in_time_meets_the_standard_and_leaves_no_timer(StoreKind kind)
    {
        await using var world = await (await Create(kind)).With("first", Measures.FirstReply, 5);
        await world.Do(transaction => world.Clocks.Start(transaction, Talk, Measures.FirstReply, Market, world.Now));
        Assert.Equal(1, await world.Timers());
        world.Pass(5 * Minute);
        await world.Do(transaction => world.Clocks.Meet(transaction, Talk, Measures.FirstReply, world.Now));
        var clock = await world.Only();
        Assert.Equal((ClockState.Met, 5 * Minute, null), (clock.State, clock.Elapsed, clock.BreachedAt));
        Assert.Equal(0, await world.Timers());
        Assert.Equal("met", await world.Kinds());
        var told = Assert.Single(await world.Told());
        Assert.Equal(("talk", "person", "order", "market"), (told.Conversation, told.Person, told.OrderRef, told.Unit));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_warning_comes_before_the_breach_and_a_late_answer_stays_breached(StoreKind kind)
    {
        await using var world = await (await Create(kind)).With("first", Measures.FirstReply, 10);
        await world.Do(transaction => world.Clocks.Start(transaction, Talk, Measures.FirstReply, Market, world.Now));
        world.Pass(8 * Minute);
        Assert.Equal(1, await world.FireTimers());
        Assert.Equal("at-risk", (await world.Only()).View(world.Now).State);
        world.Pass((2 * Minute) + 1);
        Assert.Equal(1, await world.FireTimers());
        Assert.Equal("broken", (await world.Only()).View(world.Now).State);
        Assert.Equal(0, await world.FireTimers());
        world.Pass(5 * Minute);
        await world.Do(transaction => world.Clocks.Meet(transaction, Talk, Measures.FirstReply, world.Now));
        var clock = await world.Only();
        Assert.Equal((ClockState.Breached, world.Now, (15 * Minute) + 1), (clock.State, clock.MetAt, clock.Elapsed));
        Assert.Equal("warned breached", await world.Kinds());
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task An_answer_before_the_due_time_counts_even_when_the_timer_was_written_first(StoreKind kind)
    {
        await using var world = await (await Create(kind)).With("first", Measures.FirstReply, 10);
        var from = world.Now;
        await world.Do(transaction => world.Clocks.Start(transaction, Talk, Measures.FirstReply, Market, from));
        world.Pass(11 * Minute);
        await world.FireTimers();
        await world.Do(transaction => world.Clocks.Meet(transaction, Talk, Measures.FirstReply, from + (10 * Minute)));
        Assert.Equal((ClockState.Met, 10 * Minute), ((await world.Only()).State, (await world.Only()).Elapsed));
        Assert.Equal("breached met", await world.Kinds());
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Every_call_may_come_twice_and_late(StoreKind kind)
    {
        await using var world = await (await Create(kind)).With("next", Measures.NextReply, 10);
        var from = world.Now;
        await Twice(world, transaction => world.Clocks.Start(transaction, Talk, Measures.NextReply, Market, from));
        world.Pass(Minute);
        await Twice(world, transaction => world.Clocks.Start(transaction, Talk, Measures.NextReply, Market, world.Now));
        Assert.Equal(from, (await world.Only()).StartedAt);
        await Twice(world, transaction => world.Clocks.Meet(transaction, Talk, Measures.NextReply, world.Now));
        world.Pass(Minute);
        await Twice(world, transaction => world.Clocks.Start(transaction, Talk, Measures.NextReply, Market, from));
        await Twice(world, transaction => world.Clocks.Meet(transaction, Talk, Measures.NextReply, world.Now));
        await Twice(world, transaction => world.Clocks.Cancel(transaction, Talk, "closed", world.Now));
        Assert.Equal((ClockState.Met, Minute), ((await world.Only()).State, (await world.Only()).Elapsed));
        await Twice(world, transaction => world.Clocks.Start(transaction, Talk, Measures.NextReply, Market, world.Now));
        Assert.Equal(2, (await world.World.Read(reader => world.Clocks.Of(reader, Talk))).Count);
        await Twice(world, transaction => world.Clocks.Meet(transaction, Talk, Measures.FirstReply, world.Now));
        Assert.Equal(1, await world.Timers());
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_clock_stops_only_for_a_reason_on_the_list_and_says_how_long_it_stood(StoreKind kind)
    {
        await using var world = await (await Create(kind)).With("end", Measures.Resolution, 60);
        await world.Do(transaction => world.Clocks.Start(transaction, Talk, Measures.Resolution, Market, world.Now));
        var due = (await world.Only()).DueAt;
        var refused = await world.World.Write(transaction => world.Clocks.Pause(transaction, Talk, "coffee", world.Now));
        Assert.Equal("unknown-pause-reason", refused.Problem?.Code);
        Assert.Equal("unknown-pause-reason", (await world.World.Write(transaction => world.Clocks.Pause(transaction, Talk, PauseReason.OutsideHours, world.Now))).Problem?.Code);
        world.Pass(10 * Minute);
        await Twice(world, transaction => world.Clocks.Pause(transaction, Talk, "waiting-consumer", world.Now));
        Assert.Equal("waiting-consumer", (await world.Only()).View(world.Now).PausedBecause);
        Assert.Equal(0, await world.Timers());
        world.Pass(3 * Hour);
        Assert.Equal("on-time", (await world.Only()).View(world.Now).State);
        await Twice(world, transaction => world.Clocks.Resume(transaction, Talk, world.Now));
        var clock = await world.Only();
        Assert.Equal((ClockState.Running, 3 * Hour, due + (3 * Hour)), (clock.State, clock.PausedTotal, clock.DueAt));
        Assert.Equal(3 * Hour, (await world.World.Read(reader => world.Clocks.PausesOf(reader, clock.Id))).Sum(pause => pause.EndedAt - pause.Since));
        Assert.Equal(1, await world.Timers());
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_hop_never_gives_more_time(StoreKind kind)
    {
        await using var world = await (await Create(kind)).With("base", Measures.Resolution, 60);
        await world.With("travel", Measures.Resolution, 30, "travel");
        var from = world.Now;
        await world.Do(transaction => world.Clocks.Start(transaction, Talk, Measures.Resolution, Market, from));
        world.Pass(10 * Minute);
        await Twice(world, transaction => world.Clocks.Move(transaction, Talk, "travel", world.Now));
        var moved = await world.Only();
        Assert.Equal(("travel", from + (30 * Minute), "travel", 1L), (moved.Unit, moved.DueAt, moved.Clause, moved.Hops));
        await Twice(world, transaction => world.Clocks.Move(transaction, Talk, "food", world.Now));
        var again = await world.Only();
        Assert.Equal(("food", from + (30 * Minute), "travel", 2L), (again.Unit, again.DueAt, again.Clause, again.Hops));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_promise_is_due_by_the_word_given_and_another_word_replaces_it_openly(StoreKind kind)
    {
        await using var world = await Create(kind);
        var subject = ClockSubject.Case("case");
        await Twice(world, transaction => world.Clocks.StartPromise(transaction, subject, world.Now + Hour, Market, world.Now));
        world.Pass(10 * Minute);
        await Twice(world, transaction => world.Clocks.StartPromise(transaction, subject, world.Now + (2 * Hour), Market, world.Now));
        var clocks = await world.World.Read(reader => world.Clocks.Of(reader, subject));
        Assert.Equal(["cancelled", "running"], clocks.Select(clock => clock.State));
        Assert.Equal("replaced", clocks[0].EndedBecause);
        Assert.Equal(0, (await world.World.Write(transaction => world.Clocks.Pause(transaction, subject, "waiting-consumer", world.Now))).Value);
        world.Pass(3 * Hour);
        await Twice(world, transaction => world.Clocks.StartPromise(transaction, subject, world.Now + Hour, Market, world.Now));
        Assert.Equal(["cancelled", "breached", "running"], (await world.World.Read(reader => world.Clocks.Of(reader, subject))).Select(clock => clock.State));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task What_is_cancelled_after_its_due_time_stays_breached(StoreKind kind)
    {
        await using var world = await (await Create(kind)).With("first", Measures.FirstReply, 5);
        await world.Do(transaction => world.Clocks.Start(transaction, Talk, Measures.FirstReply, Market, world.Now));
        world.Pass(6 * Minute);
        await world.Do(transaction => world.Clocks.Cancel(transaction, Talk, "abandoned", world.Now));
        var clock = await world.Only();
        Assert.Equal((ClockState.Breached, "abandoned", null), (clock.State, clock.EndedBecause, clock.MetAt));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_clock_keeps_the_hours_it_began_under_when_its_calendar_moves_to_another_zone(StoreKind kind)
    {
        await using var world = await Create(kind);
        await world.Do(transaction => world.Settings.SaveCalendar(transaction, Office()));
        await world.With("end", Measures.Resolution, 600, calendar: "office");
        await world.Do(transaction => world.Clocks.Start(transaction, Talk, Measures.Resolution, Market, world.Now));
        var before = await world.Only();
        await world.Do(transaction => world.Settings.SaveCalendar(transaction, Office(zone: "Europe/Berlin")));
        world.Pass(Hour);
        await Twice(world, transaction => world.Clocks.Pause(transaction, Talk, "waiting-consumer", world.Now));
        world.Pass(Hour);
        await Twice(world, transaction => world.Clocks.Resume(transaction, Talk, world.Now));
        var after = await world.Only();
        Assert.Equal((1L, Office().Hours.OpenBetween(world.Now - Hour, world.Now)), (after.CalendarVersion, after.PausedTotal));
        Assert.Equal(Office().Hours.Add(before.StartedAt, before.Target!.Value + after.PausedTotal), after.DueAt);

        var other = ClockSubject.Case("later");
        await world.Do(transaction => world.Clocks.Start(transaction, other, Measures.Resolution, Market, before.StartedAt + 1));
        Assert.Equal((2L, true), ((await world.Only(other)).CalendarVersion, (await world.Only(other)).DueAt != before.DueAt));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Without_a_clause_there_is_no_clock(StoreKind kind)
    {
        await using var world = await (await Create(kind)).With("gold", Measures.FirstReply, 5, tier: "gold");
        await world.Do(transaction => world.Clocks.Start(transaction, Talk, Measures.FirstReply, Market, world.Now));
        await world.Do(transaction => world.Clocks.Meet(transaction, Talk, Measures.FirstReply, world.Now));
        Assert.Empty(await world.World.Read(reader => world.Clocks.Of(reader, Talk)));
        await world.Do(transaction => world.Clocks.Start(transaction, Talk, Measures.FirstReply, Market with { Tier = "gold" }, world.Now));
        Assert.Equal("gold", (await world.Only()).Clause);
    }

    private static async Task Twice(StandardsWorld world, Func<ITransaction, Task> step)
    {
        await world.Do(step);
        await world.Do(step);
    }
}
