using System.Text;

namespace Patella.Kernel.Learning.BuiltIn;

/// <summary>
/// Sentences with choices: <c>[a|b|]</c> takes one of its parts, <c>{name}</c> one of a list given before as
/// <c>{name}=a|b</c>. Drawing is seeded, so the same seed tells the same sentences.
/// </summary>
internal sealed class SentenceGrammar
{
    private readonly Dictionary<string, string[]> _lists = new(StringComparer.Ordinal);

    /// <summary>Gives a list a name.</summary>
    public void Define(string line)
    {
        var end = line.IndexOf('}', StringComparison.Ordinal);
        _lists[line[1..end]] = line[(end + 2)..].Split('|');
    }

    /// <summary>One way to say the template.</summary>
    public string Draw(string template, Random random)
    {
        var text = new StringBuilder();
        for (var at = 0; at < template.Length; at++)
        {
            if (template[at] is not ('[' or '{'))
            {
                text.Append(template[at]);
                continue;
            }
            var end = template.IndexOf(template[at] == '[' ? ']' : '}', at);
            var inner = template[(at + 1)..end];
            var choices = template[at] == '[' ? inner.Split('|') : _lists[inner];
            var choice = choices[random.Next(choices.Length)];
            text.Append(choice.Contains('{', StringComparison.Ordinal) ? Draw(choice, random) : choice);
            at = end;
        }
        return text.ToString();
    }
}
