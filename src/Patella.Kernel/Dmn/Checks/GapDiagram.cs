using System.Numerics;

namespace Patella.Kernel.Dmn.Checks;

/// <summary>
/// The cases no rule covers, as a reduced decision diagram: column by column, regions that leave the same cases
/// uncovered are taken together, and equal parts of the diagram are built once.
/// </summary>
internal sealed class GapDiagram(IReadOnlyList<IReadOnlyList<(int Region, BigInteger Rules)>> columns)
{
    /// <summary>More regions looked at than this, and the table is too intricate to list its gaps.</summary>
    private const long MostWork = 1_000_000;
    private readonly Dictionary<(int Column, BigInteger Rules), Part> built = [];
    private readonly Dictionary<(int Column, string Shape), Part> shared = [];

    private long work;

    /// <summary>Whether the diagram had to be given up.</summary>
    internal bool TooIntricate { get; private set; }

    /// <summary>Boxes of uncovered cases, disjoint: for each column the regions.</summary>
    internal IEnumerable<IReadOnlyList<int>[]> Boxes(BigInteger rules)
    {
        Part root = Build(0, rules);
        return TooIntricate ? [] : Walk(root, 0, new IReadOnlyList<int>[columns.Count]);
    }

    private Part Build(int column, BigInteger rules)
    {
        if (rules.IsZero || TooIntricate)
        {
            return rules.IsZero ? Part.Uncovered : Part.Covered;
        }

        if (column == columns.Count)
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
