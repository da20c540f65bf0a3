using Patella.Kernel.Dmn.Model;

namespace Patella.Kernel.Dmn;

/// <summary>A name and the value it had.</summary>
public sealed record NamedValue(string Name, object? Value);

/// <summary>A rule that matched: its row counted from 1, its id, and what is said beside it.</summary>
public sealed record FiredRule(int Number, string? Id, IReadOnlyList<string> Annotations);

/// <summary>How a decision table came to its value.</summary>
/// <param name="Place">The decision or function the table belongs to.</param>
/// <param name="HitPolicy">Its hit policy.</param>
/// <param name="Inputs">The values of its input columns.</param>
/// <param name="Fired">The rules that matched, in the order written.</param>
/// <param name="UsedDefault">No rule matched: the value is the default, or nothing.</param>
/// <param name="Value">Its value.</param>
public sealed record TableExplanation(
    string Place, HitPolicy HitPolicy, IReadOnlyList<NamedValue> Inputs, IReadOnlyList<FiredRule> Fired, bool UsedDefault, object? Value);

/// <summary>How an evaluation came to its result.</summary>
/// <param name="Inputs">The inputs that were read, with their values.</param>
/// <param name="Decisions">The decisions evaluated, in the order they were finished.</param>
/// <param name="Tables">The tables evaluated, in order.</param>
public sealed record DmnExplanation(IReadOnlyList<NamedValue> Inputs, IReadOnlyList<NamedValue> Decisions, IReadOnlyList<TableExplanation> Tables);

/// <summary>Collects the explanation while evaluating; bounded, because a function with a table may be called in a loop.</summary>
internal sealed class ExplanationBuilder
{
    private const int MostEntries = 1000;
    private readonly List<NamedValue> inputs = [];
    private readonly List<NamedValue> decisions = [];
    private readonly List<TableExplanation> tables = [];

    internal void Input(string name, object? value) => Keep(inputs, new NamedValue(name, value));

    internal void Decision(string name, object? value) => Keep(decisions, new NamedValue(name, value));

    internal void Add(TableExplanation table) => Keep(tables, table);

    internal DmnExplanation Build() => new(inputs, decisions, tables);

    private static void Keep<T>(List<T> list, T item)
    {
        if (list.Count < MostEntries)
        {
            list.Add(item);
        }
    }
}
