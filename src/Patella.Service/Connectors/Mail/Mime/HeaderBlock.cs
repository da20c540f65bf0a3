using System.Text;

namespace Patella.Service.Connectors.Mail.Mime;

/// <summary>One field of a header, unfolded; its encoded words are not decoded yet.</summary>
public readonly record struct HeaderField(string Name, string Value);

/// <summary>
/// The fields before a body (RFC 5322, 2.2; raw UTF-8 as in RFC 6532). Lines that are no field are skipped, as the world's mail needs it.
/// </summary>
public sealed class HeaderBlock
{
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);
    private readonly List<HeaderField> _fields;

    private HeaderBlock(List<HeaderField> fields) => _fields = fields;

    public IReadOnlyList<HeaderField> Fields => _fields;

    /// <summary>The first field of the name, or null.</summary>
    public string? Find(string name)
    {
        foreach (var field in _fields)
        {
            if (string.Equals(field.Name, name, StringComparison.OrdinalIgnoreCase))
            {
                return field.Value;
            }
        }

        return null;
    }

    /// <summary>Every field of the name, in order.</summary>
    public IEnumerable<string> All(string name) => _fields.Where(field => string.Equals(field.Name, name, StringComparison.OrdinalIgnoreCase)).Select(field => field.Value);

    public bool Has(string name) => Find(name) is not null;

    /// <summary>Reads the fields and where the body begins.</summary>
    /// <exception cref="MailFormatException">Past a hard bound.</exception>
    public static HeaderBlock Read(ReadOnlySpan<byte> bytes, out int bodyStart)
    {
        var fields = new List<HeaderField>();
        var place = 0;
        var start = -1;
        while (true)
        {
            var length = LineLength(bytes[place..], out var next);
            var line = bytes.Slice(place, length);
            var continues = length > 0 && line[0] is (byte)' ' or (byte)'\t' && start >= 0;
            if (!continues)
            {
                Keep(fields, bytes, start, place);
                start = place;
            }

            if (place + length - Math.Max(start, 0) > MimeLimits.HeaderBytes || place > MimeLimits.HeaderBytes)
            {
                throw new MailFormatException("header-too-long", $"The header has more than {MimeLimits.HeaderBytes} bytes.");
            }

            place += next;
            if ((length == 0 && !continues) || place >= bytes.Length)
            {
                Keep(fields, bytes, length == 0 ? -1 : start, Math.Min(place, bytes.Length));
                bodyStart = Math.Min(place, bytes.Length);
                return new HeaderBlock(fields);
            }
        }
    }

    /// <summary>Bytes up to the line's end, and up to the next line.</summary>
    private static int LineLength(ReadOnlySpan<byte> bytes, out int next)
    {
        var feed = bytes.IndexOf((byte)'\n');
        if (feed < 0)
        {
            next = bytes.Length;
            return bytes.Length;
        }

        next = feed + 1;
        return feed > 0 && bytes[feed - 1] == '\r' ? feed - 1 : feed;
    }

    private static void Keep(List<HeaderField> fields, ReadOnlySpan<byte> bytes, int start, int end)
    {
        if (start < 0 || end <= start)
        {
            return;
        }

        var raw = bytes[start..end];
        var colon = raw.IndexOf((byte)':');
        if (colon is <= 0 or > 100 || !IsName(raw[..colon].TrimEnd((byte)' ')))
        {
            return;
        }

        if (fields.Count == MimeLimits.HeaderFields)
        {
            throw new MailFormatException("too-many-fields", $"The header has more than {MimeLimits.HeaderFields} fields.");
        }

        var value = raw[(colon + 1)..];
        fields.Add(new HeaderField(Encoding.ASCII.GetString(raw[..colon].TrimEnd((byte)' ')), Unfold(value[..Math.Min(value.Length, MimeLimits.FieldCharacters)])));
    }

    private static bool IsName(ReadOnlySpan<byte> name)
    {
        foreach (var letter in name)
        {
            if (letter is <= 32 or >= 127)
            {
                return false;
            }
        }

        return name.Length > 0;
    }

    private static string Unfold(ReadOnlySpan<byte> value)
    {
        string text;
        try
        {
            text = Strict.GetString(value);
        }
        catch (DecoderFallbackException)
        {
            text = Charsets.Guess(value);
        }

        var unfolded = new StringBuilder(text.Length);
        foreach (var letter in text)
        {
            // A line's end inside a field is folding; any other control character has no business in a header.
            if (letter == '\t' || !char.IsControl(letter))
            {
                unfolded.Append(letter == '\t' ? ' ' : letter);
            }
        }

        return unfolded.ToString().Trim();
    }
}
