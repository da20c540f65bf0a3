using System.Diagnostics;

namespace Patella.Tests.Tidy;

public class PackageRuleTests
{
    private const string Lock = """{ "dependencies": { "net10.0": { "Thing": { "type": "Direct", "resolved": "1.0.0" } } } }""";

    [Fact]
    public void Every_package_has_a_permissive_licence() => Findings.MustBeNone(LicenceRule.Check(SourceTree.OfRepository, ReadNuspec));

    [Fact]
    public void The_licence_rule_sees_the_packages_of_the_repository()
        => Assert.Contains(LicenceRule.Locked(SourceTree.OfRepository), package => package.Id == "dapper");

    [Theory]
    [InlineData("GPL-3.0-only")]
    [InlineData("MIT AND LGPL-2.1-only")]
    public void A_package_with_another_licence_is_found_wherever_it_is_named(string licence)
    {
        Findings.MustBeOne(LicenceRule.Check(SourceTree.Of(("src/A/packages.lock.json", Lock)), (_, _) => $"<p><license type=\"expression\">{licence}</license></p>"), "src/A/packages.lock.json", licence);
        Findings.MustBeOne(
            LicenceRule.Check(SourceTree.Of(("web/console/package-lock.json", $$"""{ "packages": { "": {}, "node_modules/thing": { "license": "{{licence}}" } } }""")), (_, _) => null),
            "web/console/package-lock.json", licence);
        Findings.MustBeOne(
            LicenceRule.Check(SourceTree.Of(("Directory.Packages.props", $"<PackageVersion Include=\"Thing\" /><!-- a thing; {licence} -->")), (_, _) => null),
            "Directory.Packages.props", "permissive");
    }

    [Fact]
    public void A_package_without_a_licence_is_found()
        => Findings.MustBeOne(LicenceRule.Check(SourceTree.Of(("src/A/packages.lock.json", Lock)), (_, _) => null), "src/A/packages.lock.json", "unknown");

    [Fact]
    public void A_choice_of_licences_with_a_permissive_side_is_free()
        => Findings.MustBeNone(LicenceRule.Check(SourceTree.Of(("src/A/packages.lock.json", Lock)), (_, _) => "<p><license type=\"expression\">(GPL-2.0-only OR MIT)</license></p>"));

    [Theory]
    [InlineData("MPL-2.0", true, 0)]
    [InlineData("MPL-2.0", false, 1)]
    [InlineData("GPL-3.0-only", true, 1)]
    public void A_web_package_that_is_never_shipped_may_bind_only_whoever_hands_it_on(string licence, bool development, int findings)
        => Assert.Equal(findings, LicenceRule.Check(
            SourceTree.Of(("web/console/package-lock.json", $$"""{ "packages": { "": {}, "node_modules/thing": { "license": "{{licence}}", "dev": {{(development ? "true" : "false")}} } } }""")), (_, _) => null).Count());

    [Fact]
    public void Every_lock_file_is_committed() => Findings.MustBeNone(LockFileRule.Check(SourceTree.OfRepository, Committed()));

    [Theory]
    [InlineData("src/A/A.csproj")]
    [InlineData("web/a/package.json")]
    public void A_project_without_a_committed_lock_file_is_found(string path)
        => Findings.MustBeOne(LockFileRule.Check(SourceTree.Of((path, "")), new HashSet<string>()), path, "not committed");

    [Fact]
    public void A_lock_file_that_lacks_a_platform_is_found()
        => Findings.MustBeOne(
            LockFileRule.Check(SourceTree.Of(("web/a/package-lock.json", """{ "packages": { "node_modules/rolling": { "optionalDependencies": { "@rolling/linux": "1.0.0" } } } }""")), new HashSet<string>()),
            "web/a/package-lock.json", "@rolling/linux");

    private static string? ReadNuspec(string id, string version)
    {
        var folder = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        var path = Path.Combine(folder, id, version.ToLowerInvariant(), id + ".nuspec");
        return File.Exists(path) ? File.ReadAllText(path) : null;
    }

    /// <summary>From git where the tree is a working copy; an unpacked archive holds only what was committed.</summary>
    private static HashSet<string> Committed()
    {
        if (!Path.Exists(Path.Combine(SourceTree.Root, ".git")))
        {
            return [.. SourceTree.OfRepository.Files.Select(file => file.Path)];
        }

        // The folder is named as safe because the tests may run as another user than the one who cloned.
        var start = new ProcessStartInfo("git", ["-c", "safe.directory=*", "ls-files", "-z"]) { WorkingDirectory = SourceTree.Root, RedirectStandardOutput = true };
        using var git = Process.Start(start)!;
        var paths = git.StandardOutput.ReadToEnd().Split('\0', StringSplitOptions.RemoveEmptyEntries);
        git.WaitForExit();
        Assert.Equal(0, git.ExitCode);
        return [.. paths];
    }
}
