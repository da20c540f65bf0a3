using Patella.Platform.Timeline;
using Patella.Service.Cases;
using Patella.Service.Edge;
using Patella.Service.Parties;
using Patella.Service.Reports.Journeys;

namespace Patella.Tests.Service.Reports;

public class JourneyLineTests
{
    [Fact]
    public void Messages_that_follow_each_other_are_one_entry_that_shows_why_the_customer_came()
    {
        var lines = JourneyLines.Of([Said(1, "bot", "你好"), Said(2, "consumer", "杯子碎了"), Said(3, "agent", "马上看"), Happened(4, "logistics.lost"), Said(5, "consumer", "还没到")], JourneyReader.Staff, "zh-CN").ToList();
        Assert.Equal([("杯子碎了", 3L), (null, 1L), ("还没到", 1L)], lines.Select(line => (line.Detail, line.Count)));
        Assert.Equal(("/conversations?conversation=c1", "conversation", "consumer"), (lines[0].Link, lines[0].System, lines[0].By));
        Assert.Equal((JourneyStates.Broken, "parcel", "包裹丢失"), (lines[1].State, lines[1].System, lines[1].Title));
    }

    [Fact]
    public void A_consumer_reads_no_note_no_hand_over_no_reason_of_staff_and_never_who_is_liable()
    {
        var hidden = new[]
        {
            "conversation.note", "conversation.transferred", "case.noted", "case.transfer-refused", "case.part-asked", "case.alert-raised", "case.assigned", "standard.breached",
            "advance.party-liable", "advance.recovered", "advance.claimed", "remedy.refunded-beyond", "something.new",
        };
        Assert.Empty(JourneyLines.Of(hidden.Select((kind, index) => Happened(index, kind) with { Text = "secret" }), JourneyReader.Consumer, "en"));
        var done = JourneyLines.Of([Happened(1, "action.done") with { Text = "goodwill, he shouts" }, Happened(2, "case.closed") with { Text = "shop's fault" }], JourneyReader.Consumer, "en").ToList();
        Assert.Equal(2, done.Count);
        Assert.All(done, line => Assert.Null(line.Detail));
        Assert.All(done, line => Assert.Null(line.Link));
    }

    [Fact]
    public void Consumers_read_only_kinds_of_a_short_list_among_all_that_cases_and_the_timeline_know()
    {
        foreach (var kind in TimelineItems.Titles.Keys.Concat(CaseEventKinds.All).Where(kind => kind.StartsWith("advance.", StringComparison.Ordinal) || kind.Contains("liable", StringComparison.Ordinal) || kind.Contains("transfer", StringComparison.Ordinal) || kind.Contains("note", StringComparison.Ordinal)))
        {
            Assert.False(JourneyBook.Shows(JourneyReader.Consumer, kind), kind);
            Assert.False(JourneyBook.Shows(JourneyReader.Shop, kind), kind);
        }
    }

    [Fact]
    public void A_shop_reads_the_marketplaces_and_carriers_facts_and_nothing_that_was_said()
    {
        var lines = JourneyLines.Of([Happened(1, "order.shipped"), Said(2, "consumer", "hello"), Happened(3, "case.opened"), Happened(4, "refund.succeeded"), Happened(5, "remedy.paid")], JourneyReader.Shop, "en");
        Assert.Equal(["order.shipped", "refund.succeeded"], lines.Select(line => line.Kind));
    }

    [Fact]
    public void Money_is_told_as_events_and_as_remedies_carry_it()
    {
        var lines = JourneyLines.Of(
        [
            Happened(1, "payment.captured") with { Data = """{"amount":{"amount":3900,"currency":"CNY"},"payment":"p1"}""" },
            Happened(2, "remedy.paid") with { Data = """{"remedy":"r1","amount":500,"currency":"CNY"}""" },
            Happened(3, "logistics.in-transit") with { Data = """{"carrier":"Swift","tracking":"T1","place":"Hangzhou"}""" },
            Happened(4, "order.changed") with { Data = """{"place":{"odd":1},"amount":"much"}""" },
        ], JourneyReader.Staff, "en").ToList();
        Assert.Equal([new Money(3900, "CNY"), new Money(500, "CNY"), null, null], lines.Select(line => line.Amount));
        Assert.Equal(["p1", "r1", "T1", null], lines.Select(line => line.Ref));
        Assert.Equal("Swift · T1 · Hangzhou", lines[2].Detail);
    }

    private static TimelineEntry Said(long at, string by, string text) => Happened(at, "conversation.message") with { Conversation = "c1", Sequence = at, AuthorParty = by, Text = text };

    private static TimelineEntry Happened(long at, string kind) => new() { Id = $"e{at}", Kind = kind, At = at, RecordedAt = at, OrderRef = "o1", AuthorParty = "system", Position = at };
}
