namespace Patella.Kernel.Detection;

/// <summary>How much of the traffic each node has, whatever the reason: over days and in the last twenty minutes.</summary>
internal sealed class Nodes(int slots, float memoryMinutes)
{
    /// <summary>Minutes after which the recent count has faded to 1/e.</summary>
    public const float RecentMinutes = 20;

    private static readonly float[] RecentFades = [.. Enumerable.Range(0, 512).Select(minutes => Fade(minutes, RecentMinutes))];
    private static readonly Node None = new();
    private readonly Node[][] _nodes = [.. Enumerable.Range(0, slots).Select(_ => new Node[16])];
    private readonly int[] _known = new int[slots];
    private List<(int Slot, int Value)> _touched = [];

    internal struct Node
    {
        public float Count, Recent;
        public int Last, Pending, Now, First;

        /// <summary>All voices ever, turning over at the end of its range.</summary>
        public uint Total;
    }

    /// <summary>Values ever seen in the slot.</summary>
    public int Known(int slot) => _known[slot];

    public void Hit(int slot, int value)
    {
        var nodes = _nodes[slot];
        if (value >= nodes.Length)
        {
            Array.Resize(ref _nodes[slot], Math.Max(value + 1, nodes.Length * 2));
            nodes = _nodes[slot];
        }

        if (nodes[value].Pending++ == 0)
        {
            _touched.Add((slot, value));
            _known[slot] = Math.Max(_known[slot], value + 1);
        }
    }

    /// <summary>All that is known of a node.</summary>
    public ref readonly Node At(int slot, int value)
    {
        var nodes = _nodes[slot];
        return ref value < nodes.Length ? ref nodes[value] : ref None;
    }

    /// <summary>Takes voices of the current minute out again: an alarm speaks for them.</summary>
    public void TakeOut(int slot, int value) => _nodes[slot][value].Pending--;

    /// <summary>Ends the minute.</summary>
    public void Roll(int minute)
    {
        foreach (var (slot, value) in _touched)
        {
            ref var node = ref _nodes[slot][value];
            node.Count = (node.Count * Fade(minute - node.Last, memoryMinutes)) + node.Pending;
            node.Recent = (node.Recent * Fade(minute - node.Last, RecentMinutes)) + node.Pending;
            node.First = node.First == 0 ? minute + 1 : node.First;
            node.Total += (uint)node.Pending;
            (node.Last, node.Now, node.Pending) = (minute, node.Pending, 0);
        }

        _touched.Clear();
    }

    /// <summary>Learnt voices of the node, faded to the minute.</summary>
    public float Count(int slot, int value, int minute) => value < _nodes[slot].Length ? _nodes[slot][value].Count * Fade(minute - _nodes[slot][value].Last, memoryMinutes) : 0;

    public float Recent(int slot, int value, int minute) => value < _nodes[slot].Length ? _nodes[slot][value].Recent * Fade(minute - _nodes[slot][value].Last, RecentMinutes) : 0;

    /// <summary>Voices of the node in the minute that has ended.</summary>
    public int Now(int slot, int value, int minute) => value < _nodes[slot].Length && _nodes[slot][value].Last == minute ? _nodes[slot][value].Now : 0;

    /// <summary>All voices of the node, turning over at the end of its range.</summary>
    public uint Total(int slot, int value) => value < _nodes[slot].Length ? _nodes[slot][value].Total : 0;

    /// <summary>Learnt voices of all nodes of the slot, faded to the minute.</summary>
    public float Told(int slot, int minute)
    {
        var sum = 0f;
        for (var value = 0; value < _known[slot]; value++)
        {
            sum += Count(slot, value, minute);
        }

        return sum;
    }

    /// <summary>The minute in which the node was first heard of.</summary>
    public int First(int slot, int value) => value < _nodes[slot].Length ? _nodes[slot][value].First - 1 : int.MaxValue;

    public static float Fade(int minutes, float memory) => minutes <= 0 ? 1 : MathF.Exp(-minutes / memory);

    /// <summary>The same over <see cref="RecentMinutes"/>, of a table.</summary>
    public static float FadeRecent(int minutes) => minutes < RecentFades.Length ? RecentFades[minutes] : 0;

    public void Save(StateWriter state)
    {
        state.Array<int>(_known);
        for (var slot = 0; slot < _nodes.Length; slot++)
        {
            state.Array<Node>(_nodes[slot].AsSpan(0, _known[slot]));
        }

        _touched.Sort();
        state.Array<int>(_touched.SelectMany(pair => new[] { pair.Slot, pair.Value }).ToArray());
    }

    public void Load(StateReader state)
    {
        state.Array<int>().CopyTo(_known, 0);
        for (var slot = 0; slot < _nodes.Length; slot++)
        {
            var nodes = state.Array<Node>();
            _nodes[slot] = nodes.Length < 16 ? [.. nodes, .. new Node[16 - nodes.Length]] : nodes;
        }

        _touched = [.. state.Array<int>().Chunk(2).Select(pair => (pair[0], pair[1]))];
    }
}
