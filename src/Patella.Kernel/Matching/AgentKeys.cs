namespace Patella.Kernel.Matching;

/// <summary>
/// Rank and room of every agent, side by side and apart from the agents: looking through a group touches a few cache
/// lines instead of an object each. The slot of an agent who left is used again.
/// </summary>
internal sealed class AgentKeys
{
    private readonly Stack<int> _unused = new();
    private int _count;

    /// <summary>Order in which agents are asked, smallest first; <see cref="ulong.MaxValue"/> while one takes nothing.</summary>
    internal ulong[] Keys = new ulong[64];

    /// <summary>Capacity units an agent could take now.</summary>
    internal int[] Spare = new int[64];

    internal int Take()
    {
        if (_unused.TryPop(out var slot)) return slot;
        if (_count == Keys.Length)
        {
            Array.Resize(ref Keys, _count * 2);
            Array.Resize(ref Spare, _count * 2);
        }
        return _count++;
    }

    internal void Return(int slot)
    {
        Keys[slot] = ulong.MaxValue;
        Spare[slot] = 0;
        _unused.Push(slot);
    }

    internal void Set(AgentSlot agent)
    {
        var spare = agent.Spare;
        Spare[agent.Slot] = spare;
        Keys[agent.Slot] = spare > 0 ? agent.Key : ulong.MaxValue;
    }
}
