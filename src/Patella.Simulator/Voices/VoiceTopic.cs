using System.Globalization;
using Patella.Simulator.Ecosystem;

namespace Patella.Simulator.Voices;

/// <summary>Something people speak about, with what they say in either language.</summary>
/// <param name="Code">The reason's code where the start tree has one, otherwise a word of our own.</param>
/// <param name="Weight">How much of all voices it is on a quiet day; only the proportions count.</param>
/// <param name="Sources">Where it is said: review, chat, app, outside.</param>
/// <param name="Lines">Sentences by language, with places to fill in braces.</param>
public sealed record VoiceTopic(string Code, double Weight, IReadOnlyList<string> Sources, ILookup<string, string> Lines)
{
    /// <summary>All topics, in the order they are written down.</summary>
    public static readonly IReadOnlyList<VoiceTopic> All = Parse();

    /// <summary>The topic of a code.</summary>
    public static VoiceTopic Of(string code) => All.Single(topic => topic.Code == code);

    private static List<VoiceTopic> Parse()
    {
        var topics = new List<(string[] Head, List<(string Language, string Text)> Lines)>();
        foreach (var (_, line) in EmbeddedText.Lines("voice-lines.txt"))
        {
            if (line[0] == '[')
            {
                topics.Add((line[1..^1].Split(' '), []));
            }
            else
            {
                var cells = line.Split('|', 2);
                topics[^1].Lines.Add((cells[0], cells[1]));
            }
        }

        return topics.Select(topic => new VoiceTopic(
            topic.Head[0], double.Parse(topic.Head[1], CultureInfo.InvariantCulture), topic.Head[2..],
            topic.Lines.ToLookup(line => line.Language, line => line.Text))).ToList();
    }
}
