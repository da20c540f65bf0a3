namespace Patella.Simulator.Ecosystem;

/// <summary>Short written lines by purpose and language: "where is my order", "a person, please", "thank you".</summary>
public static class LineCatalogue
{
    private static readonly ILookup<(string Purpose, string Language), string> Lines =
        Parse().ToLookup(line => (line.Purpose, line.Language), line => line.Text);

    /// <summary>All lines of a purpose in a language; English ones where the language has none.</summary>
    public static IReadOnlyList<string> For(string purpose, string language)
    {
        var own = Lines[(purpose, language)].ToList();
        return own.Count > 0 ? own : Lines[(purpose, Languages.English)].ToList();
    }

    private static IEnumerable<(string Purpose, string Language, string Text)> Parse()
    {
        var purpose = "";
        foreach (var (_, line) in EmbeddedText.Lines("lines.txt"))
        {
            if (line[0] == '[')
            {
                purpose = line[1..^1];
                continue;
            }
            var cells = line.Split('|', 2);
            yield return (purpose, cells[0], cells[1]);
        }
    }
}
