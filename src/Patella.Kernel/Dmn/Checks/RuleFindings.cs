using System.Numerics;
using Patella.Kernel.Dmn.Model;

namespace Patella.Kernel.Dmn.Checks;

/// <summary>What is to be said about single rules and pairs of rules.</summary>
internal sealed class RuleFindings(DecisionTable table, CheckedColumn[] columns)
{
    private readonly RuleBoxes perhaps = new(columns, table.Rules.Count, column => column.Perhaps);
    private readonly RuleBoxes surely = new(columns, table.Rules.Count, column => column.Surely);

    internal IEnumerable<TableFinding> Overlaps()
    {
        for (int first = 0; first < table.Rules.Count; first++)
        {
            for (int second = first + 1; second < table.Rules.Count; second++)
            {
                if (perhaps.Shared(first, second) is { } box)
                {
                    IReadOnlyList<int>[]? certain = surely.Shared(first, second);
                    IReadOnlyList<int>[] shown = certain ?? box;
                    yield return new TableFinding(
                        FindingKind.Overlap,
                        [first + 1, second + 1],
                        TableCheck.Witness(columns, [.. shown.Select(regions => regions[0])]),
                        TableCheck.Where(columns, shown),
                        certain is not null,
                        Conflicts(table.Rules[first], table.Rules[second]));
                }
            }
        }
    }

    internal IEnumerable<TableFinding> DeadRules()
    {
        for (int rule = 0; rule < table.Rules.Count; rule++)
        {
            if (perhaps.Shared(rule) is not { } box)
            {
                yield return new TableFinding(FindingKind.Impossible, [rule + 1], [], [], true, true);
            }
            else if (table.HitPolicy == HitPolicy.First && rule > 0 && CoveredBefore(rule, box))
            {
                yield return new TableFinding(
                    FindingKind.Unreachable,
                    [rule + 1],
                    TableCheck.Witness(columns, [.. box.Select(regions => regions[0])]),
                    TableCheck.Where(columns, box),
                    true,
                    true);
            }
        }
    }

    // Within the rule's own regions, do the earlier rules leave anything uncovered?
    private bool CoveredBefore(int rule, IReadOnlyList<int>[] box)
    {
        var diagram = new GapDiagram([.. columns.Select((column, place) => box[place].Select(region => (region, column.Surely[region])).ToArray())]);
        bool covered = !diagram.Boxes((BigInteger.One << rule) - 1).Any();
        return covered && !diagram.TooIntricate;
    }

    private bool Conflicts(TableRule first, TableRule second) => table.HitPolicy switch
    {
        HitPolicy.Unique => true,
        HitPolicy.Any => !first.Outputs.Select(cell => cell.Text.Trim()).SequenceEqual(second.Outputs.Select(cell => cell.Text.Trim())),
        _ => false,
    };
}
