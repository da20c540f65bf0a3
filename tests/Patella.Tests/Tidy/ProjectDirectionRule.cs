using System.Xml.Linq;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Patella.Tests.Tidy;

/// <summary>Projects reference each other in one direction only, in project files and in names: Host, then Service, then Platform and Kernel; the simulator knows the public API alone.</summary>
internal static class ProjectDirectionRule
{
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Patella.Kernel"] = [],
        ["Patella.Platform"] = [],
        ["Patella.Service"] = ["Patella.Platform", "Patella.Kernel"],
        ["Patella.Simulator"] = ["Patella.Kernel"],
        ["Patella.Host"] = ["Patella.Service", "Patella.Platform", "Patella.Kernel", "Patella.Simulator"],
    };

    public static IEnumerable<Finding> Check(SourceTree tree)
        => tree.Under("src", ".csproj").SelectMany(CheckProject).Concat(tree.Under("src", ".cs").SelectMany(CheckNames));

    private static IEnumerable<Finding> CheckProject(SourceFile file)
    {
        var project = Path.GetFileNameWithoutExtension(file.Path);
        if (!Allowed.TryGetValue(project, out var allowed))
        {
            yield return new Finding(file.Path, 1, $"{project} has no place in the direction of projects");
            yield break;
        }

        var document = XDocument.Parse(file.Text);
        foreach (var reference in document.Descendants("ProjectReference").Select(element => Path.GetFileNameWithoutExtension(element.Attribute("Include")!.Value.Replace('\\', '/'))))
        {
            if (!allowed.Contains(reference))
            {
                yield return new Finding(file.Path, 1, $"{project} references {reference}");
            }
        }

        if (project == "Patella.Kernel" && document.Descendants().Any(element => element.Name.LocalName is "PackageReference" or "FrameworkReference"))
        {
            yield return new Finding(file.Path, 1, "Patella.Kernel references a package; it is pure");
        }
    }

    /// <summary>Names too, because what a referenced project references is visible as well.</summary>
    private static IEnumerable<Finding> CheckNames(SourceFile file)
    {
        var project = file.Path.Split('/')[1];
        if (!Allowed.TryGetValue(project, out var allowed))
        {
            yield break;
        }

        foreach (var name in CSharp.RootOf(file).DescendantNodes().Where(node => node is QualifiedNameSyntax or MemberAccessExpressionSyntax))
        {
            var other = Allowed.Keys.FirstOrDefault(candidate => name.ToString() == candidate || (name.Parent is UsingDirectiveSyntax && name.ToString().StartsWith(candidate + ".", StringComparison.Ordinal)));
            if (other is not null && other != project && !allowed.Contains(other))
            {
                yield return new Finding(file.Path, CSharp.LineOf(name), $"{project} names {other}");
            }
        }
    }
}
