using System.Numerics;
using Patella.Kernel.Dmn.Model;

namespace Patella.Kernel.Dmn.Checks;

/// <summary>
/// Finds the cases a decision table forgets and the cases it decides twice. Cells made of constants are judged exactly:
/// the same tests run here on one value of every region as run on facts.
/// </summary>
public static class TableCheck
{
    /// <summary>Gaps listed; there may be more.</summary>
    public const int MostGaps = 100;

    /// <summary>Overlapping pairs listed; there may be more.</summary>
    public const int MostOverlaps = 1000;

    /// <summary>Checks a table. The model, if given, tells types and allowed values of the inputs.</summary>
    public static TableReport Check(DecisionTable table, DmnDefinitions? model = null)
    {
        ArgumentNullException.ThrowIfNull(table);
        CellTest[][] cells = [.. table.Rules.Select(rule => rule.Inputs.Select(cell => CellTest.Read(cell.Text)).ToArray())];
        CheckedColumn[] columns = Columns(table, cells, model);
        BigInteger all = (BigInteger.One << table.Rules.Count) - 1;
        var findings = new List<TableFinding>();
        bool complete = columns.Any(column => column.Regions.Count == 0) || AddGaps(findings, table, columns, all);
        var rules = new RuleFindings(table, columns);
        List<TableFinding> overlaps = [.. rules.Overlaps().Take(MostOverlaps + 1)];
        complete &= overlaps.Count <= MostOverlaps;
        findings.AddRange(overlaps.Take(MostOverlaps));
        findings.AddRange(rules.DeadRules());
        findings.AddRange(CellTypes.Wrong(table, cells, model));
        findings.AddRange(Unchecked(table, cells));
        return new TableReport(findings, complete);
    }

    private static CheckedColumn[] Columns(DecisionTable table, CellTest[][] cells, DmnDefinitions? model)
    {
        // Two columns over one expression are one input: what the one refuses, the other cannot bring back.
        IEnumerable<IGrouping<string, int>> inputs = Enumerable.Range(0, table.Inputs.Count).GroupBy(column => table.Inputs[column].Expression.Text.Trim());
        return [.. inputs.Select(group =>
        {
            (string? type, string? allowed) = ColumnTypes.Of(table.Inputs[group.First()], model);
            return CheckedColumn.Build(
                group.Key,
                [.. cells.Select(rule => group.Select(column => rule[column]).ToArray())],
                allowed is null ? null : CellTest.Read(allowed),
                type);
        })];
    }

    private static bool AddGaps(List<TableFinding> findings, DecisionTable table, CheckedColumn[] columns, BigInteger all)
    {
        bool caught = table.Outputs.All(output => output.Default is not null);
        bool list = table.HitPolicy is HitPolicy.Collect or HitPolicy.RuleOrder or HitPolicy.OutputOrder;
        var diagram = new GapDiagram([.. columns.Select(column => column.Surely.Select((rules, region) => (region, rules)).ToArray())]);
        int listed = 0;
        foreach (IReadOnlyList<int>[] box in diagram.Boxes(all))
        {
            if (++listed > MostGaps)
            {
                return false;
            }

            int[] sample = [.. box.Select(regions => regions[0])];
            bool certain = columns.Select((column, place) => column.Perhaps[sample[place]]).Aggregate(all, (left, right) => left & right).IsZero;
            findings.Add(new TableFinding(FindingKind.Gap, [], Witness(columns, sample), Where(columns, box), certain, !caught && !list));
        }

        return !diagram.TooIntricate;
    }

    private static IEnumerable<TableFinding> Unchecked(DecisionTable table, CellTest[][] cells)
    {
        for (int rule = 0; rule < cells.Length; rule++)
        {
            for (int column = 0; column < cells[rule].Length; column++)
            {
                if (cells[rule][column].Opaque)
                {
                    KeyValuePair<string, string> cell = new(table.Inputs[column].Expression.Text.Trim(), table.Rules[rule].Inputs[column].Text);
                    yield return new TableFinding(FindingKind.Unchecked, [rule + 1], [], [cell], true, false);
                }
            }
        }
    }

    internal static IReadOnlyList<NamedValue> Witness(CheckedColumn[] columns, int[] sample) =>
        [.. columns.Select((column, place) => new NamedValue(column.Name, column.Regions[sample[place]].Sample))];

    internal static IReadOnlyList<KeyValuePair<string, string>> Where(CheckedColumn[] columns, IReadOnlyList<int>[] box) =>
        [.. columns
            .Select((column, place) => (column, Regions: box[place]))
            .Where(part => part.Regions.Count < part.column.Regions.Count)
            .Select(part => KeyValuePair.Create(part.column.Name, Region.Describe(part.column.Regions, part.Regions)))];
}
