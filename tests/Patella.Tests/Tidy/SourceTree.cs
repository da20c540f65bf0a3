namespace Patella.Tests.Tidy;

/// <summary>One text file of the repository.</summary>
/// <param name="Path">From the root, with forward slashes.</param>
public sealed record SourceFile(string Path, string Text)
{
    public IEnumerable<(int Number, string Text)> Lines() => Text.Split('\n').Select((line, index) => (index + 1, line));

    /// <summary>The line, from 1, on which a character stands.</summary>
    public int LineOf(int position) => Text.AsSpan(0, Math.Min(position, Text.Length)).Count('\n') + 1;
}

/// <summary>What a rule found.</summary>
public sealed record Finding(string Path, int Line, string Message)
{
    public override string ToString() => $"{Path}:{Line}: {Message}";
}

/// <summary>The repository's own sources, or a small made-up tree that breaks a rule.</summary>
public sealed class SourceTree(IReadOnlyList<SourceFile> files, Func<string, bool>? exists = null)
{
    private static readonly HashSet<string> NotOurs = ["bin", "obj", "node_modules", "dist", "artifacts", ".git", ".patella", "TestResults", "data"];

    private static readonly HashSet<string> Texts =
    [
        ".cs", ".csproj", ".props", ".slnx", ".sql", ".md", ".json", ".ts", ".tsx", ".mjs", ".css", ".html", ".sh", ".cshtml", "",
    ];

    private static readonly Lazy<SourceTree> Repository = new(Load);
    private readonly Dictionary<string, SourceFile> _byPath = files.ToDictionary(file => file.Path);

    public IReadOnlyList<SourceFile> Files => files;

    public static SourceTree OfRepository => Repository.Value;

    /// <summary>The folder of the repository; the tests run below it.</summary>
    public static string Root { get; } = FindRoot();

    public static SourceTree Of(params (string Path, string Text)[] files) => new([.. files.Select(file => new SourceFile(file.Path, file.Text))]);

    public SourceFile? Find(string path) => _byPath.GetValueOrDefault(path);

    /// <summary>Whether a file or folder is there, texts or not.</summary>
    public bool Exists(string path)
        => exists is not null ? exists(path) : _byPath.ContainsKey(path) || _byPath.Keys.Any(key => key.StartsWith(path.TrimEnd('/') + "/", StringComparison.Ordinal));

    public IEnumerable<SourceFile> Under(string folder, params string[] extensions)
        => files.Where(file => (folder.Length == 0 || file.Path.StartsWith(folder + "/", StringComparison.Ordinal)) && extensions.Any(extension => file.Path.EndsWith(extension, StringComparison.Ordinal)));

    private static SourceTree Load()
    {
        var files = Walk(new DirectoryInfo(Root))
            .Where(file => Texts.Contains(file.Extension) && file.Length < 4_000_000)
            .Select(file => new SourceFile(Path.GetRelativePath(Root, file.FullName).Replace('\\', '/'), File.ReadAllText(file.FullName)))
            .ToList();
        return new SourceTree(files, path => Path.Exists(Path.Combine(Root, path)));
    }

    private static IEnumerable<FileInfo> Walk(DirectoryInfo folder)
        => folder.EnumerateFiles().Where(file => file.LinkTarget is null).Concat(
            folder.EnumerateDirectories().Where(child => child.LinkTarget is null && !NotOurs.Contains(child.Name)).SelectMany(Walk));

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Patella.slnx")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException("The tests do not run inside the repository.");
    }
}

/// <summary>How tests speak about findings.</summary>
internal static class Findings
{
    public static void MustBeNone(IEnumerable<Finding> findings)
    {
        var all = findings.ToList();
        Assert.True(all.Count == 0, $"{all.Count} findings:\n" + string.Join('\n', all.Take(50)));
    }

    /// <summary>Exactly one finding, in the given file and saying the given words.</summary>
    public static void MustBeOne(IEnumerable<Finding> findings, string path, string words)
    {
        var finding = Assert.Single(findings);
        Assert.Equal(path, finding.Path);
        Assert.Contains(words, finding.Message, StringComparison.Ordinal);
    }
}
