namespace Patella.Kernel.Matching;

/// <summary>Somebody who waits for a person: what it takes to help, and since when they wait.</summary>
public sealed record Contact
{
    /// <summary>The caller's id; unique within one pool.</summary>
    public required string Id { get; init; }

    /// <summary>Every one of these must be held by the agent, usually a unit code and perhaps a topic; at most 16.</summary>
    public required IReadOnlyCollection<string> RequiredSkills { get; init; }

    /// <summary>BCP 47 tag; only its primary subtag counts, so "zh-Hant" meets "zh-CN". "und" or empty: any language will do.</summary>
    public string Language { get; init; } = LanguageTag.Undetermined;

    /// <summary>Capacity units that serving takes, 1 or more.</summary>
    public int Weight { get; init; } = 1;

    /// <summary>UTC microseconds since 1970; kept through offers, declines and transfers, so nobody loses their place.</summary>
    public required long EnqueuedAt { get; init; }

    /// <summary>Higher is served first; equal ones go by age.</summary>
    public int Priority { get; init; }
}

/// <summary>Where a contact stands in the pool.</summary>
public enum ContactState
{
    /// <summary>In the queue.</summary>
    Waiting = 1,

    /// <summary>Shown to exactly one agent, whose answer is awaited.</summary>
    Offered = 2,

    /// <summary>An agent accepted; their capacity is taken until release.</summary>
    Assigned = 3,
}
