using System.Text.Json.Nodes;
using Patella.Platform.Clocks;
using Patella.Service.Cases;
using Patella.Service.Conversations;
using Patella.Service.Edge;

namespace Patella.Tests.Service.Cases;

/// <summary>Merchants, carriers and consumers see what is allowed by name; whatever else a case holds stays hidden.</summary>
public class PartProjectionTests
{
    private static readonly string[] OfPart = ["id", "party", "question", "askedAt", "dueAt", "late", "answer", "answeredAt", "state", "subject", "orderNumber", "asked"];
    private static readonly string[] OfConsumer = ["number", "subject", "state", "stateText", "openedAt", "closedAt", "promisedBy", "promised", "promiseBroken", "outcome", "conversation"];

    [Fact]
    public void A_part_shows_its_question_its_clock_and_what_it_shares_and_nothing_else()
    {
        var random = new Random(11);
        for (var round = 0; round < 300; round++)
        {
            var state = Any(random);
            foreach (var part in state.Parts)
            {
                var shown = JsonNode.Parse(Json.Write(CaseViews.Part(state, part, state.OpenedAt)))!.AsObject();
                Assert.All(shown, field => Assert.Contains(field.Key, OfPart));
                Assert.Equal(part.Shares.Contains("subject"), shown.ContainsKey("subject"));
                Assert.Equal(part.Shares.Contains("order"), shown.ContainsKey("orderNumber"));
                Assert.Equal(part.Shares.Contains("asked"), shown.ContainsKey("asked"));
                var text = shown.ToJsonString();
                Assert.All(Secrets(state, part), secret => Assert.DoesNotContain(secret, text, StringComparison.Ordinal));
            }
        }
    }

    [Fact]
    public void A_consumer_sees_where_it_stands_and_what_was_promised_and_nothing_else()
    {
        var random = new Random(12);
        for (var round = 0; round < 300; round++)
        {
            var state = Any(random);
            var shown = JsonNode.Parse(Json.Write(CaseViews.Mine(state, "en")))!.AsObject();
            Assert.All(shown, field => Assert.Contains(field.Key, OfConsumer));
            var text = shown.ToJsonString();
            Assert.DoesNotContain("unit-", text, StringComparison.Ordinal);
            Assert.DoesNotContain("staff-", text, StringComparison.Ordinal);
            Assert.All(state.Parts, part => Assert.DoesNotContain(part.Question!, text, StringComparison.Ordinal));
        }
    }

    private static IEnumerable<string> Secrets(CaseState state, CasePart mine)
    {
        yield return state.Person!;
        yield return "unit-";
        yield return "staff-";
        yield return "talk-";
        yield return "tag-";
        yield return "field-";
        foreach (var other in state.Parts.Where(part => part.Id != mine.Id))
        {
            yield return other.Question!;
        }
    }

    private static CaseState Any(Random random)
    {
        string Word(string kind) => $"{kind}-{random.Next(1_000_000)}";
        IReadOnlyList<string> Shares() => [.. PartShares.All.Where(_ => random.Next(2) == 0)];
        return new CaseState
        {
            Id = Word("case"), Number = random.Next(1, 999), Subject = Word("subject"), Asked = Word("asked"), Kind = "parcel", Status = "new", Category = CaseCategory.All[random.Next(5)], Unit = Word("unit"),
            Owner = new StaffName(Word("staff"), Word("staff")), FirstAgent = new StaffName(Word("staff"), Word("staff")), Keeper = new StaffName(Word("staff"), Word("staff")), Person = Word("person"),
            Tier = Word("tier"), Order = Word("order"), OrderNumber = Word("number"), Merchant = Word("merchant"), EntryUnit = Word("unit"), OpenedAt = random.Next() * Microseconds.PerSecond,
            Promise = new CasePromise(Word("promised"), 1, random.Next() * Microseconds.PerSecond, random.Next(2) == 0), Hops = random.Next(4), PastUnits = [Word("unit")],
            Transfer = random.Next(2) == 0 ? new OpenTransfer(Word("transfer"), Word("unit"), Word("unit"), Word("unit"), 1, Word("staff")) : null,
            Parts = [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => new CasePart(Word("part"), PartParty.Merchant, Word("who"), Word("question"), Shares(), 1, random.Next(2) == 0 ? Word("answer") : null))],
            Conversations = [Word("talk")], Tags = [Word("tag")], Fields = new Dictionary<string, string> { ["f"] = Word("field") }, Outcome = Word("outcome"),
        };
    }
}
