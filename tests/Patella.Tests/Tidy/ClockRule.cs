using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Patella.Tests.Tidy;

/// <summary>
/// Nothing reads the wall clock or unseeded chance: time comes as TimeProvider, random numbers come seeded, and SQL of capabilities gets its times as parameters.
/// Stopwatch and Environment.TickCount64 measure durations of the machine and are free.
/// </summary>
internal static partial class ClockRule
{
    private static readonly HashSet<string> Forbidden =
    [
        "DateTime.Now", "DateTime.UtcNow", "DateTime.Today", "DateTimeOffset.Now", "DateTimeOffset.UtcNow", "TimeProvider.System", "Random.Shared", "Guid.NewGuid",
    ];

    /// <summary>Who may, and why.</summary>
    private static readonly Dictionary<string, string> AllowedFiles = new()
    {
        ["src/Patella.Platform/PlatformModule.cs"] = "the composition root of clocks: it hands the machine's clock to all others",
        ["src/Patella.Host/Hosting/MachineClock.cs"] = "where commands without a server take the machine's clock from",
        ["src/Patella.Platform/Messaging/PostgresBus.cs"] = "a name for this process on the bus, never kept and never compared in a replay",
        ["src/Patella.Platform/Segments/Spool.cs"] = "the name of a temporary file that nothing else ever reads",
        ["src/Patella.Platform/Storage/Postgres/PostgresStore.cs"] = "jitter of the pause before a transaction is tried again; nothing is decided by it",
    };

    public static IEnumerable<Finding> Check(SourceTree tree)
        => tree.Under("src", ".cs").Where(file => !AllowedFiles.ContainsKey(file.Path)).SelectMany(CheckCode)
            .Concat(tree.Under("src/Patella.Service", ".sql").SelectMany(CheckSql));

    private static IEnumerable<Finding> CheckCode(SourceFile file)
    {
        foreach (var node in CSharp.RootOf(file).DescendantNodes())
        {
            switch (node)
            {
                case MemberAccessExpressionSyntax access when Forbidden.Contains(Short(access)):
                    yield return new Finding(file.Path, CSharp.LineOf(node), $"{Short(access)}: pass TimeProvider, a seed or IIdentifiers in instead");
                    break;
                case BaseObjectCreationExpressionSyntax { ArgumentList.Arguments.Count: 0 } made when IsRandom(made):
                    yield return new Finding(file.Path, CSharp.LineOf(node), "new Random() without a seed cannot be repeated");
                    break;
            }
        }
    }

    private static IEnumerable<Finding> CheckSql(SourceFile file)
        => ClockInSql().Matches(file.Text).Select(match => new Finding(file.Path, file.LineOf(match.Index), $"{match.Value}: the database's clock is not business time; bind a parameter"));

    private static bool IsRandom(BaseObjectCreationExpressionSyntax made) => made switch
    {
        ObjectCreationExpressionSyntax { Type: var type } => type.ToString() is "Random" or "System.Random",
        ImplicitObjectCreationExpressionSyntax { Parent: EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Parent: VariableDeclarationSyntax { Type: var type } } } } => type.ToString() == "Random",
        _ => false,
    };

    private static string Short(MemberAccessExpressionSyntax access) => $"{access.Expression.ToString().Split('.')[^1]}.{access.Name}";

    [GeneratedRegex(@"\b(now\s*\(|current_timestamp\b|current_date\b|unixepoch\s*\(|clock_timestamp\s*\(|datetime\s*\(\s*'now')", RegexOptions.IgnoreCase)]
    private static partial Regex ClockInSql();
}
