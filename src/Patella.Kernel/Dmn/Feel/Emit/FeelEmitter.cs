namespace Patella.Kernel.Dmn.Feel;

/// <summary>Turns parsed FEEL into delegates. What is wrong but can be known beforehand is reported while compiling.</summary>
internal sealed partial class FeelEmitter(Action<string> report)
{
    // Evaluating goes as deep as the expression; this much stack is free whenever a function is entered (StackGuard).
    private const int DeepestExpression = 400;
    private int depth;

    /// <exception cref="FeelSyntaxException">Operators are chained or nested beyond what can be evaluated.</exception>
    internal Evaluator Emit(Node node, EmitScope scope)
    {
        if (++depth > DeepestExpression)
        {
            throw new FeelSyntaxException($"operators may be chained at most {DeepestExpression} times", 0);
        }

        Evaluator evaluator = EmitNode(node, scope);
        depth--;
        return evaluator;
    }

    private Evaluator EmitNode(Node node, EmitScope scope) => node switch
    {
        LiteralNode literal => Constant(literal.Value),
        TemporalNode temporal => Temporal(temporal),
        NameNode name => Name(name, scope),
        ListNode list => List(list, scope),
        ContextNode context => Context(context, scope),
        RangeNode range => Range(range, scope),
        OpenComparisonNode open => OpenComparison(open, scope),
        ComparisonNode comparison => Comparison(comparison, scope),
        ArithmeticNode arithmetic => ArithmeticOperation(arithmetic, scope),
        NegationNode negation => Negation(negation, scope),
        AndNode and => And(and, scope),
        OrNode or => Or(or, scope),
        BetweenNode between => Between(between, scope),
        InNode inNode => In(inNode, scope),
        InstanceOfNode instance => InstanceOf(instance, scope),
        PathNode path => Path(path, scope),
        FilterNode filter => Filter(Emit(filter.Source, scope), filter.Filter, scope),
        CallNode call => Call(call, scope),
        IfNode conditional => If(Emit(conditional.Condition, scope), Emit(conditional.Then, scope), Emit(conditional.Else, scope)),
        ForNode loop => For(loop, scope),
        QuantifiedNode quantified => Quantified(quantified, scope),
        FunctionNode function => Function(function, scope),
        _ => throw new ArgumentOutOfRangeException(nameof(node), node, "No such node."),
    };

    internal static Evaluator Constant(object? value) => _ => value;

    private Evaluator Temporal(TemporalNode node)
    {
        if (node.Value is not null)
        {
            return Constant(node.Value);
        }

        string message = $"@\"{node.Text}\" is no date, time or duration";
        report(message);
        return frame => frame.Run.Null(message);
    }

    private Evaluator Name(NameNode node, EmitScope scope)
    {
        if (scope.Resolve(node.Name, 0) is { } evaluator)
        {
            return evaluator;
        }

        string message = $"there is no variable '{node.Name}'";
        report(message);
        return frame => frame.Run.Null(message);
    }

    private Evaluator[] All(IReadOnlyList<Node> nodes, EmitScope scope) => [.. nodes.Select(node => Emit(node, scope))];

    private Evaluator List(ListNode node, EmitScope scope)
    {
        Evaluator[] items = All(node.Items, scope);
        return frame =>
        {
            frame.Run.Grow(items.Length);
            var values = new object?[items.Length];
            for (int position = 0; position < items.Length; position++)
            {
                values[position] = items[position](frame);
            }

            return new FeelList(values);
        };
    }

    private Evaluator Context(ContextNode node, EmitScope scope)
    {
        string[] keys = [.. node.Entries.Select(entry => entry.Key)];
        if (keys.Distinct(StringComparer.Ordinal).Count() != keys.Length)
        {
            const string Twice = "a context names an entry twice";
            report(Twice);
            return frame => frame.Run.Null(Twice);
        }

        var inner = new SlotScope(scope);
        var entries = new Evaluator[keys.Length];
        for (int position = 0; position < keys.Length; position++)
        {
            // A function may call itself by the name of its entry; any other value may not.
            bool function = node.Entries[position].Value is FunctionNode;
            if (function)
            {
                inner.Add(keys[position]);
            }

            entries[position] = Emit(node.Entries[position].Value, inner);
            if (!function)
            {
                inner.Add(keys[position]);
            }
        }

        return frame =>
        {
            frame.Run.Grow(keys.Length);
            var values = new object?[keys.Length];
            Frame child = frame.Child(values);
            for (int position = 0; position < entries.Length; position++)
            {
                values[position] = entries[position](child);
            }

            return new FeelContext(keys, values);
        };
    }

    private Evaluator Range(RangeNode node, EmitScope scope)
    {
        Evaluator start = Emit(node.Start, scope);
        Evaluator end = Emit(node.End, scope);
        return frame =>
        {
            object? from = start(frame);
            object? to = end(frame);
            return IsPoint(from) && IsPoint(to)
                ? new FeelRange(from, node.StartIncluded, to, node.EndIncluded)
                : frame.Run.Null($"there is no range from {FeelText.TypeName(from)} to {FeelText.TypeName(to)}");
        };
    }

    private static bool IsPoint(object? value) => value is not (FeelList or FeelContext or FeelRange or FeelFunction);

    private Evaluator OpenComparison(OpenComparisonNode node, EmitScope scope)
    {
        Evaluator right = Emit(node.Right, scope);
        return frame => right(frame) is var bound && bound is FeelRange or FeelFunction
            ? frame.Run.Null($"a {FeelText.TypeName(bound)} cannot be compared with")
            : OpenRange(node.Operator, bound);
    }

    internal static FeelRange OpenRange(ComparisonOperator comparison, object? bound) => comparison switch
    {
        ComparisonOperator.Less => new FeelRange(null, false, bound, false, RangeForm.Comparison),
        ComparisonOperator.LessOrEqual => new FeelRange(null, false, bound, true, RangeForm.Comparison),
        ComparisonOperator.Greater => new FeelRange(bound, false, null, false, RangeForm.Comparison),
        ComparisonOperator.GreaterOrEqual => new FeelRange(bound, true, null, false, RangeForm.Comparison),
        ComparisonOperator.Equal => new FeelRange(bound, true, bound, true, RangeForm.Equal),
        ComparisonOperator.NotEqual => new FeelRange(bound, true, bound, true, RangeForm.Unequal),
        _ => throw new ArgumentOutOfRangeException(nameof(comparison), comparison, "No such comparison."),
    };

    private Evaluator Path(PathNode node, EmitScope scope)
    {
        Evaluator source = Emit(node.Source, scope);
        return frame => Properties.Get(frame.Run, source(frame), node.Name);
    }

    private Evaluator InstanceOf(InstanceOfNode node, EmitScope scope)
    {
        Evaluator value = Emit(node.Value, scope);
        return frame =>
        {
            object? subject = value(frame);
            frame.Run.Walk(subject);
            return FeelValues.Box(node.Type.IsInstance(subject));
        };
    }
}
