using Patella.Kernel.Dmn.Feel;
using Patella.Kernel.Dmn.Graph;

namespace Patella.Kernel.Dmn;

/// <summary>A single expression of FEEL, compiled. Immutable and safe for many threads.</summary>
public sealed class FeelExpression
{
    private readonly string[] variables;
    private readonly Evaluator evaluator;

    private FeelExpression(string text, string[] variables, Evaluator evaluator, IReadOnlyList<DmnProblem> problems)
    {
        Text = text;
        this.variables = variables;
        this.evaluator = evaluator;
        Problems = problems;
    }

    /// <summary>The text it was compiled from.</summary>
    public string Text { get; }

    /// <summary>What is wrong with it as far as can be told without values.</summary>
    public IReadOnlyList<DmnProblem> Problems { get; }

    /// <summary>Compiles an expression that may use these variables. A text that is no FEEL gives null with a problem.</summary>
    public static FeelExpression Compile(string text, params IEnumerable<string> variables)
    {
        string[] names = [.. variables];
        var problems = new List<DmnProblem>();
        var context = new CompileContext(TypeScope.BuiltInOnly, new NameTable(Properties.Names), problems);
        var scope = new SlotScope(new RootScope(new Dictionary<string, Evaluator>()), names);
        Evaluator evaluator = context.Feel(text, new NameTable(names, Builtins.Names), scope);
        return new FeelExpression(text, names, evaluator, problems);
    }

    /// <summary>Evaluates it; a variable without a value is null.</summary>
    /// <exception cref="ArgumentException">A value is of a type FEEL does not have.</exception>
    /// <exception cref="DmnLimitException">The evaluation exceeded a limit, or was cancelled.</exception>
    public DmnResult Evaluate(IReadOnlyDictionary<string, object?>? values = null, DmnOptions? options = null, CancellationToken cancellation = default)
    {
        var run = new Run(options?.Limits ?? DmnLimits.Default, options?.Now, null, cancellation);
        object?[] slots = [.. variables.Select(name => values is not null && values.TryGetValue(name, out object? value) ? FeelValues.From(value) : null)];
        object? result = evaluator(Frame.Root(run, null).Child(slots));
        return new DmnResult(result, run.Problems, run.Steps, null, run.HasErrors);
    }
}
