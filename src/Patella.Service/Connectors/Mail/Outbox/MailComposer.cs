using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Patella.Platform.Clocks;
using Patella.Service.Connectors.Mail.Mime;
using Patella.Service.Edge;

namespace Patella.Service.Connectors.Mail.Outbox;

/// <summary>What a mail is written from.</summary>
/// <param name="Token">Of the reply address and the first reference; null for a notice.</param>
/// <param name="Mark">Of this installation, see <see cref="MailComposer.MarkOf"/>.</param>
/// <param name="Quote">The consumer's last words, or null.</param>
internal sealed record MailDraft(OutgoingRow Row, MailboxRow Box, string? Token, string Mark, string? Quote, IReadOnlyList<(MailFile File, byte[] Content)> Files, long Now);

/// <summary>Writes mails: plain text and HTML side by side, seven-bit throughout, with everything that lets an answer find its way back. Pure.</summary>
internal static class MailComposer
{
    public const string TokenMark = "+r.";
    public const string AnchorMark = "r.";

    /// <summary>Carries this installation's mark, by which it knows its own mail when it comes back.</summary>
    public const string OwnField = "X-Patella-Mail";

    private const int QuoteLines = 60;
    internal static readonly LocalTexts Texts = new(typeof(MailComposer).Assembly, "Connectors.Texts.mail.json");

    /// <summary>The line of every language above which an answer stands.</summary>
    public static readonly IReadOnlyCollection<string> ReplyMarks = [.. Texts.LanguagesOf("replyMark").Select(language => Texts.In(language, "replyMark"))];

    public static string MarkOf(byte[] secret) => Convert.ToHexStringLower(HMACSHA256.HashData(secret, "own mail"u8)[..12]);

    public static string NewMessageId(string id, string address) => $"m.{ReplyToken.NewKey()}.{MailStore.KeyOf(id)[..12]}@{address[(address.LastIndexOf('@') + 1)..]}";

    public static string ReplySubject(string subject, string language)
        => subject.Length == 0 ? Texts.In(language, "noSubject") : subject.StartsWith("Re:", StringComparison.OrdinalIgnoreCase) || subject.StartsWith("回复", StringComparison.Ordinal) ? subject : "Re: " + subject;

    /// <summary>Where an answer goes: with the signed token when the server takes such addresses and it fits (RFC 5321, 4.5.3.1.1).</summary>
    public static string ReplyAddress(MailboxRow box, string? token)
    {
        var at = box.Address.LastIndexOf('@');
        return token is null || box.PlusAddresses == 0 || at + TokenMark.Length + token.Length > 64 ? box.Address : box.Address.Insert(at, TokenMark + token);
    }

