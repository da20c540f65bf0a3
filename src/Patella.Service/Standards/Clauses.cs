using Patella.Kernel.Calendars;
using Patella.Platform.Clocks;

namespace Patella.Service.Standards;

/// <summary>One version of a clause. Base when <see cref="Unit"/> is null, else that unit's overlay.</summary>
public sealed record Clause
{
    public string Id { get; init; } = "";

    public long Version { get; init; }

    public string Measure { get; init; } = "";

    public string? Unit { get; init; }

    /// <summary>Only for consumers of this tier; null for all.</summary>
    public string? Tier { get; init; }

    /// <summary>Only for matters of this priority; null for all.</summary>
    public string? Priority { get; init; }

    /// <summary>Open minutes of the calendar, 1 to 129,600.</summary>
    public long TargetMinutes { get; init; }

    /// <summary>Share of the target after which it is at risk, 1 to 100; 100 warns only by breaking.</summary>
    public long WarnPercent { get; init; } = 80;

    public string Calendar { get; init; } = StandardBook.AroundTheClock;

    /// <summary>UTC microseconds from which this version holds.</summary>
    public long EffectiveFrom { get; init; }

    public long Retired { get; init; }

    public long SavedAt { get; init; }

    /// <summary>What it is for, without how much: two clauses may not be for the same.</summary>
    public (string Measure, string? Unit, string? Tier, string? Priority) Key => (Measure, Unit, Tier, Priority);

    public bool SaysTheSame(Clause other) => Key == other.Key && (TargetMinutes, WarnPercent, Calendar, Retired) == (other.TargetMinutes, other.WarnPercent, other.Calendar, other.Retired);

    /// <summary>Whether it is for such a matter; the more it names, the better it fits.</summary>
    public bool Fits(string measure, string? unit, string? tier, string? priority)
        => Measure == measure && Unit == unit && (Tier is null || Tier == tier) && (Priority is null || Priority == (priority ?? "normal"));

    public int Precision => (Priority is null ? 0 : 2) + (Tier is null ? 0 : 1);
}

/// <summary>A calendar of the tenant, in one version.</summary>
public sealed record KeptCalendar(string Id, long Version, string NameZh, string NameEn, bool IsAroundTheClock, string? Zone, IReadOnlyList<IReadOnlyList<Opening>> Week, IReadOnlyList<SpecialDay> Days, long SavedAt)
{
    public BusinessCalendar Hours { get; } = IsAroundTheClock ? BusinessCalendar.AroundTheClock : BusinessCalendar.Of(Zone!, Week, Days);
}

/// <summary>Why a clock may stand still.</summary>
/// <param name="Measures">Which clocks it stops.</param>
public sealed record PauseReason(string Code, string NameZh, string NameEn, IReadOnlyList<string> Measures, bool Retired = false)
{
    /// <summary>The reason under which a case waits for its consumer. Every tenant has it; one that does not want it retires it.</summary>
    public const string WaitingConsumer = "waiting-consumer";

    /// <summary>What a tenant has before it writes its own list.</summary>
    public static readonly IReadOnlyList<PauseReason> StartSet =
    [
        new(WaitingConsumer, "等消费者补充信息", "Waiting for the consumer", [Standards.Measures.Resolution]),
        new("later-as-agreed", "与消费者约定了更晚的时间", "Later, as agreed with the consumer", [Standards.Measures.Resolution]),
    ];

    /// <summary>Closed hours are the calendar's; nobody stops a clock for them.</summary>
    public const string OutsideHours = "outside-hours";
}

/// <summary>Everything a tenant promises, as one value: which clause applies to what and when. Immutable and pure.</summary>
public sealed class StandardBook(IReadOnlyList<Clause> clauses, IReadOnlyList<KeptCalendar> calendars, IReadOnlyList<PauseReason> reasons)
{
    /// <summary>The calendar every tenant has: all hours.</summary>
    public const string AroundTheClock = "around-the-clock";

    private static readonly KeptCalendar Always = new(AroundTheClock, 1, "全天候", "Around the clock", true, null, [], [], 0);
    private readonly Dictionary<string, KeptCalendar> _calendars = calendars.ToDictionary(calendar => calendar.Id);
    private readonly Dictionary<string, List<Clause>> _versions = clauses.GroupBy(clause => clause.Id).ToDictionary(group => group.Key, group => group.OrderBy(clause => clause.Version).ToList());

    private readonly HashSet<string> _measures = [.. clauses.Select(clause => clause.Measure), Standards.Measures.Promise];

    public IReadOnlyList<Clause> Versions => clauses;

    /// <summary>The tenant's list; the reason that cases wait by is on it even where the tenant forgot it.</summary>
    public IReadOnlyList<PauseReason> Reasons { get; } = reasons.Any(reason => reason.Code == PauseReason.WaitingConsumer) ? reasons : [PauseReason.StartSet[0], .. reasons];

    public IReadOnlyList<KeptCalendar> Calendars => _calendars.ContainsKey(AroundTheClock) ? calendars : [Always, .. calendars];

    public KeptCalendar? Calendar(string id) => _calendars.GetValueOrDefault(id) ?? (id == AroundTheClock ? Always : null);

    /// <summary>The clauses in force at an instant, of each the version that holds then.</summary>
    public IEnumerable<Clause> InForce(long at) => _versions.Values.Select(versions => versions.LastOrDefault(version => version.EffectiveFrom <= at)).OfType<Clause>().Where(clause => clause.Retired == 0);

    /// <summary>Whether any clause was ever written for the measure: without one there are no clocks of it to look for.</summary>
    public bool Knows(string measure) => _measures.Contains(measure);

    public Clause? Newest(string id) => _versions.TryGetValue(id, out var versions) ? versions[^1] : null;

    /// <summary>What is promised for a matter that begins at an instant: the unit's own clause or the base's, whichever is due first; null when nothing is.</summary>
    public ClockTerms? Terms(string measure, string unit, string? tier, string? priority, long at)
    {
        var (layer, common) = (Best(measure, unit, tier, priority, at), Best(measure, null, tier, priority, at));
        return (layer, common) switch
        {
            (null, null) => null,
            ({ } own, null) => TermsOf(own),
            (null, { } shared) => TermsOf(shared),
            ({ } own, { } shared) => DueFirst(TermsOf(own), TermsOf(shared), at),
        };
    }

    /// <summary>The clause of one layer (a unit's, or the base when null) that names the matter most precisely.</summary>
    public Clause? Best(string measure, string? unit, string? tier, string? priority, long at)
        => InForce(at).Where(clause => clause.Fits(measure, unit, tier, priority)).OrderByDescending(clause => clause.Precision).ThenBy(clause => clause.Id, StringComparer.Ordinal).FirstOrDefault();

    public ClockTerms TermsOf(Clause clause)
    {
        var calendar = Calendar(clause.Calendar) ?? Always;
        return new ClockTerms(clause.Id, clause.Version, calendar.Id, calendar.Version, calendar.Hours, clause.TargetMinutes * 60 * Microseconds.PerSecond, clause.WarnPercent);
    }

    private static ClockTerms DueFirst(ClockTerms own, ClockTerms shared, long at)
        => own.Calendar.Add(at, own.Target) <= shared.Calendar.Add(at, shared.Target) ? own : shared;
}
