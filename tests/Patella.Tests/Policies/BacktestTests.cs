using System.Globalization;
using Patella.Platform.Clocks;
using Patella.Platform.Storage;
using Patella.Service.Actions.Policy;
using Patella.Service.Edge;
using Patella.Service.Parties.Privacy;
using Patella.Service.Policies;
using Patella.Service.Policies.Backtests;
using Patella.Service.Policies.Guarding;
using Patella.Service.Tenants;
using Patella.Tests.Platform;
using static Patella.Tests.Policies.RuleTables;

namespace Patella.Tests.Policies;

/// <summary>Tables tried on stored decisions: packed by columns they say what they say one by one.</summary>
public class BacktestTests
{
    private static readonly string[] Reasons = ["broken", "late", "wrong"];
    private static readonly PolicyKind Refund = ActionPolicies.All().Single(kind => kind.Key == "refund");

    [Theory, InlineData(1), InlineData(2), InlineData(3), InlineData(4), InlineData(5), InlineData(6)]
    public void Random_tables_say_of_packed_decisions_what_they_say_one_by_one(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 5; round++)
        {
            var (before, after) = (Version(1, RandomTable(random)), Version(2, RandomTable(random)));
            var rows = Enumerable.Range(0, 400).Select(number => Row(before, number, RandomFacts(random))).ToList();
            var columns = DecisionBlock.Pack(rows).ToDictionary(column => column.Key, column => PackedColumn.Read(column.Value.ToBytes()));
            var (packed, plain, said) = (new Tally(24), new Tally(24), new Dictionary<string, NewVerdict>());
            new BlockRun(after, Refund).Run(columns, long.MinValue, long.MaxValue, long.MaxValue, packed, (id, verdict) => said[id] = verdict);
            foreach (var row in rows)
            {
                var facts = FactSet.Read(row.Facts!);
                var one = NewVerdict.Of(Judge.Of(after, Refund, facts, row.At));
                Assert.Equal((one.Verdict with { Row = null }, one.Broken), (said[row.Id].Verdict with { Row = null }, said[row.Id].Broken));
                plain.Add(Json.Read<OldVerdict>(DecisionBlock.VerdictOf(row))!, one.Verdict, one.Broken, (long?)(decimal?)facts.At("action.toConsumer"), "CNY");
            }

            Assert.Equal(Comparable(plain), Comparable(packed));
        }
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Packed_or_not_the_report_is_the_same_and_an_erased_person_is_in_neither(StoreKind kind)
    {
        await using var world = await PolicyWorld.Create(kind);
        var guard = world.Get<PolicyGuard>();
        for (var number = 0; number < 30; number++)
        {
            var question = world.Question(PolicyWorld.Refund(100 * (number + 1)), $"action:a{number}") with { Person = number < 10 ? "gone" : "p1" };
            await world.Write(async transaction => await guard.Keep(transaction, question, await guard.Ask(transaction, question)));
        }

        var (backtest, after) = (world.Get<Backtest>(), Version(1, RefuseAbove(1_000)));
        var loose = await Report();
        Assert.Equal((30, 20, 0), (loose.Decisions, loose.Worse, loose.Better));
        Assert.Equal([new BacktestMove("allow", "refuse", 20)], loose.Moves);
        Assert.Equal(Enumerable.Range(11, 20).Sum(number => number * 100L), Assert.Single(loose.Money).Less);

        Assert.Equal(1, await world.Get<DecisionPacker>().Pack(world.Tenant, least: 10));
        Assert.Equal(0, await world.Get<DecisionPacker>().Pack(world.Tenant, least: 10));
        Assert.Equivalent(loose with { Seconds = 0 }, await Report() with { Seconds = 0 });

        var data = world.Get<IPersonData>();
        Assert.True(await data.Erase(world.Store, new PersonSubject(world.Tenant, ["gone"])) > 0);
        Assert.Equal(0, await data.Erase(world.Store, new PersonSubject(world.Tenant, ["gone"])));
        Assert.Equal((20, 20), ((await Report()).Decisions, (await Report()).Worse));
        Assert.Equal(1, await world.Get<DecisionPacker>().Pack(world.Tenant, least: 10));
        Assert.Equal((20, 20), ((await Report()).Decisions, (await Report()).Worse));
        Assert.Equal(0L, await world.Read(reader => reader.One<long>("select count(*) from policy_decision where tenant = @tenant and person = 'gone' and facts is not null")));

        async Task<BacktestReport> Report() => (await backtest.Run(world.Tenant, after, Refund, new BacktestRequest(), default)).Report("", default, "", new BacktestRequest(), 0);
    }

