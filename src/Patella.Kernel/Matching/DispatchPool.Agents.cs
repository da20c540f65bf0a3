namespace Patella.Kernel.Matching;

public sealed partial class DispatchPool
{
    /// <summary>
    /// Registers an agent (offline at first) or changes one. Losing a skill, a language or capacity withdraws their
    /// open offers, which are returned; what they have accepted stays with them.
    /// </summary>
    /// <exception cref="ArgumentException">The id is empty or the capacity negative.</exception>
    public IReadOnlyList<Offer> UpsertAgent(Agent agent, long now)
    {
        ArgumentNullException.ThrowIfNull(agent);
        ArgumentException.ThrowIfNullOrEmpty(agent.Id);
        ArgumentOutOfRangeException.ThrowIfNegative(agent.Capacity);
        ArgumentOutOfRangeException.ThrowIfNegative(now);
        var known = _agents.TryGetValue(agent.Id, out var slot);
        slot ??= new AgentSlot(agent.Id, _nextOrdinal++, _keys.Take()) { IdleSince = now };
        var skills = BitsOf(agent.Skills, _skills, skip: "");
        skills.Add(DemandIndex.NoSkill);
        var languages = new BitSet();
        foreach (var language in agent.Languages) languages.Add(_languages.Intern(LanguageTag.Primary(language)));
        var refile = !known || !skills.SameAs(slot.SkillSet) || !languages.SameAs(slot.LanguageSet);
        var withdrawn = refile || agent.Capacity < slot.Capacity ? WithdrawOffersOf(slot) : [];
        slot.Capacity = agent.Capacity;
        _agents[agent.Id] = slot;
        if (refile) Refile(slot, skills, languages, known);
        Refresh(slot, gained: true);
        return withdrawn;
    }

    /// <summary>Takes an agent out. Offered and accepted contacts return to the queue with their age; their ids are returned.</summary>
    public IReadOnlyList<string> RemoveAgent(string agentId)
    {
        if (!_agents.Remove(agentId, out var slot)) return [];
        var returned = new List<string>();
        foreach (var offer in WithdrawOffersOf(slot)) returned.Add(offer.ContactId);
        foreach (var contact in slot.Assigned)
        {
            contact.Agent = null;
            Enqueue(contact);
            returned.Add(contact.Id);
        }
        slot.Assigned.Clear();
        Unfile(slot);
        SettleTouched();
        _keys.Return(slot.Slot);
        return returned;
    }

    /// <summary>
    /// Changes whether an agent takes contacts. Leaving <see cref="AgentState.Available"/> withdraws their open offers,
    /// which are returned: nobody waits for somebody who has left. Becoming available starts their idle time and
    /// forgives their silence. An unknown agent or the same state changes nothing else.
    /// </summary>
    public IReadOnlyList<Offer> SetAgentState(string agentId, AgentState state, long now)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(now);
        if (!Enum.IsDefined(state)) throw new ArgumentOutOfRangeException(nameof(state));
        if (!_agents.TryGetValue(agentId, out var slot)) return [];
        if (state == AgentState.Available) slot.SilentOffers = 0;
        if (slot.State == state) return [];
        var withdrawn = WithdrawOffersOf(slot);
        if (state == AgentState.Available) slot.IdleSince = now;
        ChangeState(slot, state);
        return withdrawn;
    }

    /// <summary>The agent now; null when not registered.</summary>
    public AgentStatus? FindAgent(string agentId) => _agents.TryGetValue(agentId, out var slot) ? slot.ToStatus() : null;

    private void ChangeState(AgentSlot slot, AgentState state)
    {
        var counted = Counts(slot);
        slot.State = state;
        if (Counts(slot) != counted)
        {
            foreach (var demand in slot.Speaks)
            {
                demand.Speakers += counted ? -1 : 1;
                Touch(demand);
            }
            SettleTouched();
        }
        Refresh(slot, gained: state == AgentState.Available);
    }

    private bool Counts(AgentSlot slot) => !_options.OfflineSpeakersDoNotCount || slot.State != AgentState.Offline;

    /// <summary>After something about an agent's load or state changed: their rank, and who may be waiting for them.</summary>
    private void Refresh(AgentSlot slot, bool gained)
    {
        _keys.Set(slot);
        if (!gained && slot.Heaps == 0) return;
        var spare = _keys.Spare[slot.Slot];
        foreach (var membership in slot.Memberships)
        {
            var requirement = membership.Requirement;
            if (requirement.Agents.HasHeap) requirement.Agents.Update(membership);
            if (gained && spare >= requirement.Weight) MarkDirty(requirement, slot);
        }
    }

    private static BitSet BitsOf(IReadOnlyCollection<string> names, Interner interner, string skip)
    {
        var bits = new BitSet();
        foreach (var name in names)
            if (name != skip) bits.Add(interner.Intern(name));
        return bits;
    }
}
