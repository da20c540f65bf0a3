namespace Patella.Kernel.Matching;

/// <summary>One contact shown to one agent until they answer or time runs out. A contact has at most one.</summary>
/// <param name="Id">From <see cref="DispatchOptions.NextOfferId"/>.</param>
/// <param name="ContactId">The contact, out of the queue while the offer lives.</param>
/// <param name="AgentId">The agent, whose capacity is reserved while the offer lives.</param>
/// <param name="ExpiresAt">UTC microseconds at which the owner should call <see cref="DispatchPool.Expire"/>.</param>
public readonly record struct Offer(string Id, string ContactId, string AgentId, long ExpiresAt);

/// <summary>What became of an offer that ran out.</summary>
/// <param name="Known">False when the offer was already answered or withdrawn: nothing changed.</param>
/// <param name="AgentSetAway">The agent was silent too often in a row and takes nothing new until they say so.</param>
/// <param name="Withdrawn">Other open offers of an agent set away; their contacts are back in the queue.</param>
public readonly record struct ExpireResult(bool Known, bool AgentSetAway, IReadOnlyList<Offer> Withdrawn);

/// <summary>How adding a contact ended.</summary>
public enum AddOutcome
{
    /// <summary>It waits now.</summary>
    Added = 1,

    /// <summary>The id is known already; nothing changed.</summary>
    AlreadyThere = 2,

    /// <summary>The pool holds <see cref="DispatchOptions.MaxContacts"/>; nothing changed.</summary>
    Full = 3,
}

/// <summary>How giving a contact to a named agent ended.</summary>
public enum AssignOutcome
{
    /// <summary>The agent carries it now.</summary>
    Assigned = 1,

    /// <summary>No such contact, or it is assigned already.</summary>
    NotWaiting = 2,

    /// <summary>No such agent.</summary>
    UnknownAgent = 3,

    /// <summary>Their spare capacity is less than the contact's weight.</summary>
    NoCapacity = 4,
}
