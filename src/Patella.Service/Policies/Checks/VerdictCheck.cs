using Patella.Kernel.Dmn.Model;

namespace Patella.Service.Policies.Checks;

/// <summary>Pure: whether a verdict's table gives what the guard understands, with words for every reason, and decides when nothing else does.</summary>
internal static class VerdictCheck
{
    private static readonly string[] Needed = ["outcome", "reason"];
    private static readonly string[] Known = ["outcome", "reason", "withinHours", "consent", "instead"];

    /// <param name="found">What the check of the table found.</param>
    public static IEnumerable<Finding> Of(string place, DecisionTable table, IReadOnlyList<Finding> found, PolicyWords words)
    {
        var names = table.Outputs.Select(output => output.Name ?? "").ToList();
        foreach (var missing in Needed.Where(name => !names.Contains(name)))
        {
            yield return new Finding("bad-outcome", Finding.Error, place, missing);
        }

        foreach (var stranger in names.Where(name => !Known.Contains(name)))
        {
            yield return new Finding("extra-column", Finding.Note, place, stranger);
        }

        for (var row = 0; row <= table.Rules.Count; row++)
        {
            for (var column = 0; column < names.Count; column++)
            {
                var cell = row < table.Rules.Count ? table.Rules[row].Outputs.ElementAtOrDefault(column)?.Text : table.Outputs[column].Default?.Text;
                foreach (var finding in cell is null ? [] : OfCell(row < table.Rules.Count ? $"{place}, rule {row + 1}, output {column + 1}" : $"{place}, output {column + 1}", row + 1, names[column], cell.Trim(), words))
                {
                    yield return finding;
                }
            }
        }

        if (!HasDefault(table) && (found.Any(one => one.Place == place && one.Kind is "gap" or "incomplete" or "unchecked") || table.Rules.Count == 0))
        {
            yield return new Finding("no-default-row", Finding.Error, place);
        }
    }

    /// <summary>Sentences that name a figure: customers are told what is possible, not the threshold.</summary>
    public static IEnumerable<Finding> Figures(PolicyWords words)
        => words.Codes.Where(code => PolicyWords.Languages.Any(language => words.In(language, code)?.Any(char.IsAsciiDigit) == true)).Select(code => new Finding("figure-in-words", Finding.Warning, code));

    private static IEnumerable<Finding> OfCell(string place, int row, string column, string cell, PolicyWords words)
    {
        var text = Literal(cell);
        if (column == "outcome" && text is not null && !PolicyOutcome.All.Contains(text))
        {
            yield return new Finding("bad-outcome", Finding.Error, place, text, [row]);
        }

        if (column is "reason" or "instead" && text is null && cell is not ("null" or "-" or ""))
        {
            yield return new Finding("unchecked", Finding.Warning, place, "", [row]);
        }

        if (column is "reason" or "instead" && text is not null && words.Lacks(text).ToList() is { Count: > 0 } lacks)
        {
            yield return new Finding("no-words", Finding.Error, place, $"{text}: {string.Join(", ", lacks)}", [row]);
        }
    }

    /// <summary>Outputs for when no row matches, or a row that takes everything.</summary>
    private static bool HasDefault(DecisionTable table)
        => table.Outputs.Count > 0 && table.Outputs.All(output => output.Default is not null || output.Name is "withinHours" or "consent" or "instead") && table.Outputs.Any(output => output.Default is not null)
            || table.Rules.Any(rule => rule.Inputs.All(cell => cell.Text.Trim() is "-" or ""));

    private static string? Literal(string cell) => cell is ['"', .., '"'] && !cell[1..^1].Contains('"') ? cell[1..^1] : null;
}
