using System.Runtime.InteropServices;

namespace Patella.Kernel.Matching;

/// <summary>Which agents meet which requirements; touched when either is new or changes, not when contacts flow.</summary>
public sealed partial class DispatchPool
{
    private int _requirementLimit;

    private Requirement RequirementOf(Contact contact)
    {
        Span<int> skills = stackalloc int[DemandIndex.SkillLimit];
        skills = skills[..SkillsOf(contact.RequiredSkills, skills)];
        var language = _languages.Intern(LanguageTag.Primary(contact.Language));
        var found = _index.Find(skills, language, contact.Weight, out var demand);
        if (found is not null) return found;
        ForgetUnused();
        // Forgetting may have taken the demand that was just found without this weight.
        _index.Find(skills, language, contact.Weight, out demand);
        demand ??= NewDemand(skills, language);
        var requirement = _index.AddRequirement(demand, contact.Weight, new CapableAgents(_keys, contact.Weight, _options.ScanLimit));
        foreach (var agent in AgentsWith(demand.Anchor))
            if (Capable(agent, demand)) Join(agent, requirement);
        return requirement;
    }

    /// <summary>Interned, sorted, distinct skills of a contact; returns how many.</summary>
    private int SkillsOf(IReadOnlyCollection<string> names, Span<int> into)
    {
        var count = 0;
        if (names is IReadOnlyList<string> list)
            for (var i = 0; i < list.Count; i++) count = Insert(_skills.Intern(list[i]), into, count);
        else
            foreach (var name in names) count = Insert(_skills.Intern(name), into, count);
        return count;
    }

    private static int Insert(int skill, Span<int> into, int count)
    {
        if (skill == DemandIndex.NoSkill) return count;
        var at = count;
        while (at > 0 && into[at - 1] > skill) at--;
        if (at > 0 && into[at - 1] == skill) return count;
        if (count == into.Length) throw new ArgumentException($"A contact requires at most {into.Length} skills.");
        into[at..count].CopyTo(into[(at + 1)..]);
        into[at] = skill;
        return count + 1;
    }

    private Demand NewDemand(ReadOnlySpan<int> skills, int language)
    {
        var anchor = DemandIndex.NoSkill;
        foreach (var skill in skills)
            if (anchor == DemandIndex.NoSkill || AgentsWith(skill).Length < AgentsWith(anchor).Length) anchor = skill;
        var demand = _index.AddDemand(skills, language, anchor);
        foreach (var agent in AgentsWith(anchor))
        {
            if (!Speaks(agent, demand)) continue;
            agent.Speaks.Add(demand);
            if (Counts(agent)) demand.Speakers++;
        }
        demand.LanguageRelaxed = RelaxesNow(demand);
        return demand;
    }

    private bool RelaxesNow(Demand demand) => demand.Language == _anyLanguage || demand.Speakers == 0;

    private static bool Speaks(AgentSlot agent, Demand demand) =>
        agent.LanguageSet.Contains(demand.Language) && agent.SkillSet.ContainsAll(demand.Skills);

    private static bool Capable(AgentSlot agent, Demand demand) =>
        agent.SkillSet.ContainsAll(demand.Skills) && (demand.LanguageRelaxed || agent.LanguageSet.Contains(demand.Language));

    private ReadOnlySpan<AgentSlot> AgentsWith(int skill) =>
        skill < _agentsBySkill.Count ? CollectionsMarshal.AsSpan(_agentsBySkill[skill]) : default;

    private static void Join(AgentSlot agent, Requirement requirement)
    {
        var membership = new Membership(agent, requirement);
        agent.Memberships.Add(membership);
        requirement.Agents.Add(membership);
    }

    private static void Leave(AgentSlot agent, Requirement requirement)
    {
        var at = agent.Memberships.FindIndex(m => m.Requirement == requirement);
        if (at < 0) return;
        requirement.Agents.Remove(agent.Memberships[at]);
        agent.Memberships.RemoveAt(at);
    }

    private void Refile(AgentSlot slot, BitSet skills, BitSet languages, bool known)
    {
        if (known) Unfile(slot);
        slot.SkillSet = skills;
        slot.LanguageSet = languages;
        slot.Skills = [.. Enumerable.Range(0, _skills.Count).Where(skills.Contains)];
        while (_agentsBySkill.Count < _skills.Count) _agentsBySkill.Add([]);
        foreach (var skill in slot.Skills)
        {
            _agentsBySkill[skill].Add(slot);
            foreach (var demand in _index.Anchored(skill)) File(slot, demand);
        }
        SettleTouched();
    }

    private void File(AgentSlot slot, Demand demand)
    {
        if (!slot.SkillSet.ContainsAll(demand.Skills)) return;
        if (Speaks(slot, demand))
        {
            slot.Speaks.Add(demand);
            if (Counts(slot)) demand.Speakers++;
            Touch(demand);
        }
        if (!Capable(slot, demand)) return;
        foreach (var requirement in demand.Requirements) Join(slot, requirement);
    }

    private void Unfile(AgentSlot slot)
    {
        foreach (var membership in slot.Memberships)
        {
            membership.Requirement.Agents.Remove(membership);
            if (membership.Requirement.Only == slot) membership.Requirement.Only = null;
        }
        slot.Memberships.Clear();
        foreach (var demand in slot.Speaks)
        {
            if (Counts(slot)) demand.Speakers--;
            Touch(demand);
        }
        slot.Speaks.Clear();
        foreach (var skill in slot.Skills) _agentsBySkill[skill].Remove(slot);
    }

    private void Touch(Demand demand)
    {
        if (demand.Touched) return;
        demand.Touched = true;
        _touched.Add(demand);
    }

    /// <summary>Demands whose last speaker went or first speaker came meet other agents from now on.</summary>
    private void SettleTouched()
    {
        foreach (var demand in _touched)
        {
            demand.Touched = false;
            if (demand.LanguageRelaxed == RelaxesNow(demand)) continue;
            demand.LanguageRelaxed = !demand.LanguageRelaxed;
            foreach (var requirement in demand.Requirements)
            {
                foreach (var agent in AgentsWith(demand.Anchor))
                {
                    Leave(agent, requirement);
                    if (Capable(agent, demand)) Join(agent, requirement);
                }
                MarkDirty(requirement);
            }
        }
        _touched.Clear();
    }

    /// <summary>
    /// Requirements are made by what contacts ask for, which strangers can vary; those nobody waits with are dropped
    /// when they grow too many. The limit then doubles from what remains, so the work is spread thin.
    /// </summary>
    private void ForgetUnused()
    {
        if (_index.RequirementCount < _requirementLimit) return;
        foreach (var demand in _index.All.ToList())
        {
            foreach (var requirement in demand.Requirements.Where(r => r.Contacts == 0).ToList())
            {
                foreach (var agent in AgentsWith(demand.Anchor)) Leave(agent, requirement);
                _index.Remove(requirement);
            }
            if (demand.Requirements.Count > 0) continue;
            foreach (var agent in AgentsWith(demand.Anchor)) agent.Speaks.Remove(demand);
            _index.Remove(demand);
        }
        _requirementLimit = Math.Max(_options.MaxIdleRequirements, _index.RequirementCount * 2);
    }
}
