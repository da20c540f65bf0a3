using System.Xml.Linq;
using Patella.Kernel.Dmn.Model;
using static Patella.Kernel.Dmn.Xml.XmlMaker;

namespace Patella.Kernel.Dmn.Xml;

/// <summary>Writes the elements of the requirement graph.</summary>
internal sealed class ElementWriter(XmlMaker xml)
{
    private readonly ExpressionWriter expressions = new(xml);

    internal XElement Definitions(DmnDefinitions model) => xml.Element(
        "definitions",
        new XAttribute(XNamespace.Xmlns + "dmndi", DmnNamespaces.Diagram(xml.Version).NamespaceName),
        Attribute("id", model.Id),
        Attribute("name", model.Name),
        Attribute("namespace", model.Namespace),
        xml.Text("description", model.Description),
        model.Imports.Select(Import),
        model.ItemDefinitions.Select(item => Item("itemDefinition", item)),
        model.Inputs.Select(Input),
        model.Knowledge.Select(Knowledge),
        model.Decisions.Select(DecisionElement),
        model.Services.Select(Service),
        xml.Others(model.Others));

    private XElement Import(DmnImport import) => xml.Element(
        "import",
        Attribute("name", import.Name),
        Attribute("namespace", import.Namespace),
        Attribute("importType", import.ImportType),
        Attribute("locationURI", import.LocationUri));

    private XElement Item(string name, ItemDefinition item) => xml.Element(
        name,
        Attribute("id", item.Id),
        Attribute("name", item.Name),
        item.IsCollection ? Attribute("isCollection", "true") : null,
        xml.Text("typeRef", item.TypeRef),
        item.AllowedValues is null ? null : xml.Element("allowedValues", xml.Text("text", item.AllowedValues)),
        item.TypeConstraint is null ? null : xml.Element("typeConstraint", xml.Text("text", item.TypeConstraint)),
        item.Components.Select(component => Item("itemComponent", component)),
        item.Function is { } function
            ? xml.Element("functionItem", Attribute("outputTypeRef", function.OutputTypeRef), function.Parameters.Select(parameter => xml.Item("parameters", parameter)))
            : null);

    private XElement Input(InputData input) => xml.Element("inputData", [.. Head(input), xml.Others(input.Others)]);

    private XElement DecisionElement(Decision decision) => xml.Element("decision",
    [
        .. Head(decision),
        xml.Text("question", decision.Question),
        xml.Text("allowedAnswers", decision.AllowedAnswers),
        Variable(decision),
        decision.Requirements.Select(Requirement),
        xml.Others(decision.Others),
        expressions.Expression(decision.Logic),
    ]);

    private XElement Knowledge(BusinessKnowledgeModel knowledge) => xml.Element("businessKnowledgeModel",
    [
        .. Head(knowledge),
        Variable(knowledge),
        knowledge.Logic is null ? null : expressions.Function("encapsulatedLogic", knowledge.Logic),
        knowledge.Requirements.Select(Requirement),
        xml.Others(knowledge.Others),
    ]);

    private XElement Service(DecisionService service) => xml.Element("decisionService",
    [
        .. Head(service),
        Variable(service),
        service.OutputDecisions.Select(href => xml.Reference("outputDecision", href)),
        service.EncapsulatedDecisions.Select(href => xml.Reference("encapsulatedDecision", href)),
        service.InputDecisions.Select(href => xml.Reference("inputDecision", href)),
        service.InputData.Select(href => xml.Reference("inputData", href)),
        xml.Others(service.Others),
    ]);

    private object?[] Head(DmnElement element) =>
    [
        Attribute("id", element.Id),
        Attribute("name", element.Name),
        xml.Text("description", element.Description),
        element is InputData ? Variable(element) : null,
    ];

    private XElement? Variable(DmnElement element) => element.Variable is { } variable ? xml.Item("variable", variable) : null;

    private XElement Requirement(Requirement requirement)
    {
        (string outer, string inner) = requirement.Kind switch
        {
            RequirementKind.Input => ("informationRequirement", "requiredInput"),
            RequirementKind.Decision => ("informationRequirement", "requiredDecision"),
            RequirementKind.Knowledge => ("knowledgeRequirement", "requiredKnowledge"),
            _ => throw new ArgumentOutOfRangeException(nameof(requirement), requirement.Kind, "No such requirement."),
        };
        return xml.Element(outer, Attribute("id", requirement.Id), xml.Reference(inner, requirement.Href));
    }
}
