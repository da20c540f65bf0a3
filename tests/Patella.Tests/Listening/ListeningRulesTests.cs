using Patella.Service.Edge;
using Patella.Service.Listening;
using Patella.Service.Listening.Seats;
using Patella.Service.Listening.Targets;

namespace Patella.Tests.Listening;

/// <summary>The decider under random histories: whatever is asked, twice, late and out of order.</summary>
public class ListeningRulesTests
{
    private const int Histories = 3_000;
    private const int Steps = 60;

    [Fact]
    public void Whatever_is_asked_nothing_goes_out_that_was_not_allowed_and_nothing_goes_out_twice()
    {
        var (sent, freed, closed) = (0, 0, 0);
        for (var seed = 0; seed < Histories; seed++)
        {
            var history = new History(seed);
            for (var step = 0; step < Steps; step++)
            {
                history.Step();
            }

            sent += history.Said.Count;
            freed += history.Freed;
            closed += history.Session.State == ListeningState.Closed ? 1 : 0;
        }

        Assert.True(sent > 500 && freed > 20 && closed > 50, $"the histories reach too little: {sent} sent, {freed} freed, {closed} closed");
    }

    [Fact]
    public void A_reply_that_could_harm_waits_for_the_host_even_where_replies_go_out_at_once()
    {
        var live = Live(ListeningMode.Approved) with { Free = 1 };
        var settings = ListeningSettings.First with { HoldWords = ["lawyer"] };
        foreach (var (text, why) in new[] { ("We pay you 50 元 now", "money"), ("我们给您退款", "money"), ("Look at www.example.com", "link"), ("call 13812345678", "personal"), ("Ask your Lawyer", "word") })
        {
            Assert.Equal(why, HeldText.Why(text, settings));
            Assert.Null(ListeningRules.Propose(live, null, new ListeningDraft { Id = "d", Text = text }, HeldText.Why(text, settings), 0, 1).Value.Say);
        }

        Assert.Null(HeldText.Why("您好，我帮您看一下订单。", settings));
        Assert.Equal("您好", ListeningRules.Propose(live, null, new ListeningDraft { Id = "d", Text = "您好" }, null, 0, 1).Value.Say);
    }

