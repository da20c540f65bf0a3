using Patella.Kernel.Dmn.Feel;
using Patella.Kernel.Dmn.Graph;
using Patella.Kernel.Dmn.Model;

namespace Patella.Kernel.Dmn;

/// <summary>How to evaluate.</summary>
/// <param name="Now">The moment now() and today() give; the kernel has no clock of its own.</param>
/// <param name="Explain">Whether to note how the result came about.</param>
/// <param name="Limits">What the evaluation may use; <see cref="DmnLimits.Default"/> when null.</param>
public sealed record DmnOptions(DateTimeOffset? Now = null, bool Explain = false, DmnLimits? Limits = null);

/// <summary>What an evaluation gave.</summary>
/// <param name="Value">The value, of a FEEL type; null also when the logic failed, and then there is a problem of severity error.</param>
/// <param name="Problems">What went wrong, in order, up to the limit.</param>
/// <param name="Steps">Steps used.</param>
/// <param name="Explanation">How the value came about, if asked for.</param>
/// <param name="HasErrors">Whether some part of the logic gave null because of an error.</param>
public sealed record DmnResult(object? Value, IReadOnlyList<DmnProblem> Problems, long Steps, DmnExplanation? Explanation, bool HasErrors);

/// <summary>
/// A compiled decision model. Immutable: any number of threads may evaluate it at once, and the same inputs give the
/// same result every time.
/// </summary>
public sealed class DmnProgram
{
    private readonly GraphNode[] nodes;
    private readonly GraphNode[] inputs;
    private readonly Dictionary<string, GraphNode> decisions;
    private readonly Dictionary<string, GraphNode> services;
    private readonly Dictionary<string, GraphNode> functions;

    private DmnProgram(DmnDefinitions main, GraphNode[] nodes, IReadOnlyList<DmnProblem> problems)
    {
        this.nodes = nodes;
        Problems = problems;
        inputs = [.. nodes.Where(node => node.Kind == NodeKind.Input)];
        decisions = ByName(main, NodeKind.Decision);
        services = ByName(main, NodeKind.Service);
        functions = ByName(main, NodeKind.Function);
    }

    /// <summary>What is wrong with the model; logic with an error gives null. A model to act on should have none.</summary>
    public IReadOnlyList<DmnProblem> Problems { get; }

    /// <summary>Names of the inputs, those of imported models included.</summary>
    public IReadOnlyList<string> Inputs => [.. inputs.Select(input => input.Name).Distinct(StringComparer.Ordinal)];

    /// <summary>Names of the decisions.</summary>
    public IReadOnlyCollection<string> Decisions => decisions.Keys;

    /// <summary>Names of the decision services.</summary>
    public IReadOnlyCollection<string> Services => services.Keys;

    /// <summary>Links a model with the models it imports and compiles it. Whatever is wrong is listed in <see cref="Problems"/>.</summary>
    public static DmnProgram Compile(DmnDefinitions model, params IEnumerable<DmnDefinitions> imported)
    {
        ArgumentNullException.ThrowIfNull(model);
        var builder = new GraphBuilder(model, imported);
        GraphNode[] nodes = builder.Build();
        return new DmnProgram(model, nodes, builder.Problems);
    }

    /// <summary>Evaluates a decision. Facts are .NET or FEEL values by the name of their input.</summary>
    /// <exception cref="ArgumentException">There is no such decision, or a fact is of a type FEEL does not have.</exception>
    /// <exception cref="DmnLimitException">The evaluation exceeded a limit, or was cancelled.</exception>
    public DmnResult Evaluate(
        string decision, IReadOnlyDictionary<string, object?> facts, DmnOptions? options = null, CancellationToken cancellation = default)
    {
        GraphNode node = Find(decisions, decision, "decision");
        return Run(facts, options, cancellation, (_, values) => values.Value(node.Index), inputs);
    }

    /// <summary>Evaluates a decision service: its inputs and input decisions are taken from the facts, nothing else is.</summary>
    /// <exception cref="ArgumentException">There is no such service, or a fact is of a type FEEL does not have.</exception>
    /// <exception cref="DmnLimitException">The evaluation exceeded a limit, or was cancelled.</exception>
    public DmnResult EvaluateService(
        string service, IReadOnlyDictionary<string, object?> facts, DmnOptions? options = null, CancellationToken cancellation = default)
    {
        GraphNode node = Find(services, service, "decision service");
        return Run(facts, options, cancellation, (run, values) => ServiceFunction.Result(run, values, node), node.Parameters);
    }

    /// <summary>Calls a business knowledge model with named arguments.</summary>
    /// <exception cref="ArgumentException">There is no such function, or an argument is of a type FEEL does not have.</exception>
    /// <exception cref="DmnLimitException">The evaluation exceeded a limit, or was cancelled.</exception>
    public DmnResult Call(
        string function, IReadOnlyDictionary<string, object?> arguments, DmnOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        GraphNode node = Find(functions, function, "business knowledge model");
        string[] names = [.. arguments.Keys];
        object?[] values = [.. arguments.Values.Select(FeelValues.From)];
        return Run(
            new Dictionary<string, object?>(),
            options,
            cancellation,
            (run, graph) => graph.Value(node.Index) is FeelFunction callee ? callee.InvokeNamed(run, names, values) : null,
            []);
    }

    private static GraphNode Find(Dictionary<string, GraphNode> named, string name, string kind) =>
        named.TryGetValue(name, out GraphNode? node) ? node : throw new ArgumentException($"The model has no {kind} '{name}'.", nameof(name));

    private DmnResult Run(
        IReadOnlyDictionary<string, object?> facts, DmnOptions? options, CancellationToken cancellation, Func<Run, GraphRun, object?> work, GraphNode[] supplied)
    {
        ArgumentNullException.ThrowIfNull(facts);
        ExplanationBuilder? explanation = options?.Explain == true ? new ExplanationBuilder() : null;
        var run = new Run(options?.Limits ?? DmnLimits.Default, options?.Now, explanation, cancellation);
        var values = new GraphRun(nodes, run);
        foreach (GraphNode node in supplied)
        {
            if (facts.TryGetValue(node.Name, out object? fact))
            {
                values.Supply(node, FeelValues.From(fact));
            }
            else if (node.Kind == NodeKind.Decision)
            {
                // A service's input decision is never evaluated: it is the caller's to give.
                run.Note($"no value was given for '{node.Name}'", DmnSeverity.Error);
                values.Supply(node, null);
            }
        }

        object? value = work(run, values);
        return new DmnResult(value, run.Problems, run.Steps, explanation?.Build(), run.HasErrors);
    }

    private Dictionary<string, GraphNode> ByName(DmnDefinitions main, NodeKind kind)
    {
        var named = new Dictionary<string, GraphNode>(StringComparer.Ordinal);
        foreach (GraphNode node in nodes.Where(node => node.Kind == kind && ReferenceEquals(node.Model, main)))
        {
            named.TryAdd(node.Element.Name, node);
        }

        return named;
    }
}
