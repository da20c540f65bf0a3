namespace Patella.Service.Connectors.Mail;

/// <summary>A file of a mail, kept in Files under the program <see cref="MailFiles.Owner"/>; without an id it was not taken and stands in the raw mail only.</summary>
/// <param name="Size">Bytes.</param>
/// <param name="Text">The whole content of a small table that we made for this mail: it stands beside the mail, has no id and goes with it.</param>
public sealed record MailFile(string? Id, string Name, string ContentType, long Size, string? Text = null);

/// <summary>A mail that came in, as it is kept. Personal text stands here and in the raw mail, nowhere in the timeline.</summary>
public sealed class ReceivedMail
{
    /// <summary>A reason: the receiving server says that the sender is not who the mail claims.</summary>
    public const string Unverified = "sender-not-verified";

    public string Id { get; init; } = "";

    public string Mailbox { get; init; } = "";

    public long UidValidity { get; init; }

    public long Uid { get; init; }

    /// <summary>Bytes of the raw mail.</summary>
    public long Size { get; init; }

    /// <summary>Machine time it was fetched, UTC microseconds.</summary>
    public long ReceivedAt { get; init; }

    /// <summary>stored, done or quarantined.</summary>
    public string State { get; init; } = "";

    /// <summary>One of <see cref="Reading.MailKind"/>; null until it was read.</summary>
    public string? Kind { get; init; }

    public string? Reason { get; init; }

    /// <summary>1 when staff said that it is a person's message whatever it looks like.</summary>
    public long Forced { get; init; }

    public string? Fingerprint { get; init; }

    /// <summary>Hash of the Message-ID.</summary>
    public string? MessageKey { get; init; }

    public string? MessageId { get; init; }

    public string? Refs { get; init; }

    /// <summary>The From address in lower case.</summary>
    public string? Sender { get; init; }

    public string? SenderName { get; init; }

    public string? Subject { get; init; }

    /// <summary>What was written now, without quotes and signature.</summary>
    public string? Body { get; init; }

    /// <summary>JSON list of <see cref="MailFile"/>.</summary>
    public string? Files { get; init; }

    /// <summary>The conversation that the mail claims to belong to, until a conversation has it; then that one.</summary>
    public string? Conversation { get; init; }

    public string? Person { get; init; }

    /// <summary>How the conversation was found (token, reference, own), or what a report says, as a word.</summary>
    public string? About { get; init; }
}

/// <summary>The e-mail side of a conversation.</summary>
public sealed record MailThread
{
    public string Conversation { get; init; } = "";

    public string Mailbox { get; init; } = "";

    /// <summary>The consumer's address.</summary>
    public string Address { get; init; } = "";

    public string Name { get; init; } = "";

    public string Subject { get; init; } = "";

    public string TokenKey { get; init; } = "";

    /// <summary>Message-ID of the consumer's last mail.</summary>
    public string? LastMessage { get; init; }

    /// <summary>Id of the consumer's last mail, for quoting it.</summary>
    public string? LastMail { get; init; }

    /// <summary>Message-IDs so far, with blanks between.</summary>
    public string Refs { get; init; } = "";
}

/// <summary>Who keeps the files of mails in Files.</summary>
public static class MailFiles
{
    public const string Owner = "mail";
}

/// <summary>Kinds of timeline entries that Connectors writes.</summary>
public static class MailEvents
{
    /// <summary>A person's mail was read; data has <c>mail</c>.</summary>
    public const string Received = "mail.received";

    /// <summary>A machine answered us; data has <c>mail</c> and <c>conversation</c>.</summary>
    public const string AutoReply = "mail.auto-reply";

    /// <summary>A mail was set aside; data has <c>mail</c> and <c>reason</c>.</summary>
    public const string Quarantined = "mail.quarantined";

    public const string Sent = "mail.sent";

    /// <summary>It cannot be delivered; data has <c>outgoing</c>, <c>conversation</c> and <c>status</c>.</summary>
    public const string Failed = "mail.failed";

    /// <summary>A server reported afterwards that it did not arrive.</summary>
    public const string Bounced = "mail.bounced";

    /// <summary>Nobody can say whether it was taken.</summary>
    public const string Unknown = "mail.unknown";
}

/// <summary>Data of the entries above.</summary>
public sealed record MailEventData(string? Mail = null, string? Outgoing = null, string? Conversation = null, string? Reason = null, string? Mailbox = null);
