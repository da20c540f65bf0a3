using System.Text;

namespace Patella.Service.Connectors.Mail.Mime;

/// <summary>A field such as Content-Type: a value and its parameters (RFC 2045, 5.1), with continuations and charsets of RFC 2231 and the encoded words that many senders put there instead.</summary>
public sealed class FieldParameters
{
    private readonly Dictionary<string, string> _values;

    private FieldParameters(string value, Dictionary<string, string> values)
    {
        Value = value;
        _values = values;
    }

    /// <summary>What stands before the first semicolon, in lower case.</summary>
    public string Value { get; }

    public string? this[string name] => _values.GetValueOrDefault(name);

    public static FieldParameters Read(string? field)
    {
        var pieces = Split(field ?? "");
        var raw = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var piece in pieces.Skip(1).Take(MimeLimits.Parameters))
        {
            var equals = piece.IndexOf('=');
            if (equals > 0)
            {
                raw.TryAdd(piece[..equals].Trim(), Unquote(piece[(equals + 1)..].Trim()));
            }
        }

        var values = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var name in raw.Keys.Select(key => key.Split('*')[0]).Distinct(StringComparer.OrdinalIgnoreCase))
        {
            values[name] = Join(raw, name);
        }

        return new FieldParameters(pieces[0].Trim().ToLowerInvariant(), values);
    }

    /// <summary>At semicolons outside quotes.</summary>
    private static List<string> Split(string field)
    {
        var pieces = new List<string>();
        var (start, quoted) = (0, false);
        for (var index = 0; index < field.Length; index++)
        {
            switch (field[index])
            {
                case '\\' when quoted: index++; break;
                case '"': quoted = !quoted; break;
                case ';' when !quoted && pieces.Count < MimeLimits.Parameters:
                    pieces.Add(field[start..index]);
                    start = index + 1;
                    break;
            }
        }

        pieces.Add(field[Math.Min(start, field.Length)..]);
        return pieces;
    }

    private static string Unquote(string text)
    {
        if (text.Length < 2 || text[0] != '"')
        {
            return text;
        }

        var plain = new StringBuilder(text.Length);
        for (var index = 1; index < text.Length && text[index] != '"'; index++)
        {
            if (text[index] == '\\' && index + 1 < text.Length)
            {
                index++;
            }

            plain.Append(text[index]);
        }

        return plain.ToString();
    }

    private static string Join(Dictionary<string, string> raw, string name)
    {
        if (!raw.ContainsKey(name + "*") && !raw.ContainsKey(name + "*0") && !raw.ContainsKey(name + "*0*"))
        {
            return EncodedWords.Decode(raw.GetValueOrDefault(name));
        }

        // The bytes of all pieces are joined before they become letters: a character may be cut in two between pieces.
        var bytes = new List<byte>();
        string? charset = null;
        for (var index = 0; index < MimeLimits.Parameters; index++)
        {
            if (raw.TryGetValue($"{name}*{index}*", out var encoded) || (index == 0 && raw.TryGetValue(name + "*", out encoded)))
            {
                charset = Percent(encoded, charset, index == 0, bytes);
            }
            else if (raw.TryGetValue($"{name}*{index}", out var plain))
            {
                bytes.AddRange(Encoding.UTF8.GetBytes(plain));
            }
            else
            {
                break;
            }
        }

        return Charsets.Decode(bytes.ToArray(), charset);
    }

    /// <summary><c>charset'language'%E4%BD%A0</c>; the charset stands in the first piece only.</summary>
    private static string? Percent(string value, string? charset, bool first, List<byte> bytes)
    {
        var marks = first ? value.Split('\'', 3) : [];
        if (marks.Length == 3)
        {
            (charset, value) = (marks[0], marks[2]);
        }

        var plain = Encoding.UTF8.GetBytes(value);
        for (var index = 0; index < plain.Length; index++)
        {
            if (plain[index] == '%' && index + 2 < plain.Length && byte.TryParse(plain.AsSpan(index + 1, 2), System.Globalization.NumberStyles.AllowHexSpecifier, null, out var one))
            {
                bytes.Add(one);
                index += 2;
            }
            else
            {
                bytes.Add(plain[index]);
            }
        }

        return charset;
    }
}
