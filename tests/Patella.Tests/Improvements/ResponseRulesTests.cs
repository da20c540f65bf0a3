using Patella.Service.Improvements.Response;

namespace Patella.Tests.Improvements;

/// <summary>How a response moves and what stands against its end, over random histories.</summary>
public class ResponseRulesTests
{
    private static readonly string[] Kinds = ["system.called", "system.acknowledged", "system.fixed", "incident.closed", "incident.reopened", "incident.judged"];
    private static readonly string[] Order = ["open", "called", "acknowledged", "fixed", "quiet", "closed"];

    [Fact]
    public void Between_two_reopenings_a_response_only_goes_forward_and_doubled_entries_change_nothing()
    {
        var random = new Random(3);
        for (var run = 0; run < 500; run++)
        {
            var row = new ResponseRow { Incident = "incident-1" };
            for (var at = 1; at <= 20; at++)
            {
                var kind = Kinds[random.Next(Kinds.Length)];
                var verdict = random.Next(2) == 0;
                var before = Array.IndexOf(Order, ResponseRules.StateOf(row));
                var (next, told) = ResponseRules.Evolve(row, kind, at, verdict);
                var again = ResponseRules.Evolve(next, kind, at, verdict);
                Assert.True(ReferenceEquals(again.Row, next) && again.Told is null, $"run {run}: {kind} twice");
                Assert.True(ReferenceEquals(next, row) == (next == row), $"run {run}: {kind} made another row that is the same");
                Assert.True(told == ResponseEvents.Reopened || Array.IndexOf(Order, ResponseRules.StateOf(next)) >= before, $"run {run}: {kind} went back from {Order[before]}");
                row = next;
            }
        }
    }

    [Fact]
    public void What_has_come_back_begins_anew_and_remembers_that_it_did()
    {
        var row = new ResponseRow { Incident = "incident-1" };
        foreach (var kind in Kinds.Take(4))
        {
            row = ResponseRules.Evolve(row, kind, 5).Row;
        }

        Assert.Equal("quiet", ResponseRules.StateOf(row));
        var (open, told) = ResponseRules.Evolve(row with { ClosedAt = 9, ClosedBy = "x" }, "incident.reopened", 10);
        Assert.Equal(("open", ResponseEvents.Reopened, 1L, null, null), (ResponseRules.StateOf(open), told, open.Reopened, open.ClosedBy, open.FixedAt));
    }

    [Fact]
    public void An_acknowledgement_that_is_read_before_its_call_is_a_call_too()
    {
        var row = ResponseRules.Evolve(new ResponseRow(), "system.fixed", 7).Row;
        Assert.Equal((7L, 7L, 7L), (row.CalledAt, row.AcknowledgedAt, row.FixedAt));
    }

    [Fact]
    public void It_may_close_only_when_the_volume_fell_and_nobody_is_left()
    {
        var random = new Random(4);
        for (var run = 0; run < 2_000; run++)
        {
            var row = new ResponseRow { QuietAt = random.Next(2) == 0 ? 5 : null, Node = """{"merchant":"shop-1"}""", OrdersDone = random.Next(2), FalseAlarm = random.Next(4) == 0 ? 1 : 0 };
            var (untold, notRight, pending, now, expected) = (random.Next(3), random.Next(3), random.Next(2), random.Next(30), random.NextDouble() * 20);
            var missing = ResponseRules.Missing(row, now, expected, untold, notRight, pending);
            var isDown = row.QuietAt is not null && ResponseRules.IsDown(now, expected);
            var isServed = row.FalseAlarm == 1 || (row.OrdersDone == 1 && untold + notRight + pending == 0);
            Assert.Equal(isDown && isServed, missing.Count == 0);
            Assert.All(missing.Where(one => one.What is "untold"), one => Assert.Equal(untold, one.Count));
            Assert.All(missing.Where(one => one.What is "not-put-right"), one => Assert.Equal(notRight, one.Count));
        }
    }

    [Theory]
    [InlineData("""{"merchant":"s"}""", true)]
    [InlineData("""{"carrier":"c","region":"r"}""", true)]
    [InlineData("""{"version":"9.4"}""", true)]
    [InlineData("""{"region":"r"}""", false)]
    [InlineData("""{"channel":"app"}""", false)]
    [InlineData("{}", false)]
    public void Where_the_mirror_cannot_tell_who_was_touched_it_says_so(string node, bool known)
    {
        var values = new ResponseRow { Node = node }.NodeValues;
        foreach (var language in new[] { "zh-CN", "en" })
        {
            var reach = ResponseReach.View(values, language);
            Assert.True(reach.SilentKnown == known && reach.Text.Length > 0);
        }
    }
}
