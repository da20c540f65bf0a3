using Patella.Service.Actions.Policy;
using Patella.Service.Policies;
using Patella.Service.Policies.Checks;
using Patella.Service.Policies.Guarding;
using static Patella.Tests.Policies.RuleTables;

namespace Patella.Tests.Policies;

/// <summary>What is found in a table before anybody signs it, each with its place and a case that shows it.</summary>
public class CheckTests
{
    private const string Sentences = """{"ok":{"zh-CN":"可以办理。","en":"This can be done."},"late":{"zh-CN":"可以换货。","en":""}}""";
    private static readonly PolicyKind Refund = ActionPolicies.All().Single(kind => kind.Key == "refund");

    [Fact]
    public void The_built_in_table_has_nothing_wrong() => Assert.Empty(PolicyCheck.Of(PolicyProgram.Once(Refund.Dmn), Refund, PolicyWords.Read(Refund.Words)));

    [Fact]
    public void A_gap_is_shown_with_a_case_that_no_row_decides()
    {
        var gap = Found(Table("UNIQUE", [("action.value", "number")], (["<= 100", "\"allow\"", "\"ok\""], ""), (["> 200", "\"allow\"", "\"ok\""], "")), "gap");
        Assert.InRange(decimal.Parse(Assert.Single(gap.Witness!).Value, System.Globalization.CultureInfo.InvariantCulture), 100.0000001m, 200m);
        Assert.Equal(("error", "action.value"), (gap.Severity, gap.Where![0].Name));
    }

    [Fact]
    public void An_overlap_that_the_hit_policy_forbids_is_shown_with_both_rows()
        => Assert.Equal([1, 2], Found(Table("UNIQUE", [("action.value", "number")], (["<= 100", "\"allow\"", "\"ok\""], ""), ([">= 100", "\"person\"", "\"ok\""], "")), "overlap").Rules!);

    [Fact]
    public void A_row_that_is_never_reached_is_found()
        => Assert.Equal([2], Found(Table("FIRST", [("action.value", "number")], (["-", "\"allow\"", "\"ok\""], ""), (["> 5", "\"person\"", "\"ok\""], "")), "unreachable").Rules!);

    [Theory]
    [InlineData("order.totals", "number", "unknown-fact", "order.totals")]
    [InlineData("order.total", "string", "fact-type", "order.total: number, string")]
    [InlineData("order.attributes.channel", "string", null, null)]
    public void A_fact_that_does_not_exist_or_is_of_another_type_is_named_with_its_place(string path, string type, string? kind, string? detail)
    {
        var findings = Check(Table("FIRST", [(path, type)], (["-", "\"allow\"", "\"ok\""], "")));
        Assert.Equal((kind, detail), (findings.FirstOrDefault()?.Kind, findings.FirstOrDefault()?.Detail));
        Assert.All(findings, finding => Assert.Contains("input 1", finding.Place, StringComparison.Ordinal));
    }

    [Fact]
    public void A_reason_without_words_in_both_languages_is_found_with_its_row()
    {
        var findings = Check(Table("FIRST", [("action.value", "number")], (["> 5", "\"person\"", "\"late\""], ""), (["-", "\"allow\"", "\"nothing\""], "")));
        Assert.Equal([("no-words", "late: en", 1), ("no-words", "nothing: zh-CN, en", 2)], findings.Select(finding => (finding.Kind, finding.Detail, finding.Rules![0])));
    }

    [Fact]
    public void What_the_guard_does_not_understand_is_found()
        => Assert.Equal(["bad-outcome"], Check(Table("FIRST", [("action.value", "number")], (["-", "\"perhaps\"", "\"ok\""], ""))).Select(finding => finding.Kind));

    [Fact]
    public void A_table_that_may_leave_a_case_open_needs_a_default_row()
        => Assert.Contains("no-default-row", Check(Table("FIRST", [("action.value", "number")], (["<= tenant.limit", "\"allow\"", "\"ok\""], ""))).Select(finding => finding.Kind));

    [Fact]
    public void Every_fact_of_an_action_stands_in_the_documentation()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Patella.slnx")))
        {
            folder = folder.Parent!;
        }

        var written = File.ReadAllLines(Path.Combine(folder.FullName, "docs", "policy-facts.md"));
        Assert.All(ActionPolicies.Facts, fact => Assert.Contains(
            $"| `{fact.Path}` | {fact.Type} | {(fact.MayBeUnknown ? "yes" : "")} | {(fact.Argument ? "yes" : "")} | {(fact.Personal ? "yes" : "")} | {fact.English} · {fact.Chinese} |", written));
    }

    private static Finding Found(string dmn, string kind) => Check(dmn).First(finding => finding.Kind == kind);

    private static IReadOnlyList<Finding> Check(string dmn) => PolicyCheck.Of(PolicyProgram.Once(dmn), Refund, PolicyWords.Read(Sentences));
}
