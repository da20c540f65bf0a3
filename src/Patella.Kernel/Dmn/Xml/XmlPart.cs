using System.Xml;
using System.Xml.Linq;
using Patella.Kernel.Dmn.Feel;
using Patella.Kernel.Dmn.Model;

namespace Patella.Kernel.Dmn.Xml;

/// <summary>An element while reading: looks children up by local name and names the place when something is wrong.</summary>
internal readonly record struct XmlPart(XElement Element)
{
    internal string LocalName => Element.Name.LocalName;

    internal IEnumerable<XmlPart> Children => Element.Elements().Select(child => new XmlPart(child));

    internal IEnumerable<XmlPart> All(string name)
    {
        XNamespace space = Element.Name.Namespace;
        return Element.Elements(space + name).Select(child => new XmlPart(child));
    }

    internal XmlPart? Child(string name) => Element.Element(Element.Name.Namespace + name) is { } child ? new XmlPart(child) : null;

    internal XmlPart Needed(string name) => Child(name) ?? throw Fault($"<{name}> is missing");

    internal string? Attribute(string name) => Element.Attribute(name)?.Value;

    internal string? Id => Attribute("id");

    internal string Name => NameRules.Normalise(Attribute("name") ?? throw Fault("the attribute 'name' is missing"));

    /// <summary>The type named by attribute or child element; prefixes such as feel: stay.</summary>
    internal string? TypeRef => (Attribute("typeRef") ?? Child("typeRef")?.Element.Value)?.Trim() is { Length: > 0 } text ? NameRules.Normalise(text) : null;

    /// <summary>The content of a &lt;text&gt; child.</summary>
    internal string? Text => Child("text")?.Element.Value;

    internal TableCell? Cell => Text is { } text ? new TableCell(text, Id) : null;

    internal string Href => Attribute("href") is { Length: > 0 } href ? href : throw Fault("the attribute 'href' is missing");

    internal DmnFormatException Fault(string message)
    {
        IXmlLineInfo info = Element;
        return new DmnFormatException(message, Path(), info.HasLineInfo() ? info.LineNumber : 0, info.HasLineInfo() ? info.LinePosition : 0);
    }

    private string Path()
    {
        IEnumerable<string> steps = Element.AncestorsAndSelf().Reverse().Skip(1).Select(element =>
            element.Attribute("name") is { } name ? $"{element.Name.LocalName} '{name.Value}'" : element.Name.LocalName + Ordinal(element));
        return string.Join(" / ", steps.DefaultIfEmpty(Element.Name.LocalName));
    }

    private static string Ordinal(XElement element)
    {
        int before = element.ElementsBeforeSelf(element.Name).Count();
        return before > 0 || element.ElementsAfterSelf(element.Name).Any() ? $" {before + 1}" : "";
    }
}
