using System.Globalization;
using Patella.Service.Policies;
using Patella.Service.Policies.Backtests;
using Patella.Service.Policies.Guarding;

namespace Patella.Benchmarks.Policies;

/// <summary>Decisions about refunds, each made from its number alone: amounts and hours that hardly ever repeat, stages, tiers, shops and reasons that do.</summary>
internal sealed class BenchDecisions(PolicyVersion before, PolicyKind kind)
{
    private const long Start = 1_770_000_000_000_000;
    private static readonly string[] Stages = ["paid", "shipped", "delivered", "finished", "refunding"];
    private static readonly string[] Tiers = ["gold", "silver", "plain", "new"];
    private static readonly string[] Reasons = ["broken", "late", "wrong item", "changed mind", "missing part", "other"];
    private static readonly string[] Grades = ["trainee", "standard", "senior"];

    public static string FactsOf(long number)
    {
        var random = new Random(unchecked((int)(number * 2_654_435_761)));
        var (value, hours, lines) = (random.Next(1, 60_000), random.Next(0, 40_000) / 10m, random.Next(1, 4));
        return string.Create(CultureInfo.InvariantCulture, $$$"""
            {"action":{"kind":"refund","reason":"{{{Reasons[random.Next(6)]}}}","items":null,"itemCount":null,"newItemCount":null,"instrument":{"id":null,"kind":null,"available":null,"used":null},"value":{{{value}}},"toConsumer":{{{value}}},"fromConsumer":0,"currency":"CNY","address":null},"order":{"number":"N{{{number}}}","stage":"{{{Stages[random.Next(5)]}}}","attributes":{"channel":"{{{(random.Next(2) == 0 ? "app" : "web")}}}"},"merchant":"shop-{{{random.Next(1_000)}}}","unit":"market","category":"c{{{random.Next(12)}}}","total":{{{value + random.Next(20_000)}}},"currency":"CNY","paid":{{{value + 20_000}}},"leftToGiveBack":{{{value + 20_000}}},"hoursSincePlaced":{{{hours}}},"hoursSinceDelivered":null,"instruments":["card-{{{number}}}"],"done":[],"lines":[{{{string.Join(',', Enumerable.Range(0, lines).Select(line => $"{{\"sku\":\"s{random.Next(5_000)}\",\"product\":\"p{random.Next(900)}\",\"quantity\":1,\"price\":{random.Next(50, 9_000)}}}"))}}}]},"consumer":{"id":"p{{{number % 777_777}}}","tier":"{{{Tiers[random.Next(4)]}}}","authenticated":null,"isOwner":false},"caller":{"kind":"staff","grade":"{{{Grades[random.Next(3)]}}}"},"tenant":{"limit":20000},"time":{"now":{"@":"2026-11-11T08:00:00Z"},"hour":{{{random.Next(24)}}},"weekday":"Wednesday"} }
            """);
    }

    public static string IdOf(long number) => $"d{number:D12}";

    /// <summary>The decision as the guard stored it then.</summary>
    public PolicyDecisionRow Row(long number)
    {
        var facts = FactsOf(number);
        var verdict = Judge.Of(before, kind, FactSet.Read(facts), Start + number);
        return new PolicyDecisionRow
        {
            Id = IdOf(number), Policy = kind.Key, Number = before.Number, Content = before.Hash, Lane = "effective", Subject = "action:" + number, ShareKey = "c", Facts = facts, Outcome = verdict.Outcome, Reason = verdict.Reason,
            Fired = verdict.Rule.Row, Verdict = VerdictText.Of(verdict), At = Start + number,
        };
    }

    public static long TimeOf(long number) => Start + number;

    /// <summary>A block of decisions, packed.</summary>
    public (string Path, byte[] Content)[] Block(long first, int count)
        => [.. DecisionBlock.Pack([.. Enumerable.Range(0, count).Select(offset => Row(first + offset))]).Select(column => (column.Key, column.Value.ToBytes()))];
}
