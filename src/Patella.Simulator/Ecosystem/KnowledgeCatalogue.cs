namespace Patella.Simulator.Ecosystem;

/// <summary>An article of the knowledge base in one language.</summary>
/// <param name="Key">Topic, shared by all its languages.</param>
/// <param name="Unit">Code of the owning unit; null when every unit shares it.</param>
/// <param name="Language">BCP 47.</param>
/// <param name="Title">The consumer's question.</param>
/// <param name="Text">The answer.</param>
/// <param name="Phrasings">How other people have asked it; part of the article, as editors keep it.</param>
public sealed record KnowledgeText(
    string Key, string? Unit, string Language, string Title, string Text, IReadOnlyList<string> Phrasings);

/// <summary>The written knowledge of the ecosystem: every topic in Chinese and in English.</summary>
public static class KnowledgeCatalogue
{
    /// <summary>All articles in file order.</summary>
    public static readonly IReadOnlyList<KnowledgeText> All = Parse().ToList();

    private static IEnumerable<KnowledgeText> Parse()
    {
        var (key, unit) = ("", (string?)null);
        KnowledgeText? open = null;
        foreach (var (_, line) in EmbeddedText.Lines("knowledge.txt"))
        {
            var language = line.Split(' ', 2)[0];
            if (line[0] != '@' && !Languages.IsKnown(language))
            {
                open = Continue(open!, line);
                continue;
            }
            if (open is not null)
            {
                yield return open;
                open = null;
            }
            if (line[0] == '@')
            {
                var cells = line[1..].Split('|', StringSplitOptions.TrimEntries);
                (key, unit) = (cells[0], cells[1] == "*" ? null : cells[1]);
            }
            else
            {
                open = new KnowledgeText(key, unit, language, line[(language.Length + 1)..], "", []);
            }
        }
        yield return open!;
    }

    private static KnowledgeText Continue(KnowledgeText article, string line) => line.StartsWith("? ", StringComparison.Ordinal)
        ? article with { Phrasings = [.. article.Phrasings, line[2..]] }
        : article with { Text = article.Text.Length == 0 ? line : $"{article.Text}\n{line}" };
}
