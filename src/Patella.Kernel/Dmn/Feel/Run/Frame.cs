namespace Patella.Kernel.Dmn.Feel;

/// <summary>The variables of one scope while it runs; <see cref="Graph"/> answers the names of the requirement graph.</summary>
internal sealed class Frame(Frame? parent, Run run, IGraphValues? graph, object?[] slots)
{
    internal Frame? Parent => parent;

    internal Run Run => run;

    internal IGraphValues? Graph => graph;

    internal object?[] Slots => slots;

    internal static Frame Root(Run run, IGraphValues? graph) => new(null, run, graph, []);

    internal Frame Child(params object?[] childSlots) => new(this, run, graph, childSlots);
}

/// <summary>Values of the inputs, decisions and functions a piece of logic requires, by their number in the graph.</summary>
internal interface IGraphValues
{
    object? Value(int node);
}

/// <summary>Compiled FEEL: computes a value in a frame.</summary>
internal delegate object? Evaluator(Frame frame);

/// <summary>A compiled unary test: null when it cannot be decided.</summary>
internal delegate bool? UnaryTest(Frame frame, object? value);
