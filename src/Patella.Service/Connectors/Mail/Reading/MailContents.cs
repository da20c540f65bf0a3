using System.Text;
using Patella.Service.Connectors.Mail.Mime;

namespace Patella.Service.Connectors.Mail.Reading;

/// <summary>A file of a mail. <paramref name="Name"/> is the sender's and unsafe until it was normalised.</summary>
internal sealed record MailPart(string? Name, string Type, MimeEntity Entity);

/// <summary>What a mail says and what it carries.</summary>
/// <param name="Text">All of its words, quotes included.</param>
internal sealed record MailContents(string Text, IReadOnlyList<MailPart> Files);

/// <summary>Chooses the words of a mail among its parts, and leaves the others as files.</summary>
internal static class MailContentReader
{
    private const int FileLimit = 50;

    /// <summary>Characters of all text parts together.</summary>
    private const int TextLimit = 400_000;

    public static MailContents Read(MimeEntity mail)
    {
        var text = new StringBuilder();
        var files = new List<MailPart>();
        Walk(mail, text, files, preferHtml: false);
        return new MailContents(MailWords.Lines(text.ToString().Replace(QuotedText.Marker, "\ue000", StringComparison.Ordinal), TextLimit).Replace("\ue000", QuotedText.Marker, StringComparison.Ordinal), files);
    }

    private static void Walk(MimeEntity part, StringBuilder text, List<MailPart> files, bool preferHtml)
    {
        switch (part.Type)
        {
            case "multipart/alternative":
                Alternative(part, text, files);
                break;
            case "multipart/signed" or "multipart/related" when part.Children.Count > 0:
                Walk(part.Children[0], text, files, preferHtml);
                part.Children.Skip(1).Where(child => !child.Type.EndsWith("-signature", StringComparison.Ordinal)).ToList().ForEach(child => AsFile(child, files));
                break;
            case "multipart/encrypted":
                part.Children.Skip(1).ToList().ForEach(child => AsFile(child, files));
                break;
            case var type when type.StartsWith("multipart/", StringComparison.Ordinal):
                part.Children.ToList().ForEach(child => Walk(child, text, files, preferHtml));
                break;
            case "text/plain" or "text/html" when !part.IsAttachment && !(part.Disposition.Value == "inline" && part.FileName is not null):
                Append(text, TextOf(part));
                break;
            default:
                AsFile(part, files);
                break;
        }
    }

    /// <summary>The plain text when it says something, else the HTML one; parts that are neither (calendars) are files.</summary>
    private static void Alternative(MimeEntity part, StringBuilder text, List<MailPart> files)
    {
        var plain = part.Children.FirstOrDefault(child => child.Type == "text/plain" && !child.IsAttachment);
        var rich = part.Children.FirstOrDefault(child => child.Type is "text/html" or "multipart/related" or "multipart/mixed" or "multipart/alternative");
        var words = plain is null ? "" : TextOf(plain);
        if (string.IsNullOrWhiteSpace(words) && rich is not null)
        {
            Walk(rich, text, files, preferHtml: true);
        }
        else
        {
            Append(text, words);

            // Pictures that belong to the HTML side are still what the consumer sent.
            rich?.All().Where(child => child.Children.Count == 0 && child.Type is not ("text/html" or "text/plain")).ToList().ForEach(child => AsFile(child, files));
        }

        part.Children.Where(child => child != plain && child != rich && child.Type is not ("text/plain" or "text/html")).ToList().ForEach(child => AsFile(child, files));
    }

    private static string TextOf(MimeEntity part)
    {
        var words = part.Text();
        if (part.Type == "text/html")
        {
            return HtmlText.Of(words);
        }

        return string.Equals(part.ContentType["format"], "flowed", StringComparison.OrdinalIgnoreCase)
            ? FlowedText.Join(words, string.Equals(part.ContentType["delsp"], "yes", StringComparison.OrdinalIgnoreCase))
            : words;
    }

    private static void Append(StringBuilder text, string words)
    {
        if (words.Length > 0 && text.Length < TextLimit)
        {
            text.Append(text.Length > 0 && text[^1] != '\n' ? "\n" : "").Append(words.AsSpan(0, Math.Min(words.Length, TextLimit)));
        }
    }

    private static void AsFile(MimeEntity part, List<MailPart> files)
    {
        if (files.Count < FileLimit)
        {
            files.Add(new MailPart(part.FileName is { } name ? EncodedWords.Decode(name) : part.Type == "message/rfc822" ? "message.eml" : null, part.Type, part));
        }
    }
}
