namespace Patella.Kernel.Dmn.Feel;

/// <summary>Operators: comparison, arithmetic, logic, between, in.</summary>
internal sealed partial class FeelEmitter
{
    private Evaluator Comparison(ComparisonNode node, EmitScope scope)
    {
        Evaluator left = Emit(node.Left, scope);
        Evaluator right = Emit(node.Right, scope);
        ComparisonOperator comparison = node.Operator;
        return frame =>
        {
            object? first = left(frame);
            object? second = right(frame);
            frame.Run.Walk(first);
            bool? result = Ordering.Test(comparison, first, second);
            return result is { } known ? FeelValues.Box(known) : Incomparable(frame.Run, first, second);
        };
    }

    private static object? Incomparable(Run run, object? left, object? right)
    {
        run.Note(
            $"cannot compare {FeelText.TypeName(left)} with {FeelText.TypeName(right)}",
            left is null || right is null ? DmnSeverity.Note : DmnSeverity.Error);
        return null;
    }

    private Evaluator ArithmeticOperation(ArithmeticNode node, EmitScope scope)
    {
        Evaluator left = Emit(node.Left, scope);
        Evaluator right = Emit(node.Right, scope);
        return node.Operator switch
        {
            '+' => frame => Arithmetic.Add(frame.Run, left(frame), right(frame)),
            '-' => frame => Arithmetic.Subtract(frame.Run, left(frame), right(frame)),
            '*' => frame => Arithmetic.Multiply(frame.Run, left(frame), right(frame)),
            '/' => frame => Arithmetic.Divide(frame.Run, left(frame), right(frame)),
            ArithmeticNode.PowerOperator => frame => Arithmetic.Power(frame.Run, left(frame), right(frame)),
            _ => throw new ArgumentOutOfRangeException(nameof(node), node.Operator, "No such operator."),
        };
    }

    private Evaluator Negation(NegationNode node, EmitScope scope)
    {
        if (node.Operand is LiteralNode { Value: decimal number })
        {
            return Constant(-number);
        }

        Evaluator operand = Emit(node.Operand, scope);
        return frame => Arithmetic.Negate(frame.Run, operand(frame));
    }

    private Evaluator And(AndNode node, EmitScope scope)
    {
        Evaluator left = Emit(node.Left, scope);
        Evaluator right = Emit(node.Right, scope);
        return frame => left(frame) is var first && first is false ? FeelValues.False : Logic.And(first, right(frame));
    }

    private Evaluator Or(OrNode node, EmitScope scope)
    {
        Evaluator left = Emit(node.Left, scope);
        Evaluator right = Emit(node.Right, scope);
        return frame => left(frame) is var first && first is true ? FeelValues.True : Logic.Or(first, right(frame));
    }

    private Evaluator Between(BetweenNode node, EmitScope scope)
    {
        Evaluator value = Emit(node.Value, scope);
        Evaluator low = Emit(node.Low, scope);
        Evaluator high = Emit(node.High, scope);
        return frame =>
        {
            object? subject = value(frame);
            object? least = low(frame);
            object? most = high(frame);
            return Ordering.Compare(subject, least) is { } below && Ordering.Compare(subject, most) is { } above
                ? FeelValues.Box(below >= 0 && above <= 0)
                : frame.Run.Null($"cannot tell whether a {FeelText.TypeName(subject)} lies between {FeelText.TypeName(least)} and {FeelText.TypeName(most)}");
        };
    }

    private Evaluator In(InNode node, EmitScope scope)
    {
        Evaluator value = Emit(node.Value, scope);
        Evaluator[] tests = All(node.Tests, scope);
        return frame =>
        {
            object? subject = value(frame);
            bool? met = false;
            foreach (Evaluator test in tests)
            {
                object? against = test(frame);
                frame.Run.Walk(against);
                met = Logic.Or(met, Membership.In(subject, against));
            }

            return met is { } known ? FeelValues.Box(known) : frame.Run.Null($"cannot tell whether a {FeelText.TypeName(subject)} is in what it is tested against");
        };
    }

    private static Evaluator If(Evaluator condition, Evaluator then, Evaluator otherwise) => frame => condition(frame) switch
    {
        true => then(frame),
        null or false => otherwise(frame),
        var other => frame.Run.Null($"a condition should be boolean but is {FeelText.TypeName(other)}"),
    };

    /// <summary>A conditional whose parts are compiled already, as a boxed expression has them.</summary>
    internal static Evaluator Conditional(Evaluator condition, Evaluator then, Evaluator otherwise) => If(condition, then, otherwise);
}
