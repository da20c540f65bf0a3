namespace Patella.Benchmarks.Matching;

/// <summary>
/// The baseline: plain arrays, every arrival looks at all agents, every end at all who wait. The same rule, without
/// offers, ids or restoring; about as fast as a scan can be written without an index.
/// </summary>
internal sealed class FullScanDispatch(MatchingWorld world) : IDispatch
{
    private readonly int[] _load = new int[MatchingWorld.AgentCount];
    private readonly long[] _idle = [.. Enumerable.Range(0, MatchingWorld.AgentCount).Select(i => (long)i)];
    private readonly int[] _agentOf = new int[MatchingWorld.RingSize];
    private readonly List<int> _waiting = [];

    public int Waiting => _waiting.Count;

    public void Arrive(int contact, long now, Queue<int> served)
    {
        var best = -1;
        for (var agent = 0; agent < _load.Length; agent++)
        {
            if (_load[agent] >= MatchingWorld.Capacity || !Capable(agent, contact)) continue;
            if (best < 0 || _load[agent] < _load[best] || (_load[agent] == _load[best] && _idle[agent] < _idle[best])) best = agent;
        }
        if (best < 0) _waiting.Add(contact);
        else Take(contact, best, now, served);
    }

    public void End(int contact, long now, Queue<int> served)
    {
        var agent = _agentOf[contact];
        _load[agent]--;
        _idle[agent] = now;
        // Contacts come in order of age, so the first that fits is the oldest.
        for (var i = 0; i < _waiting.Count; i++)
        {
            if (!Capable(agent, _waiting[i])) continue;
            Take(_waiting[i], agent, now, served);
            _waiting.RemoveAt(i);
            return;
        }
    }

    private void Take(int contact, int agent, long now, Queue<int> served)
    {
        _load[agent]++;
        _idle[agent] = now;
        _agentOf[contact] = agent;
        served.Enqueue(contact);
    }

    private bool Capable(int agent, int contact)
    {
        var skills = world.AgentSkills[agent];
        var wanted = world.ContactSkill[contact];
        if (skills[0] != wanted && skills[1] != wanted && skills[2] != wanted) return false;
        var languages = world.AgentLanguages[agent];
        return languages[0] == world.ContactLanguage[contact] || languages[1] == world.ContactLanguage[contact];
    }
}
