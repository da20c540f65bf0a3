namespace Patella.Kernel.Matching;

/// <summary>
/// The agents who meet one requirement, and who of them is to be asked first. A small group is looked through when
/// somebody is wanted and costs nothing while its agents' loads change; a large one keeps a heap of those with room.
/// </summary>
internal sealed class CapableAgents(AgentKeys keys, int weight, int scanLimit)
{
    private readonly List<Membership> _members = [];
    private readonly List<int> _frontier = [];
    private int[] _slots = new int[4];
    private KeyedHeap<Membership>? _heap;

    internal bool HasHeap => _heap is not null;

    internal void Add(Membership member)
    {
        member.Index = _members.Count;
        _members.Add(member);
        if (_slots.Length < _members.Count) Array.Resize(ref _slots, _slots.Length * 2);
        _slots[member.Index] = member.Agent.Slot;
        if (_heap is not null)
        {
            member.Agent.Heaps++;
            Update(member);
        }
        else if (_members.Count > scanLimit)
        {
            BuildHeap();
        }
    }

    internal void Remove(Membership member)
    {
        var last = _members[^1];
        _members[member.Index] = last;
        _slots[member.Index] = last.Agent.Slot;
        last.Index = member.Index;
        _members.RemoveAt(_members.Count - 1);
        if (_heap is null) return;
        member.Agent.Heaps--;
        if (member.InHeap) _heap.Remove(member);
        // Half, so that one agent who comes and goes does not build it again and again.
        if (_members.Count <= scanLimit / 2) DropHeap();
    }

    /// <summary>Puts an agent whose load changed where they belong; nothing to do in a group that is looked through.</summary>
    internal void Update(Membership member)
    {
        var agent = member.Agent;
        if (keys.Spare[agent.Slot] >= weight) _heap!.Set(member, keys.Keys[agent.Slot], agent.Ordinal);
        else if (member.InHeap) _heap!.Remove(member);
    }

    /// <summary>The first to be asked for the contact; null when nobody capable, not excluded, has room.</summary>
    internal AgentSlot? Best(ContactSlot contact)
    {
        if (_heap is null) return Scan(contact);
        if (_heap.Count == 0) return null;
        var first = _heap.First.Agent;
        return contact.Exclusions is null || !contact.Excludes(first) ? first : BestNotExcluded(contact, _heap);
    }

    private AgentSlot? Scan(ContactSlot contact)
    {
        var best = ulong.MaxValue;
        Membership? found = null;
        for (var i = 0; i < _members.Count; i++)
        {
            var key = keys.Keys[_slots[i]];
            if (key > best || key == ulong.MaxValue || keys.Spare[_slots[i]] < weight) continue;
            var member = _members[i];
            if (key == best && member.Agent.Ordinal > found!.Agent.Ordinal) continue;
            if (contact.Exclusions is not null && contact.Excludes(member.Agent)) continue;
            (best, found) = (key, member);
        }
        return found?.Agent;
    }

    /// <summary>Walks the heap best first; ends after as many steps as the contact has exclusions, plus one.</summary>
    private AgentSlot? BestNotExcluded(ContactSlot contact, KeyedHeap<Membership> heap)
    {
        _frontier.Clear();
        _frontier.Add(0);
        while (_frontier.Count > 0)
        {
            var best = 0;
            for (var i = 1; i < _frontier.Count; i++)
                if (heap.Before(_frontier[i], _frontier[best])) best = i;
            var position = _frontier[best];
            if (!contact.Excludes(heap[position].Agent)) return heap[position].Agent;
            _frontier[best] = _frontier[^1];
            _frontier.RemoveAt(_frontier.Count - 1);
            var child = KeyedHeap<Membership>.FirstChild(position);
            for (var end = Math.Min(child + 4, heap.Count); child < end; child++) _frontier.Add(child);
        }
        return null;
    }

    private void BuildHeap()
    {
        _heap = new KeyedHeap<Membership>();
        foreach (var member in _members)
        {
            member.Agent.Heaps++;
            Update(member);
        }
    }

    private void DropHeap()
    {
        _heap = null;
        foreach (var member in _members)
        {
            member.Agent.Heaps--;
            member.Position = -1;
        }
    }
}
