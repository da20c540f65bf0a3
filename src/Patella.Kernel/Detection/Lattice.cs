namespace Patella.Kernel.Detection;

/// <summary>
/// The nodes a voice belongs to: slot 1 is everything, then one slot for each dimension, then one for each pair. A pair of values gets a number of its own when it is first seen.
/// </summary>
public sealed class Lattice
{
    /// <summary>Reasons and stages have numbers below this.</summary>
    public const int MaximalReasons = 0x7FF0;

    internal const int Everything = 1;
    private readonly IReadOnlyList<(int First, int Second)> _pairs;
    private readonly Dictionary<long, int>[] _numbers;
    private readonly List<long>[] _values;

    internal Lattice(DetectorSettings settings)
    {
        if (settings.Dimensions.Count > 24 || settings.Pairs.Count > 16)
        {
            throw new ArgumentException("At most 24 dimensions and 16 pairs of them can be watched.", nameof(settings));
        }

        Dimensions = settings.Dimensions.Count;
        _pairs = settings.Pairs;
        _numbers = [.. _pairs.Select(_ => new Dictionary<long, int>())];
        _values = [.. _pairs.Select(_ => new List<long>())];
    }

    internal int Dimensions { get; }

    /// <summary>Slots, of which number 0 is never used.</summary>
    internal int Slots => 2 + Dimensions + _pairs.Count;

    /// <summary>Writes the value in each slot, -1 where there is none.</summary>
    internal void Fill(ReadOnlySpan<int> dimensions, Span<int> values)
    {
        values[0] = -1;
        values[Everything] = 0;
        for (var i = 0; i < Dimensions; i++)
        {
            values[2 + i] = i < dimensions.Length && dimensions[i] >= 0 ? dimensions[i] : -1;
        }

        for (var p = 0; p < _pairs.Count; p++)
        {
            var (first, second) = (values[2 + _pairs[p].First], values[2 + _pairs[p].Second]);
            values[2 + Dimensions + p] = first < 0 || second < 0 ? -1 : Number(p, ((long)first << 32) | (uint)second);
        }
    }

    internal AlarmNode Name(ulong key, int node, int slot)
    {
        var what = CellKey.What(key);
        var phrase = what == CellKey.Phrase ? CellKey.Hash(key) : 0;
        var (reason, stage) = phrase != 0 ? (0, 0) : (what & CellKey.StageMark) != 0 ? (0, what & ~CellKey.StageMark) : (what, 0);
        var (first, firstValue, second, secondValue) = (-1, -1, -1, -1);
        if (slot >= 2 + Dimensions)
        {
            var pair = _pairs[slot - 2 - Dimensions];
            var values = _values[slot - 2 - Dimensions][node];
            (first, firstValue, second, secondValue) = (pair.First, (int)(values >> 32), pair.Second, (int)values);
        }
        else if (slot > Everything)
        {
            (first, firstValue) = (slot - 2, node);
        }

        return new AlarmNode((ushort)reason, (ushort)stage, phrase, first, firstValue, second, secondValue);
    }

    internal bool IsPair(int slot) => slot >= 2 + Dimensions;

    internal void Save(StateWriter state)
    {
        foreach (var values in _values)
        {
            state.Array<long>(values.ToArray());
        }
    }

    internal void Load(StateReader state)
    {
        for (var p = 0; p < _values.Length; p++)
        {
            _values[p] = [.. state.Array<long>()];
            _numbers[p] = _values[p].Select((value, number) => (value, number)).ToDictionary(pair => pair.value, pair => pair.number);
        }
    }

    private int Number(int pair, long values)
    {
        if (!_numbers[pair].TryGetValue(values, out var number))
        {
            number = _values[pair].Count;
            _numbers[pair].Add(values, number);
            _values[pair].Add(values);
        }

        return number;
    }
}
