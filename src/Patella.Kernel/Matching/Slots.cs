namespace Patella.Kernel.Matching;

/// <summary>A contact in the pool. Slots are used again, so a busy pool allocates nothing.</summary>
internal sealed class ContactSlot
{
    internal string Id = "";
    internal int Priority;
    internal long EnqueuedAt;
    internal ContactState State;
    internal Requirement Requirement = null!;
    internal OfferSlot? Offer;
    internal AgentSlot? Agent;
    internal ExclusionSlot? Exclusions;

    // Links of the queue's tree.
    internal ContactSlot? Left;
    internal ContactSlot? Right;
    internal int Size;
    internal long OldestBelow;
    internal uint Rank;

    /// <summary>Priority, then age, then id: a total order, so the same events give the same offers.</summary>
    internal int CompareTo(ContactSlot other)
    {
        if (Priority != other.Priority) return Priority > other.Priority ? -1 : 1;
        if (EnqueuedAt != other.EnqueuedAt) return EnqueuedAt < other.EnqueuedAt ? -1 : 1;
        return string.CompareOrdinal(Id, other.Id);
    }

    internal bool Excludes(AgentSlot agent)
    {
        for (var exclusion = Exclusions; exclusion is not null; exclusion = exclusion.Next)
            if (exclusion.Agent == agent) return true;
        return false;
    }

    internal void Clear()
    {
        Id = "";
        Requirement = null!;
        Offer = null;
        Agent = null;
        Exclusions = null;
        Left = Right = null;
        Size = 0;
    }
}

/// <summary>An open offer; sits in the heap of expiry times.</summary>
internal sealed class OfferSlot : HeapItem
{
    internal string Id = "";
    internal ContactSlot Contact = null!;
    internal AgentSlot Agent = null!;
    internal long ExpiresAt;

    internal Offer ToOffer() => new(Id, Contact.Id, Agent.Id, ExpiresAt);
}

/// <summary>A contact kept from an agent for a while; sits in the heap of lapse times.</summary>
internal sealed class ExclusionSlot : HeapItem
{
    internal ContactSlot Contact = null!;
    internal AgentSlot Agent = null!;
    internal ExclusionSlot? Next;
}

/// <summary>An agent among those who meet one requirement; in its heap, if it has one, only while they have room.</summary>
internal sealed class Membership(AgentSlot agent, Requirement requirement) : HeapItem
{
    internal readonly AgentSlot Agent = agent;
    internal readonly Requirement Requirement = requirement;

    /// <summary>Place in the requirement's list of members.</summary>
    internal int Index;
}

/// <summary>An agent in the pool.</summary>
internal sealed class AgentSlot(string id, uint ordinal, int slot)
{
    private const int ShareBits = 10;
    private const int IdleBits = 64 - ShareBits;

    internal readonly string Id = id;
    internal readonly uint Ordinal = ordinal;
    internal readonly int Slot = slot;

    /// <summary>Memberships in groups that keep a heap.</summary>
    internal int Heaps;
    internal BitSet SkillSet = new();
    internal BitSet LanguageSet = new();
    internal int[] Skills = [];
    internal int Capacity;
    internal int Load;
    internal int Reserved;
    internal AgentState State = AgentState.Offline;
    internal long IdleSince;
    internal int SilentOffers;
    internal readonly List<Membership> Memberships = [];
    internal readonly List<Demand> Speaks = [];
    internal readonly List<OfferSlot> Offers = [];
    internal readonly List<ContactSlot> Assigned = [];

    internal int Spare => State == AgentState.Available ? Capacity - Load - Reserved : 0;

    /// <summary>
    /// Share of capacity taken, then idle since, in one number: whoever carries nothing comes first, longest idle
    /// before the others; among those who carry something the least loaded. 54 bits of microseconds last until 2540.
    /// </summary>
    internal ulong Key
    {
        get
        {
            var taken = (long)Load + Reserved;
            var share = taken <= 0 ? 0 : Math.Clamp(taken * ((1 << ShareBits) - 1) / Math.Max(Capacity, 1), 1, (1 << ShareBits) - 1);
            return ((ulong)share << IdleBits) | ((ulong)IdleSince & ((1UL << IdleBits) - 1));
        }
    }

    internal AgentStatus ToStatus() => new(Id, State, Capacity, Load, Reserved, IdleSince, SilentOffers);
}
