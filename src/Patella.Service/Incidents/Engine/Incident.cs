namespace Patella.Service.Incidents.Engine;

/// <summary>What kind of thing is wrong, or good. Wire words are the names in lower case.</summary>
public enum IncidentKind
{
    /// <summary>Steady friction: it has stayed above its share for days.</summary>
    Obstacle = 1,

    /// <summary>Suddenly otherwise than expected.</summary>
    Anomaly = 2,

    /// <summary>Stuck between teams: people are sent around or nobody answers.</summary>
    Coordination = 3,

    /// <summary>What people ask for and praise.</summary>
    Opportunity = 4,
}

/// <summary>Where an incident stands.</summary>
public enum IncidentState
{
    Open = 1,
    Closed = 2,
    Merged = 3,
}

/// <summary>How many voices a minute had and how many were expected.</summary>
public readonly record struct TrendPoint(long Minute, int Count, float Expected);

/// <summary>Sums of one alarm since its onset.</summary>
public readonly record struct AlarmSums(int Voices, int Customers, double Expected, int Positive, int Negative, int Urgent);

/// <summary>One line of what happened to an incident.</summary>
/// <param name="At">Minute since 1970 of the stream.</param>
/// <param name="What">raised, moved, lasting, calm, reopened, closed, merged, verdict.</param>
/// <param name="By">Who, null for the engine.</param>
public sealed record IncidentEvent(long At, string What, string? By, string? Note);

/// <summary>One incident: it grows, moves, merges, closes and opens again. A pure function of the labelled stream.</summary>
public sealed class Incident
{
    /// <summary>Minutes of trend kept.</summary>
    public const int TrendLimit = 1_440;

    /// <summary>Number in this stream, from 1.</summary>
    public required long Number { get; init; }

    /// <summary>Position of the stream's entry that raised it.</summary>
    public required long Position { get; init; }

    public IncidentKind Kind { get; set; } = IncidentKind.Anomaly;

    public IncidentState State { get; set; } = IncidentState.Open;

    public string Stage { get; set; } = "";

    /// <summary>Code of the reason; empty when the tree does not know it.</summary>
    public string Reason { get; set; } = "";

    /// <summary>Dimension to value; empty for everything.</summary>
    public SortedDictionary<string, string> Node { get; set; } = new(StringComparer.Ordinal);

    /// <summary>Minute since 1970.</summary>
    public long Onset { get; set; }

    public long RaisedAt { get; set; }

    public long LastAt { get; set; }

    public long? ClosedAt { get; set; }

    public int Voices { get; set; }

    public int Customers { get; set; }

    public double Expected { get; set; }

    public int Negative { get; set; }

    public int Positive { get; set; }

    public int Urgent { get; set; }

    public double Score { get; set; }

    public int Reopened { get; set; }

    public bool? Verdict { get; set; }

    public long? MergedInto { get; set; }

    /// <summary>The highest severity that was told so far; 0 before the first word.</summary>
    public int SaidSeverity { get; set; }

    /// <summary>Whether a person decided the kind.</summary>
    public bool KindIsSaid { get; set; }

    /// <summary>Alarms of the detector that it speaks for and that go on.</summary>
    public List<long> Alarms { get; set; } = [];

    /// <summary>Positions of examples, each of another family.</summary>
    public List<long> Examples { get; set; } = [];

    /// <summary>Phrases of voices that no reason names, by their hashes: what it is known again by.</summary>
    public SortedSet<ulong> Phrases { get; set; } = [];

    public List<TrendPoint> Trend { get; set; } = [];

    public List<IncidentEvent> History { get; set; } = [];

    public List<long> MergedFrom { get; set; } = [];

    /// <summary>What each of its alarms has told so far, so that a further word of it adds only what is new.</summary>
    public SortedDictionary<long, AlarmSums> Told { get; set; } = [];

    /// <summary>Voices over what was expected.</summary>
    public double Growth => Math.Round(Voices / Math.Max(Expected, 0.1), 1);

    /// <summary>1 to 4: how many customers, how far above the expected, how urgent.</summary>
    public int Severity
    {
        get
        {
            var level = Customers switch { >= 500 => 4, >= 100 => 3, >= 20 => 2, _ => 1 };
            return Math.Clamp(level + (Urgent * 3 >= Voices && Voices > 0 ? 1 : 0) + (Growth >= 20 && Customers >= 10 ? 1 : 0) - (Kind == IncidentKind.Opportunity ? 1 : 0), 1, 4);
        }
    }
}
