using System.Text;

namespace Patella.Service.Connectors.Mail.Mime;

/// <summary>A mailbox as it stands in a field.</summary>
/// <param name="Name">The display name, decoded; empty when there is none.</param>
/// <param name="Address"><c>local@domain</c> with the domain in lower case.</param>
public sealed record MailAddress(string Name, string Address)
{
    /// <summary>For comparing: nobody's mailbox differs from another's by case alone.</summary>
    public string Key => Address.ToLowerInvariant();
}

/// <summary>Address lists (RFC 5322, 3.4), tolerant: groups and comments are read, what is no address is left out.</summary>
public static class MailAddresses
{
    public const int MostCharacters = 254;

    public static IReadOnlyList<MailAddress> Read(string? field)
    {
        var found = new List<MailAddress>();
        foreach (var piece in Pieces(field ?? ""))
        {
            if (One(piece) is { } address)
            {
                found.Add(address);
            }

            if (found.Count == MimeLimits.Addresses)
            {
                break;
            }
        }

        return found;
    }

    /// <summary>Whether a text can stand in an envelope as an address; nothing that could start another command or field is one.</summary>
    public static bool IsAddress(string? text)
    {
        var at = text?.LastIndexOf('@') ?? -1;
        return at is > 0 and <= 64 && text!.Length <= MostCharacters && at < text.Length - 1
            && !text.Any(letter => char.IsControl(letter) || char.IsWhiteSpace(letter) || letter is '<' or '>' or '(' or ')' or ',' or ';' or ':' or '\\' or '"' or '[' or ']')
            && text.IndexOf('@') == at && IsDomain(text.AsSpan(at + 1));
    }

    private static bool IsDomain(ReadOnlySpan<char> domain)
    {
        foreach (var letter in domain)
        {
            if (!char.IsLetterOrDigit(letter) && letter is not ('.' or '-'))
            {
                return false;
            }
        }

        return domain[0] is not ('.' or '-') && domain[^1] is not ('.' or '-') && domain.IndexOf("..") < 0;
    }

    /// <summary>At commas and semicolons outside quotes, angles and comments; a group's name is dropped.</summary>
    private static IEnumerable<string> Pieces(string field)
    {
        var piece = new StringBuilder();
        var (quoted, angle, comment) = (false, false, 0);
        for (var index = 0; index < field.Length; index++)
        {
            var letter = field[index];
            if (letter == '\\' && (quoted || comment > 0) && index + 1 < field.Length)
            {
                piece.Append(comment > 0 ? "" : field[index + 1]);
                index++;
                continue;
            }

            (quoted, angle, comment) = Next(letter, quoted, angle, comment);
            if (comment > 0 || (letter == ')' && !quoted))
            {
                continue;
            }

            var ends = !quoted && !angle && letter is ',' or ';';
            if (ends || (letter == ':' && !quoted && !angle))
            {
                if (ends)
                {
                    yield return piece.ToString();
                }

                piece.Clear();
                continue;
            }

            piece.Append(letter);
        }

        yield return piece.ToString();
    }

    private static (bool Quoted, bool Angle, int Comment) Next(char letter, bool quoted, bool angle, int comment) => letter switch
    {
        '"' when comment == 0 => (!quoted, angle, comment),
        '<' when !quoted && comment == 0 => (quoted, true, comment),
        '>' when !quoted && comment == 0 => (quoted, false, comment),
        '(' when !quoted => (quoted, angle, comment + 1),
        ')' when !quoted && comment > 0 => (quoted, angle, comment - 1),
        _ => (quoted, angle, comment),
    };

    private static MailAddress? One(string piece)
    {
        var open = piece.LastIndexOf('<');
        var close = open < 0 ? -1 : piece.IndexOf('>', open);
        var address = (close > open ? piece[(open + 1)..close] : piece).Trim().Trim('"').Trim();
        if (!IsAddress(address))
        {
            return null;
        }

        var at = address.LastIndexOf('@');
        var name = open > 0 ? EncodedWords.Decode(piece[..open].Replace("\"", "", StringComparison.Ordinal)).Trim() : "";
        return new MailAddress(MailWords.Clean(name, 200), address[..at] + address[at..].ToLowerInvariant());
    }
}
