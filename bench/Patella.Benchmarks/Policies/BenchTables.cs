using System.Globalization;
using System.Security;
using Patella.Service.Policies;
using Patella.Service.Policies.Guarding;

namespace Patella.Benchmarks.Policies;

/// <summary>A table as a refund policy would have it: 33 rows over amount, hours, stage, tier, category and reason, the last in the customer's favour.</summary>
internal static class BenchTables
{
    private static readonly string[] Inputs = ["action.value|number", "order.hoursSincePlaced|number", "order.stage|string", "consumer.tier|string", "order.category|string", "action.reason|string"];

    public static PolicyVersion Refunds(string policy, long number, int scale)
    {
        var rows = new List<string>();
        for (var band = 0; band < 4; band++)
        {
            var (low, high) = (band * 15_000 / scale, (band + 1) * 15_000 / scale);
            foreach (var tier in (string[])["gold", "silver", "plain", "new"])
            {
                var generous = tier is "gold" or "silver";
                rows.Add(Row($"({low}..{high}]", $"<= {(generous ? 720 : 168) * scale}", "not(\"refunding\")", $"\"{tier}\"", "-", "-", "allow", "in-favour", null));
                rows.Add(Row($"({low}..{high}]", $"> {(generous ? 720 : 168) * scale}", "-", $"\"{tier}\"", band % 2 == 0 ? "\"c1\", \"c2\", \"c3\"" : "-", "not(\"broken\")", band == 3 ? "refuse" : "person", "above-limit", band == 3 ? null : 4 * scale));
            }
        }

        rows.Add(Row("-", "-", "-", "-", "-", "-", "allow", "in-favour", null));
        var columns = string.Concat(Inputs.Select(input => input.Split('|')).Select((input, index) => $"<input id=\"i{index}\"><inputExpression id=\"e{index}\" typeRef=\"{input[1]}\"><text>{input[0]}</text></inputExpression></input>"));
        var dmn = $"""
            <?xml version="1.0" encoding="UTF-8"?>
            <definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" id="d" name="d" namespace="https://example.test/d">
            <inputData id="action" name="action"><variable name="action"/></inputData><inputData id="order" name="order"><variable name="order"/></inputData><inputData id="consumer" name="consumer"><variable name="consumer"/></inputData>
            <decision id="verdict" name="verdict"><variable name="verdict"/><informationRequirement id="a"><requiredInput href="#action"/></informationRequirement><informationRequirement id="b"><requiredInput href="#order"/></informationRequirement>
            <informationRequirement id="c"><requiredInput href="#consumer"/></informationRequirement>
            <decisionTable id="t" hitPolicy="FIRST">{columns}<output id="o1" name="outcome"/><output id="o2" name="reason"/><output id="o3" name="withinHours"/>{string.Concat(rows)}</decisionTable></decision></definitions>
            """;
        return new PolicyVersion(policy, number, null, PolicyContent.HashOf(dmn, "{}"), "bench", 0, null, dmn, PolicyWords.None);
    }

    private static string Row(string value, string hours, string stage, string tier, string category, string reason, string outcome, string why, int? within)
        => "<rule>" + string.Concat(((string[])[value, hours, stage, tier, category, reason]).Select(cell => $"<inputEntry><text>{SecurityElement.Escape(cell)}</text></inputEntry>"))
            + $"<outputEntry><text>\"{outcome}\"</text></outputEntry><outputEntry><text>\"{why}\"</text></outputEntry><outputEntry><text>{within?.ToString(CultureInfo.InvariantCulture) ?? "null"}</text></outputEntry></rule>";
}
