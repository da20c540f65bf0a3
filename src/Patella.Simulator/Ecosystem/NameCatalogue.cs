namespace Patella.Simulator.Ecosystem;

/// <summary>Parts of invented names, streets and shops.</summary>
internal static class NameCatalogue
{
    private static readonly Dictionary<string, IReadOnlyList<string>> Parts = Parse();

    /// <summary>The parts of a section, such as "family-zh".</summary>
    public static IReadOnlyList<string> Of(string section) => Parts[section];

    /// <summary>An invented name in the order its language uses.</summary>
    public static string Person(string language, SeededRandom random)
    {
        var suffix = language == Languages.Chinese ? "zh" : language;
        var family = random.Pick(Of($"family-{suffix}"));
        var given = random.Pick(Of($"given-{suffix}"));
        return language switch
        {
            Languages.Chinese => family + given,
            "ja" => $"{family} {given}",
            _ => $"{given} {family}",
        };
    }

    private static Dictionary<string, IReadOnlyList<string>> Parse()
    {
        var sections = new Dictionary<string, IReadOnlyList<string>>();
        var name = "";
        foreach (var (_, line) in EmbeddedText.Lines("people.txt"))
        {
            if (line[0] == '[')
            {
                name = line[1..^1];
            }
            else
            {
                sections[name] = line.Split(line.Contains('|') || name == "carriers" ? '|' : ' ');
            }
        }
        return sections;
    }
}
