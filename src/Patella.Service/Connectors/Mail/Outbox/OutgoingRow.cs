namespace Patella.Service.Connectors.Mail.Outbox;

/// <summary>States of a mail on its way out. Stored words, append only.</summary>
public static class OutgoingState
{
    public const string Queued = "queued";

    /// <summary>It is being handed over; who finds it so after a restart cannot know how that ended, and hands it over again.</summary>
    public const string Transmitting = "transmitting";

    /// <summary>The first server took it.</summary>
    public const string Sent = "sent";

    /// <summary>Handed over whole some times, and never an answer came: nobody knows, and a person decides.</summary>
    public const string Unknown = "unknown";

    public const string Failed = "failed";

    /// <summary>Taken first, and reported undeliverable afterwards.</summary>
    public const string Bounced = "bounced";

    public static readonly IReadOnlyList<string> All = [Queued, Transmitting, Sent, Unknown, Failed, Bounced];
}

/// <summary>How an answer's mail fares, for those who show the answer.</summary>
public sealed record MailDelivery(string State, string? Problem);

/// <summary>An answer in an e-mail conversation.</summary>
/// <param name="Id">The entry's own id: the same again is the same mail.</param>
public sealed record MailReply(string Id, string Conversation, string Person, string Text, IReadOnlyList<MailFile> Files, string Author, string Language);

/// <summary>A mail that the system writes by itself.</summary>
/// <param name="Unsubscribe">The address by which no more of them come.</param>
public sealed record MailNotice(string Id, string Person, string Address, string Name, string Subject, string Text, string Language, string? Unit, string? Link, string Unsubscribe);

/// <summary>A mail to somebody whom staff put on a list, such as a report.</summary>
/// <param name="Id">The same again is the same mail.</param>
/// <param name="Unit">Whose mailbox sends it; null for the first one.</param>
/// <param name="File">Up to <see cref="OutgoingMails.MostText"/> characters of text.</param>
public sealed record MailLetter(string Id, string Address, string Subject, string Text, string Language, string? Unit, string? Link, MailFile? File);

/// <summary>A mail on its way out, as it is kept.</summary>
internal sealed record OutgoingRow
{
    public string Id { get; init; } = "";

    public string Mailbox { get; init; } = "";

    public string? Conversation { get; init; }

    public string? Person { get; init; }

    /// <summary>reply or notice.</summary>
    public string Purpose { get; init; } = "reply";

    public string Address { get; init; } = "";

    public string Name { get; init; } = "";

    public string Subject { get; init; } = "";

    public string Body { get; init; } = "";

    public string Files { get; init; } = "[]";

    public string Author { get; init; } = "";

    public string Language { get; init; } = "en";

    public string? Link { get; init; }

    public string? Unsubscribe { get; init; }

    /// <summary>Without angles; the same on every try.</summary>
    public string MessageId { get; init; } = "";

    public string? InReplyTo { get; init; }

    public string? QuoteMail { get; init; }

    public string Refs { get; init; } = "";

    public string State { get; init; } = OutgoingState.Queued;

    public long Attempts { get; init; }

    /// <summary>Times that nobody could say whether it was taken.</summary>
    public long Doubts { get; init; }

    public long NextAt { get; init; }

    public string? Problem { get; init; }

    public long CreatedAt { get; init; }

    public long ChangedAt { get; init; }
}
