namespace Patella.Simulator.Ecosystem;

/// <summary>
/// Plans the floor. Skills are dealt to units nobody of the group has yet, then by largest deficit against the units'
/// weights, separately for four groups (Chinese only, Chinese and English, two international ones with two further
/// languages each), so that the first N agents cover units and languages, and agent 17 is the same person whether 20 or
/// 200 are asked for.
/// </summary>
internal static class AgentPlanner
{
    private static readonly string[] Cohorts =
        ["own", "vendor", "own", "gov", "cloud", "own", "vendor", "school", "own", "vendor"];

    /// <summary>The first <paramref name="count"/> agents.</summary>
    public static IEnumerable<SimulatedStaff> Plan(ulong seed, int count)
    {
        var dealt = new Dictionary<(int Group, string Unit), int>();
        for (var index = 0; index < count; index++)
        {
            yield return Make(seed, index, dealt);
        }
    }

    private static SimulatedStaff Make(ulong seed, int index, Dictionary<(int, string), int> dealt)
    {
        var random = new SeededRandom(seed).Fork($"agent-{index}");
        var group = (index % 4) switch { 1 => 2 + (index / 4 % 2), 3 => 0, _ => 1 };
        var units = Deal(group, group >= 2 ? random.Between(4, 5) : random.Between(2, 5), dealt);
        var name = NameCatalogue.Person(group == 2 ? Languages.English : Languages.Chinese, random);
        return new SimulatedStaff(
            DeterministicId.Of(seed, $"agent-{index}", index), name, $"agent-{index + 1:000}@demo.example", ["agent"],
            units, LanguagesOf(group), random.Between(3, 5), Cohorts[index % Cohorts.Length], null, true);
    }

    private static List<string> Deal(int group, int count, Dictionary<(int, string), int> dealt)
    {
        var open = UnitCatalogue.All.Where(unit => group < 2 || unit.International);
        var chosen = open.OrderBy(unit => dealt.ContainsKey((group, unit.Code)))
            .ThenByDescending(unit => unit.Weight / (1 + dealt.GetValueOrDefault((group, unit.Code))))
            .Take(count).Select(unit => unit.Code).ToList();
        foreach (var code in chosen)
        {
            dealt[(group, code)] = dealt.GetValueOrDefault((group, code)) + 1;
        }
        return chosen;
    }

    private static List<string> LanguagesOf(int group) => group switch
    {
        0 => [Languages.Chinese],
        1 => [Languages.Chinese, Languages.English],
        2 => [Languages.Chinese, Languages.English, Languages.Others[0], Languages.Others[1]],
        _ => [Languages.Chinese, Languages.English, Languages.Others[2], Languages.Others[3]],
    };
}
