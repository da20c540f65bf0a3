using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Patella.Tests.Tidy;

/// <summary>Everything we build on may be used freely: permissive licences only, for named packages and for all they bring along.</summary>
internal static partial class LicenceRule
{
    private static readonly HashSet<string> Permissive =
    [
        "MIT", "MIT-0", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "0BSD", "ISC", "PostgreSQL", "CC0-1.0", "Unlicense", "BlueOak-1.0.0", "Zlib", "Python-2.0",
        // Data about browsers that a build tool reads; it is not shipped.
        "CC-BY-4.0",
    ];

    /// <summary>
    /// Licences that ask something only of whoever hands the package on, taken for web packages that serve development alone: they are read where they lie,
    /// unchanged, and nothing that is built or shipped contains them. MPL-2.0 is axe-core's, which the accessibility tests inject into pages.
    /// </summary>
    private static readonly HashSet<string> ForDevelopmentOnly = ["MPL-2.0"];

    /// <summary>Packages whose licence is a file or an address instead of an expression; read by a person.</summary>
    private static readonly Dictionary<string, string> ReadByPerson = new()
    {
        ["commandlineparser"] = "MIT",
        ["microsoft.dotnet.platformabstractions"] = "MIT",
        ["sourcegear.sqlite3"] = "Apache-2.0",
        ["xunit.abstractions"] = "Apache-2.0",
    };

    /// <summary>
    /// Web packages whose licence is a file, read by a person. dmn-js and its parts: MIT with one condition, that the mark of its makers stays on diagrams, whole and
    /// visible; the rule pages keep it.
    /// </summary>
    private static readonly Dictionary<string, string> WebReadByPerson = new()
    {
        ["node_modules/dmn-js"] = "MIT, mark stays", ["node_modules/dmn-js-boxed-expression"] = "MIT, mark stays", ["node_modules/dmn-js-decision-table"] = "MIT, mark stays",
        ["node_modules/dmn-js-drd"] = "MIT, mark stays", ["node_modules/dmn-js-literal-expression"] = "MIT, mark stays", ["node_modules/dmn-js-shared"] = "MIT, mark stays",
        ["node_modules/component-props"] = "MIT",
    };

    /// <param name="nuspec">The package's own description by id in lower case and version; null when it is not on this machine.</param>
    public static IEnumerable<Finding> Check(SourceTree tree, Func<string, string, string?> nuspec)
        => CheckCentral(tree).Concat(CheckLocked(tree, nuspec)).Concat(CheckWeb(tree));

    /// <summary>Every package that a project's lock file names, with its version.</summary>
    public static IEnumerable<(SourceFile File, string Id, string Version)> Locked(SourceTree tree)
    {
        foreach (var file in tree.Files.Where(file => file.Path.EndsWith("/packages.lock.json", StringComparison.Ordinal)))
        {
            using var document = JsonDocument.Parse(file.Text);
            foreach (var package in document.RootElement.GetProperty("dependencies").EnumerateObject().SelectMany(framework => framework.Value.EnumerateObject()))
            {
                if (package.Value.GetProperty("type").GetString() != "Project")
                {
                    yield return (file, package.Name.ToLowerInvariant(), package.Value.GetProperty("resolved").GetString()!);
                }
            }
        }
    }

    private static IEnumerable<Finding> CheckCentral(SourceTree tree)
    {
        foreach (var (number, line) in tree.Find("Directory.Packages.props")?.Lines() ?? [])
        {
            if (line.Contains("<PackageVersion ", StringComparison.Ordinal)
                && !(Comment().Match(line) is { Success: true } comment && IsPermissive(comment.Groups["licence"].Value.Replace(" licence", "", StringComparison.Ordinal))))
            {
                yield return new Finding("Directory.Packages.props", number, "a package without \"what it spares us; permissive licence\" beside it");
            }
        }
    }

