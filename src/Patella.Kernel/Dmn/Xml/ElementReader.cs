using System.Xml.Linq;
using Patella.Kernel.Dmn.Model;

namespace Patella.Kernel.Dmn.Xml;

/// <summary>Reads the elements of the requirement graph.</summary>
internal static class ElementReader
{
    internal static InputData Input(XmlPart part) => new()
    {
        Name = part.Name,
        Id = part.Id,
        Description = part.Child("description")?.Element.Value,
        Variable = Variable(part),
        Others = Others(part, "description", "variable"),
    };

    internal static Decision Decision(XmlPart part) => new()
    {
        Name = part.Name,
        Id = part.Id,
        Description = part.Child("description")?.Element.Value,
        Question = part.Child("question")?.Element.Value,
        AllowedAnswers = part.Child("allowedAnswers")?.Element.Value,
        Variable = Variable(part),
        Requirements = Requirements(part),
        Logic = ExpressionReader.Optional(part),
        Others = Others(part, ["description", "question", "allowedAnswers", "variable", "informationRequirement", "knowledgeRequirement", .. ExpressionReader.Names]),
    };

    internal static BusinessKnowledgeModel Knowledge(XmlPart part) => new()
    {
        Name = part.Name,
        Id = part.Id,
        Description = part.Child("description")?.Element.Value,
        Variable = Variable(part),
        Requirements = Requirements(part),
        Logic = part.Child("encapsulatedLogic") is { } logic ? ExpressionReader.Function(logic) : null,
        Others = Others(part, "description", "variable", "informationRequirement", "knowledgeRequirement", "encapsulatedLogic"),
    };

    internal static DecisionService Service(XmlPart part) => new()
    {
        Name = part.Name,
        Id = part.Id,
        Description = part.Child("description")?.Element.Value,
        Variable = Variable(part),
        OutputDecisions = Hrefs(part, "outputDecision"),
        EncapsulatedDecisions = Hrefs(part, "encapsulatedDecision"),
        InputDecisions = Hrefs(part, "inputDecision"),
        InputData = Hrefs(part, "inputData"),
        Others = Others(part, "description", "variable", "outputDecision", "encapsulatedDecision", "inputDecision", "inputData"),
    };

    /// <summary>Children other than the ones read, as XML text.</summary>
    internal static ValueList<string> Others(XmlPart part, params string[] read) => part.Children
        .Where(child => child.Element.Name.Namespace != part.Element.Name.Namespace || !read.Contains(child.LocalName))
        .Select(child => DmnNamespaces.Move(child.Element, DmnVersion.Dmn15).ToString(SaveOptions.DisableFormatting))
        .ToValueList();

    private static InformationItem? Variable(XmlPart part) => part.Child("variable") is { } variable ? ItemReader.Variable(variable) : null;

    private static ValueList<string> Hrefs(XmlPart part, string name) => part.All(name).Select(reference => reference.Href).ToValueList();

    private static ValueList<Requirement> Requirements(XmlPart part)
    {
        var requirements = new List<Requirement>();
        foreach (XmlPart child in part.Children)
        {
            foreach ((string name, RequirementKind kind) in Kinds(child.LocalName))
            {
                if (child.Child(name) is { } reference)
                {
                    requirements.Add(new Requirement(kind, reference.Href, child.Id));
                }
            }
        }

        return requirements.ToValueList();
    }

    private static (string, RequirementKind)[] Kinds(string element) => element switch
    {
        "informationRequirement" => [("requiredInput", RequirementKind.Input), ("requiredDecision", RequirementKind.Decision)],
        "knowledgeRequirement" => [("requiredKnowledge", RequirementKind.Knowledge)],
        _ => [],
    };
}
