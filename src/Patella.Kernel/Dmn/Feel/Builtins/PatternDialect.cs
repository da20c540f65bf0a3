using System.Text;
using System.Text.RegularExpressions;

namespace Patella.Kernel.Dmn.Feel;

/// <summary>Translates XPath's regular expressions to those of .NET and refuses what only .NET knows.</summary>
internal static class PatternDialect
{
    private const string PlainEscapes = "nrt\\|.?*+(){}-[]^$sSdDwWpP";

    /// <exception cref="ArgumentException">The pattern or a flag is not valid.</exception>
    internal static (string Pattern, RegexOptions Options) Translate(string pattern, string flags)
    {
        RegexOptions options = RegexOptions.CultureInvariant;
        bool free = false;
        foreach (char flag in flags)
        {
            options |= flag switch
            {
                's' => RegexOptions.Singleline,
                'm' => RegexOptions.Multiline,
                'i' => RegexOptions.IgnoreCase,
                'x' => RegexOptions.None,
                _ => throw new ArgumentException($"there is no flag '{flag}'"),
            };
            free |= flag == 'x';
        }

        return (Walk(free ? WithoutSpace(pattern) : pattern, options), options);
    }

    private static string WithoutSpace(string pattern)
    {
        var kept = new StringBuilder();
        int classes = 0;
        for (int position = 0; position < pattern.Length; position++)
        {
            char letter = pattern[position];
            bool escaped = kept.Length > 0 && kept[^1] == '\\' && !(kept.Length > 1 && kept[^2] == '\\');
            classes += escaped ? 0 : letter == '[' ? 1 : letter == ']' && classes > 0 ? -1 : 0;
            if (classes > 0 || !char.IsWhiteSpace(letter))
            {
                kept.Append(letter);
            }
        }

        return kept.ToString();
    }

    private static string Walk(string pattern, RegexOptions options)
    {
        var result = new StringBuilder();
        int classes = 0;
        int opened = 0;
        for (int position = 0; position < pattern.Length; position++)
        {
            char letter = pattern[position];
            char next = position + 1 < pattern.Length ? pattern[position + 1] : '\0';
            switch (letter)
            {
                case '\\':
                    result.Append(Escape(next, classes > 0, opened));
                    position++;
                    break;
                case '[':
                    classes++;
                    result.Append('[');
                    break;
                case ']' when classes > 0:
                    classes--;
                    result.Append(']');
                    break;
                case '(' when classes == 0:
                    opened += CountGroup(pattern, position);
                    result.Append('(');
                    break;
                case '.' when classes == 0 && !options.HasFlag(RegexOptions.Singleline):
                    result.Append("[^\\n\\r]");
                    break;
                case '$' when classes == 0 && !options.HasFlag(RegexOptions.Multiline):
                    result.Append("\\z");
                    break;
                default:
                    result.Append(letter);
                    break;
            }
        }

        return result.ToString();
    }

    private static int CountGroup(string pattern, int position)
    {
        if (position + 1 >= pattern.Length || pattern[position + 1] != '?')
        {
            return 1;
        }

        return position + 2 < pattern.Length && pattern[position + 2] == ':'
            ? 0
            : throw new ArgumentException("a group may begin only with ( or (?:");
    }

    private static string Escape(char kind, bool inClass, int groups) => kind switch
    {
        'i' => inClass ? "\\p{L}_:" : "[\\p{L}_:]",
        'c' => inClass ? "\\p{L}\\p{N}\\-._:" : "[\\p{L}\\p{N}\\-._:]",
        'I' when !inClass => "[^\\p{L}_:]",
        'C' when !inClass => "[^\\p{L}\\p{N}\\-._:]",
        >= '1' and <= '9' when !inClass && kind - '0' <= groups => "\\" + kind,
        _ when kind != '\0' && PlainEscapes.Contains(kind, StringComparison.Ordinal) => "\\" + kind,
        _ => throw new ArgumentException($"\\{kind} means nothing here"),
    };
}
