using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Patella.Tests.Tidy;

/// <summary>Enums that may be stored or sent (all public ones of Platform and Service) number their members, so that inserting one moves none; no number twice.</summary>
internal static class EnumRule
{
    public static IEnumerable<Finding> Check(SourceTree tree)
        => tree.Under("src/Patella.Platform", ".cs").Concat(tree.Under("src/Patella.Service", ".cs")).SelectMany(CheckCode);

    private static IEnumerable<Finding> CheckCode(SourceFile file)
    {
        foreach (var declared in CSharp.RootOf(file).DescendantNodes().OfType<EnumDeclarationSyntax>().Where(declared => declared.Modifiers.Any(SyntaxKind.PublicKeyword)))
        {
            var numbers = new HashSet<string>();
            foreach (var member in declared.Members)
            {
                if (member.EqualsValue is not { } value)
                {
                    yield return new Finding(file.Path, CSharp.LineOf(member), $"{declared.Identifier}.{member.Identifier} has no number");
                }
                else if (!numbers.Add(value.Value.ToString()))
                {
                    yield return new Finding(file.Path, CSharp.LineOf(member), $"{declared.Identifier}.{member.Identifier} has the number of another member");
                }
            }
        }
    }
}
