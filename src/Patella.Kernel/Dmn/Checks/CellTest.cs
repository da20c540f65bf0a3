using Patella.Kernel.Dmn.Feel;

namespace Patella.Kernel.Dmn.Checks;

/// <summary>A cell as the check sees it: the constants it compares with, and its test; a cell of anything else is opaque.</summary>
/// <param name="Constants">The constants in it.</param>
/// <param name="Orders">Whether it compares by order, not only by equality.</param>
/// <param name="Test">Null when the cell accepts anything, or is opaque.</param>
/// <param name="Opaque">Whether its outcome is not decided by constants.</param>
internal sealed record CellTest(IReadOnlyList<object?> Constants, bool Orders, UnaryTest? Test, bool Opaque)
{
    private static readonly RootScope Scope = new(new Dictionary<string, Evaluator>());

    /// <summary>Reads a cell; one that is no FEEL is opaque, as the compiler reports it anyway.</summary>
    internal static CellTest Read(string text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return new CellTest([], false, null, false);
        }

        try
        {
            UnaryTestsNode node = new FeelParser(text, Builtins.Names, new NameTable(), TypeScope.BuiltInOnly).ParseUnaryTests();
            var constants = new List<object?>();
            bool orders = false;
            return node.Tests.All(test => Collect(test, constants, ref orders))
                ? new CellTest(constants, orders, UnaryTestEmitter.Emit(new FeelEmitter(_ => { }), node, Scope), false)
                : new CellTest([], false, null, true);
        }
        catch (FeelSyntaxException)
        {
            return new CellTest([], false, null, true);
        }
    }

    /// <summary>Whether a value meets the test.</summary>
    internal bool Accepts(Frame frame, object? value) => Test is null || Test(frame, value) == true;

    private static bool Collect(Node node, List<object?> constants, ref bool orders)
    {
        if (ConstantNodes.IsConstant(node, out object? value))
        {
            constants.Add(value);
            return true;
        }

        switch (node)
        {
            case OpenComparisonNode open when ConstantNodes.IsConstant(open.Right, out object? bound):
                orders |= open.Operator is not (ComparisonOperator.Equal or ComparisonOperator.NotEqual);
                constants.Add(bound);
                return true;
            case RangeNode range when ConstantNodes.IsConstant(range.Start, out object? start) && ConstantNodes.IsConstant(range.End, out object? end):
                orders = true;
                constants.AddRange([start, end]);
                return true;
            default:
                return false;
        }
    }
}
