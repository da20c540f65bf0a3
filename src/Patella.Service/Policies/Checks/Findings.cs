using Patella.Kernel.Dmn.Feel;
using Patella.Service.Edge;

namespace Patella.Service.Policies.Checks;

/// <summary>A value of a case that shows a finding, as FEEL.</summary>
public sealed record WitnessValue(string Name, string Value);

/// <summary>Something found in a table, as it is kept: told in the reader's language when it is shown.</summary>
/// <param name="Kind">Key of its words, and wire word: gap, overlap, unreachable, impossible, unchecked, wrong-type, compile, no-decision, bad-outcome, no-words, no-default-row, unknown-fact, fact-type, unknown-input, figure-in-words, incomplete.</param>
/// <param name="Severity">error, warning or note; what has errors is not signed.</param>
internal sealed record Finding(
    string Kind, string Severity, string Place, string Detail = "", IReadOnlyList<int>? Rules = null, IReadOnlyList<WitnessValue>? Witness = null, IReadOnlyList<WitnessValue>? Where = null, bool Certain = true)
{
    public const string Error = "error";
    public const string Warning = "warning";
    public const string Note = "note";

    public FindingView ToView(string? language) => new(
        Kind, Severity, PolicyTexts.Of(language, "finding." + Kind, ("place", Place), ("detail", Detail), ("rules", string.Join(", ", Rules ?? []))), Place, Detail.Length == 0 ? null : Detail, Rules ?? [], Witness ?? [], Where ?? [], Certain);

    public static IReadOnlyList<Finding> Read(string json) => Json.Read<List<Finding>>(json) ?? [];

    public static WitnessValue Value(string name, object? value) => new(name, FeelText.Write(value));
}

/// <summary>A finding as it is shown.</summary>
/// <param name="Text">What is wrong, in the reader's language.</param>
/// <param name="Place">The element: <c>decision 'verdict', rule 3, input 2</c>.</param>
/// <param name="Rules">Rows concerned, from 1.</param>
/// <param name="Witness">A case that shows it: a value for each column.</param>
/// <param name="Where">All such cases, as FEEL tests by column.</param>
/// <param name="Certain">False when it depends on a cell that is not made of constants.</param>
public sealed record FindingView(
    string Kind, string Severity, string Text, string Place, string? Detail, IReadOnlyList<int> Rules, IReadOnlyList<WitnessValue> Witness, IReadOnlyList<WitnessValue> Where, bool Certain);
