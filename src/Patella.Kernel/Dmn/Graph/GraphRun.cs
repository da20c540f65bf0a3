using Patella.Kernel.Dmn.Feel;

namespace Patella.Kernel.Dmn.Graph;

/// <summary>The values of a graph during one evaluation, or one call of a service: each is computed once, when first asked for.</summary>
internal sealed class GraphRun(GraphNode[] nodes, Run run) : IGraphValues
{
    private readonly object?[] values = new object?[nodes.Length];
    private readonly State[] states = new State[nodes.Length];
    private Frame? root;

    private enum State : byte
    {
        Unknown = 0,
        Running = 1,
        Known = 2,
    }

    private Frame Root => root ??= Frame.Root(run, this);

    /// <summary>Gives an input, or a decision whose value the caller supplies; false when the value does not fit its type.</summary>
    internal bool Supply(GraphNode node, object? value)
    {
        string outer = run.Place;
        run.Place = node.Place;
        object? accepted = Coercion.To(run, value, node.Type, "the value given");
        if (node.Kind == NodeKind.Input && AllowedValues.Violation(Root, node.Type, accepted, "") is { } violation)
        {
            accepted = run.Null(violation);
        }

        values[node.Index] = accepted;
        states[node.Index] = State.Known;
        run.Place = outer;
        run.Explanation?.Input(node.Name, accepted);
        return value is null || accepted is not null;
    }

    public object? Value(int index)
    {
        if (states[index] == State.Known)
        {
            return values[index];
        }

        GraphNode node = nodes[index];
        if (states[index] == State.Running)
        {
            return run.Null($"{node.Place} requires itself");
        }

        states[index] = State.Running;
        values[index] = Compute(node);
        states[index] = State.Known;
        return values[index];
    }

    private object? Compute(GraphNode node)
    {
        string outer = run.Place;
        run.Place = node.Place;
        StackGuard.Check();
        run.Spend();
        object? value = node.Kind switch
        {
            NodeKind.Input => run.Null("no value was given"),
            NodeKind.Service => new ServiceFunction(nodes, node),
            NodeKind.Function => node.Logic(Root),
            NodeKind.Decision => Coercion.To(run, node.Logic(Root), node.Type, "the result"),
            _ => throw new ArgumentOutOfRangeException(nameof(node), node.Kind, "No such node."),
        };
        run.Place = outer;
        if (node.Kind == NodeKind.Decision)
        {
            run.Explanation?.Decision(node.Name, value);
        }

        return value;
    }
}

/// <summary>A decision service as a function: every call evaluates its part of the graph afresh with the arguments as inputs.</summary>
internal sealed class ServiceFunction(GraphNode[] nodes, GraphNode service) : FeelFunction
{
    public override string Name => service.Name;

    public override IReadOnlyList<string> Parameters { get; } = [.. service.Parameters.Select(parameter => parameter.Name)];

    internal override object? Invoke(Run run, object?[] arguments)
    {
        if (arguments.Length != service.Parameters.Length)
        {
            return run.Null($"{Name} takes {service.Parameters.Length} arguments, not {arguments.Length}");
        }

        run.Spend(nodes.Length);
        var inner = new GraphRun(nodes, run);
        bool fits = true;
        for (int position = 0; position < arguments.Length; position++)
        {
            fits &= inner.Supply(service.Parameters[position], arguments[position]);
        }

        return fits ? Result(run, inner, service) : null;
    }

    /// <summary>The value of the only output, or a context of all.</summary>
    internal static object? Result(Run run, GraphRun values, GraphNode service)
    {
        object? result = service.Outputs.Length == 1
            ? values.Value(service.Outputs[0].Index)
            : FeelContext.Of(service.Outputs.Select(output => new KeyValuePair<string, object?>(output.Name, values.Value(output.Index))));
        return Coercion.To(run, result, service.Type, $"the result of {service.Name}");
    }
}
