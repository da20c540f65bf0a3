namespace Patella.Kernel.Dmn.Feel;

/// <summary>
/// Names that may contain spaces and symbols, found in a text by longest match. A name is split into words and single
/// symbols; white space between them does not count.
/// </summary>
internal sealed class NameTable
{
    private readonly Dictionary<string, List<KnownName>> byFirstPart = new(StringComparer.Ordinal);
    private readonly NameTable? outer;

    internal NameTable(NameTable? outer = null) => this.outer = outer;

    internal NameTable(IEnumerable<string> names, NameTable? outer = null)
        : this(outer)
    {
        foreach (string name in names)
        {
            Add(name);
        }
    }

    internal void Add(string name)
    {
        string[] parts = Split(name);
        if (parts.Length == 0)
        {
            return;
        }

        if (!byFirstPart.TryGetValue(parts[0], out List<KnownName>? known))
        {
            byFirstPart[parts[0]] = known = [];
        }

        if (!known.Exists(other => other.Parts.AsSpan().SequenceEqual(parts)))
        {
            int place = known.FindIndex(other => other.Parts.Length <= parts.Length);
            known.Insert(place < 0 ? known.Count : place, new KnownName(parts, NameRules.Normalise(name)));
        }
    }

    /// <summary>The end of the longest known name that begins at a position, and the name; -1 if none does.</summary>
    internal int Match(string text, int position, out string name)
    {
        name = "";
        int longest = outer?.Match(text, position, out name) ?? -1;
        int end = NameRules.EndOfWord(text, position);
        string first = end > position ? text[position..end] : position < text.Length ? text[position].ToString() : "";
        if (!byFirstPart.TryGetValue(first, out List<KnownName>? known))
        {
            return longest;
        }

        foreach (KnownName candidate in known)
        {
            int matched = MatchParts(text, position, candidate.Parts);
            if (matched > longest)
            {
                name = candidate.Name;
                return matched;
            }
        }

        return longest;
    }

    /// <summary>Words and symbols of a name, without the spaces between.</summary>
    internal static string[] Split(string name)
    {
        var parts = new List<string>();
        int position = 0;
        while (position < name.Length)
        {
            if (char.IsWhiteSpace(name[position]))
            {
                position++;
                continue;
            }

            int end = NameRules.EndOfWord(name, position);
            end = end > position ? end : position + 1;
            parts.Add(name[position..end]);
            position = end;
        }

        return [.. parts];
    }

    private static int MatchParts(string text, int position, string[] parts)
    {
        foreach (string part in parts)
        {
            while (position < text.Length && char.IsWhiteSpace(text[position]))
            {
                position++;
            }

            if (string.CompareOrdinal(text, position, part, 0, part.Length) != 0)
            {
                return -1;
            }

            position += part.Length;
            if (NameRules.EndOfWord(part, 0) > 0 && NameRules.EndOfWord(text, position) > position)
            {
                return -1;
            }
        }

        return position;
    }

    private sealed record KnownName(string[] Parts, string Name);
}
