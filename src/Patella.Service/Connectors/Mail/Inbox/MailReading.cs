using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Patella.Service.Connectors.Mail.Mime;
using Patella.Service.Connectors.Mail.Outbox;
using Patella.Service.Connectors.Mail.Reading;

namespace Patella.Service.Connectors.Mail.Inbox;

/// <summary>What was read out of a raw mail, before the store is asked anything. Pure.</summary>
internal sealed record MailReading
{
    /// <summary>Characters of a body that are kept; the rest stays in the raw mail.</summary>
    public const int BodyLimit = 100_000;

    public required MailAddress? From { get; init; }

    public required string Subject { get; init; }

    public required string? MessageId { get; init; }

    /// <summary>In-Reply-To and References, oldest first.</summary>
    public required IReadOnlyList<string> References { get; init; }

    /// <summary>Candidates for a signed token in the addresses it came to.</summary>
    public required IReadOnlyList<string> Tokens { get; init; }

    public required string Body { get; init; }

    public required IReadOnlyList<MailPart> Files { get; init; }

    public required string Fingerprint { get; init; }

    public required BounceReport? Bounce { get; init; }

    public required bool IsAutomatic { get; init; }

    public required bool IsList { get; init; }

    /// <summary>The receiving server says that the sender is not who it claims to be.</summary>
    public required bool IsForged { get; init; }

    /// <summary>The mark of the installation that wrote it, when a Patella did.</summary>
    public required string? OwnMark { get; init; }

    /// <exception cref="MailFormatException">It is past a hard bound.</exception>
    public static MailReading Of(ReadOnlyMemory<byte> raw)
    {
        var mail = MimeReader.Read(raw);
        var contents = MailContentReader.Read(mail);
        var header = mail.Header;
        var body = MailWords.Lines(QuotedText.Visible(contents.Text, MailComposer.ReplyMarks, MailKinds.IsForward(mail)), BodyLimit);
        var references = MessageIdList.Read(header.Find("References")).Concat(MessageIdList.Read(header.Find("In-Reply-To"))).Distinct().ToList();
        return new MailReading
        {
            From = MailAddresses.Read(header.Find("From")).FirstOrDefault() ?? MailAddresses.Read(header.Find("Sender")).FirstOrDefault(),
            Subject = MailWords.Clean(EncodedWords.Decode(header.Find("Subject")), 300),
            MessageId = MessageIdList.Read(header.Find("Message-ID")).FirstOrDefault(),
            References = references,
            Tokens = TokensIn(header, references),
            Body = body,
            Files = contents.Files,
            Fingerprint = FingerprintOf(header, mail.Raw.Span),
            Bounce = BounceReport.Find(mail, contents.Text),
            IsAutomatic = MailKinds.IsAutomatic(mail),
            IsList = MailKinds.IsList(mail),
            IsForged = MailKinds.IsForged(mail),
            OwnMark = header.Find(MailComposer.OwnField),
        };
    }

    /// <summary>What follows <c>+r.</c> in an address it came to, and what follows <c>r.</c> in a reference of ours.</summary>
    private static List<string> TokensIn(HeaderBlock header, IReadOnlyList<string> references)
    {
        var addresses = new[] { "To", "Cc", "Delivered-To", "X-Original-To", "Envelope-To", "Resent-To" }.SelectMany(header.All).SelectMany(MailAddresses.Read).Select(address => address.Key.Split('@')[0]);
        var inAddresses = addresses.Select(local => (Local: local, At: local.LastIndexOf(MailComposer.TokenMark, StringComparison.Ordinal)))
            .Where(found => found.At >= 0).Select(found => found.Local[(found.At + MailComposer.TokenMark.Length)..]);
        var inReferences = references.Where(id => id.StartsWith(MailComposer.AnchorMark, StringComparison.Ordinal)).Select(id => id[MailComposer.AnchorMark.Length..].Split('@')[0]);
        return inAddresses.Concat(inReferences).Where(token => token.Length == ReplyToken.Length).Distinct().ToList();
    }

    /// <summary>Two mails with the same one are the same mail, delivered or fetched twice: who, when, what about, under which id, and the very same body.</summary>
    private static string FingerprintOf(HeaderBlock header, ReadOnlySpan<byte> body)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var name in new[] { "Message-ID", "From", "Date", "Subject" })
        {
            var value = header.Find(name) ?? "";
            hash.AppendData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{name}:{value.Length}:{value}\n")));
        }

        hash.AppendData(body);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
