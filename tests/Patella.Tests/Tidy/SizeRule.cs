using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Patella.Tests.Tidy;

/// <summary>A file holds one idea and a function fits a screen. The aims are 150 lines and 30; past these bounds a file needs a reason here.</summary>
internal static class SizeRule
{
    public const int LinesOfFile = 300;
    public const int LinesOfFunction = 60;

    /// <summary>Longer files, and why they are better whole.</summary>
    private static readonly Dictionary<string, string> LongFiles = new()
    {
        ["web/widget/src/core/desk.ts"] = "the widget's one state; its parts (outbox, thread, session, delivery) already live beside it",
    };

    public static IEnumerable<Finding> Check(SourceTree tree)
        => Ours(tree).Where(file => !LongFiles.ContainsKey(file.Path)).SelectMany(CheckFile)
            .Concat(tree.Under("src", ".cs").SelectMany(CheckFunctions));

    private static IEnumerable<SourceFile> Ours(SourceTree tree)
        => new[] { "src", "tests", "bench", "web" }.SelectMany(folder => tree.Under(folder, ".cs", ".ts", ".tsx", ".mjs"))
            .Where(file => !file.Path.EndsWith(".d.ts", StringComparison.Ordinal));

    private static IEnumerable<Finding> CheckFile(SourceFile file)
    {
        var lines = file.Text.AsSpan().Count('\n');
        if (lines > LinesOfFile)
        {
            yield return new Finding(file.Path, 1, $"{lines} lines; the bound is {LinesOfFile}");
        }
    }

    private static IEnumerable<Finding> CheckFunctions(SourceFile file)
    {
        foreach (var function in CSharp.RootOf(file).DescendantNodes().Where(node => node is BaseMethodDeclarationSyntax or LocalFunctionStatementSyntax))
        {
            var span = function.GetLocation().GetLineSpan();
            var lines = span.EndLinePosition.Line - span.StartLinePosition.Line + 1;
            if (lines > LinesOfFunction)
            {
                yield return new Finding(file.Path, CSharp.LineOf(function), $"a function of {lines} lines; the bound is {LinesOfFunction}");
            }
        }
    }
}

/// <summary>Nothing half done is kept: no marks for later, nothing that is not implemented.</summary>
internal static partial class UnfinishedRule
{
    private static readonly string[] Code = [".cs", ".sql", ".ts", ".tsx", ".mjs", ".css", ".sh", ".cshtml", ".html"];

    public static IEnumerable<Finding> Check(SourceTree tree)
        => tree.Under("", Code).Where(file => !file.Path.StartsWith("tests/Patella.Tests/Tidy/", StringComparison.Ordinal)).SelectMany(file => Mark().Matches(file.Text)
            .Select(match => new Finding(file.Path, file.LineOf(match.Index), $"{match.Value}: finish it or leave it out")));

    [GeneratedRegex(@"\b(TODO|FIXME|HACK|XXX|NotImplementedException)\b")]
    private static partial Regex Mark();
}
