namespace Patella.Kernel.Matching;

/// <summary>
/// Building a pool from rows: agents first, then contacts, then what binds them. Rows are taken as they are, even where
/// they load an agent beyond a capacity lowered since; the next <see cref="Match"/> fills what is free.
/// </summary>
public sealed partial class DispatchPool
{
    /// <summary>Registers an agent with the state they were in.</summary>
    public void RestoreAgent(Agent agent, AgentState state, long idleSince, int silentOffers = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(idleSince);
        ArgumentOutOfRangeException.ThrowIfNegative(silentOffers);
        UpsertAgent(agent, idleSince);
        var slot = _agents[agent.Id];
        slot.IdleSince = idleSince;
        ChangeState(slot, state);
        slot.SilentOffers = silentOffers;
    }

    /// <summary>Binds a waiting contact to the agent who had accepted it. False when either is unknown or it does not wait.</summary>
    public bool RestoreAssignment(string contactId, string agentId)
    {
        if (!FindWaiting(contactId, agentId, out var contact, out var agent)) return false;
        Dequeue(contact);
        Carry(contact, agent);
        return true;
    }

    /// <summary>
    /// Opens an offer that was open. False when the contact does not wait, the agent is unknown, or the offer's id is
    /// taken; the contact then simply waits.
    /// </summary>
    public bool RestoreOffer(Offer offer)
    {
        if (string.IsNullOrEmpty(offer.Id) || _offers.ContainsKey(offer.Id) || offer.ExpiresAt < 0) return false;
        if (!FindWaiting(offer.ContactId, offer.AgentId, out var contact, out var agent)) return false;
        OpenOffer(contact, agent, offer.Id, offer.ExpiresAt);
        return true;
    }

    private bool FindWaiting(string contactId, string agentId, out ContactSlot contact, out AgentSlot agent)
    {
        agent = null!;
        return _contacts.TryGetValue(contactId, out contact!) && contact.State == ContactState.Waiting
            && _agents.TryGetValue(agentId, out agent!);
    }
}
