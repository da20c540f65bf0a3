using Patella.Kernel.Dmn.Feel;
using Patella.Kernel.Dmn.Model;

namespace Patella.Kernel.Dmn.Graph;

/// <summary>What a node of the requirement graph is.</summary>
internal enum NodeKind
{
    Input = 0,
    Decision = 1,
    Function = 2,
    Service = 3,
}

/// <summary>An element of a model as the engine runs it.</summary>
internal sealed class GraphNode(int index, NodeKind kind, DmnDefinitions model, DmnElement element)
{
    internal int Index => index;

    internal NodeKind Kind => kind;

    internal DmnDefinitions Model => model;

    internal DmnElement Element => element;

    /// <summary>The name others use for it.</summary>
    internal string Name { get; } = element.Variable?.Name ?? element.Name;

    internal string Place { get; } = kind switch
    {
        NodeKind.Input => $"input '{element.Name}'",
        NodeKind.Decision => $"decision '{element.Name}'",
        NodeKind.Function => $"business knowledge '{element.Name}'",
        _ => $"decision service '{element.Name}'",
    };

    /// <summary>The type its value should have; null for any.</summary>
    internal FeelType? Type { get; set; }

    /// <summary>Computes its value; unused for inputs and services.</summary>
    internal Evaluator Logic { get; set; } = FeelEmitter.Constant(null);

    /// <summary>What its logic may read.</summary>
    internal GraphNode[] Requires { get; set; } = [];

    /// <summary>A service's inputs in the order of a call, and its outputs.</summary>
    internal GraphNode[] Parameters { get; set; } = [];

    internal GraphNode[] Outputs { get; set; } = [];
}
