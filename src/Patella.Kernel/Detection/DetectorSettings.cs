namespace Patella.Kernel.Detection;

/// <summary>What a detector watches and how many false alarms it may raise. The same values give the same alarms on any machine.</summary>
public sealed record DetectorSettings
{
    /// <summary>Names of the dimensions, in the order of the values given with each observation. At most 24.</summary>
    public required IReadOnlyList<string> Dimensions { get; init; }

    /// <summary>Pairs of dimensions (indexes) that are watched together, such as carrier and region.</summary>
    public IReadOnlyList<(int First, int Second)> Pairs { get; init; } = [];

    /// <summary>False alarms a day that are accepted over all cells together.</summary>
    public double FalseAlarmsPerDay { get; init; } = 0.25;

    /// <summary>Whether stages are watched as well as reasons.</summary>
    public bool Stages { get; init; }

    /// <summary>Whether reasons are certain. Otherwise a few of a fault's voices are read as other reasons, or as none, at the fault's node.</summary>
    public bool ReasonsAreCertain { get; init; }

    /// <summary>Cells kept at most (64 bytes each); idle ones make room.</summary>
    public int MaximalCells { get; init; } = 1 << 22;

    /// <summary>Voices kept for evidence: who, which family, which nodes.</summary>
    public int RecentVoices { get; init; } = 1 << 17;

    /// <summary>Voices outside the tree whose phrases are kept for clustering.</summary>
    public int RecentPhrases { get; init; } = 1 << 14;

    /// <summary>Days after which what was learnt counts for 1/e.</summary>
    public double MemoryDays { get; init; } = 3;

    /// <summary>Fewest different customers behind an alarm.</summary>
    public int FewestCustomers { get; init; } = 5;

    /// <summary>Fewest different customers behind an alarm on something the tree does not know.</summary>
    public int FewestUnknownCustomers { get; init; } = 6;
}
