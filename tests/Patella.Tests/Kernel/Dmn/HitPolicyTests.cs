using Patella.Kernel.Dmn;
using Patella.Kernel.Dmn.Feel;
using Patella.Kernel.Dmn.Model;

namespace Patella.Tests.Kernel.Dmn;

public sealed class HitPolicyTests
{
    private static readonly string[] Overlapping = ["> 10 => \"low\"", "> 20 => \"high\"", "> 30 => \"low\""];

    [Fact]
    public void A_unique_table_gives_the_only_matching_rule()
    {
        Assert.Equal("low", Give(HitPolicy.Unique, 15));
    }

    [Fact]
    public void A_unique_table_refuses_to_choose_and_names_the_rules()
    {
        DmnResult result = Models.Evaluate(Models.Of(Models.Table(HitPolicy.Unique, Overlapping), "x"), new { x = 25 });

        Assert.Null(result.Value);
        Assert.Contains("rules 1, 2 match", Assert.Single(result.Problems).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_first_table_gives_the_rule_written_first()
    {
        Assert.Equal("low", Give(HitPolicy.First, 35));
    }

    [Fact]
    public void An_any_table_gives_the_common_output_and_refuses_different_ones()
    {
        Assert.Equal("same", Give(HitPolicy.Any, 25, "> 10 => \"same\"", "> 20 => \"same\""));
        Assert.Null(Give(HitPolicy.Any, 25));
    }

    [Fact]
    public void A_priority_table_gives_the_output_listed_first()
    {
        Assert.Equal("high", Give(HitPolicy.Priority, 35));
        Assert.Equal("low", Give(HitPolicy.Priority, 15));
    }

    [Fact]
    public void An_output_order_table_sorts_by_the_listed_outputs_and_keeps_equal_ones_in_rule_order()
    {
        Assert.Equal(FeelList.Of("high", "low", "low"), Give(HitPolicy.OutputOrder, 35));
    }

    [Fact]
    public void Rule_order_and_collect_give_every_output_in_the_order_written()
    {
        Assert.Equal(FeelList.Of("low", "high", "low"), Give(HitPolicy.RuleOrder, 35));
        Assert.Equal(FeelList.Of("low", "high"), Give(HitPolicy.Collect, 25));
    }

    [Theory]
    [InlineData(Aggregation.Sum, 60)]
    [InlineData(Aggregation.Count, 3)]
    [InlineData(Aggregation.Min, 10)]
    [InlineData(Aggregation.Max, 30)]
    public void A_collecting_table_aggregates(Aggregation aggregation, int expected)
    {
        DecisionTable table = Models.Table(HitPolicy.Collect, "> 1 => 10", "> 2 => 20", "> 3 => 30") with { Aggregation = aggregation };

        Assert.Equal((decimal)expected, Models.Evaluate(Models.Of(table, "x"), new { x = 9 }).Value);
    }

    [Fact]
    public void When_no_rule_matches_the_default_is_given_or_nothing()
    {
        DecisionTable plain = Models.Table(HitPolicy.Unique, "> 10 => 1");
        DecisionTable withDefault = plain with { Outputs = [new TableOutput { Name = "out", Default = new TableCell("\"in the consumer's favour\"") }] };

        Assert.Null(Models.Evaluate(Models.Of(plain, "x"), new { x = 1 }).Value);
        Assert.Equal("in the consumer's favour", Models.Evaluate(Models.Of(withDefault, "x"), new { x = 1 }).Value);
        Assert.Equal(FeelList.Empty, Models.Evaluate(Models.Of(plain with { HitPolicy = HitPolicy.Collect }, "x"), new { x = 1 }).Value);
        Assert.Equal(0m, Models.Evaluate(Models.Of(plain with { HitPolicy = HitPolicy.Collect, Aggregation = Aggregation.Count }, "x"), new { x = 1 }).Value);
    }

    [Fact]
    public void A_cell_may_speak_of_the_value_under_test()
    {
        DecisionTable table = Models.Table(HitPolicy.First, "string length(?) > 3 => \"long\"", "not(\"a\", \"b\") => \"other\"", "- => \"listed\"");
        DmnDefinitions model = Models.Of(table, "x");

        Assert.Equal("long", Models.Evaluate(model, new { x = "abcd" }).Value);
        Assert.Equal("other", Models.Evaluate(model, new { x = "c" }).Value);
        Assert.Equal("listed", Models.Evaluate(model, new { x = "b" }).Value);
    }

    [Fact]
    public void A_value_outside_the_allowed_values_is_refused_by_name()
    {
        DecisionTable table = Models.Table(HitPolicy.Unique, "\"a\" => 1") with
        {
            Inputs = [new TableInput(new TableCell("x")) { AllowedValues = new TableCell("\"a\", \"b\"") }],
        };

        DmnResult result = Models.Evaluate(Models.Of(table, "x"), new { x = "z" });

        Assert.Null(result.Value);
        Assert.Contains("input 'x'", Assert.Single(result.Problems).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_fact_is_named()
    {
        DmnResult result = Models.Evaluate(Models.Of(Models.Table(HitPolicy.Unique, "> 1 => 1"), "x"));

        Assert.Null(result.Value);
        Assert.Contains(result.Problems, problem => problem.Place == "input 'x'" && problem.Severity == DmnSeverity.Error);
    }

    private static object? Give(HitPolicy policy, int x, params string[] rules)
    {
        DecisionTable table = Models.Table(policy, rules.Length > 0 ? rules : Overlapping);
        table = table with { Outputs = [table.Outputs[0] with { AllowedValues = new TableCell("\"high\", \"low\", \"same\"") }] };
        return Models.Evaluate(Models.Of(table, "x"), new { x }).Value;
    }
}
