using System.Text.RegularExpressions;
using Patella.Kernel.Dmn.Model;

namespace Patella.Service.Policies.Guarding;

/// <summary>A fact that a model reads, and where.</summary>
internal sealed record UsedFact(string Path, string Place);

/// <summary>
/// Which facts a model reads, by the names of its inputs and the dotted paths behind them in every expression and cell. What is computed from names at run
/// time (<c>get value(order, "x")</c>) counts as reading all of the input.
/// </summary>
internal static partial class FactPaths
{
    public static IReadOnlyList<UsedFact> Of(DmnDefinitions model)
    {
        var inputs = model.Inputs.Select(input => input.Variable?.Name ?? input.Name).ToHashSet();
        return [.. Texts(model).SelectMany(text => In(text.Text, inputs).Select(path => new UsedFact(path, text.Place))).DistinctBy(used => (used.Path, used.Place))];
    }

    /// <summary>Paths in one expression.</summary>
    public static IEnumerable<string> In(string text, IReadOnlySet<string> inputs)
        => Path().Matches(Quoted().Replace(text, "\"\"")).Select(match => match.Value.Replace(" ", "", StringComparison.Ordinal)).Where(path => inputs.Contains(path.Split('.')[0]));

    /// <summary>Every text of FEEL in the model with its place.</summary>
    public static IEnumerable<(string Text, string Place)> Texts(DmnDefinitions model)
        => model.Decisions.SelectMany(decision => Of(decision.Logic, $"decision '{decision.Name}'"))
            .Concat(model.Knowledge.SelectMany(function => Of(function.Logic, $"business knowledge '{function.Name}'")));

    private static IEnumerable<(string Text, string Place)> Of(DmnExpression? logic, string place) => logic switch
    {
        null => [],
        LiteralExpression literal => [(literal.Text, place)],
        DecisionTable table => Of(table, place),
        ContextExpression context => context.Entries.SelectMany(entry => Of(entry.Value, place)),
        ListExpression list => list.Items.SelectMany(item => Of(item, place)),
        RelationExpression relation => relation.Rows.SelectMany(row => row.SelectMany(cell => Of(cell, place))),
        FunctionExpression function => Of(function.Body, place),
        InvocationExpression invocation => Of(invocation.Function, place).Concat(invocation.Bindings.SelectMany(binding => Of(binding.Value, place))),
        ConditionalExpression conditional => Of(conditional.If, place).Concat(Of(conditional.Then, place)).Concat(Of(conditional.Else, place)),
        FilterExpression filter => Of(filter.In, place).Concat(Of(filter.Match, place)),
        ForExpression loop => Of(loop.In, place).Concat(Of(loop.Return, place)),
        QuantifiedExpression quantified => Of(quantified.In, place).Concat(Of(quantified.Satisfies, place)),
        _ => [],
    };

    private static IEnumerable<(string Text, string Place)> Of(DecisionTable table, string place)
    {
        for (var column = 0; column < table.Inputs.Count; column++)
        {
            yield return (table.Inputs[column].Expression.Text, $"{place}, input {column + 1}");
        }

        for (var row = 0; row < table.Rules.Count; row++)
        {
            for (var column = 0; column < table.Rules[row].Inputs.Count; column++)
            {
                yield return (table.Rules[row].Inputs[column].Text, $"{place}, rule {row + 1}, input {column + 1}");
            }

            for (var column = 0; column < table.Rules[row].Outputs.Count; column++)
            {
                yield return (table.Rules[row].Outputs[column].Text, $"{place}, rule {row + 1}, output {column + 1}");
            }
        }
    }

    [GeneratedRegex("""(?<![\w.])[A-Za-z_][A-Za-z0-9_]*(\s*\.\s*[A-Za-z_][A-Za-z0-9_]*)*""")]
    private static partial Regex Path();

    [GeneratedRegex("\"(\\\\.|[^\"\\\\])*\"")]
    private static partial Regex Quoted();
}
