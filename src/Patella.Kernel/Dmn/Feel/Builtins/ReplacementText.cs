using System.Text;

namespace Patella.Kernel.Dmn.Feel;

/// <summary>Reads the replacement of FEEL's replace: $0 to $n stand for groups, a backslash takes the meaning from $ and itself.</summary>
internal static class ReplacementText
{
    /// <summary>Parts of plain text (group -1) and groups; null when the text is not well formed.</summary>
    internal static IReadOnlyList<(string Text, int Group)>? Parse(string replacement, int groups)
    {
        var parts = new List<(string, int)>();
        var plain = new StringBuilder();
        for (int position = 0; position < replacement.Length; position++)
        {
            char letter = replacement[position];
            char next = position + 1 < replacement.Length ? replacement[position + 1] : '\0';
            if (letter == '\\')
            {
                if (next is not ('$' or '\\'))
                {
                    return null;
                }

                plain.Append(next);
                position++;
            }
            else if (letter == '$')
            {
                if (!char.IsAsciiDigit(next))
                {
                    return null;
                }

                parts.Add((plain.ToString(), -1));
                plain.Clear();
                position = AddGroup(replacement, position + 1, groups, parts);
            }
            else
            {
                plain.Append(letter);
            }
        }

        parts.Add((plain.ToString(), -1));
        return parts;
    }

    // As many digits as still name a group; a single digit that names none stands for nothing.
    private static int AddGroup(string text, int position, int groups, List<(string Text, int Group)> parts)
    {
        int group = text[position] - '0';
        while (position + 1 < text.Length && char.IsAsciiDigit(text[position + 1]) && (group * 10) + text[position + 1] - '0' <= groups)
        {
            position++;
            group = (group * 10) + text[position] - '0';
        }

        parts.Add(group <= groups ? ("", group) : ("", -1));
        return position;
    }
}
