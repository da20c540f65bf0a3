using System.Collections.Concurrent;
using System.Text.RegularExpressions;

namespace Patella.Platform.Storage;

/// <summary>
/// A statement as each dialect wants it. Only one thing is rewritten: <c>in @list</c> and <c>not in @list</c>, which neither database takes,
/// become one bound value, so that the prepared statement stays the same whatever the list's length.
/// </summary>
internal sealed partial class CommandText
{
    /// <summary>Statements are written in the source, so there are few; past this many somebody builds SQL from values, and they are not kept.</summary>
    private const int KeptLimit = 8_192;

    private static readonly ConcurrentDictionary<string, CommandText> Kept = new();

    private CommandText(string sql)
    {
        Sqlite = List().Replace(sql, match => $"{match.Groups[1].Value}in (select value from json_each({match.Groups[2].Value}))");
        Postgres = List().Replace(sql, match => match.Groups[1].Length == 0 ? $"= any({match.Groups[2].Value})" : $"<> all({match.Groups[2].Value})");
        ChangesTimeline = TimelineChange().IsMatch(sql);
        Names = [.. Parameter().Matches(sql).Select(match => match.Groups[1].Value).Distinct(StringComparer.Ordinal)];
    }

    public string Sqlite { get; }

    public string Postgres { get; }

    /// <summary>True for a statement by hand on the timeline: what was kept of it in memory may be wrong afterwards.</summary>
    public bool ChangesTimeline { get; }

    /// <summary>Names of parameters as written, without the at sign.</summary>
    public string[] Names { get; }

    public static CommandText Of(string sql)
    {
        if (Kept.TryGetValue(sql, out var text))
        {
            return text;
        }

        text = new CommandText(sql);
        return Kept.Count < KeptLimit ? Kept.GetOrAdd(sql, text) : text;
    }

    [GeneratedRegex(@"\b(not\s+)?in\s+(@\w+)", RegexOptions.IgnoreCase)]
    private static partial Regex List();

    [GeneratedRegex(@"\b(update|insert\s+into|delete\s+from)\s+timeline\b", RegexOptions.IgnoreCase)]
    private static partial Regex TimelineChange();

    [GeneratedRegex(@"(?<![@\w])@(\w+)")]
    private static partial Regex Parameter();
}
