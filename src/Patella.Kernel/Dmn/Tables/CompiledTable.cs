using Patella.Kernel.Dmn.Feel;
using Patella.Kernel.Dmn.Model;

namespace Patella.Kernel.Dmn.Tables;

/// <summary>An input column: its value, its type, and the values it may take.</summary>
internal sealed record CompiledInput(string Label, Evaluator Value, FeelType? Type, UnaryTest? Allowed)
{
    /// <summary>Its name in messages.</summary>
    internal string What { get; } = $"input '{Label}'";
}

/// <summary>An output column; the allowed outputs rank results by their place.</summary>
internal sealed record CompiledOutput(string Name, FeelType? Type, Evaluator[]? Ranking, Evaluator? Default)
{
    /// <summary>Its name in messages.</summary>
    internal string What { get; } = $"output '{Name}'";
}

/// <summary>A row; a null test accepts anything.</summary>
internal sealed record CompiledRule(int Number, string? Id, UnaryTest?[] Tests, Evaluator[] Outputs, ValueList<string> Annotations);

/// <summary>A decision table as delegates. The value of column k stands in slot k of the table's frame.</summary>
internal sealed class CompiledTable(
    string place, HitPolicy policy, Aggregation aggregation, CompiledInput[] inputs, CompiledOutput[] outputs, CompiledRule[] rules)
{
    private readonly string[] outputNames = [.. outputs.Select(output => output.Name)];

    internal CompiledOutput[] Outputs => outputs;

    internal object? Evaluate(Frame around)
    {
        Run run = around.Run;
        run.Spend(inputs.Length);
        var values = new object?[inputs.Length];
        Frame frame = around.Child(values);
        if (!ReadInputs(around, frame, values))
        {
            return null;
        }

        List<CompiledRule> matched = Match(frame, values);
        object? result = matched.Count == 0 ? WhenNoneMatch(frame) : HitPolicies.Decide(policy, aggregation, this, matched, frame);
        run.Explanation?.Add(new TableExplanation(
            place,
            policy,
            [.. inputs.Select((input, column) => new NamedValue(input.Label, values[column]))],
            [.. matched.Select(rule => new FiredRule(rule.Number, rule.Id, rule.Annotations))],
            matched.Count == 0,
            result));
        return result;
    }

    /// <summary>The output of a rule: a value for one column, a context for several.</summary>
    internal object? Output(CompiledRule rule, Frame frame)
    {
        if (outputs.Length == 1)
        {
            return Column(rule.Outputs[0], 0, frame);
        }

        var values = new object?[outputs.Length];
        for (int column = 0; column < values.Length; column++)
        {
            values[column] = Column(rule.Outputs[column], column, frame);
        }

        return new FeelContext(outputNames, values);
    }

    private object? Column(Evaluator cell, int column, Frame frame) =>
        Coercion.To(frame.Run, cell(frame), outputs[column].Type, outputs[column].What);

    private bool ReadInputs(Frame around, Frame frame, object?[] values)
    {
        for (int column = 0; column < values.Length; column++)
        {
            CompiledInput input = inputs[column];
            values[column] = Coercion.To(around.Run, input.Value(around), input.Type, input.What);
            if (values[column] is not null && input.Allowed is { } allowed && allowed(frame, values[column]) != true)
            {
                around.Run.Null($"{FeelText.Short(values[column])} is not among the allowed values of input '{input.Label}'");
                return false;
            }
        }

        return true;
    }

    private List<CompiledRule> Match(Frame frame, object?[] values)
    {
        var matched = new List<CompiledRule>();
        foreach (CompiledRule rule in rules)
        {
            frame.Run.Spend();
            if (Matches(rule, frame, values))
            {
                matched.Add(rule);
                if (policy == HitPolicy.First)
                {
                    break;
                }
            }
        }

        return matched;
    }

    private static bool Matches(CompiledRule rule, Frame frame, object?[] values)
    {
        UnaryTest?[] tests = rule.Tests;
        for (int column = 0; column < tests.Length; column++)
        {
            if (tests[column] is { } test && test(frame, values[column]) != true)
            {
                return false;
            }
        }

        return true;
    }

    private object? WhenNoneMatch(Frame frame)
    {
        if (outputs.All(output => output.Default is null))
        {
            return HitPolicies.Nothing(policy, aggregation);
        }

        var values = new object?[outputs.Length];
        for (int column = 0; column < values.Length; column++)
        {
            values[column] = outputs[column].Default is { } value ? Column(value, column, frame) : null;
        }

        object? result = outputs.Length == 1 ? values[0] : new FeelContext(outputNames, values);
        return HitPolicies.GivesList(policy, aggregation) && result is not FeelList ? new FeelList([result]) : result;
    }
}
