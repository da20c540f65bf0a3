using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Patella.Tests.Tidy;

/// <summary>C# files as syntax trees and as one compilation, so that rules speak about symbols and not about text.</summary>
internal static class CSharp
{
    /// <summary>What ImplicitUsings gives the projects.</summary>
    private const string ImplicitUsings =
        """
        global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq;
        global using System.Net.Http; global using System.Threading; global using System.Threading.Tasks;
        """;

    private static readonly CSharpParseOptions Options = new(LanguageVersion.Latest);
    private static readonly ConcurrentDictionary<SourceFile, SyntaxTree> Parsed = new(ReferenceEqualityComparer.Instance);

    public static SyntaxTree Parse(SourceFile file) => Parsed.GetOrAdd(file, key => CSharpSyntaxTree.ParseText(key.Text, Options, key.Path));

    public static SyntaxNode RootOf(SourceFile file) => Parse(file).GetRoot();

    public static int LineOf(SyntaxNode node) => node.GetLocation().GetLineSpan().StartLinePosition.Line + 1;

    /// <summary>Compiles the files against everything the tests run with, except the assembly they make themselves. Errors are not looked at: the build has.</summary>
    public static CSharpCompilation Compile(IEnumerable<SourceFile> files, string assembly)
    {
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileNameWithoutExtension(path) != assembly)
            .Select(path => MetadataReference.CreateFromFile(path));
        return CSharpCompilation.Create(
            assembly + ".Tidy",
            files.Select(Parse).Append(CSharpSyntaxTree.ParseText(ImplicitUsings, Options)),
            references,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
    }
}
