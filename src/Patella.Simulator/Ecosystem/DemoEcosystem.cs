namespace Patella.Simulator.Ecosystem;

/// <summary>
/// The demonstration ecosystem: a pure function of seed, scale and the given present. People, merchants and
/// products are held in memory (hundreds); orders and conversations are made one at a time while they are read.
/// </summary>
public sealed class DemoEcosystem
{
    /// <summary>Plans the ecosystem as it looks at <paramref name="now"/>.</summary>
    public DemoEcosystem(ulong seed, Scale scale, DateTimeOffset now)
    {
        (Seed, Scale, Now) = (seed, scale, now.ToUniversalTime());
        Merchants = MerchantPlanner.Plan(seed, scale);
        Products = ProductPlanner.Plan(seed, scale, Merchants);
        Consumers = ConsumerPlanner.Plan(seed, scale);
        Staff = StaffPlanner.Plan(seed, scale, Merchants);
        _orders = new OrderPlanner(this);
    }

    private readonly OrderPlanner _orders;

    /// <summary>Everything that is random follows from it.</summary>
    public ulong Seed { get; }

    /// <summary>How large it is.</summary>
    public Scale Scale { get; }

    /// <summary>The present of the ecosystem, UTC.</summary>
    public DateTimeOffset Now { get; }

    /// <summary>The business units.</summary>
    public IReadOnlyList<SimulatedUnit> Units => UnitCatalogue.All;

    /// <summary>Merchants of all units.</summary>
    public IReadOnlyList<SimulatedMerchant> Merchants { get; }

    /// <summary>Products of all merchants.</summary>
    public IReadOnlyList<SimulatedProduct> Products { get; }

    /// <summary>Registered consumers; the first is the consumer to be in the demonstration.</summary>
    public IReadOnlyList<SimulatedConsumer> Consumers { get; }

    /// <summary>Everybody who signs in: the persons to be first, then agents, supervisors, merchants' people.</summary>
    public IReadOnlyList<SimulatedStaff> Staff { get; }

    /// <summary>Agents of the floor in a fixed order; any number of them from the start covers the units as well as it can.</summary>
    public IReadOnlyList<SimulatedStaff> Agents => _agents ??= Staff.Where(person => person.IsFloorAgent).ToList();

    private IReadOnlyList<SimulatedStaff>? _agents;

    /// <summary>Orders of the last weeks, the demonstration consumer's first, then last year's festival.</summary>
    public IEnumerable<SimulatedOrder> Orders() => _orders.All();

    /// <summary>Finished conversations, oldest first.</summary>
    public IEnumerable<PastConversation> Conversations() => new ConversationPlanner(this).All();

    /// <summary>The festival before this one: 1 to 11 November of last year, in the ecosystem's own time (UTC+8).</summary>
    public (DateTimeOffset Start, DateTimeOffset End) LastFestival
    {
        get
        {
            var start = new DateTimeOffset(Now.Year - 1, 11, 1, 0, 0, 0, TimeSpan.FromHours(8));
            return (start.ToUniversalTime(), start.AddDays(11).ToUniversalTime());
        }
    }
}
