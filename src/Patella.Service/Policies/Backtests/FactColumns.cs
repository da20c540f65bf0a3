using Patella.Kernel.Dmn.Feel;

namespace Patella.Service.Policies.Backtests;

/// <summary>Facts of a block's rows, put together again from their columns.</summary>
internal sealed class FactColumns
{
    private readonly Node _root = new("");
    private readonly List<(PackedColumn Column, object?[] Values, bool[] Read)> _columns = [];
    private readonly long[]? _radix;

    public FactColumns(IReadOnlyDictionary<string, PackedColumn> columns, IEnumerable<string> paths)
    {
        foreach (var path in paths.Order(StringComparer.Ordinal))
        {
            var node = path.Split('.').Aggregate(_root, (parent, name) => parent.Child(name));
            node.Leaf = _columns.Count;
            _columns.Add((columns[path], new object?[columns[path].Values.Length], new bool[columns[path].Values.Length]));
        }

        Int128 size = 1;
        _radix = new long[_columns.Count];
        for (var column = 0; column < _radix.Length; column++)
        {
            _radix[column] = (long)size;
            size *= _columns[column].Values.Length;
            if (size > long.MaxValue / 2)
            {
                _radix = null;
                break;
            }
        }
    }

    /// <summary>The same for rows that are alike in every column; null when there are too many combinations to tell.</summary>
    public long? KeyOf(int row)
    {
        if (_radix is null)
        {
            return null;
        }

        long key = 0;
        for (var column = 0; column < _radix.Length; column++)
        {
            key += _radix[column] * _columns[column].Column.Places[row];
        }

        return key;
    }

    public Dictionary<string, object?> At(int row)
    {
        var values = new Dictionary<string, object?>();
        foreach (var input in _root.Children)
        {
            if (Find(input, row, out var value))
            {
                values[input.Name] = value;
            }
        }

        return values;
    }

    private bool Find(Node node, int row, out object? value)
    {
        if (node.Leaf >= 0 && _columns[node.Leaf].Column.Places[row] is > 0 and var place)
        {
            value = Value(node.Leaf, place);
            return true;
        }

        var parts = new List<KeyValuePair<string, object?>>(node.Children.Count);
        foreach (var child in node.Children)
        {
            if (Find(child, row, out var part))
            {
                parts.Add(KeyValuePair.Create(child.Name, part));
            }
        }

        value = parts.Count == 0 ? null : FeelContext.Of(parts);
        return parts.Count > 0;
    }

    private object? Value(int column, int place)
    {
        var (packed, values, read) = _columns[column];
        if (!read[place])
        {
            values[place] = FeelJson.Read(packed.Values[place]!);
            read[place] = true;
        }

        return values[place];
    }

    private sealed class Node(string name)
    {
        public string Name => name;

        public int Leaf { get; set; } = -1;

        public List<Node> Children { get; } = [];

        public Node Child(string child)
        {
            var found = Children.Find(one => one.Name == child);
            if (found is null)
            {
                Children.Add(found = new Node(child));
            }

            return found;
        }
    }
}
