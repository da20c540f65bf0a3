using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Patella.Service;

namespace Patella.Tests.Tidy;

/// <summary>
/// Walls between capabilities by symbols: code names types of its own and of lower capabilities only, of another capability only public ones,
/// and a file's namespace is its folder. Edge (the edge's conventions) lies below all.
/// </summary>
internal static class CapabilitySymbolRule
{
    private const string Folder = "src/Patella.Service";
    private const string Prefix = "Patella.Service.";

    /// <summary>Folders that are no capability: what every capability may use, and which uses none.</summary>
    private static readonly HashSet<string> Shared = ["Edge"];

    public static IEnumerable<Finding> Check(SourceTree tree)
    {
        var files = tree.Under(Folder, ".cs").ToList();
        var compilation = CSharp.Compile(files, "Patella.Service");
        return files.SelectMany(file => CheckPlace(file)).Concat(files.SelectMany(file => CheckNames(file, compilation)));
    }

    /// <summary>The capability whose folder a file is in; null for files of the project itself, which compose all of them.</summary>
    public static string? CapabilityOf(string path)
    {
        var parts = path.Split('/');
        return parts.Length > 3 && path.StartsWith(Folder + "/", StringComparison.Ordinal) ? parts[2] : null;
    }

    private static IEnumerable<Finding> CheckPlace(SourceFile file)
    {
        if (CapabilityOf(file.Path) is not { } capability)
        {
            yield break;
        }

        if (!Shared.Contains(capability) && !Capabilities.Order.Contains(capability))
        {
            yield return new Finding(file.Path, 1, $"the folder {capability} is not in the declared order (Capabilities.Order)");
        }

        foreach (var declared in CSharp.RootOf(file).DescendantNodes().OfType<BaseNamespaceDeclarationSyntax>())
        {
            var name = declared.Name.ToString();
            if (name != Prefix + capability && !name.StartsWith(Prefix + capability + ".", StringComparison.Ordinal))
            {
                yield return new Finding(file.Path, CSharp.LineOf(declared), $"the namespace {name} does not belong into the folder {capability}");
            }
        }
    }

    private static IEnumerable<Finding> CheckNames(SourceFile file, Compilation compilation)
    {
        if (CapabilityOf(file.Path) is not { } capability)
        {
            yield break;
        }

        var model = compilation.GetSemanticModel(CSharp.Parse(file));
        foreach (var name in CSharp.RootOf(file).DescendantNodes().OfType<SimpleNameSyntax>().Where(name => !name.Ancestors().OfType<UsingDirectiveSyntax>().Any()))
        {
            if (TypeOf(model.GetSymbolInfo(name).Symbol) is { } type && CapabilityOfType(type) is { } other && other != capability
                && Wrong(capability, other, type) is { } message)
            {
                yield return new Finding(file.Path, CSharp.LineOf(name), message);
            }
        }
    }

    private static string? Wrong(string capability, string other, INamedTypeSymbol type)
    {
        if (Rank(other) > Rank(capability))
        {
            return $"{capability} names {type.Name} of the higher capability {other}; it reads the timeline instead";
        }

        return !Shared.Contains(other) && !IsPublic(type) ? $"{capability} names {type.Name}, which is internal to {other}; it uses the contracts instead" : null;
    }

    private static int Rank(string capability)
    {
        for (var index = 0; index < Capabilities.Order.Count; index++)
        {
            if (Capabilities.Order[index] == capability)
            {
                return index;
            }
        }

        return -1;
    }

    private static bool IsPublic(INamedTypeSymbol type)
        => type.DeclaredAccessibility == Accessibility.Public && (type.ContainingType is null || IsPublic(type.ContainingType));

    private static INamedTypeSymbol? TypeOf(ISymbol? symbol) => symbol switch
    {
        INamedTypeSymbol type => type,
        IMethodSymbol or IPropertySymbol or IFieldSymbol or IEventSymbol => symbol.ContainingType,
        _ => null,
    };

    private static string? CapabilityOfType(INamedTypeSymbol type)
    {
        var name = type.ContainingNamespace?.ToDisplayString() ?? "";
        return name.StartsWith(Prefix, StringComparison.Ordinal) ? name[Prefix.Length..].Split('.')[0] : null;
    }
}
