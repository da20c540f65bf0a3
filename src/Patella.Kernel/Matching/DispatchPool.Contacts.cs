namespace Patella.Kernel.Matching;

public sealed partial class DispatchPool
{
    /// <summary>Puts a contact into the queue. For a transfer: release, then add again with the original age.</summary>
    /// <exception cref="ArgumentException">Empty id, weight below 1, negative age, or more than 16 skills.</exception>
    public AddOutcome AddContact(Contact contact)
    {
        ArgumentNullException.ThrowIfNull(contact);
        ArgumentException.ThrowIfNullOrEmpty(contact.Id);
        ArgumentOutOfRangeException.ThrowIfLessThan(contact.Weight, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(contact.EnqueuedAt);
        if (_contacts.ContainsKey(contact.Id)) return AddOutcome.AlreadyThere;
        if (_contacts.Count >= _options.MaxContacts) return AddOutcome.Full;
        var requirement = RequirementOf(contact);
        if (!_spareContacts.TryPop(out var slot)) slot = new ContactSlot();
        slot.Id = contact.Id;
        slot.Priority = contact.Priority;
        slot.EnqueuedAt = contact.EnqueuedAt;
        slot.Requirement = requirement;
        requirement.Contacts++;
        _contacts.Add(contact.Id, slot);
        Enqueue(slot);
        return AddOutcome.Added;
    }

    /// <summary>The contact left, whatever its state: queue place, open offer and taken capacity are gone. False when unknown.</summary>
    public bool RemoveContact(string contactId, long now)
    {
        if (!_contacts.TryGetValue(contactId, out var slot)) return false;
        if (slot.State == ContactState.Assigned) return Release(contactId, now);
        if (slot.Offer is not null) CloseOffer(slot.Offer);
        else Dequeue(slot);
        Forget(slot);
        return true;
    }

    /// <summary>The conversation ended or moved on: the agent's capacity is free again. False when it is not assigned.</summary>
    public bool Release(string contactId, long now)
    {
        if (!_contacts.TryGetValue(contactId, out var slot) || slot.State != ContactState.Assigned) return false;
        var agent = slot.Agent!;
        agent.Load -= slot.Requirement.Weight;
        agent.Assigned.Remove(slot);
        agent.IdleSince = now;
        Forget(slot);
        Refresh(agent, gained: true);
        return true;
    }

    /// <summary>Keeps a contact from an agent until then, as a decline would; a later time replaces an earlier one.</summary>
    /// <returns>False when either is unknown.</returns>
    public bool Exclude(string contactId, string agentId, long until)
    {
        if (!_contacts.TryGetValue(contactId, out var contact) || !_agents.TryGetValue(agentId, out var agent)) return false;
        Exclude(contact, agent, until);
        return true;
    }

    /// <summary>Where the contact stands; null when unknown.</summary>
    public ContactState? FindContact(string contactId) => _contacts.TryGetValue(contactId, out var slot) ? slot.State : null;

    /// <summary>The contact's open offer; null when it has none.</summary>
    public Offer? FindOffer(string contactId) =>
        _contacts.TryGetValue(contactId, out var slot) ? slot.Offer?.ToOffer() : null;

    private void Enqueue(ContactSlot slot)
    {
        slot.State = ContactState.Waiting;
        var waiting = slot.Requirement.Waiting;
        // Where somebody who excludes nobody waits, nobody is free: one more changes nothing.
        var inVain = waiting.First is { Exclusions: null };
        waiting.Add(slot);
        WaitingCount++;
        if (!inVain) MarkDirty(slot.Requirement);
    }

    private void Dequeue(ContactSlot slot)
    {
        slot.Requirement.Waiting.Remove(slot);
        WaitingCount--;
    }

    private void Forget(ContactSlot slot)
    {
        _contacts.Remove(slot.Id);
        slot.Requirement.Contacts--;
        while (slot.Exclusions is not null) Lift(slot.Exclusions);
        slot.Clear();
        _spareContacts.Push(slot);
    }

    private void Exclude(ContactSlot contact, AgentSlot agent, long until)
    {
        for (var old = contact.Exclusions; old is not null; old = old.Next)
        {
            if (old.Agent != agent) continue;
            if ((ulong)until > _lapses.KeyOf(old)) _lapses.Set(old, (ulong)until, _nextTimer++);
            return;
        }
        if (!_spareExclusions.TryPop(out var exclusion)) exclusion = new ExclusionSlot();
        exclusion.Contact = contact;
        exclusion.Agent = agent;
        exclusion.Next = contact.Exclusions;
        contact.Exclusions = exclusion;
        _lapses.Set(exclusion, (ulong)Math.Max(until, 0), _nextTimer++);
    }

    private void Lift(ExclusionSlot exclusion)
    {
        ref var link = ref exclusion.Contact.Exclusions;
        while (link != exclusion) link = ref link!.Next;
        link = exclusion.Next;
        _lapses.Remove(exclusion);
        exclusion.Contact = null!;
        exclusion.Agent = null!;
        exclusion.Next = null;
        _spareExclusions.Push(exclusion);
    }
}
