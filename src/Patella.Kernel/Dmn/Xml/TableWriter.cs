using System.Xml.Linq;
using Patella.Kernel.Dmn.Model;
using static Patella.Kernel.Dmn.Xml.XmlMaker;

namespace Patella.Kernel.Dmn.Xml;

/// <summary>Writes decision tables.</summary>
internal static class TableWriter
{
    internal static object?[] Content(XmlMaker xml, DecisionTable table) =>
    [
        Attribute("hitPolicy", Policy(table.HitPolicy)),
        table.Aggregation == Aggregation.None ? null : Attribute("aggregation", table.Aggregation.ToString().ToUpperInvariant()),
        Attribute("outputLabel", table.OutputLabel),
        table.Inputs.Select(input => Input(xml, input)),
        table.Outputs.Select(output => Output(xml, output)),
        table.Annotations.Select(name => xml.Element("annotation", Attribute("name", name))),
        table.Rules.Select(rule => Rule(xml, rule)),
    ];

    private static string Policy(HitPolicy policy) => policy switch
    {
        HitPolicy.Unique => "UNIQUE",
        HitPolicy.First => "FIRST",
        HitPolicy.Priority => "PRIORITY",
        HitPolicy.Any => "ANY",
        HitPolicy.Collect => "COLLECT",
        HitPolicy.RuleOrder => "RULE ORDER",
        HitPolicy.OutputOrder => "OUTPUT ORDER",
        _ => throw new ArgumentOutOfRangeException(nameof(policy), policy, "No such hit policy."),
    };

    private static XElement Input(XmlMaker xml, TableInput input) => xml.Element(
        "input",
        Attribute("id", input.Id),
        Attribute("label", input.Label),
        xml.Element("inputExpression", Attribute("id", input.Expression.Id), Attribute("typeRef", input.TypeRef), xml.Element("text", input.Expression.Text)),
        xml.Cell("inputValues", input.AllowedValues));

    private static XElement Output(XmlMaker xml, TableOutput output) => xml.Element(
        "output",
        Attribute("id", output.Id),
        Attribute("label", output.Label),
        Attribute("name", output.Name),
        Attribute("typeRef", output.TypeRef),
        xml.Cell("outputValues", output.AllowedValues),
        xml.Cell("defaultOutputEntry", output.Default));

    private static XElement Rule(XmlMaker xml, TableRule rule) => xml.Element(
        "rule",
        Attribute("id", rule.Id),
        xml.Text("description", rule.Description),
        rule.Inputs.Select(cell => xml.Cell("inputEntry", cell)),
        rule.Outputs.Select(cell => xml.Cell("outputEntry", cell)),
        rule.Annotations.Select(text => xml.Element("annotationEntry", xml.Element("text", text))));
}
