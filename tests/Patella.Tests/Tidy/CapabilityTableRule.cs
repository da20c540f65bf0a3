using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Patella.Tests.Tidy;

/// <summary>
/// Walls between capabilities by table names: SQL in .sql files and in C# strings names only tables that the same capability's migrations create.
/// Of the platform's tables it may read the timeline; it writes it through ITransaction.Append.
/// </summary>
internal static partial class CapabilityTableRule
{
    private const string Platform = "the platform";

    /// <summary>Joins that the owner of no single capability could serve: built from the timeline and rebuilt at will.</summary>
    private static readonly HashSet<string> MayJoin = ["Reports"];

    public static IEnumerable<Finding> Check(SourceTree tree)
    {
        var owners = OwnersOfTables(tree);
        foreach (var (file, line, sql) in Statements(tree))
        {
            var capability = CapabilitySymbolRule.CapabilityOf(file.Path)!;
            foreach (var (verb, table, place) in TablesIn(sql))
            {
                if (owners.TryGetValue(table, out var owner) && owner != capability && !MayJoin.Contains(capability) && !IsReadOfTimeline(verb, table))
                {
                    yield return new Finding(file.Path, line + sql.AsSpan(0, place).Count('\n'), $"{capability} names the table {table} of {owner}");
                }
            }
        }
    }

    public static Dictionary<string, string> OwnersOfTables(SourceTree tree)
    {
        var owners = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var file in tree.Files.Where(file => file.Path.Contains("/Migrations/", StringComparison.Ordinal) && file.Path.EndsWith(".sql", StringComparison.Ordinal)))
        {
            var owner = CapabilitySymbolRule.CapabilityOf(file.Path) ?? (file.Path.StartsWith("src/Patella.Platform/", StringComparison.Ordinal) ? Platform : null);
            foreach (Match match in Creation().Matches(WithoutComments(file.Text)))
            {
                if (owner is not null)
                {
                    owners.TryAdd(match.Groups["table"].Value, owner);
                }
            }
        }

        return owners;
    }

    /// <summary>Every table that is named, what is done with it, and where in the text.</summary>
    public static IEnumerable<(string Verb, string Table, int Place)> TablesIn(string sql)
        => Naming().Matches(WithoutComments(sql)).Select(match => (match.Groups["verb"].Value.ToLowerInvariant(), match.Groups["table"].Value.ToLowerInvariant(), match.Groups["table"].Index));

    private static bool IsReadOfTimeline(string verb, string table) => table == "timeline" && verb is "from" or "join";

    private static IEnumerable<(SourceFile File, int Line, string Sql)> Statements(SourceTree tree)
    {
        foreach (var file in tree.Under("src/Patella.Service", ".sql").Where(file => CapabilitySymbolRule.CapabilityOf(file.Path) is not null))
        {
            yield return (file, 1, file.Text);
        }

        foreach (var file in tree.Under("src/Patella.Service", ".cs").Where(file => CapabilitySymbolRule.CapabilityOf(file.Path) is not null))
        {
            foreach (var token in CSharp.RootOf(file).DescendantTokens().Where(token => IsText(token.Kind()) && LooksLikeSql(token.ValueText)))
            {
                yield return (file, token.GetLocation().GetLineSpan().StartLinePosition.Line + 1, token.ValueText);
            }
        }
    }

    private static bool IsText(SyntaxKind kind) => kind is SyntaxKind.StringLiteralToken or SyntaxKind.InterpolatedStringTextToken
        or SyntaxKind.MultiLineRawStringLiteralToken or SyntaxKind.SingleLineRawStringLiteralToken;

    private static bool LooksLikeSql(string text) => Sql().IsMatch(text);

    private static string WithoutComments(string sql) => Comment().Replace(sql, comment => new string(' ', comment.Length));

    [GeneratedRegex(@"--[^\n]*")]
    private static partial Regex Comment();

    [GeneratedRegex(@"\bcreate\s+(virtual\s+|unlogged\s+)?table\s+(if\s+not\s+exists\s+)?(?<table>[a-z_][a-z0-9_]*)", RegexOptions.IgnoreCase)]
    private static partial Regex Creation();

    [GeneratedRegex(@"\b(?<verb>from|join|into|update|references|table)\s+(if\s+(not\s+)?exists\s+)?(only\s+)?(?<table>[a-z_][a-z0-9_]*)", RegexOptions.IgnoreCase)]
    private static partial Regex Naming();

    [GeneratedRegex(@"\b(select\b.*\bfrom|insert\s+into|update\s+\w+\s+set|delete\s+from|\bfrom\s+\w+\s+(where|join|order)|\bjoin\s+\w+)\b", RegexOptions.IgnoreCase | RegexOptions.Singleline)]
    private static partial Regex Sql();
}
