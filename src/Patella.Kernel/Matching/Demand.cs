namespace Patella.Kernel.Matching;

/// <summary>A combination of skills and language that contacts ask for; its requirements differ in weight only.</summary>
internal sealed class Demand(int[] skills, int language, int anchor)
{
    /// <summary>Sorted, distinct.</summary>
    internal readonly int[] Skills = skills;
    internal readonly int Language = language;

    /// <summary>The skill under which agents look for demands they may meet.</summary>
    internal readonly int Anchor = anchor;
    internal readonly List<Requirement> Requirements = [];

    /// <summary>Registered agents who have the skills and speak the language.</summary>
    internal int Speakers;

    /// <summary>Nobody with the skills speaks the language, so whoever has the skills will do.</summary>
    internal bool LanguageRelaxed;
    internal StartRate Starts;

    internal bool Touched;
}

/// <summary>
/// What contacts ask for, weight included: every contact with the same requirement is alike but for exclusions,
/// so the head of its queue and the head of its agents meet without looking at anybody else.
/// </summary>
internal sealed class Requirement(Demand demand, int weight, CapableAgents agents)
{
    internal readonly Demand Demand = demand;
    internal readonly int Weight = weight;
    internal readonly WaitingQueue Waiting = new();

    internal readonly CapableAgents Agents = agents;

    /// <summary>Contacts in any state that refer to this; unused requirements may be forgotten.</summary>
    internal int Contacts;
    internal int Offered;

    /// <summary>In the list of requirements that the next match looks at.</summary>
    internal bool Dirty;

    /// <summary>Set while this agent's new room is all that changed; null when anything may have.</summary>
    internal AgentSlot? Only;

    /// <summary>During a match: who the proposal counts on, and their key then.</summary>
    internal AgentSlot? Proposed;
    internal ulong ProposedKey;
}
