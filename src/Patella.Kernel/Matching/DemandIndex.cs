using System.Runtime.InteropServices;

namespace Patella.Kernel.Matching;

/// <summary>Finds the demand and requirement of a contact, and the demands an agent may meet.</summary>
internal sealed class DemandIndex
{
    /// <summary>A skill that everybody has, under which demands without skills are filed.</summary>
    internal const int NoSkill = 0;

    private readonly Dictionary<DemandKey, Demand> _demands = [];
    private readonly List<List<Demand>?> _byAnchor = [];

    internal int RequirementCount { get; private set; }

    internal IEnumerable<Demand> All => _demands.Values;

    internal Requirement? Find(ReadOnlySpan<int> skills, int language, int weight, out Demand? demand)
    {
        if (!_demands.TryGetValue(new DemandKey(skills, language), out demand)) return null;
        foreach (var requirement in demand.Requirements)
            if (requirement.Weight == weight) return requirement;
        return null;
    }

    internal Demand AddDemand(ReadOnlySpan<int> skills, int language, int anchor)
    {
        var demand = new Demand(skills.ToArray(), language, anchor);
        _demands.Add(new DemandKey(skills, language), demand);
        while (_byAnchor.Count <= anchor) _byAnchor.Add(null);
        (_byAnchor[anchor] ??= []).Add(demand);
        return demand;
    }

    internal Requirement AddRequirement(Demand demand, int weight, CapableAgents agents)
    {
        var requirement = new Requirement(demand, weight, agents);
        demand.Requirements.Add(requirement);
        RequirementCount++;
        return requirement;
    }

    internal void Remove(Requirement requirement)
    {
        requirement.Demand.Requirements.Remove(requirement);
        RequirementCount--;
    }

    internal void Remove(Demand demand)
    {
        _demands.Remove(new DemandKey(demand.Skills, demand.Language));
        _byAnchor[demand.Anchor]!.Remove(demand);
    }

    internal ReadOnlySpan<Demand> Anchored(int skill) =>
        skill < _byAnchor.Count ? CollectionsMarshal.AsSpan(_byAnchor[skill]) : default;

    /// <summary>Up to 16 sorted skills and a language, by value, so that a lookup allocates nothing.</summary>
    private readonly struct DemandKey : IEquatable<DemandKey>
    {
        private readonly SkillBuffer _skills;
        private readonly int _count;
        private readonly int _language;

        internal DemandKey(ReadOnlySpan<int> skills, int language)
        {
            skills.CopyTo(_skills);
            _count = skills.Length;
            _language = language;
        }

        public bool Equals(DemandKey other) =>
            _count == other._count && _language == other._language
            && ((ReadOnlySpan<int>)_skills)[.._count].SequenceEqual(((ReadOnlySpan<int>)other._skills)[.._count]);

        public override bool Equals(object? obj) => obj is DemandKey key && Equals(key);

        public override int GetHashCode()
        {
            var hash = (uint)_language * 0x9E3779B1u + (uint)_count;
            for (var i = 0; i < _count; i++) hash = (hash ^ (uint)_skills[i]) * 0x85EBCA6Bu + (hash >> 15);
            return (int)(hash ^ (hash >> 13));
        }
    }

    [System.Runtime.CompilerServices.InlineArray(SkillLimit)]
    private struct SkillBuffer
    {
        private int _first;
    }

    /// <summary>Skills one contact may require.</summary>
    internal const int SkillLimit = 16;
}
