using Patella.Kernel.Matching;

namespace Patella.Benchmarks.Matching;

/// <summary>Agents and an ring of a million contacts, the same from the same seed; all objects are made beforehand.</summary>
internal sealed class MatchingWorld
{
    internal const int AgentCount = 40_000;
    internal const int SkillCount = 1_000;
    internal const int SkillsEach = 3;
    internal const int Capacity = 3;
    internal const int RingSize = 1 << 20;

    internal static readonly string[] Languages = ["zh", "en", "es", "fr", "de"];

    internal readonly int[][] AgentSkills = new int[AgentCount][];
    internal readonly int[][] AgentLanguages = new int[AgentCount][];
    internal readonly int[] ContactSkill = new int[RingSize];
    internal readonly int[] ContactLanguage = new int[RingSize];
    internal readonly Contact[] Contacts = new Contact[RingSize];
    internal readonly string[] OfferIds = new string[RingSize];

    internal MatchingWorld(int seed)
    {
        var random = new Random(seed);
        for (var i = 0; i < AgentCount; i++)
        {
            AgentSkills[i] = Pick(random, SkillCount, SkillsEach);
            AgentLanguages[i] = Pick(random, Languages.Length, 2);
        }
        var skills = Enumerable.Range(0, SkillCount).Select(s => (string[])[$"skill-{s}"]).ToArray();
        for (var i = 0; i < RingSize; i++)
        {
            ContactSkill[i] = random.Next(SkillCount);
            ContactLanguage[i] = random.Next(Languages.Length);
            OfferIds[i] = $"offer-{i:d10}";
            Contacts[i] = new Contact
            {
                Id = $"contact-{i:d10}", RequiredSkills = skills[ContactSkill[i]], Language = Languages[ContactLanguage[i]], EnqueuedAt = i,
            };
        }
    }

    internal Agent Agent(int i) => new()
    {
        Id = $"agent-{i}", Capacity = Capacity,
        Skills = [.. AgentSkills[i].Select(s => $"skill-{s}")], Languages = [.. AgentLanguages[i].Select(l => Languages[l])],
    };

    private static int[] Pick(Random random, int from, int count)
    {
        var picked = new HashSet<int>();
        while (picked.Count < count) picked.Add(random.Next(from));
        return [.. picked.Order()];
    }
}
