using System.Diagnostics;
using Patella.Kernel.Dmn;

namespace Patella.Tests.Kernel.Dmn;

public sealed class LimitTests
{
    [Theory]
    [InlineData("for i in 1..999999999 return i", DmnLimit.Steps)]
    [InlineData("some i in 1..999999999 satisfies i < 0", DmnLimit.Steps)]
    [InlineData("every a in 1..5000, b in 1..5000 satisfies a > 0", DmnLimit.Steps)]
    [InlineData("count([1..3][item > 1]) + count(for a in 1..2000, b in 1..2000 return a)", DmnLimit.Steps)]
    [InlineData("{again: function(n) again(n + 1), run: again(1)}.run", DmnLimit.Depth)]
    [InlineData("for i in 1..60 return if i = 1 then \"xxxxxxxx\" else partial[-1] + partial[-1]", DmnLimit.Size)]
    [InlineData("for i in 1..60 return if i = 1 then [1, 2, 3] else concatenate(partial[-1], partial[-1])", DmnLimit.Size)]
    [InlineData("for i in 1..60 return if i = 1 then \"aaaa\" else replace(partial[-1], \"a\", \"aaaa\")", DmnLimit.Size)]
    [InlineData("string((for i in 1..50000 return [partial[-1]])[-1])", DmnLimit.Depth)]
    [InlineData("{x: (for i in 1..50000 return [partial[-1]])[-1], y: x = x}.y", DmnLimit.Depth)]
    [InlineData("for i in 1..60 return if i = 1 then [] else [partial[-1], partial[-1]]", DmnLimit.Size)]
    [InlineData("for i in 1..60 return if i = 1 then {} else {a: partial[-1], b: partial[-1]}", DmnLimit.Size)]
    [InlineData("{x: for i in 1..100000 return i, y: for i in 1..100000 return x = x}.y", DmnLimit.Steps)]
    [InlineData("{x: for i in 1..100000 return i, y: for i in 1..100000 return list contains(x, -1)}.y", DmnLimit.Steps)]
    [InlineData("{x: for i in 1..100000 return i, y: for i in 1..100000 return -1 in x}.y", DmnLimit.Steps)]
    [InlineData("{x: for i in 1..100000 return i, y: for i in 1..100000 return x instance of list<string>}.y", DmnLimit.Steps)]
    [InlineData("{x: string join(for i in 1..100000 return \"abcde\"), y: for i in 1..100000 return contains(x, \"z\")}.y", DmnLimit.Steps)]
    [InlineData("{x: string join(for i in 1..100000 return \"abcde\"), y: for i in 1..100000 return string length(x)}.y", DmnLimit.Steps)]
    [InlineData("{x: string join(for i in 1..10000 return \"abcde\"), y: for i in 1..100000 return matches(x, \"z$\")}.y", DmnLimit.Steps)]
    public void An_expression_that_loops_or_explodes_is_stopped_with_the_limit_named(string text, DmnLimit limit)
    {
        FeelExpression expression = FeelExpression.Compile(text);
        Assert.Empty(expression.Problems);

        DmnLimitException stopped = Assert.Throws<DmnLimitException>(() => expression.Evaluate());

        Assert.Equal(limit, stopped.Limit);
        Assert.StartsWith("The evaluation was stopped", stopped.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData('(', ')', 2000)]
    [InlineData('[', ']', 2000)]
    public void An_expression_nested_too_deeply_is_refused_when_compiled(char open, char close, int depth)
    {
        FeelExpression expression = FeelExpression.Compile(new string(open, depth) + "1" + new string(close, depth));

        Assert.Contains("deep", Assert.Single(expression.Problems).Message, StringComparison.Ordinal);
        Assert.Null(expression.Evaluate().Value);
    }

    [Fact]
    public void A_chain_of_operators_too_long_to_evaluate_is_refused_when_compiled()
    {
        FeelExpression expression = FeelExpression.Compile(string.Join('+', Enumerable.Repeat("1", 20_000)));

        Assert.Contains("chained", Assert.Single(expression.Problems).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_expression_that_reads_ambiguously_at_every_level_is_still_read_or_refused_quickly()
    {
        string text = string.Concat(Enumerable.Repeat("1 in ([1..", 60)) + "2" + string.Concat(Enumerable.Repeat("[)+1", 60));
        var clock = Stopwatch.StartNew();

        FeelExpression expression = FeelExpression.Compile(text);

        Assert.NotEmpty(expression.Problems);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(10), $"took {clock.Elapsed}");
    }

    [Fact]
    public void A_regular_expression_that_would_backtrack_for_ever_answers_or_is_stopped()
    {
        string text = new('a', 2000);

        Assert.Equal(false, Models.Feel("matches(text + \"!\", \"^(a+)+$\")", new { text }));
        Assert.Throws<DmnLimitException>(() => Models.Feel("matches(text + \"!\", \"^((a+)+)\\1*(b+)\\3$\")", new { text }));
    }

    [Fact]
    public void An_error_after_more_notes_than_are_kept_still_makes_the_result_one_with_errors()
    {
        DmnResult result = FeelExpression.Compile("[for i in 1..500 return i < null, 1 + \"a\"]").Evaluate();

        Assert.Equal(100, result.Problems.Count);
        Assert.DoesNotContain(result.Problems, problem => problem.Severity == DmnSeverity.Error);
        Assert.True(result.HasErrors);
    }

    [Fact]
    public void A_cancelled_evaluation_stops()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();

        DmnLimitException stopped = Assert.Throws<DmnLimitException>(
            () => FeelExpression.Compile("for i in 1..100000 return i").Evaluate(cancellation: source.Token));

        Assert.Equal(DmnLimit.Cancelled, stopped.Limit);
    }

    [Fact]
    public void A_smaller_budget_stops_earlier_and_says_where()
    {
        var options = new DmnOptions(Limits: new DmnLimits(MaxSteps: 100));
        var model = Models.Of(new Patella.Kernel.Dmn.Model.LiteralExpression("for i in 1..1000 return i"));

        DmnLimitException stopped = Assert.Throws<DmnLimitException>(() => Models.Evaluate(model, options: options));

        Assert.Equal("decision 'Result'", stopped.Place);
    }

    [Fact]
    public void Ten_thousand_items_and_a_hundred_nested_calls_are_within_the_default_limits()
    {
        Assert.Equal(10_000m, Models.Feel("count(for i in 1..10000 return i)"));
        Assert.Equal(FeelSum(100), Models.Feel("{f: function(n) if n = 0 then 0 else n + f(n - 1), r: f(100)}.r"));
    }

    private static decimal FeelSum(int n) => n * (n + 1) / 2m;
}
