using Patella.Kernel.Dmn;
using Patella.Kernel.Dmn.Model;

namespace Patella.Tests.Kernel.Dmn;

public sealed class ExplanationTests
{
    private static readonly DecisionTable Refund = Models.Table(HitPolicy.Collect, "> 10 => 1", "> 20 => 2", "> 30 => 3") with
    {
        Annotations = ["reason"],
        Rules = Models.Table(HitPolicy.Collect, "> 10 => 1", "> 20 => 2", "> 30 => 3").Rules
            .Select((rule, row) => rule with { Id = $"row-{row + 1}", Annotations = [$"because of row {row + 1}"] })
            .ToValueList(),
    };

    [Fact]
    public void An_explanation_names_inputs_rows_and_values()
    {
        DmnResult result = Models.Evaluate(Models.Of(Refund, "x"), new { x = 25 }, new DmnOptions(Explain: true));

        Assert.Equal([new NamedValue("x", 25m)], result.Explanation!.Inputs);
        Assert.Equal([new NamedValue("Result", result.Value)], result.Explanation.Decisions);
        TableExplanation table = Assert.Single(result.Explanation.Tables);
        Assert.Equal("decision 'Result'", table.Place);
        Assert.Equal([new NamedValue("x", 25m)], table.Inputs);
        Assert.Equal([(1, "row-1"), (2, "row-2")], table.Fired.Select(rule => (rule.Number, rule.Id!)));
        Assert.Equal(["because of row 2"], table.Fired[1].Annotations);
        Assert.False(table.UsedDefault);
        Assert.Equal(result.Value, table.Value);
    }

    [Fact]
    public void An_explanation_says_that_no_rule_matched()
    {
        DmnResult result = Models.Evaluate(Models.Of(Refund, "x"), new { x = 1 }, new DmnOptions(Explain: true));

        TableExplanation table = Assert.Single(result.Explanation!.Tables);
        Assert.True(table.UsedDefault);
        Assert.Empty(table.Fired);
    }

    [Fact]
    public void Explaining_changes_neither_value_nor_steps()
    {
        DmnDefinitions model = Models.Of(Refund, "x");

        DmnResult plain = Models.Evaluate(model, new { x = 25 });
        DmnResult explained = Models.Evaluate(model, new { x = 25 }, new DmnOptions(Explain: true));

        Assert.Null(plain.Explanation);
        Assert.Equal((plain.Value, plain.Steps), (explained.Value, explained.Steps));
    }

    [Fact]
    public void A_problem_in_a_decision_names_the_decision()
    {
        DmnResult result = Models.Evaluate(Models.Of(new LiteralExpression("1 + \"a\"")));

        DmnProblem problem = Assert.Single(result.Problems);
        Assert.Equal("decision 'Result'", problem.Place);
        Assert.Equal("cannot add number and string", problem.Message);
    }
}