    public static byte[] Write(MailDraft draft)
    {
        var head = new StringBuilder();
        var (row, box) = (draft.Row, draft.Box);
        var domain = box.Address[(box.Address.LastIndexOf('@') + 1)..];
        Field(head, "Date", Microseconds.ToTime(draft.Now).ToString("ddd, dd MMM yyyy HH:mm:ss '+0000'", CultureInfo.InvariantCulture));
        Field(head, "From", Mailbox(row.Purpose == "reply" && row.Author.Length > 0 ? $"{row.Author} ({box.DisplayName})" : box.DisplayName, box.Address));
        Field(head, "To", Mailbox(row.Name, row.Address));
        Field(head, "Reply-To", Mailbox(box.DisplayName, ReplyAddress(box, draft.Token)));
        Field(head, "Subject", Words(row.Subject));
        Field(head, "Message-ID", $"<{row.MessageId}>");
        if (row.InReplyTo is { } parent)
        {
            Field(head, "In-Reply-To", $"<{parent}>");
        }

        if (draft.Token is not null)
        {
            Field(head, "References", MailStore.Shorten($"<{AnchorMark}{draft.Token}@{domain}> {row.Refs}").Replace(" ", "\r\n ", StringComparison.Ordinal));
        }

        if (row.Purpose == "notice")
        {
            Field(head, "Auto-Submitted", "auto-generated");
            Field(head, "X-Auto-Response-Suppress", "All");
        }

        if (row.Unsubscribe is { } address)
        {
            Field(head, "List-Unsubscribe", $"<{address}>");
            Field(head, "List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
        }

        Field(head, OwnField, draft.Mark);
        Field(head, "MIME-Version", "1.0");
        return Encoding.ASCII.GetBytes(head.Append(Body(draft)).ToString());
    }

    private static string Body(MailDraft draft)
    {
        var seed = MailStore.KeyOf(draft.Row.MessageId);
        var alternative = Multipart("alternative", "=_a" + seed[..20], [Text("plain", Plain(draft)), Text("html", Html(draft))]);
        return draft.Files.Count == 0 ? alternative : Multipart("mixed", "=_m" + seed[20..40], [alternative, .. draft.Files.Select(file => Attachment(file.File, file.Content))]);
    }

    private static string Plain(MailDraft draft)
    {
        var (row, text) = (draft.Row, new StringBuilder());
        if (row.Purpose == "reply")
        {
            text.Append(Texts.In(row.Language, "replyMark")).Append("\n\n");
        }

        text.Append(row.Body).Append("\n\n").Append(row.Link is { } link ? link + "\n\n" : "");
        if (row.Author.Length > 0)
        {
            text.Append("-- \n").Append(row.Author).Append('\n');
        }

        if (row.Unsubscribe is { } unsubscribe)
        {
            text.Append('\n').Append(Texts.In(row.Language, "unsubscribe", ("link", unsubscribe))).Append('\n');
        }

        if (draft.Quote is { Length: > 0 } quote)
        {
            text.Append('\n').Append(Texts.In(row.Language, "wrote", ("name", NameOf(row)))).Append('\n');
            foreach (var line in quote.Split('\n').Take(QuoteLines))
            {
                text.Append("> ").Append(line).Append('\n');
            }
        }

        return text.ToString();
    }

    private static string Html(MailDraft draft)
    {
        static string Lines(string text) => WebUtility.HtmlEncode(text).Replace("\n", "<br>\n", StringComparison.Ordinal);
        var (row, text) = (draft.Row, new StringBuilder("<!doctype html><html><body style=\"font:15px/1.5 sans-serif;color:#1f2328\">"));
        if (row.Purpose == "reply")
        {
            text.Append("<div style=\"color:#6e7781;font-size:12px\">").Append(Lines(Texts.In(row.Language, "replyMark"))).Append("</div>");
        }

        text.Append("<p>").Append(Lines(row.Body)).Append("</p>");
        if (row.Link is { } link)
        {
            text.Append("<p><a href=\"").Append(WebUtility.HtmlEncode(link)).Append("\">").Append(WebUtility.HtmlEncode(link)).Append("</a></p>");
        }

        if (row.Author.Length > 0)
        {
            text.Append("<p style=\"color:#57606a\">").Append(Lines(row.Author)).Append("</p>");
        }

        if (row.Unsubscribe is { } unsubscribe)
        {
            text.Append("<p style=\"color:#6e7781;font-size:12px\">").Append(Lines(Texts.In(row.Language, "unsubscribe", ("link", unsubscribe)))).Append("</p>");
        }

        if (draft.Quote is { Length: > 0 } quote)
        {
            text.Append("<p>").Append(Lines(Texts.In(row.Language, "wrote", ("name", NameOf(row))))).Append("</p><blockquote type=\"cite\" style=\"margin:0;padding-left:12px;border-left:2px solid #d0d7de;color:#57606a\">")
                .Append(Lines(string.Join('\n', quote.Split('\n').Take(QuoteLines)))).Append("</blockquote>");
        }

        return text.Append("</body></html>\n").ToString();
    }

    private static string NameOf(OutgoingRow row) => row.Name.Length > 0 ? row.Name : row.Address;

    private static string Text(string subtype, string text) => $"Content-Type: text/{subtype}; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n{Base64(Encoding.UTF8.GetBytes(text))}";

    private static string Attachment(MailFile file, byte[] content)
    {
        var name = string.Concat(Encoding.UTF8.GetBytes(file.Name).Select(one => char.IsAsciiLetterOrDigit((char)one) || one is (byte)'.' or (byte)'-' or (byte)'_' ? ((char)one).ToString() : $"%{one:X2}"));
        return $"Content-Type: {file.ContentType}\r\nContent-Disposition: attachment;\r\n filename*=utf-8''{name}\r\nContent-Transfer-Encoding: base64\r\n\r\n{Base64(content)}";
    }

    private static string Multipart(string subtype, string boundary, IEnumerable<string> parts)
    {
        var text = new StringBuilder($"Content-Type: multipart/{subtype};\r\n boundary=\"{boundary}\"\r\n\r\n");
        foreach (var part in parts)
        {
            text.Append("--").Append(boundary).Append("\r\n").Append(part).Append("\r\n");
        }

        return text.Append("--").Append(boundary).Append("--\r\n").ToString();
    }

    private static string Base64(byte[] bytes) => Convert.ToBase64String(bytes, Base64FormattingOptions.InsertLineBreaks);

    /// <summary>A value may hold no line end but that of folding, whatever stood in what it was made of.</summary>
    private static void Field(StringBuilder head, string name, string value)
        => head.Append(name).Append(": ").Append(value.Replace("\r\n ", "\u0001", StringComparison.Ordinal).Replace("\r", "", StringComparison.Ordinal).Replace("\n", "", StringComparison.Ordinal).Replace("\u0001", "\r\n ", StringComparison.Ordinal)).Append("\r\n");

    private static string Mailbox(string name, string address)
    {
        var clean = MailWords.Clean(name, 120);
        return clean.Length == 0 ? $"<{address}>" : $"{Words(clean, quoted: true)}\r\n <{address}>";
    }

    /// <summary>Plain words as they are, all others as encoded words of at most 75 letters (RFC 2047, 2), cut between characters.</summary>
    private static string Words(string text, bool quoted = false)
    {
        if (text.All(letter => letter is >= ' ' and <= '~') && !text.Contains("=?", StringComparison.Ordinal) && text.Length < 60)
        {
            return quoted ? "\"" + text.Replace("\\", "", StringComparison.Ordinal).Replace("\"", "'", StringComparison.Ordinal) + "\"" : text;
        }

        var words = new List<string>();
        var piece = new StringBuilder();
        foreach (var rune in MailWords.Clean(text, 400).EnumerateRunes())
        {
            if (Encoding.UTF8.GetByteCount(piece.ToString()) + rune.Utf8SequenceLength > 42)
            {
                words.Add(Encode(piece));
            }

            piece.Append(rune.ToString());
        }

        words.Add(Encode(piece));
        return string.Join("\r\n ", words);
    }

    private static string Encode(StringBuilder piece)
    {
        var word = $"=?utf-8?B?{Convert.ToBase64String(Encoding.UTF8.GetBytes(piece.ToString()))}?=";
        piece.Clear();
        return word;
    }
}
