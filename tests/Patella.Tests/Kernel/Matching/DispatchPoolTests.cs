using Patella.Kernel.Matching;

namespace Patella.Tests.Kernel.Matching;

public class DispatchPoolTests
{
    private const long Second = 1_000_000;
    private const long Start = 1_700_000_000 * Second;

    private readonly DispatchPool _pool;
    private int _ids;

    public DispatchPoolTests() => _pool = new DispatchPool(new DispatchOptions { NextOfferId = () => $"o{++_ids}" });

    [Fact]
    public void The_longest_idle_capable_agent_is_asked_first()
    {
        Agent("late", idleSince: Start + 5);
        Agent("early", idleSince: Start + 1);
        Agent("earliest but of another unit", idleSince: Start, skills: ["travel"]);
        Contact("c");
        Assert.Equal("early", Assert.Single(Match(Start + 10)).AgentId);
    }

    [Fact]
    public void Somebody_who_carries_nothing_comes_before_somebody_who_carries_something()
    {
        Agent("busy", idleSince: Start, capacity: 3);
        Contact("first");
        Accept(Assert.Single(Match(Start)), Start + 1);
        Agent("idle", idleSince: Start + 2, capacity: 3);
        Contact("second");
        Assert.Equal("idle", Assert.Single(Match(Start + 3)).AgentId);
    }

    [Fact]
    public void Priority_comes_before_age_and_age_before_arrival()
    {
        Contact("young", enqueuedAt: Start + 3);
        Contact("old", enqueuedAt: Start + 1);
        Contact("urgent", enqueuedAt: Start + 4, priority: 1);
        Agent("a", capacity: 3);
        Assert.Equal(["urgent", "old", "young"], Match(Start + 5).Select(o => o.ContactId));
    }

    [Fact]
    public void An_expired_offer_returns_with_its_age_ahead_of_those_who_came_later()
    {
        Agent("silent");
        Contact("c1", enqueuedAt: Start);
        var offer = Assert.Single(Match(Start));
        Contact("c2", enqueuedAt: Start + Second);
        Assert.True(_pool.Expire(offer.Id, offer.ExpiresAt).Known);
        Assert.Equal(1, _pool.Position("c1"));
        Agent("other", idleSince: offer.ExpiresAt, capacity: 1);
        Assert.Equal("c1", Match(offer.ExpiresAt).Single(o => o.AgentId == "other").ContactId);
    }

    [Fact]
    public void Two_silent_offers_in_a_row_set_an_agent_away_and_an_answer_between_does_not()
    {
        Agent("a");
        Contact("c");
        var now = Start;
        foreach (var decline in new[] { false, true, false })
        {
            var offer = Assert.Single(Match(now));
            now = offer.ExpiresAt;
            if (decline) Assert.True(_pool.Decline(offer.Id, now));
            else Assert.False(_pool.Expire(offer.Id, now).AgentSetAway);
            now += 100 * Second;
        }
        var last = Assert.Single(Match(now));
        Assert.True(_pool.Expire(last.Id, last.ExpiresAt).AgentSetAway);
        Assert.Equal(AgentState.Away, _pool.FindAgent("a")!.Value.State);
    }

    [Fact]
    public void A_decline_keeps_the_contact_away_for_a_minute_and_never_for_good()
    {
        Agent("only");
        Contact("c");
        Assert.True(_pool.Decline(Assert.Single(Match(Start)).Id, Start));
        Assert.Empty(Match(Start));
        Assert.Equal(Start + 60 * Second, _pool.NextWakeup(Start));
        Assert.Empty(Match(Start + 60 * Second - 1));
        Assert.Equal("only", Assert.Single(Match(Start + 60 * Second)).AgentId);
    }

    [Fact]
    public void A_contact_behind_one_that_the_free_agent_declined_is_served()
    {
        Agent("a");
        Contact("declined");
        Assert.True(_pool.Decline(Assert.Single(Match(Start)).Id, Start));
        Contact("next", enqueuedAt: Start + 1);
        Assert.Equal("next", Assert.Single(Match(Start + 1)).ContactId);
    }

    [Fact]
    public void Language_is_relaxed_only_while_nobody_with_the_skills_speaks_it()
    {
        Agent("english", languages: ["en"]);
        Contact("c1", language: "ja");
        Assert.Equal("english", Assert.Single(Match(Start)).AgentId);
        Agent("japanese", languages: ["ja-JP"], state: AgentState.Offline);
        Agent("english too", languages: ["en"]);
        Contact("c2", language: "ja");
        Assert.Empty(Match(Start));
        _pool.RemoveAgent("japanese");
        Assert.Equal("english too", Assert.Single(Match(Start)).AgentId);
    }

    [Fact]
    public void A_heavy_contact_waits_for_enough_room_and_light_ones_are_not_held_up()
    {
        Agent("a", capacity: 3);
        Contact("chat 1");
        var chat = Assert.Single(Match(Start));
        Contact("call", weight: 3);
        Contact("chat 2", enqueuedAt: Start + 1);
        Assert.Equal("chat 2", Assert.Single(Match(Start + 1)).ContactId);
        Accept(chat, Start + 2);
        Assert.True(_pool.RemoveContact("chat 2", Start + 3));
        Assert.True(_pool.Release("chat 1", Start + 3));
        Assert.Equal("call", Assert.Single(Match(Start + 3)).ContactId);
    }

    [Fact]
    public void Going_away_withdraws_open_offers_at_once()
    {
        Agent("a");
        Contact("c");
        Match(Start);
        Agent("b", idleSince: Start);
        Assert.Equal("c", Assert.Single(_pool.SetAgentState("a", AgentState.Away, Start)).ContactId);
        Assert.Equal("b", Assert.Single(Match(Start)).AgentId);
    }

