using System.Text;

namespace Patella.Service.Connectors.Mail.Mime;

/// <summary>Words such as <c>=?gb2312?B?...?=</c> in header fields (RFC 2047). What is no whole word stays as it stands.</summary>
public static class EncodedWords
{
    /// <summary>Letters of one word that are read; the standard allows 75, senders do what they like.</summary>
    private const int MostLetters = 4_000;

    public static string Decode(string? value)
    {
        if (value is null || !value.Contains("=?", StringComparison.Ordinal))
        {
            return value ?? "";
        }

        var text = new StringBuilder(value.Length);
        // Bytes of words that follow each other in one charset are joined first: a character may be cut in two between words.
        var (pending, charset) = (new List<byte>(), (string?)null);
        var place = 0;
        while (place < value.Length)
        {
            var word = value.IndexOf("=?", place, StringComparison.Ordinal);
            var between = word < 0 ? value[place..] : value[place..word];
            if (word >= 0 && TryRead(value, word, out var label, out var bytes, out var end))
            {
                var joins = pending.Count > 0 && string.IsNullOrWhiteSpace(between);
                if (!joins || label != charset)
                {
                    Flush(text, pending, charset);
                    text.Append(joins ? "" : between);
                }

                charset = label;
                pending.AddRange(bytes);
                place = end;
                continue;
            }

            Flush(text, pending, charset);
            text.Append(word < 0 ? between : value[place..(word + 2)]);
            place = word < 0 ? value.Length : word + 2;
        }

        Flush(text, pending, charset);
        return text.ToString();
    }

    private static bool TryRead(string value, int start, out string label, out byte[] bytes, out int end)
    {
        (label, bytes, end) = ("", [], start);
        var first = value.IndexOf('?', start + 2);
        if (first < 0 || first - start > 60 || first + 2 >= value.Length || value[first + 2] != '?')
        {
            return false;
        }

        var close = value.IndexOf("?=", first + 3, Math.Min(value.Length - first - 3, MostLetters), StringComparison.Ordinal);
        var kind = char.ToUpperInvariant(value[first + 1]);
        if (close < 0 || kind is not ('B' or 'Q'))
        {
            return false;
        }

        // RFC 2231, 5: a language may follow the charset.
        label = value[(start + 2)..first].Split('*')[0].ToLowerInvariant();
        var content = value[(first + 3)..close];
        bytes = kind == 'B' ? TransferDecoding.Base64(Encoding.UTF8.GetBytes(content)) : TransferDecoding.Q(content);
        end = close + 2;
        return true;
    }

    private static void Flush(StringBuilder text, List<byte> pending, string? charset)
    {
        if (pending.Count > 0)
        {
            text.Append(Charsets.Decode(pending.ToArray(), charset));
            pending.Clear();
        }
    }
}
