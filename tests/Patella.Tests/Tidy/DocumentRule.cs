using System.CommandLine;
using System.Text.RegularExpressions;

namespace Patella.Tests.Tidy;

/// <summary>What the documents name exists: links and paths in the repository, verbs and options of the command line, options of the scripts, scripts of the web projects.</summary>
internal static partial class DocumentRule
{
    private static readonly string[] Roots = ["src/", "tests/", "web/", "docs/", "scripts/", "bench/", ".ci/"];

    public static IEnumerable<Finding> Check(SourceTree tree, Command patella)
        => tree.Under("", ".md").SelectMany(file => CheckLinks(tree, file).Concat(CheckCode(tree, file, patella)));

    private static IEnumerable<Finding> CheckLinks(SourceTree tree, SourceFile file)
    {
        var folder = FolderOf(file);
        foreach (Match match in Link().Matches(file.Text))
        {
            var target = match.Groups["target"].Value.Split('#')[0];
            if (target.Length > 0 && !target.Contains(':') && !tree.Exists(Resolve(folder + target)))
            {
                yield return new Finding(file.Path, file.LineOf(match.Index), $"the link {target} leads nowhere");
            }
        }
    }

    private static IEnumerable<Finding> CheckCode(SourceTree tree, SourceFile file, Command patella)
    {
        // A path may be meant from the root or from beside the document.
        var folder = FolderOf(file);
        foreach (var (line, code) in CodeOf(file))
        {
            foreach (var path in PathIn().Matches(code).Select(match => match.Value.TrimEnd('.', ',', ':', '/')))
            {
                if (Roots.Any(root => path.StartsWith(root, StringComparison.Ordinal)) && !IsMade(path) && !tree.Exists(path) && !tree.Exists(folder + path))
                {
                    yield return new Finding(file.Path, line, $"the path {path} does not exist");
                }
            }

            foreach (var command in code.Split(["&&", "|", ";"], StringSplitOptions.None).Select(part => part.Trim()))
            {
                if (Wrong(tree, command.Split('#')[0].Split(' ', StringSplitOptions.RemoveEmptyEntries), patella) is { } message)
                {
                    yield return new Finding(file.Path, line, message);
                }
            }
        }
    }

    /// <summary>Inline code, and the lines of fenced blocks.</summary>
    private static IEnumerable<(int Line, string Code)> CodeOf(SourceFile file)
    {
        var fenced = false;
        foreach (var (number, line) in file.Lines())
        {
            if (line.TrimStart().StartsWith("```", StringComparison.Ordinal))
            {
                fenced = !fenced;
            }
            else if (fenced)
            {
                yield return (number, line.Trim().TrimStart('$').Trim());
            }
            else
            {
                foreach (Match match in Inline().Matches(line))
                {
                    yield return (number, match.Groups["code"].Value);
                }
            }
        }
    }

    private static string? Wrong(SourceTree tree, string[] words, Command patella)
    {
        var start = Array.FindIndex(words, word => !word.Contains('=') || word.StartsWith('-'));
        return start < 0 ? null : words[start] switch
        {
            "patella" or "./patella" => WrongCommand(patella, words[(start + 1)..]),
            "./run" => WrongCommand(patella, ["serve", .. words[(start + 1)..]]),
            "./test" or ".ci/run" => words[(start + 1)..].Where(word => word.StartsWith("--", StringComparison.Ordinal))
                .Where(option => tree.Find("test")?.Text.Contains(option.Split('=')[0], StringComparison.Ordinal) != true)
                .Select(option => $"./test does not know {option}").FirstOrDefault(),
            "npm" => WrongScript(tree, words[start..]),
            _ => null,
        };
    }

    private static string? WrongCommand(Command root, string[] words)
    {
        var command = root;
        var options = new List<Option>(root.Options);
        foreach (var word in words)
        {
            if (command.Subcommands.FirstOrDefault(child => child.Name == word) is { } child)
            {
                command = child;
                options.AddRange(child.Options);
            }
            else if (command.Subcommands.Count > 0 && VerbLike().IsMatch(word))
            {
                return $"patella has no verb {word}";
            }
            else if (word.StartsWith("--", StringComparison.Ordinal) && word != "--help" && !options.Any(option => option.Name == word.Split('=')[0] || option.Aliases.Contains(word.Split('=')[0])))
            {
                return $"patella {command.Name} has no option {word}";
            }
        }

        return null;
    }

    private static string? WrongScript(SourceTree tree, string[] words)
    {
        var run = Array.IndexOf(words, "run");
        var prefix = Array.IndexOf(words, "--prefix");
        return run > 0 && prefix > 0 && words.Length > Math.Max(run, prefix) + 1
            && tree.Find(words[prefix + 1] + "/package.json")?.Text.Contains($"\"{words[run + 1]}\":", StringComparison.Ordinal) != true
            ? $"{words[prefix + 1]} has no script {words[run + 1]}" : null;
    }

    private static string FolderOf(SourceFile file) => file.Path.Contains('/') ? file.Path[..(file.Path.LastIndexOf('/') + 1)] : "";

    private static bool IsMade(string path) => path.Contains("/dist") || path.Contains("/bin/") || path.Contains("/obj/") || path.Contains("node_modules") || path.EndsWith(".d.ts", StringComparison.Ordinal);

    private static string Resolve(string path)
    {
        var parts = new List<string>();
        foreach (var part in path.Split('/').Where(part => part is not ("" or ".")))
        {
            if (part == ".." && parts.Count > 0)
            {
                parts.RemoveAt(parts.Count - 1);
            }
            else
            {
                parts.Add(part);
            }
        }

        return string.Join('/', parts);
    }

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"`(?<code>[^`\n]+)`")]
    private static partial Regex Inline();

    // A path with a placeholder in it (braces, angle brackets, a star, capitals like NAME.sql) is a pattern and is not looked for.
    [GeneratedRegex(@"(?<![\w/.~-])\.?[a-z]+/[A-Za-z0-9_./-]+(?![\w/<{*])")]
    private static partial Regex PathIn();

    [GeneratedRegex(@"^[a-z][a-z-]+$")]
    private static partial Regex VerbLike();
}