    [Fact]
    public void Estimated_wait_is_the_place_times_the_mean_time_between_starts()
    {
        Agent("a", capacity: 1_000);
        for (var i = 0; i < 50; i++)
        {
            Contact($"served {i}");
            Accept(Assert.Single(Match(Start + i * 10 * Second)), Start + i * 10 * Second);
        }
        _pool.SetAgentState("a", AgentState.Away, Start + 490 * Second);
        for (var i = 0; i < 6; i++) Contact($"w{i}", enqueuedAt: Start + 490 * Second + i);
        Assert.InRange(_pool.EstimatedWait("w5", Start + 490 * Second)!.Value, 55 * Second, 65 * Second);
        Assert.InRange(_pool.EstimatedWait("w0", Start + 490 * Second)!.Value, 9 * Second, 11 * Second);
    }

    [Fact]
    public void The_board_says_who_waits_and_who_could_help()
    {
        Agent("away", state: AgentState.Away);
        Agent("offline", state: AgentState.Offline);
        Agent("other unit", skills: ["travel"]);
        Contact("c1", enqueuedAt: Start + 2);
        Contact("c2", enqueuedAt: Start + 1, priority: -1);
        Match(Start + 3);
        var line = Assert.Single(_pool.Snapshot(Start + 3).Demands);
        Assert.Equal((2, Start + 1), (line.Waiting, line.OldestEnqueuedAt));
        Assert.Equal(new HelperCounts(0, 0, 1, 1), line.Helpers);
        Assert.Equal(["away", "offline"], line.HelperIds);
        Assert.Equal(2, _pool.Snapshot(Start).Skills.Single(s => s.Skill == "market").Waiting);
    }

    [Fact]
    public void A_source_of_ids_that_fails_loses_no_contact()
    {
        var broken = true;
        var pool = new DispatchPool(new DispatchOptions { NextOfferId = () => broken ? throw new IOException("no id") : "o" });
        pool.RestoreAgent(NewAgent("a", ["market"], ["en"], 1), AgentState.Available, Start);
        pool.AddContact(NewContact("c", "en", 1, Start, 0));
        Assert.Throws<IOException>(() => pool.Match(Start, []));
        broken = false;
        var offers = new List<Offer>();
        Assert.Equal(1, pool.Match(Start, offers));
        Assert.Equal("c", Assert.Single(offers).ContactId);
    }

    [Fact]
    public void Strangers_cannot_grow_the_index_without_bound()
    {
        var pool = new DispatchPool(new DispatchOptions { NextOfferId = () => "o", MaxIdleRequirements = 50 });
        pool.RestoreAgent(NewAgent("a", ["market"], ["en"], 9), AgentState.Away, Start);
        for (var i = 1; i < 5_000; i++)
        {
            pool.AddContact(NewContact("c", "en", i, Start, 0));
            Assert.True(pool.RemoveContact("c", Start));
            Assert.True(pool.RequirementCount <= 51);
        }
    }

    [Fact]
    public void Bad_input_is_refused_and_changes_nothing()
    {
        Assert.Throws<ArgumentException>(() => _pool.AddContact(NewContact("", "en", 1, Start, 0)));
        Assert.Throws<ArgumentOutOfRangeException>(() => _pool.AddContact(NewContact("c", "en", 0, Start, 0)));
        Assert.Throws<ArgumentOutOfRangeException>(() => _pool.AddContact(NewContact("c", "en", 1, -1, 0)));
        var many = Enumerable.Range(0, 17).Select(i => $"s{i}").ToArray();
        Assert.Throws<ArgumentException>(() => _pool.AddContact(NewContact("c", "en", 1, Start, 0) with { RequiredSkills = many }));
        Assert.Throws<ArgumentOutOfRangeException>(() => _pool.UpsertAgent(NewAgent("a", [], [], -1), Start));
        Assert.False(_pool.Accept("no such offer", Start, out _));
        Assert.Equal((0, 0), (_pool.ContactCount, _pool.AgentCount));
    }

    [Fact]
    public void A_pool_that_is_full_says_so()
    {
        var pool = new DispatchPool(new DispatchOptions { NextOfferId = () => "o", MaxContacts = 1 });
        Assert.Equal(AddOutcome.Added, pool.AddContact(NewContact("c1", "en", 1, Start, 0)));
        Assert.Equal(AddOutcome.Full, pool.AddContact(NewContact("c2", "en", 1, Start, 0)));
    }

    private static Agent NewAgent(string id, string[] skills, string[] languages, int capacity) =>
        new() { Id = id, Skills = skills, Languages = languages, Capacity = capacity };

    private static Contact NewContact(string id, string language, int weight, long enqueuedAt, int priority) => new()
    {
        Id = id, RequiredSkills = ["market"], Language = language, Weight = weight, EnqueuedAt = enqueuedAt, Priority = priority,
    };

    private void Agent(
        string id, long idleSince = Start, string[]? skills = null, string[]? languages = null, int capacity = 1,
        AgentState state = AgentState.Available) =>
        _pool.RestoreAgent(NewAgent(id, skills ?? ["market"], languages ?? ["zh", "en"], capacity), state, idleSince);

    private void Contact(string id, string language = "en", int weight = 1, long enqueuedAt = Start, int priority = 0) =>
        Assert.Equal(AddOutcome.Added, _pool.AddContact(NewContact(id, language, weight, enqueuedAt, priority)));

    private void Accept(Offer offer, long now) => Assert.True(_pool.Accept(offer.Id, now, out _));

    private List<Offer> Match(long now)
    {
        var offers = new List<Offer>();
        _pool.Match(now, offers);
        return offers;
    }
}