    [Fact]
    public void Customers_come_first_the_outcome_then_being_asked_then_waiting()
    {
        Assert.Equal(1, Tally.Compare(Of("refuse"), Of("person", 4), 24));
        Assert.Equal(-1, Tally.Compare(Of("allow"), Of("person", 1), 24));
        Assert.Equal(1, Tally.Compare(Of("person"), Of("person", 4), 24));
        Assert.Equal(-1, Tally.Compare(Of("allow"), Of("allow") with { Consent = true }, 24));
        Assert.Equal(0, Tally.Compare(Of("allow"), Of("allow") with { Reason = "other" }, 24));
        static OldVerdict Of(string outcome, double? hours = null) => new(outcome, "r", hours, null, null);
    }

    private static string Comparable(Tally tally) => Json.Write(tally.Report("", default, "", new BacktestRequest(), 0) with { Witnesses = [] });

    private static PolicyVersion Version(long number, string dmn) => new("refund", number, null, PolicyContent.HashOf(dmn, "{}"), "t", 0, null, dmn, PolicyWords.None);

    private static PolicyDecisionRow Row(PolicyVersion version, int number, string facts)
    {
        var verdict = Judge.Of(version, Refund, FactSet.Read(facts), number);
        return new PolicyDecisionRow { Id = "d" + number, Policy = "refund", Facts = facts, Outcome = verdict.Outcome, Reason = verdict.Reason, Fired = verdict.Rule.Row, Verdict = VerdictText.Of(verdict), At = number };
    }

    private static string RandomTable(Random random)
    {
        (string, string)[] inputs = [("action.value", "number"), ("order.attributes.channel", "string"), ("action.instrument.kind", "string"), ("count(order.lines)", "number"), ("action.reason", "string")];
        var rows = Enumerable.Range(0, random.Next(2, 9)).Select(row => ((string[])
        [
            random.Next(2) == 0 ? "-" : $"> {random.Next(900)}", random.Next(3) > 0 ? "-" : "\"app\"", random.Next(3) > 0 ? "-" : "\"card\", null", random.Next(3) > 0 ? "-" : $"<= {random.Next(4)}",
            random.Next(2) == 0 ? "-" : $"not(\"{Reasons[random.Next(3)]}\")", $"\"{PolicyOutcome.All[random.Next(3)]}\"", "\"ok\"", "null", random.Next(2) == 0 ? "null" : random.Next(1, 50).ToString(CultureInfo.InvariantCulture), random.Next(3) == 0 ? "true" : "null",
        ], "row " + row)).Append((["-", "-", "-", "-", "-", "\"allow\"", "\"ok\""], "rest"));
        return Table("FIRST", inputs, [.. rows]);
    }

    /// <summary>Also facts that are null, absent where they may be, and attributes that nobody told.</summary>
    private static string RandomFacts(Random random)
    {
        var value = random.Next(5) == 0 ? "null" : random.Next(1_000).ToString(CultureInfo.InvariantCulture);
        var attributes = random.Next(6) switch { 0 => "{}", 1 => "{\"channel\":null}", 2 => "{\"other\":1}", _ => $"{{\"channel\":\"{(random.Next(2) == 0 ? "app" : "web")}\",\"x.y\":{{\"a\":1}}}}" };
        var instrument = random.Next(3) switch { 0 => "null", 1 => "{\"id\":\"c\",\"kind\":null}", _ => "{\"id\":\"c\",\"kind\":\"card\"}" };
        return $$$"""{"action":{"value":{{{value}}},"toConsumer":{{{value}}},"currency":"CNY","reason":"{{{Reasons[random.Next(3)]}}}","instrument":{{{instrument}}}},"order":{"attributes":{{{attributes}}},"lines":[{{{string.Join(',', Enumerable.Repeat("{\"sku\":\"a\"}", random.Next(4)))}}}]} }""";
    }
}
