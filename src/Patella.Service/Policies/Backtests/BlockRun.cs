using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Patella.Kernel.Dmn.Feel;
using Patella.Service.Edge;
using Patella.Service.Policies.Guarding;

namespace Patella.Service.Policies.Backtests;

/// <summary>What a version says of some facts, as far as a backtest compares it.</summary>
internal sealed record NewVerdict(OldVerdict Verdict, bool Broken)
{
    public static NewVerdict Of(PolicyVerdict verdict) => new(new OldVerdict(verdict.Outcome, verdict.Reason, verdict.WithinHours, verdict.Consent, verdict.Rule.Row), verdict.Problems.Count > 0);
}

/// <summary>
/// Tries a version on a block. Only the columns its tables look at are read; decisions that are alike in all of them are evaluated once.
/// </summary>
internal sealed partial class BlockRun
{
    private readonly PolicyVersion _version;
    private readonly PolicyKind _kind;
    private readonly bool _readsClock;

    public BlockRun(PolicyVersion version, PolicyKind kind)
    {
        (_version, _kind) = (version, kind);
        var model = version.Compiled.Model;

        // An input of a declared structure is checked as a whole: then all of it is needed.
        Used = [.. version.Compiled.UsedPaths.Concat(model.Inputs.Where(input => input.Variable?.TypeRef is { } type && type is not ("Any" or "context")).Select(input => input.Variable!.Name)).Distinct()];
        _readsClock = FactPaths.Texts(model).Any(text => Clock().IsMatch(text.Text));
    }

    /// <summary>Paths that must be there.</summary>
    public IReadOnlyCollection<string> Used { get; }

    /// <summary>Columns of a block that are read.</summary>
    public IReadOnlyList<string> Columns(IReadOnlyCollection<string> paths) => [.. DecisionBlock.Needed(paths, [.. Used, .. Extra]), DecisionBlock.Verdict, DecisionBlock.At, DecisionBlock.Id];

    private IEnumerable<string> Extra => new[] { _kind.Worth, _kind.Currency }.OfType<string>();

    public void Run(IReadOnlyDictionary<string, PackedColumn> columns, long from, long until, long most, Tally tally)
    {
        var facts = new FactColumns(columns, DecisionBlock.Needed(columns.Keys, Used));
        var verdicts = columns[DecisionBlock.Verdict];
        var before = verdicts.Values.Select(text => text is null ? null : Json.Read<OldVerdict>(text)).ToArray();
        var (at, ids) = (columns[DecisionBlock.At], columns[DecisionBlock.Id]);
        var times = at.Values.Select(text => text is null ? 0 : long.Parse(text, CultureInfo.InvariantCulture)).ToArray();
        var (worth, currency) = (Amounts(columns), Currencies(columns));
        var known = new Dictionary<long, NewVerdict>();
        for (var row = 0; row < verdicts.Places.Length && most > 0; row++)
        {
            var time = times[at.Places[row]];
            if (time < from || time >= until || before[verdicts.Places[row]] is not { } old)
            {
                continue;
            }

            most--;
            var after = Evaluate(facts, row, time, known);
            var change = tally.Add(old, after.Verdict, after.Broken, worth(row), currency(row));
            if (tally.WantsWitness(change))
            {
                var values = facts.At(row);
                var told = Judge.Of(_version, _kind, values, path => FactSet.At(values, path), time, explain: true);
                tally.Show(ids.Values[ids.Places[row]]!, change, Shown(old), Shown(NewVerdict.Of(told).Verdict));
            }
        }
    }

    public static BacktestVerdict Shown(OldVerdict verdict) => new(verdict.Outcome, verdict.Reason, verdict.Row, verdict.WithinHours, verdict.Consent);

    private NewVerdict Evaluate(FactColumns facts, int row, long time, Dictionary<long, NewVerdict> known)
    {
        if (facts.KeyOf(row) is not { } key || _readsClock)
        {
            return Ask(facts, row, time);
        }

        return known.TryGetValue(key, out var found) ? found : known[key] = Ask(facts, row, time);
    }

    private NewVerdict Ask(FactColumns facts, int row, long time)
    {
        var values = facts.At(row);
        return NewVerdict.Of(Judge.Of(_version, _kind, values, path => FactSet.At(values, path), time, explain: false));
    }

    private Func<int, long?> Amounts(IReadOnlyDictionary<string, PackedColumn> columns)
    {
        if (_kind.Worth is null || !columns.TryGetValue(_kind.Worth, out var column))
        {
            return _ => null;
        }

        var amounts = column.Values.Select(text => text is not null && decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var amount) ? (long?)amount : null).ToArray();
        return row => amounts[column.Places[row]];
    }

    private Func<int, string?> Currencies(IReadOnlyDictionary<string, PackedColumn> columns)
    {
        if (_kind.Currency is null || !columns.TryGetValue(_kind.Currency, out var column))
        {
            return _ => null;
        }

        var texts = column.Values.Select(text => text is ['"', .., '"'] ? text[1..^1] : null).ToArray();
        return row => texts[column.Places[row]];
    }

    [GeneratedRegex(@"\b(now|today)\s*\(")]
    private static partial Regex Clock();
}

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
