using System.Xml.Linq;

namespace Patella.Host.Evaluations;

/// <summary>A value the kit expects of a decision.</summary>
internal sealed record DmnKitExpectation(string Node, object? Value, bool IsError);

/// <summary>A case of the kit: inputs, and what is to be evaluated with them.</summary>
internal sealed record DmnKitCase(
    string Id, string? Type, string? Invocable, IReadOnlyDictionary<string, object?> Inputs, IReadOnlyList<DmnKitExpectation> Expected);

/// <summary>One test file of the kit.</summary>
internal sealed record DmnKitSuite(string Model, IReadOnlyList<DmnKitCase> Cases)
{
    internal static DmnKitSuite Read(string text)
    {
        XElement root = XDocument.Parse(text, LoadOptions.PreserveWhitespace).Root!;
        XNamespace space = root.Name.Namespace;
        return new DmnKitSuite(
            root.Element(space + "modelName")?.Value.Trim() ?? "",
            [.. root.Elements(space + "testCase").Select(Case)]);
    }

    private static DmnKitCase Case(XElement element)
    {
        XNamespace space = element.Name.Namespace;
        var inputs = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (XElement input in element.Elements(space + "inputNode"))
        {
            inputs[(string)input.Attribute("name")!] = DmnKitValues.Read(input);
        }

        return new DmnKitCase(
            (string?)element.Attribute("id") ?? "",
            (string?)element.Attribute("type"),
            (string?)element.Attribute("invocableName"),
            inputs,
            [.. element.Elements(space + "resultNode").Select(Expectation)]);
    }

    private static DmnKitExpectation Expectation(XElement element)
    {
        XElement? expected = element.Element(element.Name.Namespace + "expected");
        return new DmnKitExpectation(
            (string)element.Attribute("name")!,
            expected is null ? null : DmnKitValues.Read(expected),
            (string?)element.Attribute("errorResult") is "true" or "1");
    }
}
