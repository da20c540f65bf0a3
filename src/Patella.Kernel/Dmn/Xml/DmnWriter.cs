using System.Text;
using System.Xml;
using System.Xml.Linq;
using Patella.Kernel.Dmn.Model;

namespace Patella.Kernel.Dmn.Xml;

/// <summary>Writes models as .dmn files, with everything that was read from one.</summary>
public static class DmnWriter
{
    /// <summary>The model as XML, indented; texts of expressions keep their white space.</summary>
    public static string Write(DmnDefinitions definitions, DmnVersion version = DmnVersion.Dmn15)
    {
        ArgumentNullException.ThrowIfNull(definitions);
        var elements = new ElementWriter(new XmlMaker(version));
        var document = new XDocument(new XDeclaration("1.0", "UTF-8", null), elements.Definitions(definitions));
        var text = new Utf8Text();
        using (var writer = XmlWriter.Create(text, new XmlWriterSettings { Indent = true, NewLineChars = "\n", NewLineHandling = NewLineHandling.Entitize }))
        {
            document.Save(writer);
        }

        return text.ToString();
    }

    private sealed class Utf8Text : StringWriter
    {
        public override Encoding Encoding => Encoding.UTF8;
    }
}
