using System.Reflection;

namespace Patella.Simulator.Ecosystem;

/// <summary>Reads the written material of the ecosystem, which lies in the assembly as text files.</summary>
internal static class EmbeddedText
{
    /// <summary>All lines of a file except comments and empty ones; a line keeps its number for messages.</summary>
    public static IEnumerable<(int Number, string Text)> Lines(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"the resource {name} is not in the assembly");
        using var reader = new StreamReader(stream);
        var number = 0;
        while (reader.ReadLine() is { } line)
        {
            number++;
            var text = line.Trim();
            if (text.Length > 0 && text[0] != '#')
            {
                yield return (number, text);
            }
        }
    }

    /// <summary>Lines split at '|', every one with exactly <paramref name="columns"/> cells.</summary>
    public static IEnumerable<string[]> Rows(string name, int columns)
    {
        foreach (var (number, text) in Lines(name))
        {
            var cells = text.Split('|');
            if (cells.Length != columns)
            {
                throw new InvalidOperationException($"{name} line {number}: {cells.Length} cells, expected {columns}");
            }
            yield return cells;
        }
    }
}
