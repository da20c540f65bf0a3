using Patella.Kernel.Dmn.Feel;
using Patella.Kernel.Dmn.Model;

namespace Patella.Kernel.Dmn.Checks;

/// <summary>Finds constants that are not of the type of their column, such as a text in a column of numbers.</summary>
internal static class CellTypes
{
    internal static IEnumerable<TableFinding> Wrong(DecisionTable table, CellTest[][] cells, DmnDefinitions? model)
    {
        FeelType?[] inputs = [.. table.Inputs.Select(input => BuiltIn(ColumnTypes.Of(input, model).Type))];
        FeelType?[] outputs = [.. table.Outputs.Select(output => BuiltIn(ColumnTypes.Basic(output.TypeRef, model)))];
        for (int rule = 0; rule < table.Rules.Count; rule++)
        {
            for (int column = 0; column < inputs.Length; column++)
            {
                if (inputs[column] is { } type && !cells[rule][column].Constants.All(type.HoldsOrNull))
                {
                    yield return Finding(rule, table.Inputs[column].Expression.Text.Trim(), table.Rules[rule].Inputs[column].Text);
                }
            }

            for (int column = 0; column < outputs.Length; column++)
            {
                string text = table.Rules[rule].Outputs[column].Text;
                if (outputs[column] is { } type && CellTest.Read(text) is { Opaque: false, Constants: [{ } value] } && Coercion.TryConvert(value, type) is null)
                {
                    yield return Finding(rule, table.Outputs[column].Name ?? table.Outputs[column].Label ?? "output", text);
                }
            }
        }
    }

    private static FeelType? BuiltIn(string? type) => type is null ? null : FeelType.BuiltIn(type);

    private static TableFinding Finding(int rule, string column, string text) =>
        new(FindingKind.WrongType, [rule + 1], [], [KeyValuePair.Create(column, text)], true, true);
}
