using System.Numerics;

namespace Patella.Kernel.Dmn.Checks;

/// <summary>
/// The cases no rule covers, as a reduced decision diagram: column by column, regions that leave the same cases
/// uncovered are taken together, and equal parts of the diagram are built once.
/// </summary>
internal sealed class GapDiagram(IReadOnlyList<IReadOnlyList<(int Region, BigInteger Rules)>> columns)
{
    /// <summary>More regions looked at than this, and the table is too intricate to list its gaps.</summary>
    private const long MostWork = 200_000;

    /// <summary>Steps of the search for a single gap, when listing all was given up.</summary>
    private const long MostSearch = 5_000;

    /// <summary>For each column the rules that accept anything in it and in all columns after it.</summary>
    private readonly BigInteger[] freeFrom = FreeFrom(columns);
    private readonly Dictionary<(int Column, BigInteger Rules), Part> built = [];
    private readonly Dictionary<(int Column, string Shape), Part> shared = [];

    private long work;

    /// <summary>Whether the diagram had to be given up.</summary>
    internal bool TooIntricate { get; private set; }

    /// <summary>Boxes of uncovered cases, disjoint: for each column the regions. One at most when the diagram had to be given up.</summary>
    internal IEnumerable<IReadOnlyList<int>[]> Boxes(BigInteger rules)
    {
        Part root = Build(0, rules);
        if (!TooIntricate)
        {
            return Walk(root, 0, new IReadOnlyList<int>[columns.Count]);
        }

        work = 0;
        var path = new int[columns.Count];
        return Search(0, rules, path) ? [[.. path.Select(region => (IReadOnlyList<int>)[region])]] : [];
    }

    private static BigInteger[] FreeFrom(IReadOnlyList<IReadOnlyList<(int Region, BigInteger Rules)>> columns)
    {
        var free = new BigInteger[columns.Count + 1];
        free[^1] = BigInteger.MinusOne;
        for (int column = columns.Count - 1; column >= 0; column--)
        {
            free[column] = columns[column].Aggregate(free[column + 1], (rules, region) => rules & region.Rules);
        }

        return free;
    }

    // Depth first, through the regions that the fewest rules accept: where gaps are many, one is soon found.
    private bool Search(int column, BigInteger rules, int[] path)
    {
        if (column == columns.Count || !(rules & freeFrom[column]).IsZero || ++work > MostSearch)
        {
            return column == columns.Count && rules.IsZero;
        }

        foreach ((int region, BigInteger accepting) in columns[column].OrderBy(region => BigInteger.PopCount(region.Rules & rules)))
        {
            path[column] = region;
            if (Search(column + 1, rules & accepting, path))
            {
                return true;
            }
        }

        return false;
    }

    private Part Build(int column, BigInteger rules)
    {
        if (rules.IsZero || TooIntricate)
        {
            return rules.IsZero ? Part.Uncovered : Part.Covered;
        }

        if (!(rules & freeFrom[column]).IsZero)
        {
            return Part.Covered;
        }

        if (built.TryGetValue((column, rules), out Part? known))
        {
            return known;
        }

        Feel.StackGuard.Check();
        work += columns[column].Count;
        TooIntricate |= work > MostWork;
        var groups = new List<(Part Part, List<int> Regions)>();
        foreach ((int region, BigInteger accepting) in columns[column])
        {
            Part below = Build(column + 1, rules & accepting);
            int same = groups.FindIndex(group => ReferenceEquals(group.Part, below));
            if (same < 0)
            {
                groups.Add((below, [region]));
            }
            else
            {
                groups[same].Regions.Add(region);
            }
        }

        Part part = groups.TrueForAll(group => ReferenceEquals(group.Part, Part.Covered)) ? Part.Covered : Share(column, groups);
        built[(column, rules)] = part;
        return part;
    }

    private Part Share(int column, List<(Part Part, List<int> Regions)> groups)
    {
        string shape = string.Join(';', groups.Select(group => $"{group.Part.Number}:{string.Join(',', group.Regions)}"));
        if (!shared.TryGetValue((column, shape), out Part? part))
        {
            shared[(column, shape)] = part = new Part(shared.Count + 2, groups);
        }

        return part;
    }

    private IEnumerable<IReadOnlyList<int>[]> Walk(Part part, int column, IReadOnlyList<int>[] box)
    {
        if (ReferenceEquals(part, Part.Covered))
        {
            yield break;
        }

        if (ReferenceEquals(part, Part.Uncovered))
        {
            for (int rest = column; rest < box.Length; rest++)
            {
                box[rest] = [.. columns[rest].Select(region => region.Region)];
            }

            yield return [.. box];
            yield break;
        }

        foreach ((Part below, List<int> regions) in part.Groups)
        {
            box[column] = regions;
            foreach (IReadOnlyList<int>[] found in Walk(below, column + 1, box))
            {
                yield return found;
            }
        }
    }

    private sealed record Part(int Number, IReadOnlyList<(Part Part, List<int> Regions)> Groups)
    {
        internal static readonly Part Covered = new(0, []);
        internal static readonly Part Uncovered = new(1, []);
    }
}
