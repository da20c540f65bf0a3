using System.Xml;
using System.Xml.Linq;
using Patella.Kernel.Dmn.Model;

namespace Patella.Kernel.Dmn.Xml;

/// <summary>Reads .dmn files of DMN 1.2 to 1.6. Nothing outside the text is read: document types are refused, imports are left to the caller.</summary>
public static class DmnReader
{
    private const long LargestDocument = 4_000_000;
    private const int DeepestDocument = 256;

    /// <summary>Reads a model.</summary>
    /// <exception cref="DmnFormatException">The text is not XML, or not a DMN model; the place is named.</exception>
    public static DmnDefinitions Read(string text) => Read(new StringReader(text));

    /// <summary>Reads a model.</summary>
    /// <exception cref="DmnFormatException">The text is not XML, or not a DMN model; the place is named.</exception>
    public static DmnDefinitions Read(TextReader text)
    {
        XElement root = Load(text);
        var part = new XmlPart(root);
        if (part.LocalName != "definitions" || !DmnNamespaces.IsModel(root.Name.Namespace))
        {
            throw part.Fault($"the root should be <definitions> of DMN 1.2 to 1.6 but is <{part.LocalName}> of '{root.Name.NamespaceName}'");
        }

        return Definitions(part);
    }

    private static XElement Load(TextReader text)
    {
        var settings = new XmlReaderSettings
        {
            DtdProcessing = DtdProcessing.Prohibit,
            XmlResolver = null,
            MaxCharactersInDocument = LargestDocument,
            IgnoreComments = true,
        };
        try
        {
            using var reader = XmlReader.Create(text, settings);
            using var bounded = new DepthBoundReader(reader, DeepestDocument);
            return XDocument.Load(bounded, LoadOptions.SetLineInfo | LoadOptions.PreserveWhitespace).Root!;
        }
        catch (XmlException fault)
        {
            throw new DmnFormatException($"this is not well-formed XML: {fault.Message}", "", fault.LineNumber, fault.LinePosition, fault);
        }
    }

    private static DmnDefinitions Definitions(XmlPart root) => new()
    {
        Name = root.Name,
        Namespace = root.Attribute("namespace") ?? throw root.Fault("the attribute 'namespace' is missing"),
        Id = root.Id,
        Description = root.Child("description")?.Element.Value,
        Imports = root.All("import").Select(Import).ToValueList(),
        ItemDefinitions = root.All("itemDefinition").Select(ItemReader.Item).ToValueList(),
        Inputs = root.All("inputData").Select(ElementReader.Input).ToValueList(),
        Decisions = root.All("decision").Select(ElementReader.Decision).ToValueList(),
        Knowledge = root.All("businessKnowledgeModel").Select(ElementReader.Knowledge).ToValueList(),
        Services = root.All("decisionService").Select(ElementReader.Service).ToValueList(),
        Others = ElementReader.Others(
            root, "description", "import", "itemDefinition", "inputData", "decision", "businessKnowledgeModel", "decisionService"),
    };

    private static DmnImport Import(XmlPart part) => new(
        Feel.NameRules.Normalise(part.Attribute("name") ?? ""),
        part.Attribute("namespace") ?? throw part.Fault("the attribute 'namespace' is missing"),
        part.Attribute("importType"),
        part.Attribute("locationURI"));
}
