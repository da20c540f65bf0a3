using Patella.Kernel.Dmn.Feel;
using Patella.Kernel.Dmn.Graph;
using Patella.Kernel.Dmn.Model;

namespace Patella.Kernel.Dmn.Tables;

/// <summary>Turns decision tables into delegates.</summary>
internal sealed class TableCompiler(CompileContext context, NameTable names, EmitScope scope)
{
    internal Evaluator Compile(DecisionTable table)
    {
        string place = context.Place;
        CompiledInput[] inputs = [.. table.Inputs.Select((input, column) => Input(input, column, place))];
        var cells = new SlotScope(scope);
        CompiledOutput[] outputs = [.. table.Outputs.Select((output, column) => Output(output, column, place, cells))];
        CompiledRule[] rules = [.. table.Rules.Select((rule, row) => Rule(rule, row + 1, place, cells))];
        context.Place = place;
        if (table.Outputs.Count > 1 && outputs.Select(output => output.Name).Distinct(StringComparer.Ordinal).Count() < outputs.Length)
        {
            context.Report("the outputs of a table with several should have different names");
        }

        if (table.HitPolicy is HitPolicy.Priority or HitPolicy.OutputOrder && outputs.All(output => output.Ranking is null))
        {
            context.Report($"hit policy {table.HitPolicy} needs the allowed values of an output, in order");
        }

        return new CompiledTable(place, table.HitPolicy, table.Aggregation, inputs, outputs, rules).Evaluate;
    }

    private CompiledInput Input(TableInput input, int column, string place)
    {
        context.Place = $"{place}, input {column + 1}";
        string label = input.Label is { Length: > 0 } text ? text : input.Expression.Text.Trim();
        FeelType? type = context.Type(input.TypeRef);
        Evaluator value = context.Feel(input.Expression.Text, names, scope);
        UnaryTest? allowed = input.AllowedValues is { } values ? context.Tests(values.Text, names, new SubjectScope(scope, column)) : null;
        return new CompiledInput(label, value, type, allowed);
    }

    private CompiledOutput Output(TableOutput output, int column, string place, EmitScope cells)
    {
        context.Place = $"{place}, output {column + 1}";
        FeelType? type = context.Type(output.TypeRef);
        string? ranking = output.AllowedValues?.Text ?? (type as NamedFeelType)?.AllowedText;
        Evaluator? standby = output.Default is { Text: var text } && !string.IsNullOrWhiteSpace(text) ? context.Feel(text, names, cells) : null;
        return new CompiledOutput(
            output.Name ?? output.Label ?? $"output {column + 1}",
            type,
            string.IsNullOrWhiteSpace(ranking) ? null : context.Values(ranking, names, cells),
            standby);
    }

    private CompiledRule Rule(TableRule rule, int number, string place, EmitScope cells)
    {
        var tests = new UnaryTest?[rule.Inputs.Count];
        for (int column = 0; column < tests.Length; column++)
        {
            context.Place = $"{place}, rule {number}, input {column + 1}";
            tests[column] = context.Tests(rule.Inputs[column].Text, names, new SubjectScope(scope, column));
        }

        var outputs = new Evaluator[rule.Outputs.Count];
        for (int column = 0; column < outputs.Length; column++)
        {
            context.Place = $"{place}, rule {number}, output {column + 1}";
            string text = rule.Outputs[column].Text;
            outputs[column] = string.IsNullOrWhiteSpace(text) || text.Trim() == "-" ? FeelEmitter.Constant(null) : context.Feel(text, names, cells);
        }

        return new CompiledRule(number, rule.Id, tests, outputs, rule.Notes);
    }
}
