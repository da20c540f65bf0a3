using System.Text;
using Patella.Service.Voices;

namespace Patella.Service.Incidents.Reading;

/// <summary>Words that several of the examples share.</summary>
internal static class ExampleWords
{
    private const int Most = 12;

    public static IReadOnlyList<IncidentWordView> Of(IReadOnlyList<VoiceView> examples)
    {
        var counts = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        foreach (var word in examples.SelectMany(example => Words(example.Text).Distinct(StringComparer.OrdinalIgnoreCase)))
        {
            counts[word] = counts.GetValueOrDefault(word) + 1;
        }

        return [.. counts.Where(pair => pair.Value > 1).OrderByDescending(pair => pair.Value).ThenByDescending(pair => pair.Key.Length).ThenBy(pair => pair.Key, StringComparer.Ordinal).Take(Most)
            .Select(pair => new IncidentWordView(pair.Key, Math.Round((double)pair.Value / examples.Count, 2)))];
    }

    /// <summary>Words of four letters and more; runs of two signs where words are not written apart.</summary>
    private static IEnumerable<string> Words(string text)
    {
        var word = new StringBuilder();
        var before = new Rune(' ');
        foreach (var rune in text.EnumerateRunes())
        {
            var together = rune.Value is >= 0x2E80 and <= 0x9FFF;
            if (together && before.Value is >= 0x2E80 and <= 0x9FFF && Rune.IsLetter(before) && Rune.IsLetter(rune))
            {
                yield return before.ToString() + rune;
            }

            if (Rune.IsLetter(rune) && !together)
            {
                word.Append(rune);
            }
            else
            {
                if (word.Length >= 4)
                {
                    yield return word.ToString().ToLowerInvariant();
                }

                word.Clear();
            }

            before = rune;
        }

        if (word.Length >= 4)
        {
            yield return word.ToString().ToLowerInvariant();
        }
    }
}
