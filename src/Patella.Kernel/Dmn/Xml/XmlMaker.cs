using System.Xml.Linq;
using Patella.Kernel.Dmn.Model;

namespace Patella.Kernel.Dmn.Xml;

/// <summary>Makes elements and attributes of one version of DMN; what is null is left out.</summary>
internal sealed class XmlMaker(DmnVersion version)
{
    private readonly XNamespace space = DmnNamespaces.Model(version);

    internal DmnVersion Version => version;

    internal XElement Element(string name, params object?[] content) => new(space + name, content);

    internal static XAttribute? Attribute(string name, string? value) => value is null ? null : new XAttribute(name, value);

    internal XElement? Text(string name, string? text) => text is null ? null : Element(name, text);

    /// <summary>An element with a text child, as cells have it.</summary>
    internal XElement? Cell(string name, TableCell? cell) =>
        cell is null ? null : Element(name, Attribute("id", cell.Id), Element("text", cell.Text));

    internal XElement Item(string name, InformationItem item) =>
        Element(name, Attribute("id", item.Id), Attribute("name", item.Name), Attribute("typeRef", item.TypeRef));

    internal XElement Reference(string name, string href) => Element(name, Attribute("href", href));

    internal IEnumerable<XElement> Others(ValueList<string> others) =>
        others.Select(text => DmnNamespaces.Move(XElement.Parse(text, LoadOptions.PreserveWhitespace), version));
}
