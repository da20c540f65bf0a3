using System.Numerics;

namespace Patella.Kernel.Dmn.Checks;

/// <summary>For every rule the regions it accepts, column by column; bit k stands for region k.</summary>
internal sealed class RuleBoxes
{
    private readonly BigInteger[][] accepted;
    private readonly int[] sizes;

    internal RuleBoxes(CheckedColumn[] columns, int rules, Func<CheckedColumn, BigInteger[]> accepting)
    {
        sizes = [.. columns.Select(column => column.Regions.Count)];
        accepted = [.. columns.Select(column => Transpose(accepting(column), rules))];
    }

    /// <summary>For each column the regions that all these rules accept; null when a column has none.</summary>
    internal IReadOnlyList<int>[]? Shared(params ReadOnlySpan<int> rules)
    {
        var shared = new BigInteger[accepted.Length];
        for (int place = 0; place < shared.Length; place++)
        {
            shared[place] = accepted[place][rules[0]];
            foreach (int rule in rules[1..])
            {
                shared[place] &= accepted[place][rule];
            }

            if (shared[place].IsZero)
            {
                return null;
            }
        }

        return [.. shared.Select((regions, place) => Enumerable.Range(0, sizes[place]).Where(region => !((regions >> region) & 1).IsZero).ToArray())];
    }

    private static BigInteger[] Transpose(BigInteger[] rulesByRegion, int rules)
    {
        var regionsByRule = new BigInteger[rules];
        for (int region = 0; region < rulesByRegion.Length; region++)
        {
            for (int rule = 0; rule < rules; rule++)
            {
                if (!((rulesByRegion[region] >> rule) & 1).IsZero)
                {
                    regionsByRule[rule] |= BigInteger.One << region;
                }
            }
        }

        return regionsByRule;
    }
}
