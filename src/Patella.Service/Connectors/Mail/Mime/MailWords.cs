using System.Text;

namespace Patella.Service.Connectors.Mail.Mime;

/// <summary>Strangers' text made fit to keep and to show: no control or direction characters, no half characters, bounded.</summary>
public static class MailWords
{
    /// <summary>One line: line ends become blanks.</summary>
    public static string Clean(string text, int most) => Lines(text, most).Replace('\n', ' ').Trim();

    /// <summary>Several lines, each ended by a line feed; what is longer is cut between characters.</summary>
    public static string Lines(string text, int most)
    {
        var clean = new StringBuilder(Math.Min(text.Length, most));
        for (var index = 0; index < text.Length && clean.Length < most; index++)
        {
            var letter = text[index];
            if (char.IsHighSurrogate(letter) && index + 1 < text.Length && char.IsLowSurrogate(text[index + 1]))
            {
                if (clean.Length + 2 <= most)
                {
                    clean.Append(letter).Append(text[index + 1]);
                }

                index++;
            }
            else if (letter == '\r')
            {
                clean.Append(index + 1 < text.Length && text[index + 1] == '\n' ? "" : "\n");
            }
            else if (!IsHidden(letter))
            {
                clean.Append(letter is '\t' or '\u00a0' ? ' ' : letter is '\u2028' or '\u2029' or '\f' or '\v' ? '\n' : letter);
            }
        }

        return clean.ToString();
    }

    /// <summary>Controls, half characters, and marks that turn the direction of what is around them.</summary>
    private static bool IsHidden(char letter)
        => (char.IsControl(letter) && letter is not ('\n' or '\t' or '\f' or '\v')) || char.IsSurrogate(letter)
            || letter is '\ufeff' or '\u200b' or '\u200e' or '\u200f' or '\u00ad' or (>= '\u202a' and <= '\u202e') or (>= '\u2060' and <= '\u2069');
}
