namespace Patella.Kernel.Matching;

public sealed partial class DispatchPool
{
    private readonly PriorityQueue<Requirement, ContactSlot> _proposals = new(new InOrder());
    private readonly List<int> _frontier = [];

    /// <summary>
    /// Makes the offers that the calls since the last match have made possible, appended to <paramref name="into"/>:
    /// the most urgent and oldest contact first, each to the longest idle agent who can take it. Looks only at the
    /// requirements those calls touched. Call it after every event, or once after several.
    /// </summary>
    /// <param name="now">UTC microseconds.</param>
    /// <param name="into">Receives the offers, already open in the pool.</param>
    /// <param name="limit">Offers to make at most; what remains is made by the next call.</param>
    /// <returns>How many were made.</returns>
    public int Match(long now, ICollection<Offer> into, int limit = int.MaxValue)
    {
        ArgumentNullException.ThrowIfNull(into);
        LapseExclusions(now);
        foreach (var requirement in _dirty)
        {
            requirement.Dirty = false;
            Propose(requirement);
        }
        _dirty.Clear();
        try
        {
            return OfferProposed(now, into, limit);
        }
        finally
        {
            // Cut short by the limit, or by a source of ids that failed: nothing proposed may be forgotten.
            while (_proposals.TryDequeue(out var requirement, out _)) MarkDirty(requirement);
        }
    }

    private int OfferProposed(long now, ICollection<Offer> into, int limit)
    {
        var made = 0;
        while (made < limit && _proposals.TryPeek(out var requirement, out var contact))
        {
            // An earlier offer of this round may have taken the agent this one counted on.
            if (BestFor(contact) is { } agent)
            {
                into.Add(OpenOffer(contact, agent, _options.NextOfferId(), now + _options.OfferLifetime).ToOffer());
                made++;
            }
            _proposals.Dequeue();
            Propose(requirement);
        }
        return made;
    }

    /// <summary>Enters a requirement into the round with its first contact that somebody free may take.</summary>
    private void Propose(Requirement requirement)
    {
        if (requirement.Free.Count == 0) return;
        for (var contact = requirement.Waiting.First; contact is not null; contact = requirement.Waiting.After(contact))
        {
            if (BestFor(contact) is null) continue;
            _proposals.Enqueue(requirement, contact);
            return;
        }
    }

    private AgentSlot? BestFor(ContactSlot contact)
    {
        var free = contact.Requirement.Free;
        if (free.Count == 0) return null;
        var first = free.First.Agent;
        return contact.Exclusions is null || !contact.Excludes(first) ? first : BestNotExcluded(contact, free);
    }

    /// <summary>Walks the heap best first; ends after as many steps as the contact has exclusions, plus one.</summary>
    private AgentSlot? BestNotExcluded(ContactSlot contact, KeyedHeap<Membership> free)
    {
        _frontier.Clear();
        _frontier.Add(0);
        while (_frontier.Count > 0)
        {
            var best = 0;
            for (var i = 1; i < _frontier.Count; i++)
                if (free.Before(_frontier[i], _frontier[best])) best = i;
            var position = _frontier[best];
            if (!contact.Excludes(free[position].Agent)) return free[position].Agent;
            _frontier[best] = _frontier[^1];
            _frontier.RemoveAt(_frontier.Count - 1);
            var child = KeyedHeap<Membership>.FirstChild(position);
            for (var end = Math.Min(child + 4, free.Count); child < end; child++) _frontier.Add(child);
        }
        return null;
    }

    private void LapseExclusions(long now)
    {
        while (_lapses.Count > 0 && _lapses.FirstKey <= (ulong)Math.Max(now, 0))
        {
            var contact = _lapses.First.Contact;
            Lift(_lapses.First);
            if (contact.State == ContactState.Waiting) MarkDirty(contact.Requirement);
        }
    }

    private sealed class InOrder : IComparer<ContactSlot>
    {
        public int Compare(ContactSlot? x, ContactSlot? y) => x!.CompareTo(y!);
    }
}