    private static IEnumerable<Finding> CheckLocked(SourceTree tree, Func<string, string, string?> nuspec)
        => Locked(tree).DistinctBy(package => (package.Id, package.Version))
            .Where(package => !ReadByPerson.ContainsKey(package.Id))
            .Select(package => (package, licence: LicenceIn(nuspec(package.Id, package.Version))))
            .Where(found => found.licence is null || !IsPermissive(found.licence))
            .Select(found => new Finding(found.package.File.Path, 1, $"{found.package.Id} {found.package.Version} has the licence {found.licence ?? "unknown"}"));

    private static IEnumerable<Finding> CheckWeb(SourceTree tree)
    {
        foreach (var file in tree.Files.Where(file => file.Path.EndsWith("/package-lock.json", StringComparison.Ordinal)))
        {
            using var document = JsonDocument.Parse(file.Text);
            foreach (var package in document.RootElement.GetProperty("packages").EnumerateObject().Where(package => package.Name.Length > 0))
            {
                var licence = package.Value.TryGetProperty("license", out var value) ? value.GetString()! : "unknown";
                var development = package.Value.TryGetProperty("dev", out var dev) && dev.GetBoolean();
                if (!IsPermissive(licence) && !WebReadByPerson.ContainsKey(package.Name) && !(development && ForDevelopmentOnly.Contains(licence)))
                {
                    yield return new Finding(file.Path, 1, $"{package.Name} has the licence {licence}");
                }
            }
        }
    }

    private static string? LicenceIn(string? nuspec)
        => nuspec is null ? null : XDocument.Parse(nuspec).Descendants().FirstOrDefault(element => element.Name.LocalName == "license" && element.Attribute("type")?.Value == "expression")?.Value;

    /// <summary>An SPDX expression: of "or" one side is enough, of "and" both are needed.</summary>
    private static bool IsPermissive(string expression)
        => expression.Trim('(', ')', ' ').Split(" OR ").Any(side => side.Split(" AND ").All(name => Permissive.Contains(name.Trim('(', ')', ' '))));

    [GeneratedRegex(@"<!--.*;\s*(?<licence>[^;]+?)\s*-->")]
    private static partial Regex Comment();
}

/// <summary>Every project pins what it restores: a lock file lies beside each project file and is committed.</summary>
internal static class LockFileRule
{
    /// <param name="committed">All paths that are under version control.</param>
    public static IEnumerable<Finding> Check(SourceTree tree, IReadOnlySet<string> committed)
    {
        var projects = tree.Files.Where(file => file.Path.EndsWith(".csproj", StringComparison.Ordinal)).Select(file => (file.Path, Lock: "packages.lock.json"));
        var webs = tree.Files.Where(file => file.Path.StartsWith("web/", StringComparison.Ordinal) && file.Path.EndsWith("/package.json", StringComparison.Ordinal)).Select(file => (file.Path, Lock: "package-lock.json"));
        return projects.Concat(webs)
            .Select(project => (project.Path, Lock: project.Path[..(project.Path.LastIndexOf('/') + 1)] + project.Lock))
            .Where(project => !committed.Contains(project.Lock))
            .Select(project => new Finding(project.Path, 1, $"{project.Lock} is not committed"))
            .Concat(tree.Files.Where(file => file.Path.EndsWith("/package-lock.json", StringComparison.Ordinal)).SelectMany(CheckPlatforms));
    }

    /// <summary>A lock that was made where packages of other platforms could not be had is refused by npm ci everywhere.</summary>
    private static IEnumerable<Finding> CheckPlatforms(SourceFile file)
    {
        using var document = JsonDocument.Parse(file.Text);
        var packages = document.RootElement.GetProperty("packages");
        var wanted = packages.EnumerateObject()
            .Where(package => package.Value.TryGetProperty("optionalDependencies", out _))
            .SelectMany(package => package.Value.GetProperty("optionalDependencies").EnumerateObject().Select(optional => (package.Name, Optional: optional.Name)));
        foreach (var (name, optional) in wanted)
        {
            if (!packages.TryGetProperty("node_modules/" + optional, out _) && !packages.TryGetProperty($"{name}/node_modules/{optional}", out _))
            {
                yield return new Finding(file.Path, 1, $"{optional}, which {name} may need, is not locked: pin a version of it that can be had for every platform");
            }
        }
    }
}
