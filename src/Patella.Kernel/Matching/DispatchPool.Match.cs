namespace Patella.Kernel.Matching;

public sealed partial class DispatchPool
{
    private readonly PriorityQueue<Requirement, ContactSlot> _proposals = new(new InOrder());

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
            if (StillBest(requirement, contact) is { } agent)
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
        for (var contact = requirement.Waiting.First; contact is not null; contact = requirement.Waiting.After(contact))
        {
            if (BestFor(requirement, contact) is { } agent)
            {
                requirement.Proposed = agent;
                requirement.ProposedKey = _keys.Keys[agent.Slot];
                _proposals.Enqueue(requirement, contact);
                return;
            }
            // Nobody for a contact that excludes nobody: nobody for those behind it.
            if (contact.Exclusions is null) return;
        }
    }

    /// <summary>
    /// An earlier offer of this round may have taken the agent this one counts on. Offers only push agents back, so one
    /// who has not moved is still the best.
    /// </summary>
    private AgentSlot? StillBest(Requirement requirement, ContactSlot contact)
    {
        var agent = requirement.Proposed!;
        var unmoved = _keys.Keys[agent.Slot] == requirement.ProposedKey && _keys.Spare[agent.Slot] >= requirement.Weight;
        return unmoved ? agent : BestFor(requirement, contact);
    }

    private AgentSlot? BestFor(Requirement requirement, ContactSlot contact)
    {
        if (requirement.Only is not { } only || contact.Exclusions is not null) return requirement.Agents.Best(contact);
        return _keys.Spare[only.Slot] >= requirement.Weight ? only : null;
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
