namespace Patella.Kernel.Dmn.Feel;

/// <summary>Whether an expression speaks of the value under test, written as a question mark.</summary>
internal static class Mentions
{
    internal static bool Subject(Node node) => node switch
    {
        NameNode name => name.Name == UnaryTestEmitter.Subject,
        LiteralNode or TemporalNode => false,
        ListNode list => list.Items.Any(Subject),
        ContextNode context => context.Entries.Any(entry => Subject(entry.Value)),
        RangeNode range => Subject(range.Start) || Subject(range.End),
        OpenComparisonNode open => Subject(open.Right),
        ComparisonNode comparison => Subject(comparison.Left) || Subject(comparison.Right),
        ArithmeticNode arithmetic => Subject(arithmetic.Left) || Subject(arithmetic.Right),
        NegationNode negation => Subject(negation.Operand),
        AndNode and => Subject(and.Left) || Subject(and.Right),
        OrNode or => Subject(or.Left) || Subject(or.Right),
        BetweenNode between => Subject(between.Value) || Subject(between.Low) || Subject(between.High),
        InNode inNode => Subject(inNode.Value) || inNode.Tests.Any(Subject),
        InstanceOfNode instance => Subject(instance.Value),
        PathNode path => Subject(path.Source),
        FilterNode filter => Subject(filter.Source) || Subject(filter.Filter),
        CallNode call => Subject(call.Function) || call.Arguments.Any(Subject),
        IfNode conditional => Subject(conditional.Condition) || Subject(conditional.Then) || Subject(conditional.Else),
        ForNode loop => loop.Iterators.Any(Subject) || Subject(loop.Body),
        QuantifiedNode quantified => quantified.Iterators.Any(Subject) || Subject(quantified.Condition),
        FunctionNode function => Subject(function.Body),
        _ => false,
    };

    private static bool Subject(IteratorNode iterator) => Subject(iterator.Source) || (iterator.End is { } end && Subject(end));
}
