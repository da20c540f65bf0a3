namespace Patella.Kernel.Matching;

public sealed partial class DispatchPool
{
    private const int HelperIdLimit = 10;

    /// <summary>
    /// Place in the queue among those who want the same skills and language: 1 is next, 0 is being offered now; null
    /// when the contact is unknown or assigned.
    /// </summary>
    public int? Position(string contactId)
    {
        if (!_contacts.TryGetValue(contactId, out var slot) || slot.State == ContactState.Assigned) return null;
        if (slot.State == ContactState.Offered) return 0;
        var ahead = 0;
        foreach (var requirement in slot.Requirement.Demand.Requirements) ahead += requirement.Waiting.CountBefore(slot);
        return ahead + 1;
    }

    /// <summary>
    /// Microseconds the contact will probably still wait: its place times the mean time between recent service starts
    /// for the same skills and language. Null when too few starts were seen to say.
    /// </summary>
    public long? EstimatedWait(string contactId, long now)
    {
        if (Position(contactId) is not { } position) return null;
        if (position == 0) return 0;
        var interval = _contacts[contactId].Requirement.Demand.Starts.Interval(now, _options.StartRateWindow);
        return interval is null ? null : (long)Math.Min((double)interval.Value * position, long.MaxValue / 4);
    }

    /// <summary>A picture of the whole pool. Costs time in proportion to agents and demands: for a board, not a loop.</summary>
    public Board Snapshot(long now)
    {
        var demands = _index.All.Where(d => d.Requirements.Exists(r => r.Contacts > 0)).Select(d => LineOf(d, now))
            .OrderBy(line => line.OldestEnqueuedAt ?? long.MaxValue)
            .ThenBy(line => string.Join(',', line.Skills), StringComparer.Ordinal)
            .ThenBy(line => line.Language, StringComparer.Ordinal).ToList();
        var agents = _agents.Values.OrderBy(a => a.Ordinal).Select(a => a.ToStatus()).ToList();
        var assigned = _contacts.Count - WaitingCount - _offers.Count;
        return new Board(demands, SkillLines(demands), agents, WaitingCount, _offers.Count, assigned);
    }

    private DemandLine LineOf(Demand demand, long now)
    {
        long? oldest = null;
        var (waiting, offered) = (0, 0);
        foreach (var requirement in demand.Requirements)
        {
            waiting += requirement.Waiting.Count;
            offered += requirement.Offered;
            if (requirement.Waiting.Oldest is { } age && !(age >= oldest)) oldest = age;
        }
        var helpers = new List<AgentSlot>();
        foreach (var agent in AgentsWith(demand.Anchor))
            if (Capable(agent, demand)) helpers.Add(agent);
        var ids = helpers.OrderBy(Reach).ThenBy(a => a.Key).ThenBy(a => a.Ordinal).Take(HelperIdLimit).Select(a => a.Id);
        return new DemandLine(
            [.. demand.Skills.Select(_skills.Name)], _languages.Name(demand.Language), waiting, offered, oldest,
            demand.LanguageRelaxed, demand.Starts.Interval(now, _options.StartRateWindow), Count(helpers), [.. ids]);
    }

    private List<SkillLine> SkillLines(List<DemandLine> demands)
    {
        var lines = new List<SkillLine>();
        for (var skill = 1; skill < _skills.Count; skill++)
        {
            var name = _skills.Name(skill);
            var requiring = demands.Where(d => d.Skills.Contains(name)).ToList();
            var holders = Count(AgentsWith(skill).ToArray());
            if (requiring.Count == 0 && holders.Total == 0) continue;
            lines.Add(new SkillLine(name, requiring.Sum(d => d.Waiting), requiring.Min(d => d.OldestEnqueuedAt), holders));
        }
        return lines;
    }

    private static HelperCounts Count(IEnumerable<AgentSlot> agents)
    {
        Span<int> counts = stackalloc int[4];
        foreach (var agent in agents) counts[Reach(agent)]++;
        return new HelperCounts(counts[0], counts[1], counts[2], counts[3]);
    }

    private static int Reach(AgentSlot agent) => agent.State switch
    {
        AgentState.Available => agent.Spare > 0 ? 0 : 1,
        AgentState.Away => 2,
        AgentState.Offline => 3,
        _ => throw new InvalidOperationException($"Unknown agent state {agent.State}."),
    };
}
