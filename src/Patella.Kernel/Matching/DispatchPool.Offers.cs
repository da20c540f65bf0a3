namespace Patella.Kernel.Matching;

public sealed partial class DispatchPool
{
    /// <summary>
    /// The agent takes the contact. An answer that arrives after the offer's time but before <see cref="Expire"/> still
    /// counts: nobody else has been asked yet, and the consumer is served sooner.
    /// </summary>
    /// <returns>False when the offer is gone; nothing changed.</returns>
    public bool Accept(string offerId, long now, out Offer accepted)
    {
        accepted = default;
        if (!_offers.TryGetValue(offerId, out var offer)) return false;
        accepted = offer.ToOffer();
        var (contact, agent) = (offer.Contact, offer.Agent);
        DropOffer(offer);
        agent.SilentOffers = 0;
        Take(contact, agent, now);
        return true;
    }

    /// <summary>The agent refuses; the contact returns with its age and is kept from this agent for a while.</summary>
    /// <returns>False when the offer is gone; nothing changed.</returns>
    public bool Decline(string offerId, long now)
    {
        if (!_offers.TryGetValue(offerId, out var offer)) return false;
        var (contact, agent) = (offer.Contact, offer.Agent);
        agent.SilentOffers = 0;
        CloseOffer(offer);
        Exclude(contact, agent, now + _options.DeclineExclusion);
        Enqueue(contact);
        return true;
    }

    /// <summary>
    /// The offer's time is up: the contact returns with its age and is kept from the silent agent for a moment; after
    /// too many silent offers in a row the agent is set away.
    /// </summary>
    public ExpireResult Expire(string offerId, long now)
    {
        if (!_offers.TryGetValue(offerId, out var offer)) return new ExpireResult(false, false, []);
        var (contact, agent) = (offer.Contact, offer.Agent);
        CloseOffer(offer);
        Exclude(contact, agent, now + _options.SilenceExclusion);
        Enqueue(contact);
        if (++agent.SilentOffers < _options.SilentOffersUntilAway) return new ExpireResult(true, false, []);
        var withdrawn = WithdrawOffersOf(agent);
        ChangeState(agent, AgentState.Away);
        return new ExpireResult(true, true, withdrawn);
    }

    /// <summary>
    /// Gives a contact that waits or is offered to a named agent, as when somebody picks it from the queue. People
    /// decide this, so skills and presence are not asked; capacity is.
    /// </summary>
    public AssignOutcome Assign(string contactId, string agentId, long now)
    {
        if (!_contacts.TryGetValue(contactId, out var contact) || contact.State == ContactState.Assigned)
            return AssignOutcome.NotWaiting;
        if (!_agents.TryGetValue(agentId, out var agent)) return AssignOutcome.UnknownAgent;
        var weight = contact.Requirement.Weight;
        var held = contact.Offer?.Agent == agent ? weight : 0;
        if (agent.Capacity - agent.Load - agent.Reserved + held < weight) return AssignOutcome.NoCapacity;
        if (contact.Offer is not { } offer) Dequeue(contact);
        else if (offer.Agent == agent) DropOffer(offer);
        else CloseOffer(offer);
        Take(contact, agent, now);
        return AssignOutcome.Assigned;
    }

    private void Take(ContactSlot contact, AgentSlot agent, long now)
    {
        contact.Requirement.Demand.Starts.Record(now, _options.StartRateWindow);
        agent.IdleSince = now;
        Carry(contact, agent);
        while (contact.Exclusions is not null) Lift(contact.Exclusions);
    }

    private void Carry(ContactSlot contact, AgentSlot agent)
    {
        contact.State = ContactState.Assigned;
        contact.Agent = agent;
        agent.Assigned.Add(contact);
        agent.Load += contact.Requirement.Weight;
        Refresh(agent, gained: false);
    }

    private OfferSlot OpenOffer(ContactSlot contact, AgentSlot agent, string id, long expiresAt)
    {
        if (!_spareOffers.TryPop(out var offer)) offer = new OfferSlot();
        _offers.Add(id, offer);
        Dequeue(contact);
        (offer.Id, offer.Contact, offer.Agent, offer.ExpiresAt) = (id, contact, agent, expiresAt);
        _expiries.Set(offer, (ulong)expiresAt, _nextTimer++);
        contact.State = ContactState.Offered;
        contact.Offer = offer;
        contact.Requirement.Offered++;
        agent.Offers.Add(offer);
        agent.Reserved += contact.Requirement.Weight;
        Refresh(agent, gained: false);
        return offer;
    }

    /// <summary>Ends an offer and frees what it reserved. The contact is in no queue afterwards: the caller says where it goes.</summary>
    private void CloseOffer(OfferSlot offer)
    {
        var agent = offer.Agent;
        DropOffer(offer);
        Refresh(agent, gained: true);
    }

    /// <summary>As <see cref="CloseOffer"/>, for an agent who takes the contact: their capacity stays taken.</summary>
    private void DropOffer(OfferSlot offer)
    {
        var (contact, agent) = (offer.Contact, offer.Agent);
        _offers.Remove(offer.Id);
        _expiries.Remove(offer);
        contact.Offer = null;
        contact.Requirement.Offered--;
        agent.Offers.Remove(offer);
        agent.Reserved -= contact.Requirement.Weight;
        (offer.Id, offer.Contact, offer.Agent) = ("", null!, null!);
        _spareOffers.Push(offer);
    }

    private IReadOnlyList<Offer> WithdrawOffersOf(AgentSlot agent)
    {
        if (agent.Offers.Count == 0) return [];
        var withdrawn = new List<Offer>(agent.Offers.Count);
        while (agent.Offers.Count > 0)
        {
            var offer = agent.Offers[^1];
            withdrawn.Add(offer.ToOffer());
            var contact = offer.Contact;
            CloseOffer(offer);
            Enqueue(contact);
        }
        return withdrawn;
    }
}
