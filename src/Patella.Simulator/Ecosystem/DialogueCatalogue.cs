namespace Patella.Simulator.Ecosystem;

/// <summary>A line of a written dialogue: by the consumer or by the agent.</summary>
public sealed record DialogueLine(bool ByConsumer, string Text);

/// <summary>A problem that a person solves, told as a dialogue in one language; the consumer opens.</summary>
public sealed record Dialogue(string Topic, IReadOnlyList<string> Units, string Language, IReadOnlyList<DialogueLine> Lines)
{
    /// <summary>What the consumer writes, in order.</summary>
    public IEnumerable<string> ConsumerTexts => Lines.Where(line => line.ByConsumer).Select(line => line.Text);

    /// <summary>What the agent answers, in order.</summary>
    public IEnumerable<string> AgentTexts => Lines.Where(line => !line.ByConsumer).Select(line => line.Text);
}

/// <summary>The written dialogues of the ecosystem.</summary>
public static class DialogueCatalogue
{
    /// <summary>All dialogues in file order.</summary>
    public static readonly IReadOnlyList<Dialogue> All = Parse().ToList();

    private static readonly Dictionary<string, Dialogue> ByOpening = All.ToDictionary(dialogue => dialogue.Lines[0].Text);

    /// <summary>The dialogues a consumer of this unit and language may come with; never empty for a pair the generator makes.</summary>
    public static IReadOnlyList<Dialogue> For(string unit, string language) =>
        All.Where(dialogue => dialogue.Language == language && dialogue.Units.Contains(unit)).ToList();

    /// <summary>The dialogue that opens with this text: this is how simulated agents understand what they read.</summary>
    public static Dialogue? Understand(string text) => ByOpening.GetValueOrDefault(text);

    private static IEnumerable<Dialogue> Parse()
    {
        var (topic, units) = ("", Array.Empty<string>());
        var (language, lines) = ("", new List<DialogueLine>());
        foreach (var (_, line) in EmbeddedText.Lines("dialogues.txt"))
        {
            if (line[0] is 'C' or 'A' && line[1] == ' ')
            {
                lines.Add(new DialogueLine(line[0] == 'C', line[2..]));
                continue;
            }
            if (lines.Count > 0)
            {
                yield return new Dialogue(topic, units, language, lines);
                lines = [];
            }
            if (line[0] == '@')
            {
                var cells = line[1..].Split('|', StringSplitOptions.TrimEntries);
                (topic, units) = (cells[0], cells[1].Split(','));
            }
            else
            {
                language = line;
            }
        }
        yield return new Dialogue(topic, units, language, lines);
    }
}
