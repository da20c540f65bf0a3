using System.Xml.Linq;

namespace Patella.Kernel.Dmn.Xml;

/// <summary>The version of the file format to write.</summary>
public enum DmnVersion
{
    /// <summary>DMN 1.3, the version browser modellers read.</summary>
    Dmn13 = 3,

    /// <summary>DMN 1.5.</summary>
    Dmn15 = 5,
}

/// <summary>The namespaces of the versions of DMN; the formats differ in little else.</summary>
internal static class DmnNamespaces
{
    private static readonly string[] Models =
    [
        "http://www.omg.org/spec/DMN/20180521/MODEL/", "https://www.omg.org/spec/DMN/20191111/MODEL/",
        "https://www.omg.org/spec/DMN/20211108/MODEL/", "https://www.omg.org/spec/DMN/20230324/MODEL/",
        "https://www.omg.org/spec/DMN/20240513/MODEL/",
    ];

    private static readonly string[] Diagrams =
    [
        "http://www.omg.org/spec/DMN/20180521/DMNDI/", "https://www.omg.org/spec/DMN/20191111/DMNDI/",
        "https://www.omg.org/spec/DMN/20211108/DMNDI/", "https://www.omg.org/spec/DMN/20230324/DMNDI/",
        "https://www.omg.org/spec/DMN/20240513/DMNDI/",
    ];

    internal static bool IsModel(XNamespace space) => Models.Contains(space.NamespaceName);

    internal static XNamespace Model(DmnVersion version) => version == DmnVersion.Dmn13 ? Models[1] : Models[3];

    internal static XNamespace Diagram(DmnVersion version) => version == DmnVersion.Dmn13 ? Diagrams[1] : Diagrams[3];

    /// <summary>
    /// A copy whose DMN elements are in the namespaces of a version, without declarations that would contradict them and
    /// without the white space of indentation, which writing adds anew.
    /// </summary>
    internal static XElement Move(XElement element, DmnVersion version)
    {
        XName name = Moved(element.Name.Namespace, version) + element.Name.LocalName;
        IEnumerable<XAttribute> attributes = element.Attributes().Where(attribute => !attribute.IsNamespaceDeclaration);
        IEnumerable<object> content = element.Nodes()
            .Where(node => !(element.HasElements && node is XText text && string.IsNullOrWhiteSpace(text.Value)))
            .Select(node => node is XElement child ? Move(child, version) : (object)node);
        return new XElement(name, attributes, content);
    }

    private static XNamespace Moved(XNamespace space, DmnVersion version) =>
        IsModel(space) ? Model(version) : Diagrams.Contains(space.NamespaceName) ? Diagram(version) : space;
}
