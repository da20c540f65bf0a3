namespace Patella.Kernel.Matching;

/// <summary>
/// Waiting contacts and agents of one tenant, and who is offered to whom. Pure: time is passed in as UTC microseconds,
/// ids come from the caller, the same calls give the same offers. Not safe for concurrent use; one owner writes.
/// <para>Promises: a contact has at most one open offer; offers reserve capacity and capacity is never exceeded by an
/// offer; nothing waits after <see cref="Match"/> while somebody capable, available, not excluded and with room is
/// free; a returned contact keeps its age.</para>
/// </summary>
public sealed partial class DispatchPool
{
    /// <summary>Different skills, and different languages, that one pool can tell apart.</summary>
    public const int MaxNames = 65_536;

    private readonly DispatchOptions _options;
    private readonly Interner _skills = new(MaxNames, "skills");
    private readonly Interner _languages = new(MaxNames, "languages");
    private readonly int _anyLanguage;
    private readonly DemandIndex _index = new();
    private readonly AgentKeys _keys = new();
    private readonly Dictionary<string, AgentSlot> _agents = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ContactSlot> _contacts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, OfferSlot> _offers = new(StringComparer.Ordinal);
    private readonly List<List<AgentSlot>> _agentsBySkill = [];
    private readonly KeyedHeap<OfferSlot> _expiries = new();
    private readonly KeyedHeap<ExclusionSlot> _lapses = new();
    private readonly List<Requirement> _dirty = [];
    private readonly List<Demand> _touched = [];
    private readonly Stack<ContactSlot> _spareContacts = new();
    private readonly Stack<OfferSlot> _spareOffers = new();
    private readonly Stack<ExclusionSlot> _spareExclusions = new();
    private uint _nextOrdinal;
    private uint _nextTimer;

    /// <summary>An empty pool.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A duration or bound is not positive.</exception>
    public DispatchPool(DispatchOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.OfferLifetime);
        ArgumentOutOfRangeException.ThrowIfNegative(options.DeclineExclusion);
        ArgumentOutOfRangeException.ThrowIfNegative(options.SilenceExclusion);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.SilentOffersUntilAway);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.MaxContacts);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.MaxIdleRequirements);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.StartRateWindow);
        ArgumentOutOfRangeException.ThrowIfNegative(options.ScanLimit);
        _options = options;
        _requirementLimit = options.MaxIdleRequirements;
        _skills.Intern("");
        _anyLanguage = _languages.Intern(LanguageTag.Undetermined);
    }

    /// <summary>Contacts in any state.</summary>
    public int ContactCount => _contacts.Count;

    /// <summary>Registered agents.</summary>
    public int AgentCount => _agents.Count;

    /// <summary>Contacts in a queue.</summary>
    public int WaitingCount { get; private set; }

    /// <summary>Combinations of skills, language and weight the index holds.</summary>
    public int RequirementCount => _index.RequirementCount;

    /// <summary>Open offers.</summary>
    public int OfferCount => _offers.Count;

    /// <summary>
    /// When to come back although nothing happens: now if <see cref="Match"/> has work, else the earliest expiry of an
    /// offer or lapse of an exclusion in UTC microseconds; null when neither exists.
    /// </summary>
    public long? NextWakeup(long now)
    {
        if (_dirty.Count > 0) return now;
        if (_expiries.Count == 0 && _lapses.Count == 0) return null;
        var offer = _expiries.Count > 0 ? _expiries.FirstKey : ulong.MaxValue;
        var lapse = _lapses.Count > 0 ? _lapses.FirstKey : ulong.MaxValue;
        return Math.Max(now, (long)Math.Min(offer, lapse));
    }

    /// <summary>Open offers whose time is up at <paramref name="now"/>, appended in no particular order.</summary>
    public void CollectDue(long now, ICollection<Offer> into)
    {
        ArgumentNullException.ThrowIfNull(into);
        CollectDue(0, now, into);
    }

    private void CollectDue(int position, long now, ICollection<Offer> into)
    {
        if (position >= _expiries.Count || _expiries[position].ExpiresAt > now) return;
        into.Add(_expiries[position].ToOffer());
        for (var child = 0; child < 4; child++) CollectDue(KeyedHeap<OfferSlot>.FirstChild(position) + child, now, into);
    }

    /// <summary>
    /// Has the next match look at a requirement. When all that happened is that one agent has room again, only they can
    /// help those who were already waiting in vain, and nobody else need be looked at.
    /// </summary>
    private void MarkDirty(Requirement requirement, AgentSlot? gained = null)
    {
        if (requirement.Waiting.Count == 0) return;
        if (requirement.Dirty)
        {
            if (requirement.Only != gained) requirement.Only = null;
            return;
        }
        requirement.Dirty = true;
        requirement.Only = gained;
        _dirty.Add(requirement);
    }
}
