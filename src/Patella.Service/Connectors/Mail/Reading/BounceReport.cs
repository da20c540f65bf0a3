using System.Text;
using System.Text.RegularExpressions;
using Patella.Service.Connectors.Mail.Mime;

namespace Patella.Service.Connectors.Mail.Reading;

/// <summary>What a mail server says about a mail of ours that it could not or will not deliver (RFC 3464).</summary>
/// <param name="Permanent">False while it is still trying.</param>
/// <param name="Status">Enhanced status such as 5.1.1 (RFC 3463); null when it says none.</param>
/// <param name="Diagnosis">The other server's words, cleaned and cut.</param>
/// <param name="MessageIds">Message-IDs that the report holds, among them the failed mail's.</param>
internal sealed partial record BounceReport(bool Permanent, string? Status, string? Recipient, string Diagnosis, IReadOnlyList<string> MessageIds)
{
    private const int TextLooked = 200_000;

    /// <summary>The report in a mail, or null when it is none.</summary>
    public static BounceReport? Find(MimeEntity mail, string text)
    {
        var status = mail.All().FirstOrDefault(part => part.Type is "message/delivery-status" or "message/global-delivery-status");
        if (status is null && !LooksLikeOne(mail))
        {
            return null;
        }

        var words = status is null ? text : Charsets.Decode(status.Content(TextLooked), null);
        var action = FieldIn(words, "Action");
        var code = FieldIn(words, "Status") is { } said && StatusCode().Match(said) is { Success: true } match ? match.Value : StatusCode().Match(words) is { Success: true } found ? found.Value : null;
        if (status is not null && action is "delivered" or "relayed" or "expanded")
        {
            return null;
        }

        var permanent = action is not "delayed" && code?.StartsWith('4') != true;
        var diagnosis = FieldIn(words, "Diagnostic-Code") ?? (status is null ? FirstRefusal(text) : null) ?? "";
        var recipient = (FieldIn(words, "Final-Recipient") ?? FieldIn(words, "Original-Recipient"))?.Split(';')[^1].Trim();
        return new BounceReport(permanent, code, recipient is null ? null : MailWords.Clean(recipient, 254), MailWords.Clean(diagnosis, 300), Ids(mail, text));
    }

    /// <summary>Reports of servers that do not keep to the standard come from their own address and to nobody's.</summary>
    private static bool LooksLikeOne(MimeEntity mail)
    {
        var sender = MailAddresses.Read(mail.Header.Find("From")).FirstOrDefault()?.Key.Split('@')[0];
        var daemon = sender is "mailer-daemon" or "postmaster" or "mail-daemon" or "mdaemon";
        var nullSender = mail.Header.Find("Return-Path")?.Trim() == "<>";
        var subject = EncodedWords.Decode(mail.Header.Find("Subject"));
        return mail.Header.Has("X-Failed-Recipients") || ((daemon || nullSender) && FailureSubject().IsMatch(subject.Length > 300 ? subject[..300] : subject));
    }

    private static List<string> Ids(MimeEntity mail, string text)
    {
        var ids = new List<string>();
        foreach (var part in mail.All().Skip(1))
        {
            ids.AddRange(MessageIdList.Read(part.Header.Find("Message-ID")));
            if (part.Type == "text/rfc822-headers")
            {
                ids.AddRange(MessageIdList.Read(FieldIn(Charsets.Decode(part.Content(TextLooked), null), "Message-ID")));
            }
        }

        ids.AddRange(MessageIdList.Read(mail.Header.Find("In-Reply-To")));
        ids.AddRange(MessageIdList.Read(mail.Header.Find("References")));
        ids.AddRange(MessageIdList.Read(FieldIn(text.Length > TextLooked ? text[..TextLooked] : text, "Message-ID")));
        return ids.Distinct().Take(20).ToList();
    }

    private static string? FieldIn(string text, string name)
    {
        var place = 0;
        while (place < text.Length)
        {
            var at = text.IndexOf(name + ":", place, StringComparison.OrdinalIgnoreCase);
            if (at < 0)
            {
                return null;
            }

            place = at + name.Length + 1;
            if (at == 0 || text[at - 1] is '\n' or ' ' or '>')
            {
                var end = text.IndexOf('\n', place);
                var value = text[place..(end < 0 ? text.Length : end)].Trim();
                var words = new StringBuilder(value);

                // Folded lines belong to it.
                while (end >= 0 && end + 1 < text.Length && text[end + 1] is ' ' or '\t' && words.Length < 1_000)
                {
                    var next = text.IndexOf('\n', end + 1);
                    words.Append(' ').Append(text[(end + 1)..(next < 0 ? text.Length : next)].Trim());
                    end = next;
                }

                return name is "Action" ? words.ToString().ToLowerInvariant() : words.ToString();
            }
        }

        return null;
    }

    private static string? FirstRefusal(string text)
        => Refusal().Match(text.Length > TextLooked ? text[..TextLooked] : text) is { Success: true } match ? match.Value : null;

    [GeneratedRegex(@"\b[245]\.\d{1,3}\.\d{1,3}\b", RegexOptions.CultureInvariant, 5_000)]
    private static partial Regex StatusCode();

    [GeneratedRegex(@"\b5\d\d[ -][^\n]{3,280}", RegexOptions.CultureInvariant, 5_000)]
    private static partial Regex Refusal();

    [GeneratedRegex(@"(undeliver|delivery (status|failure|problem)|returned mail|mail delivery|failure notice|could not be delivered|退信|投递失败|无法投递|系统退信|unzustellbar|配信不能)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 5_000)]
    private static partial Regex FailureSubject();
}
