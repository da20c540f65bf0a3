namespace Patella.Kernel.Dmn.Feel;

/// <summary>A parsed piece of FEEL.</summary>
internal abstract record Node;

/// <summary>A number, string, boolean or null.</summary>
internal sealed record LiteralNode(object? Value) : Node;

/// <summary>An at-literal such as @"2024-02-29"; the value is null when the text is no date, time or duration.</summary>
internal sealed record TemporalNode(string Text, object? Value) : Node;

internal sealed record NameNode(string Name) : Node;

internal sealed record ListNode(IReadOnlyList<Node> Items) : Node;

internal sealed record ContextNode(IReadOnlyList<KeyValuePair<string, Node>> Entries) : Node;

internal sealed record RangeNode(Node Start, bool StartIncluded, Node End, bool EndIncluded) : Node;

/// <summary>A comparison with the left side open, as in (&lt; 10).</summary>
internal sealed record OpenComparisonNode(ComparisonOperator Operator, Node Right) : Node;

internal sealed record ComparisonNode(ComparisonOperator Operator, Node Left, Node Right) : Node;

internal sealed record ArithmeticNode(char Operator, Node Left, Node Right) : Node
{
    /// <summary>The letter that stands for **.</summary>
    internal const char PowerOperator = '^';
}

internal sealed record NegationNode(Node Operand) : Node;

internal sealed record AndNode(Node Left, Node Right) : Node;

internal sealed record OrNode(Node Left, Node Right) : Node;

internal sealed record BetweenNode(Node Value, Node Low, Node High) : Node;

/// <summary>value in (tests); any test met suffices.</summary>
internal sealed record InNode(Node Value, IReadOnlyList<Node> Tests) : Node;

internal sealed record InstanceOfNode(Node Value, FeelType Type) : Node;

internal sealed record PathNode(Node Source, string Name) : Node;

internal sealed record FilterNode(Node Source, Node Filter) : Node;

internal sealed record CallNode(Node Function, IReadOnlyList<Node> Arguments, IReadOnlyList<string>? Names) : Node;

internal sealed record IfNode(Node Condition, Node Then, Node Else) : Node;

/// <summary>One "name in source" of a loop; with an end, the source counts from one to the other.</summary>
internal sealed record IteratorNode(string Name, Node Source, Node? End) : Node;

internal sealed record ForNode(IReadOnlyList<IteratorNode> Iterators, Node Body) : Node;

internal sealed record QuantifiedNode(bool Every, IReadOnlyList<IteratorNode> Iterators, Node Condition) : Node;

internal sealed record ParameterNode(string Name, FeelType? Type);

internal sealed record FunctionNode(IReadOnlyList<ParameterNode> Parameters, Node Body, bool External) : Node;

/// <summary>Unary tests of a decision table cell; negated by not(...), true for anything when the cell is a dash.</summary>
internal sealed record UnaryTestsNode(IReadOnlyList<Node> Tests, bool Negated) : Node
{
    /// <summary>Whether the cell is a dash.</summary>
    internal bool Anything => Tests.Count == 0 && !Negated;
}
