using System.Text.RegularExpressions;
using System.Xml.Linq;
using Patella.Simulator.Retail;

namespace Patella.Tests.Tidy;

/// <summary>What the retail policy says stands in its tables: no word by which they decide is in the code of the service or its host.</summary>
internal static partial class RetailRule
{
    public static IEnumerable<Finding> Check(SourceTree tree)
    {
        var words = Words().ToList();
        return tree.Under("src/Patella.Service", ".cs").Concat(tree.Under("src/Patella.Host", ".cs"))
            .SelectMany(file => words.Where(word => file.Text.Contains($"\"{word}\"", StringComparison.Ordinal)).Select(word => new Finding(file.Path, file.LineOf(file.Text.IndexOf($"\"{word}\"", StringComparison.Ordinal)), $"'{word}' is the retail policy's: it belongs into a table")));
    }

    /// <summary>Values of more than one word in the input cells of the tables, and their reasons that are no code of the service's own.</summary>
    public static IEnumerable<string> Words() => RetailPolicies.Keys.SelectMany(key => XDocument.Parse(RetailPolicies.Written(key)).Descendants().Where(element => element.Name.LocalName == "inputEntry"))
        .SelectMany(cell => Literal().Matches(cell.Value).Select(match => match.Groups[1].Value)).Where(word => word.Contains(' ')).Distinct();

    [GeneratedRegex("\"([^\"]+)\"")]
    private static partial Regex Literal();
}
