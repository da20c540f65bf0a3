using System.Globalization;
using System.Text;

namespace Patella.Service.Connectors.Mail.Imap;

/// <summary>How IMAP writes strings, numbers and folder names. Pure.</summary>
internal static class ImapText
{
    /// <summary>A quoted string (RFC 3501, 4.3).</summary>
    public static string Quote(string text) => "\"" + text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal) + "\"";

    /// <summary>A folder's name in the protocol's own UTF-7 (RFC 3501, 5.1.3).</summary>
    public static string FolderName(string name)
    {
        var output = new StringBuilder();
        var pending = new StringBuilder();
        foreach (var letter in name)
        {
            if (letter is >= ' ' and <= '~')
            {
                Flush(output, pending);
                output.Append(letter == '&' ? "&-" : letter);
            }
            else
            {
                pending.Append(letter);
            }
        }

        Flush(output, pending);
        return output.ToString();
    }

    /// <summary>The number that follows a word in a line, or null.</summary>
    public static long? NumberAfter(string line, string word)
    {
        var at = line.IndexOf(word, StringComparison.OrdinalIgnoreCase);
        if (at < 0)
        {
            return null;
        }

        var start = at + word.Length;
        var end = start;
        while (end < line.Length && char.IsAsciiDigit(line[end]) && end - start < 18)
        {
            end++;
        }

        return end > start ? long.Parse(line.AsSpan(start, end - start), NumberStyles.None, CultureInfo.InvariantCulture) : null;
    }

    /// <summary>The length of the counted piece that a line announces at its end (<c>{123}</c>), which is taken off the line; null when it announces none.</summary>
    public static long? LiteralAtEnd(StringBuilder line)
    {
        if (line.Length < 3 || line[^1] != '}')
        {
            return null;
        }

        var open = line.Length - 2;
        while (open >= 0 && (char.IsAsciiDigit(line[open]) || line[open] == '+') && line.Length - open < 22)
        {
            open--;
        }

        if (open < 0 || line[open] != '{' || open == line.Length - 2)
        {
            return null;
        }

        var digits = line.ToString(open + 1, line.Length - open - 2).TrimEnd('+');
        line.Length = open;
        return long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var length) ? length : null;
    }

    private static void Flush(StringBuilder output, StringBuilder pending)
    {
        if (pending.Length > 0)
        {
            output.Append('&').Append(Convert.ToBase64String(Encoding.BigEndianUnicode.GetBytes(pending.ToString())).TrimEnd('=').Replace('/', ',')).Append('-');
            pending.Clear();
        }
    }
}
