using System.Globalization;
using System.Text.Json;
using Patella.Service.Edge;
using Patella.Service.Policies.Guarding;

namespace Patella.Service.Policies.Backtests;

/// <summary>What is kept of a verdict in a block.</summary>
internal sealed record OldVerdict(string Outcome, string Reason, double? WithinHours, bool? Consent, int? Row);

/// <summary>
/// Decisions by columns: each fact under its dotted path, the verdict, the id and the time. A backtest reads the columns that a table looks at and leaves the others.
/// </summary>
internal static class DecisionBlock
{
    public const int Size = 8_192;
    public const string Verdict = "@verdict";
    public const string Id = "@id";
    public const string At = "@at";

    /// <summary>The columns of some decisions, by path.</summary>
    public static IReadOnlyDictionary<string, PackedColumn> Pack(IReadOnlyList<PolicyDecisionRow> rows)
    {
        var cells = new Dictionary<string, string?[]>(StringComparer.Ordinal);
        void Put(int row, string path, string value) => (cells.TryGetValue(path, out var column) ? column : cells[path] = new string?[rows.Count])[row] = value;
        for (var row = 0; row < rows.Count; row++)
        {
            Put(row, Id, rows[row].Id);
            Put(row, At, rows[row].At.ToString(CultureInfo.InvariantCulture));
            Put(row, Verdict, VerdictOf(rows[row]));
            using var facts = JsonDocument.Parse(rows[row].Facts!);
            foreach (var (path, value) in Leaves(facts.RootElement, ""))
            {
                Put(row, path, value);
            }
        }

        return cells.ToDictionary(column => column.Key, column => PackedColumn.Of(column.Value));
    }

    public static string VerdictOf(PolicyDecisionRow row)
    {
        var verdict = Json.Read<OldVerdict>(row.Verdict);
        return Json.Write(new OldVerdict(row.Outcome, row.Reason, verdict?.WithinHours, verdict?.Consent, (int?)row.Fired));
    }

    /// <summary>Values with their paths: objects are taken apart, lists and empty objects are not, nor what has a dot or a date's mark in a name.</summary>
    public static IEnumerable<(string Path, string Value)> Leaves(JsonElement value, string path)
    {
        if (value.ValueKind != JsonValueKind.Object || (path.Length > 0 && !CanBeTakenApart(value)))
        {
            yield return (path, value.GetRawText());
            yield break;
        }

        foreach (var member in value.EnumerateObject())
        {
            foreach (var leaf in Leaves(member.Value, path.Length == 0 ? member.Name : path + "." + member.Name))
            {
                yield return leaf;
            }
        }
    }

    /// <summary>Of a block's columns, those in which a path that a table reads can stand.</summary>
    public static IEnumerable<string> Needed(IEnumerable<string> columns, IReadOnlyCollection<string> used)
        => columns.Where(column => column[0] != '@' && used.Any(path => path == column || column.StartsWith(path + ".", StringComparison.Ordinal) || path.StartsWith(column + ".", StringComparison.Ordinal)));

    private static bool CanBeTakenApart(JsonElement value)
    {
        var members = 0;
        foreach (var member in value.EnumerateObject())
        {
            members++;
            if (member.Name.Length == 0 || member.Name.Contains('.', StringComparison.Ordinal) || member.Name[0] == '@')
            {
                return false;
            }
        }

        return members > 0;
    }
}
