namespace Patella.Kernel.Matching;

/// <summary>Somebody who helps: what they can do, in which languages, how much at once.</summary>
public sealed record Agent
{
    /// <summary>The caller's id; unique within one pool.</summary>
    public required string Id { get; init; }

    /// <summary>Unit codes, topics, certificates; compared exactly.</summary>
    public required IReadOnlyCollection<string> Skills { get; init; }

    /// <summary>BCP 47 tags; only primary subtags count.</summary>
    public required IReadOnlyCollection<string> Languages { get; init; }

    /// <summary>Capacity units that may be taken at once, 0 or more.</summary>
    public int Capacity { get; init; } = 1;
}

/// <summary>Whether an agent takes contacts.</summary>
public enum AgentState
{
    /// <summary>Not signed in.</summary>
    Offline = 1,

    /// <summary>Signed in, takes nothing new.</summary>
    Away = 2,

    /// <summary>Takes contacts while capacity is spare.</summary>
    Available = 3,
}

/// <summary>An agent as the pool sees them now.</summary>
/// <param name="Id">The agent.</param>
/// <param name="State">Whether they take contacts.</param>
/// <param name="Capacity">Units they may carry.</param>
/// <param name="Load">Units of accepted contacts.</param>
/// <param name="Reserved">Units held by open offers.</param>
/// <param name="IdleSince">UTC microseconds of the last accept, release or return to work.</param>
/// <param name="SilentOffers">Offers in a row that ran out unanswered.</param>
public readonly record struct AgentStatus(
    string Id, AgentState State, int Capacity, int Load, int Reserved, long IdleSince, int SilentOffers);
