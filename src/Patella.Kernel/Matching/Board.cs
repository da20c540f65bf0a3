namespace Patella.Kernel.Matching;

/// <summary>What a supervisor sees: who waits for what, and who could help.</summary>
/// <param name="Demands">A line for each combination of skills and language with contacts; oldest wait first.</param>
/// <param name="Skills">A line for each skill that waiting contacts require or agents hold.</param>
/// <param name="Agents">All agents in order of registration.</param>
/// <param name="Waiting">Contacts in a queue.</param>
/// <param name="Offered">Contacts with an open offer.</param>
/// <param name="Assigned">Contacts with an agent.</param>
public sealed record Board(
    IReadOnlyList<DemandLine> Demands, IReadOnlyList<SkillLine> Skills, IReadOnlyList<AgentStatus> Agents,
    int Waiting, int Offered, int Assigned);

/// <summary>Contacts alike in skills and language.</summary>
/// <param name="Skills">Required, all of them.</param>
/// <param name="Language">Primary subtag, or "und".</param>
/// <param name="Waiting">In the queue.</param>
/// <param name="Offered">With an open offer.</param>
/// <param name="OldestEnqueuedAt">UTC microseconds; null when nobody waits.</param>
/// <param name="LanguageRelaxed">Nobody with the skills speaks it, so whoever has the skills is asked.</param>
/// <param name="StartIntervalMicroseconds">Mean time between service starts lately; null when unknown.</param>
/// <param name="Helpers">Those who have the skills and, unless relaxed, the language, counted by what keeps them.</param>
/// <param name="HelperIds">Up to ten of them, those easiest to win first: free, busy, away.</param>
public sealed record DemandLine(
    IReadOnlyList<string> Skills, string Language, int Waiting, int Offered, long? OldestEnqueuedAt,
    bool LanguageRelaxed, long? StartIntervalMicroseconds, HelperCounts Helpers, IReadOnlyList<string> HelperIds);

/// <summary>One skill over all demands that require it.</summary>
/// <param name="Skill">A unit code, topic or certificate.</param>
/// <param name="Waiting">Contacts in a queue that require it.</param>
/// <param name="OldestEnqueuedAt">UTC microseconds; null when nobody waits.</param>
/// <param name="Holders">Agents who hold it.</param>
public sealed record SkillLine(string Skill, int Waiting, long? OldestEnqueuedAt, HelperCounts Holders);

/// <summary>Agents by what keeps them from taking one more.</summary>
/// <param name="Free">Available, with room.</param>
/// <param name="Busy">Available, capacity taken.</param>
/// <param name="Away">Signed in, not taking.</param>
/// <param name="Offline">Not signed in.</param>
public readonly record struct HelperCounts(int Free, int Busy, int Away, int Offline)
{
    /// <summary>All of them.</summary>
    public int Total => Free + Busy + Away + Offline;
}
