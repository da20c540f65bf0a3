using System.Text;

namespace Patella.Service.Connectors.Mail.Mime;

/// <summary>
/// Reads a mail into its parts (RFC 2045, 2046, 5322). It throws <see cref="MailFormatException"/> past a hard bound and nothing else whatever the bytes;
/// each level is one pass over its bytes, so the work is at most <see cref="MimeLimits.Depth"/> times the length.
/// </summary>
public static class MimeReader
{
    private const string Plain = "text/plain";

    /// <exception cref="MailFormatException">Past a hard bound.</exception>
    public static MimeEntity Read(ReadOnlyMemory<byte> message)
    {
        if (message.Length > MimeLimits.MessageBytes)
        {
            throw new MailFormatException("too-large", $"The mail has more than {MimeLimits.MessageBytes >> 20} MB.");
        }

        var parts = 0;
        return Read(message, 0, Plain, ref parts);
    }

    /// <summary>The type of a field, or the default when it names none (RFC 2045, 5.2).</summary>
    internal static string TypeOf(FieldParameters field, string defaultType)
    {
        var type = field.Value.Split(' ')[0];
        var slash = type.IndexOf('/');
        return slash <= 0 || slash == type.Length - 1 || type.Length > 120 ? type == "text" ? Plain : defaultType : type;
    }

    private static MimeEntity Read(ReadOnlyMemory<byte> bytes, int depth, string defaultType, ref int parts)
    {
        if (depth > MimeLimits.Depth)
        {
            throw new MailFormatException("too-deep", $"The mail has parts inside parts more than {MimeLimits.Depth} deep.");
        }

        if (++parts > MimeLimits.Parts)
        {
            throw new MailFormatException("too-many-parts", $"The mail has more than {MimeLimits.Parts} parts.");
        }

        var header = HeaderBlock.Read(bytes.Span, out var start);
        var body = bytes[start..];
        var field = FieldParameters.Read(header.Find("Content-Type"));
        return new MimeEntity(header, body, Children(body, field, TypeOf(field, defaultType), header, depth, ref parts), defaultType);
    }

    private static List<MimeEntity> Children(ReadOnlyMemory<byte> body, FieldParameters field, string type, HeaderBlock header, int depth, ref int parts)
    {
        var children = new List<MimeEntity>();
        if (type is "message/rfc822" or "message/global")
        {
            var inner = TransferDecoding.Decode(body.Span, header.Find("Content-Transfer-Encoding"));
            children.Add(Read(inner, depth + 1, Plain, ref parts));
        }
        else if (type.StartsWith("multipart/", StringComparison.Ordinal) && field["boundary"] is { Length: > 0 and <= 200 } boundary)
        {
            foreach (var part in Split(body, boundary))
            {
                children.Add(Read(part, depth + 1, type == "multipart/digest" ? "message/rfc822" : Plain, ref parts));
            }
        }

        return children;
    }

    /// <summary>The parts between the lines of the boundary (RFC 2046, 5.1.1). What is before the first and after the last is no part; a last one without its end is.</summary>
    private static List<ReadOnlyMemory<byte>> Split(ReadOnlyMemory<byte> body, string boundary)
    {
        var found = new List<ReadOnlyMemory<byte>>();
        var mark = Encoding.UTF8.GetBytes("--" + boundary.TrimEnd());
        var span = body.Span;
        var (start, place) = (-1, 0);
        while (place < span.Length)
        {
            var at = span[place..].IndexOf(mark);
            if (at < 0)
            {
                break;
            }

            at += place;
            place = at + mark.Length;
            if ((at > 0 && span[at - 1] != '\n') || !IsLine(span[place..], out var closes, out var next))
            {
                continue;
            }

            if (start >= 0)
            {
                found.Add(body[start..EndBefore(span, start, at)]);
            }

            start = closes ? -1 : place + next;
            place += next;
            if (closes || found.Count > MimeLimits.Parts)
            {
                return found;
            }
        }

        if (start >= 0 && start <= body.Length)
        {
            found.Add(body[start..]);
        }

        return found;
    }

    /// <summary>Whether only dashes and blanks follow on the line, and where the next line begins.</summary>
    private static bool IsLine(ReadOnlySpan<byte> rest, out bool closes, out int next)
    {
        closes = rest.StartsWith("--"u8);
        next = closes ? 2 : 0;
        while (next < rest.Length && rest[next] is (byte)' ' or (byte)'\t' && next < 200)
        {
            next++;
        }

        if (next == rest.Length)
        {
            return true;
        }

        if (rest[next] == '\r')
        {
            next++;
        }

        if (next < rest.Length && rest[next] == '\n')
        {
            next++;
            return true;
        }

        return next == rest.Length || closes;
    }

    /// <summary>The line end before a boundary belongs to the boundary.</summary>
    private static int EndBefore(ReadOnlySpan<byte> span, int start, int at)
    {
        var end = at > start && span[at - 1] == '\n' ? at - 1 : at;
        return end > start && span[end - 1] == '\r' ? end - 1 : end;
    }
}
