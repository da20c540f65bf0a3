using Patella.Simulator;
using Patella.Simulator.Api;
using Patella.Simulator.Ecosystem;
using Patella.Simulator.Festival;

namespace Patella.Tests.Simulator;

public class FestivalTests
{
    private static readonly DemoEcosystem Ecosystem = new(7, Scale.Small, new DateTimeOffset(2026, 11, 22, 8, 0, 0, TimeSpan.Zero));

    private static FestivalOptions Options(int sessions, int agents, FestivalScenario scenario = FestivalScenario.Festival) =>
        new() { Servers = [new Uri("http://127.0.0.1:9")], Sessions = sessions, Agents = agents, Scenario = scenario };

    private static SessionPlanner Planner(ulong seed = 3) => new(Ecosystem, seed, Ecosystem.Agents);

    [Fact]
    public void The_nearest_rank_percentile_is_a_measured_value()
    {
        var values = Enumerable.Range(1, 100).Select(value => (double)value).ToList();
        Assert.Equal(50, Percentiles.Of(values, 50));
        Assert.Equal(90, Percentiles.Of(values, 90));
        Assert.Equal(99, Percentiles.Of(values, 99));
        Assert.Equal(100, Percentiles.Of(values, 100));
        Assert.Equal(1, Percentiles.Of(values, 0.5));
        Assert.Equal(7, Percentiles.Of([7], 50));
        Assert.Equal(0, Percentiles.Of([], 99));
        Assert.Throws<ArgumentOutOfRangeException>(() => Percentiles.Of(values, 0));
    }

    [Fact]
    public void The_same_seed_plans_the_same_sessions()
    {
        static string Line(SessionPlan plan) => $"{plan with { Texts = [] }} {string.Join('|', plan.Texts)}";
        var (first, second) = (new FestivalPlan(Planner(), Options(200, 24)), new FestivalPlan(Planner(), Options(200, 24)));
        Assert.Equal(first.Sessions.Select(Line).Select(text => text.Length), second.Sessions.Select(Line).Select(text => text.Length));
        Assert.Equal(first.Sessions.Select(plan => (plan.Subject, plan.Unit, plan.Texts[0])), second.Sessions.Select(plan => (plan.Subject, plan.Unit, plan.Texts[0])));
        Assert.NotEqual(
            first.Sessions.Select(plan => plan.Texts[0]), new FestivalPlan(Planner(4), Options(200, 24)).Sessions.Select(plan => plan.Texts[0]));
    }

    [Fact]
    public void Nobody_comes_whom_no_agent_on_duty_could_serve()
    {
        var sessions = new FestivalPlan(Planner(), Options(2_000, 24)).Sessions;
        Assert.All(sessions, session => Assert.Contains(Ecosystem.Agents, agent => agent.CanServe(session.Unit, session.Language)));
    }

    [Fact]
    public void The_crowd_is_mixed_as_the_festival_promises()
    {
        var sessions = new FestivalPlan(Planner(), Options(2_000, 24)).Sessions;
        Assert.InRange(sessions.Count(session => session.EntryUnit != session.Unit), 200, 700);
        Assert.InRange(sessions.Count(session => session.AsksAtOnce), 100, 240);
        Assert.InRange(sessions.Count(session => session.NeedsPerson), 600, 1_300);
        Assert.InRange(sessions.Count(session => session.SecondDevice), 60, 200);
        Assert.InRange(sessions.Count(session => session.Subject is null), 220, 380);
        Assert.True(sessions.Select(session => session.Language).Distinct().Count() >= 5);
    }

    [Theory]
    [InlineData(FestivalScenario.Festival, 0.72)]
    [InlineData(FestivalScenario.Crush, 1.30)]
    public void The_window_is_as_long_as_the_agents_given_need(FestivalScenario scenario, double load)
    {
        var plan = new FestivalPlan(Planner(), Options(1_000, 20, scenario));
        var atPeak = plan.WorkSeconds / plan.WindowSeconds * plan.Curve.Peak / 20;
        Assert.Equal(load, atPeak, 6);
    }

    [Fact]
    public void Arrivals_are_in_order_and_inside_the_window()
    {
        var plan = new FestivalPlan(Planner(), Options(500, 20));
        var random = new SeededRandom(1);
        var arrivals = plan.Sessions.Select(session => plan.ArrivalOf(session.Index, random)).ToList();
        Assert.Equal(arrivals.Order(), arrivals);
        Assert.All(arrivals, arrival => Assert.InRange(arrival, 0, plan.WindowSeconds));
    }

    [Fact]
    public void An_agents_reply_takes_as_long_on_average_as_the_staffing_assumes()
    {
        var random = new SeededRandom(9);
        var mean = Enumerable.Range(0, 50_000).Average(_ => Habits.AgentReply(random));
        Assert.InRange(mean, Habits.ReplySeconds - 0.5, Habits.ReplySeconds + 0.5);
    }

    [Fact]
    public void A_person_who_was_asked_for_and_did_not_come_is_no_reply_even_if_the_bot_spoke()
    {
        var outcome = new SessionOutcome(Offered: true, PickedUp: true, AskedForPerson: true, GotPerson: false, Abandoned: true, WaitSeconds: 200);
        Assert.False(outcome.Replied);
        Assert.True((outcome with { AskedForPerson = false }).Replied);
    }

    [Fact]
    public void The_summary_counts_sessions_not_messages()
    {
        var meter = new FestivalMeter();
        meter.End(new SessionOutcome(true, true, false, false, false, null));
        meter.End(new SessionOutcome(true, true, true, true, false, 30));
        meter.End(new SessionOutcome(true, false, true, false, true, 400));
        meter.End(new SessionOutcome(false, false, false, false, false, null));
        meter.Error("gap");
        var summary = meter.Summary(new Pace(2, 10, TimeProvider.System), TimeSpan.FromSeconds(10), 5, "festival");
        Assert.Equal((3, 2, 2, 2, 1, 1), (summary.Offered, summary.PickedUp, summary.Replied, summary.AskedForPerson, summary.GotPerson, summary.Abandoned));
        Assert.Equal((30, 400, 1, 20.0), (summary.WaitP50, summary.WaitP99, summary.Errors, summary.BusinessSeconds));
        Assert.Equal(0.3333, summary.BotShare);
    }
}