    [Theory]
    [InlineData("2026-12-31T15:59:59Z", "2026-Q4", "2026-11-30T16:00:00Z", "2026-12-31T16:00:00Z")]
    [InlineData("2026-12-31T16:00:00Z", "2027-Q1", "2027-02-28T16:00:00Z", "2027-03-31T16:00:00Z")]
    [InlineData("2026-07-01T00:00:00Z", "2026-Q3", "2026-08-31T16:00:00Z", "2026-09-30T16:00:00Z")]
    public void A_quarter_is_the_tenants_own(string at, string name, string lastMonth, string until)
    {
        long Micro(string time) => Patella.Platform.Clocks.Microseconds.From(DateTimeOffset.Parse(time, System.Globalization.CultureInfo.InvariantCulture));
        var quarter = Quarter.Of(Micro(at), TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai"));
        Assert.Equal((name, Micro(lastMonth), Micro(until)), (quarter.Name, quarter.LastMonth, quarter.Until));
        Assert.InRange(Micro(at), quarter.From, quarter.Until - 1);
    }

    private static ListeningSession Live(string mode) => new() { Id = "s", Listener = "boss", Host = "host", Mode = mode, Needed = 2, State = ListeningState.Live, SeatedAt = 0, LiveAt = 0, Conversation = "c", Unit = "u" };

    /// <summary>One session with three drafts, and everything that may be asked of it in any order.</summary>
    private sealed class History(int seed)
    {
        private readonly Random _random = new(seed);
        private readonly Dictionary<string, ListeningDraft> _drafts = [];
        private long _now;
        private long _notes;

        public ListeningSession Session { get; private set; } = new() { Id = "s", Listener = "boss", Host = "host", Mode = ListeningMode.All[seed % 3], Needed = 1 + (seed % 4) };

        public List<string> Said { get; } = [];

        public int Freed { get; private set; }

        public void Step()
        {
            _now += _random.Next(0, 3);
            var (before, known) = (Session, "d" + _random.Next(5));
            switch (_random.Next(12))
            {
                case 0: Take(ListeningRules.Agree(Session, _now)); break;
                case 1 when _random.Next(6) == 0: Take(ListeningRules.Cancel(Session, "x", _now)); break;
                case 2: Take(ListeningRules.Begin(Session, "c" + _random.Next(2), "u", 1, _now - _random.Next(3))); break;
                case 3 when _random.Next(6) == 0: Take(ListeningRules.End(Session, "x", _now - _random.Next(3))); break;
                case 4: Take(ListeningRules.Close(Session, _notes, _now)); break;
                case 5: _notes += ListeningRules.WhyNoNote(Session) is null && _random.Next(4) == 0 ? 1 : 0; break;
                case 6: Take(ListeningRules.Free(Session, _random.Next(3) > 0)); break;
                case 7 or 8 or 9: Draft(ListeningRules.Propose(Session, _drafts.GetValueOrDefault(known), new ListeningDraft { Id = known, Text = known }, _random.Next(3) == 0 ? "word" : null, Waiting, _now), known, byHost: false); break;
                case 10 when _drafts.TryGetValue(known, out var draft): Draft(ListeningRules.Approve(Session, draft, _random.Next(3) == 0 ? "other" : null, _now), known, byHost: true); break;
                case 11 when _drafts.TryGetValue(known, out var draft): Draft(ListeningRules.Drop(Session, draft, _random.Next(2) == 0 ? DraftState.Declined : DraftState.Withdrawn, null, _now), known, byHost: false); break;
            }

            Check(before);
        }

        private long Waiting => _drafts.Values.Count(draft => draft.State == DraftState.Proposed);

        private void Take(Outcome<ListeningSession> outcome)
        {
            if (outcome.Succeeded)
            {
                Freed += outcome.Value.Free > Session.Free ? 1 : 0;
                if (Session.State == ListeningState.Live && outcome.Value.State != ListeningState.Live)
                {
                    foreach (var waiting in _drafts.Values.Where(draft => draft.State == DraftState.Proposed).ToList())
                    {
                        _drafts[waiting.Id] = waiting with { State = DraftState.Void };
                    }
                }

                Session = outcome.Value;
            }
        }

        private void Draft(Outcome<DraftStep> outcome, string id, bool byHost)
        {
            if (!outcome.Succeeded)
            {
                return;
            }

            var (before, draft) = (Session, outcome.Value.Draft);
            if (outcome.Value.Say is not null)
            {
                Assert.DoesNotContain(id, Said);
                Said.Add(id);
                Assert.True(before.State == ListeningState.Live && before.Mode != ListeningMode.Shadow, $"seed {seed}: said in {before.State}, {before.Mode}");
                Assert.True(byHost || (before is { Free: 1, Mode: ListeningMode.Approved } && before.Approvals >= before.Needed && draft.Held is null), $"seed {seed}: said without a yes");
            }

            Assert.Equal(outcome.Value.Session.Approvals, before.Approvals + (byHost && outcome.Value.Say is not null ? 1 : 0));
            Session = outcome.Value.Session;
            _drafts[id] = draft;
        }

        private void Check(ListeningSession before)
        {
            var order = new[] { ListeningState.Planned, ListeningState.Seated, ListeningState.Live, ListeningState.Debrief, ListeningState.Closed };
            Assert.True(Session.State == ListeningState.Cancelled ? before.State is ListeningState.Planned or ListeningState.Seated or ListeningState.Cancelled : Array.IndexOf(order, Session.State) - Array.IndexOf(order, before.State) is 0 or 1, $"seed {seed}: {before.State} -> {Session.State}");
            Assert.True(Session.State != ListeningState.Closed || _notes > 0, $"seed {seed}: closed without a note");
            Assert.True(!before.IsOver || Session == before, $"seed {seed}: changed after its end");
            Assert.True(Session.EndedAt is null || Session.EndedAt >= Session.LiveAt, $"seed {seed}: minutes below zero");
            Assert.True(Session.LiveAt is null || Session.LiveAt >= Session.SeatedAt, $"seed {seed}: a contact from before the seat");
            Assert.True(Session.State == ListeningState.Live || Session.Free == 0, $"seed {seed}: free without a contact");
            Assert.Equal(Said.Count, _drafts.Values.Count(draft => draft.State == DraftState.Sent));
            Assert.True(Session.State == ListeningState.Live || Waiting == 0, $"seed {seed}: waits after the end");
        }
    }
}
