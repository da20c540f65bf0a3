using Patella.Kernel.Dmn.Feel;
using Patella.Kernel.Dmn.Model;

namespace Patella.Kernel.Dmn.Xml;

/// <summary>Reads decision tables.</summary>
internal static class TableReader
{
    internal static DecisionTable Table(XmlPart part)
    {
        var table = new DecisionTable
        {
            HitPolicy = Policy(part),
            Aggregation = Aggregator(part),
            Inputs = part.All("input").Select(Input).ToValueList(),
            Outputs = part.All("output").Select(Output).ToValueList(),
            Annotations = part.All("annotation").Select(annotation => annotation.Attribute("name") ?? "").ToValueList(),
            OutputLabel = part.Attribute("outputLabel"),
        };
        if (table.Outputs.Count == 0)
        {
            throw part.Fault("a decision table needs an output");
        }

        return table with { Rules = part.All("rule").Select(rule => Rule(rule, table)).ToValueList() };
    }

    private static HitPolicy Policy(XmlPart part) => part.Attribute("hitPolicy") switch
    {
        null or "" or "UNIQUE" => HitPolicy.Unique,
        "FIRST" => HitPolicy.First,
        "PRIORITY" => HitPolicy.Priority,
        "ANY" => HitPolicy.Any,
        "COLLECT" => HitPolicy.Collect,
        "RULE ORDER" => HitPolicy.RuleOrder,
        "OUTPUT ORDER" => HitPolicy.OutputOrder,
        var other => throw part.Fault($"there is no hit policy '{other}'"),
    };

    private static Aggregation Aggregator(XmlPart part) => part.Attribute("aggregation") switch
    {
        null or "" => Aggregation.None,
        "SUM" => Aggregation.Sum,
        "COUNT" => Aggregation.Count,
        "MIN" => Aggregation.Min,
        "MAX" => Aggregation.Max,
        var other => throw part.Fault($"there is no aggregation '{other}'"),
    };

    private static TableInput Input(XmlPart part)
    {
        XmlPart expression = part.Needed("inputExpression");
        return new TableInput(expression.Cell ?? new TableCell("", expression.Id))
        {
            Id = part.Id,
            Label = part.Attribute("label"),
            TypeRef = expression.TypeRef,
            AllowedValues = part.Child("inputValues")?.Cell,
        };
    }

    private static TableOutput Output(XmlPart part) => new()
    {
        Id = part.Id,
        Name = part.Attribute("name") is { Length: > 0 } name ? NameRules.Normalise(name) : null,
        Label = part.Attribute("label"),
        TypeRef = part.TypeRef,
        AllowedValues = part.Child("outputValues")?.Cell,
        Default = part.Child("defaultOutputEntry")?.Cell,
    };

    private static TableRule Rule(XmlPart part, DecisionTable table)
    {
        ValueList<TableCell> inputs = Cells(part, "inputEntry");
        ValueList<TableCell> outputs = Cells(part, "outputEntry");
        if (inputs.Count != table.Inputs.Count || outputs.Count != table.Outputs.Count)
        {
            throw part.Fault(
                $"the rule has {inputs.Count} input and {outputs.Count} output entries for {table.Inputs.Count} inputs and {table.Outputs.Count} outputs");
        }

        return new TableRule(inputs, outputs)
        {
            Id = part.Id,
            Description = part.Child("description")?.Element.Value,
            Annotations = part.All("annotationEntry").Select(entry => entry.Text ?? "").ToValueList(),
        };
    }

    private static ValueList<TableCell> Cells(XmlPart part, string name) =>
        part.All(name).Select(cell => cell.Cell ?? new TableCell("", cell.Id)).ToValueList();
}
