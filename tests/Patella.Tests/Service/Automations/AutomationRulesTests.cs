using System.Text.Json;
using Patella.Platform.Clocks;
using Patella.Platform.Timeline;
using Patella.Service.Automations;
using Patella.Service.Conversations;
using Patella.Service.Edge;

namespace Patella.Tests.Service.Automations;

public class AutomationRulesTests
{
    private static readonly ConversationRow Row = new() { Id = "c", Person = "p", EntryUnit = "market", Unit = "market", OpenedAt = Minute };

    private const long Minute = 60 * Microseconds.PerSecond;

    [Fact]
    public void Where_nothing_is_asked_everything_fits() => Assert.True(Conditions.Hold(new AutomationDefinition(null, [], [], []), new Facts()));

    /// <summary>What is decided with some facts unknown is decided alike once they are known, whatever they are.</summary>
    [Fact]
    public void An_answer_given_without_a_fact_stands_when_the_fact_is_known()
    {
        for (var bits = 0; bits < 32; bits++)
        {
            bool Bit(int place) => (bits >> place & 1) == 1;
            List<ConditionSpec> asked = [YesNo(Fields.Assigned, Bit(0)), YesNo(Fields.Anonymous, Bit(1))];
            var definition = new AutomationDefinition(null, Bit(2) ? asked : [], Bit(2) ? [] : asked, []);
            var partly = Conditions.Hold(definition, new Facts().With(Fields.Assigned, Bit(3)));
            var fully = Conditions.Hold(definition, new Facts().With(Fields.Assigned, Bit(3)).With(Fields.Anonymous, Bit(4)));
            Assert.NotNull(fully);
            Assert.True(partly is null || partly == fully, $"case {bits}");
        }
    }

    [Fact]
    public void A_wait_lasts_from_the_first_unanswered_word_and_canned_texts_do_not_end_it()
    {
        List<TimelineEntry> talk =
        [
            Said(1, 1, Party.Consumer), Said(2, 2, Party.Agent), Said(3, 5, Party.Consumer), Said(4, 6, Party.Bot, canned: true), Said(5, 7, Party.Consumer),
        ];
        Assert.Equal(4L, Found(talk, talk[4], 9, Fields.WaitingMinutes));
        Assert.Equal(3L, Found(talk, talk[4], 9, Fields.ConsumerMessages));
        talk.Add(Said(6, 8, Party.Agent));
        Assert.Null(Found(talk, talk[4], 9, Fields.WaitingMinutes));
    }

    [Fact]
    public void The_unit_and_the_state_are_those_of_the_moment_not_of_today()
    {
        List<TimelineEntry> talk = [Entry(1, 1, "person-requested", "market"), Entry(2, 2, "transferred", "travel"), Entry(3, 3, "agent-joined", "travel"), Entry(4, 4, "closed", "travel")];
        Assert.Equal(["queued/market", "queued/travel", "agent/travel", "closed/travel"],
            Enumerable.Range(1, 4).Select(count => $"{Found(talk.Take(count), talk[0], 9, Fields.State)}/{Found(talk.Take(count), talk[0], 9, Fields.Unit)}"));
    }

    [Theory]
    [InlineData("contains", "酒店", "我的酒店呢", true)]
    [InlineData("contains", "HOTEL", "my hotel", true)]
    [InlineData("contains-not", "酒店", "我的酒店呢", false)]
    [InlineData("contains-not", "酒店", null, true)]
    [InlineData("contains", "酒店", null, false)]
    public void Words_are_found_in_any_case_and_in_nothing_there_are_none(string operation, string wanted, string? said, bool holds)
        => Assert.Equal(holds, Conditions.Holds(new ConditionSpec(Fields.Words, operation, JsonSerializer.SerializeToElement(wanted)), new Facts().With(Fields.Words, said)));

    private static ConditionSpec YesNo(string field, bool value) => new(field, Operators.Is, JsonSerializer.SerializeToElement(value));

    private static object? Found(IEnumerable<TimelineEntry> until, TimelineEntry trigger, long minute, string field)
    {
        Assert.True(Facts.At(Row, until, trigger, minute * Minute).TryFind(field, out var value));
        return value;
    }

    private static TimelineEntry Said(long sequence, long minute, string by, bool canned = false)
        => Entry(sequence, minute, "message", "market") with { AuthorParty = by, Text = "x", Data = Json.Write(new EntryContent { Canned = canned ? true : null }) };

    private static TimelineEntry Entry(long sequence, long minute, string what, string unit) => new()
    {
        Id = "e" + sequence,
        Kind = "conversation." + what,
        At = minute * Minute,
        RecordedAt = 0,
        AuthorParty = Party.System,
        Conversation = "c",
        Sequence = sequence,
        Unit = unit,
    };
}
