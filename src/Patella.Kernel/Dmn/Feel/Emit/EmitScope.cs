namespace Patella.Kernel.Dmn.Feel;

/// <summary>Where a name leads while compiling. Every scope but the outermost stands for one frame at run time.</summary>
internal abstract class EmitScope(EmitScope? outer)
{
    protected EmitScope? Outer => outer;

    /// <summary>How to read a name from a frame that lies so many frames inside this scope; null when nobody knows the name.</summary>
    internal abstract Evaluator? Resolve(string name, int hops);

    protected static Frame Up(Frame frame, int hops)
    {
        for (; hops > 0; hops--)
        {
            frame = frame.Parent!;
        }

        return frame;
    }
}

/// <summary>Variables in numbered slots: parameters, entries of a context, the variable of a loop.</summary>
internal sealed class SlotScope(EmitScope? outer, params IReadOnlyList<string> names) : EmitScope(outer)
{
    private readonly List<string> slots = [.. names];

    internal int Count => slots.Count;

    /// <summary>Whether any code compiled so far reads a slot.</summary>
    internal bool Used { get; private set; }

    internal void Add(string name) => slots.Add(name);

    internal override Evaluator? Resolve(string name, int hops)
    {
        int slot = slots.LastIndexOf(name);
        if (slot < 0)
        {
            return Outer?.Resolve(name, hops + 1);
        }

        Used = true;
        return hops switch
        {
            0 => frame => frame.Slots[slot],
            1 => frame => frame.Parent!.Slots[slot],
            _ => frame => Up(frame, hops).Slots[slot],
        };
    }
}

/// <summary>Inside a filter: the entries of the item at hand come first, then the item itself, then the scope around.</summary>
internal sealed class FilterScope(EmitScope? outer) : EmitScope(outer)
{
    internal override Evaluator? Resolve(string name, int hops)
    {
        Evaluator? around = Outer?.Resolve(name, hops + 1);
        bool isItem = name == "item";
        return frame =>
        {
            object? item = Up(frame, hops).Slots[0];
            if (item is FeelContext context && context.TryGetValue(name, out object? entry))
            {
                return entry;
            }

            return isItem ? item : around?.Invoke(frame);
        };
    }
}

/// <summary>The outermost scope: what the logic requires from the graph, and the built-in functions.</summary>
internal sealed class RootScope(IReadOnlyDictionary<string, Evaluator> required) : EmitScope(null)
{
    internal override Evaluator? Resolve(string name, int hops)
    {
        if (required.TryGetValue(name, out Evaluator? evaluator))
        {
            return evaluator;
        }

        return Builtins.Find(name) is { } function ? _ => function : null;
    }
}
