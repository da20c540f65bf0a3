using System.Text;

namespace Patella.Service.Connectors.Mail.Mime;

/// <summary>Content-Transfer-Encoding undone (RFC 2045, 6). Broken input gives what can be read of it; the result is never longer than the input.</summary>
public static class TransferDecoding
{
    /// <param name="limit">Bytes of output after which it stops.</param>
    public static byte[] Decode(ReadOnlySpan<byte> body, string? encoding, int limit = int.MaxValue)
    {
        var name = (encoding ?? "").Split(';')[0].Trim().ToLowerInvariant();
        return name switch
        {
            "base64" => Base64(body, limit),
            "quoted-printable" => QuotedPrintable(body, limit),
            _ => body[..Math.Min(body.Length, limit)].ToArray(),
        };
    }

    /// <summary>Letters outside the alphabet are skipped, padding ends a group and not the text (two encodings one after the other are common).</summary>
    public static byte[] Base64(ReadOnlySpan<byte> body, int limit = int.MaxValue)
    {
        var output = new byte[(int)Math.Min(limit, (body.Length / 4L * 3) + 3)];
        var (count, group, letters) = (0, 0, 0);
        foreach (var letter in body)
        {
            if (letter == '=')
            {
                Flush(output, ref count, ref group, ref letters);
                continue;
            }

            var value = ValueOf(letter);
            if (value < 0)
            {
                continue;
            }

            group = (group << 6) | value;
            if (++letters == 4)
            {
                Put(output, ref count, group, 3);
                (group, letters) = (0, 0);
            }

            if (count >= output.Length)
            {
                break;
            }
        }

        Flush(output, ref count, ref group, ref letters);
        return output[..count];
    }

    /// <summary>RFC 2045, 6.7: soft line ends go, an equals sign that starts nothing stays, blanks at a line's end go.</summary>
    public static byte[] QuotedPrintable(ReadOnlySpan<byte> body, int limit = int.MaxValue)
    {
        var output = new byte[Math.Min(limit, body.Length)];
        var count = 0;
        for (var index = 0; index < body.Length && count < output.Length; index++)
        {
            var letter = body[index];
            if (letter == '=')
            {
                var (value, taken) = Escape(body[(index + 1)..]);
                index += taken;
                if (value >= 0)
                {
                    output[count++] = (byte)value;
                }

                continue;
            }

            if (letter is (byte)' ' or (byte)'\t' && EndsLine(body[(index + 1)..], out var blanks))
            {
                index += blanks;
                continue;
            }

            output[count++] = letter;
        }

        return output[..count];
    }

    /// <summary>The Q encoding of headers (RFC 2047, 4.2): an underscore is a blank.</summary>
    public static byte[] Q(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text.Replace('_', ' '));
        var output = new byte[bytes.Length];
        var count = 0;
        for (var index = 0; index < bytes.Length; index++)
        {
            var isEscape = bytes[index] == '=' && index + 2 < bytes.Length && Hex(bytes[index + 1]) >= 0 && Hex(bytes[index + 2]) >= 0;
            output[count++] = isEscape ? (byte)((Hex(bytes[index + 1]) << 4) | Hex(bytes[index + 2])) : bytes[index];
            index += isEscape ? 2 : 0;
        }

        return output[..count];
    }

    /// <summary>What follows an equals sign: a byte, or -1 for a soft line end; and how many bytes it took. An equals sign that starts nothing is itself.</summary>
    private static (int Value, int Taken) Escape(ReadOnlySpan<byte> rest)
    {
        if (rest.Length >= 2 && Hex(rest[0]) is >= 0 and var high && Hex(rest[1]) is >= 0 and var low)
        {
            return ((high << 4) | low, 2);
        }

        if (rest.Length == 0)
        {
            return (-1, 0);
        }

        var place = 0;
        while (place < rest.Length && rest[place] is (byte)' ' or (byte)'\t' && place < 100)
        {
            place++;
        }

        if (place == rest.Length)
        {
            return (-1, place);
        }

        return rest[place] switch
        {
            (byte)'\n' => (-1, place + 1),
            (byte)'\r' => (-1, place + (place + 1 < rest.Length && rest[place + 1] == '\n' ? 2 : 1)),
            _ => ('=', 0),
        };
    }

    private static bool EndsLine(ReadOnlySpan<byte> rest, out int blanks)
    {
        blanks = 0;
        while (blanks < rest.Length && rest[blanks] is (byte)' ' or (byte)'\t')
        {
            // Looked at again from each blank it would be quadratic; a run this long is no line of quoted-printable.
            if (++blanks > 200)
            {
                return false;
            }
        }

        return blanks == rest.Length || rest[blanks] is (byte)'\r' or (byte)'\n';
    }

    private static void Flush(byte[] output, ref int count, ref int group, ref int letters)
    {
        if (letters >= 2)
        {
            Put(output, ref count, group << (6 * (4 - letters)), letters - 1);
        }

        (group, letters) = (0, 0);
    }

    private static void Put(byte[] output, ref int count, int group, int bytes)
    {
        for (var index = 0; index < bytes && count < output.Length; index++)
        {
            output[count++] = (byte)(group >> (16 - (8 * index)));
        }
    }

    private static int ValueOf(byte letter) => letter switch
    {
        >= (byte)'A' and <= (byte)'Z' => letter - 'A',
        >= (byte)'a' and <= (byte)'z' => letter - 'a' + 26,
        >= (byte)'0' and <= (byte)'9' => letter - '0' + 52,
        (byte)'+' or (byte)'-' => 62,
        (byte)'/' or (byte)'_' => 63,
        _ => -1,
    };

    private static int Hex(byte letter) => letter switch
    {
        >= (byte)'0' and <= (byte)'9' => letter - '0',
        >= (byte)'A' and <= (byte)'F' => letter - 'A' + 10,
        >= (byte)'a' and <= (byte)'f' => letter - 'a' + 10,
        _ => -1,
    };
}
