namespace Patella.Kernel.Dmn.Feel;

/// <summary>Compiles the cells of decision tables and the allowed values of types. The commonest forms skip the general machinery.</summary>
internal static class UnaryTestEmitter
{
    /// <summary>The name of the value under test.</summary>
    internal const string Subject = "?";

    /// <summary>Null when the cell is a dash.</summary>
    internal static UnaryTest? Emit(FeelEmitter emitter, UnaryTestsNode node, EmitScope scope)
    {
        if (node.Anything)
        {
            return null;
        }

        UnaryTest[] tests = [.. node.Tests.Select(test => One(emitter, test, scope))];
        UnaryTest any = tests.Length == 1 ? tests[0] : Any(tests);
        return node.Negated ? (frame, value) => any(frame, value) is { } met ? !met : null : any;
    }

    private static UnaryTest Any(UnaryTest[] tests) => (frame, value) =>
    {
        bool? met = false;
        foreach (UnaryTest test in tests)
        {
            met = Logic.Or(met, test(frame, value));
            if (met == true)
            {
                return true;
            }
        }

        return met;
    };

    private static UnaryTest One(FeelEmitter emitter, Node node, EmitScope scope) => node switch
    {
        LiteralNode { Value: string text } => (_, value) => value is string other ? string.Equals(text, other, StringComparison.Ordinal) : Membership.In(value, text),
        LiteralNode { Value: { } constant } => (_, value) => Equality.Compare(value, constant),
        LiteralNode => (_, value) => value is null,
        OpenComparisonNode { Right: LiteralNode { Value: decimal bound } } open => AgainstNumber(open.Operator, bound),
        RangeNode { Start: LiteralNode { Value: { } start }, End: LiteralNode { Value: { } end } } range =>
            Within(new FeelRange(start, range.StartIncluded, end, range.EndIncluded)),
        _ => General(node, emitter.Emit(node, scope)),
    };

    // A cell that speaks of ? is a condition of its own.
    private static UnaryTest General(Node node, Evaluator test) => Mentions.Subject(node) ? Condition(test) : Against(test);

    private static UnaryTest AgainstNumber(ComparisonOperator comparison, decimal bound)
    {
        object boxed = bound;
        return (_, value) => value is decimal number ? Ordering.Holds(comparison, number.CompareTo(bound)) : Ordering.Test(comparison, value, boxed);
    }

    private static UnaryTest Within(FeelRange range) => (_, value) => Membership.InRange(value, range);

    private static UnaryTest Condition(Evaluator condition) => (frame, _) => condition(frame) as bool?;

    private static UnaryTest Against(Evaluator test) => (frame, value) =>
    {
        object? result = test(frame);
        frame.Run.Walk(result);
        return result is bool truth && value is not bool ? truth : Membership.In(value, result);
    };
}
