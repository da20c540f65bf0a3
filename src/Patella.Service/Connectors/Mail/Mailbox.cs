namespace Patella.Service.Connectors.Mail;

/// <summary>A mailbox as it is kept; its secret is sealed.</summary>
internal sealed record MailboxRow
{
    public string Id { get; init; } = "";

    public string Name { get; init; } = "";

    public string Address { get; init; } = "";

    public string DisplayName { get; init; } = "";

    public string Unit { get; init; } = "";

    public string Language { get; init; } = "";

    public long Active { get; init; }

    public long PlusAddresses { get; init; }

    /// <summary>1: what is in the folder already is taken as well; 0: only what comes after the first connection.</summary>
    public long WholeFolder { get; init; }

    public string Folder { get; init; } = "INBOX";

    public string ImapHost { get; init; } = "";

    public long ImapPort { get; init; }

    public string ImapSecurity { get; init; } = "tls";

    public string SmtpHost { get; init; } = "";

    public long SmtpPort { get; init; }

    public string SmtpSecurity { get; init; } = "tls";

    public string UserName { get; init; } = "";

    public string Secret { get; init; } = "";

    public string? Certificate { get; init; }

    public long Version { get; init; }

    public static string PlaceOf(string id) => "mailbox:" + id;
}

/// <summary>How far a mailbox was read and how it is.</summary>
internal sealed record MailboxState
{
    public string Mailbox { get; init; } = "";

    public long UidValidity { get; init; }

    public long LastUid { get; init; }

    public string State { get; init; } = "never";

    public string? Problem { get; init; }

    public long ChangedAt { get; init; }

    public long? FetchedAt { get; init; }

    public long? LookedAt { get; init; }
}

/// <summary>A mailbox on the wire; the password is never told.</summary>
/// <param name="State">never, connected or failing.</param>
/// <param name="LookedAt">When the server last said that nothing waits.</param>
public sealed record MailboxView(
    string Id, string Name, string Address, string DisplayName, string Unit, string Language, bool Active, bool PlusAddresses, bool WholeFolder, string Folder,
    string ImapHost, int ImapPort, string ImapSecurity, string SmtpHost, int SmtpPort, string SmtpSecurity, string UserName, string? Certificate,
    string State, string? Problem, DateTimeOffset? ChangedAt, DateTimeOffset? FetchedAt, DateTimeOffset? LookedAt);

/// <summary>POST /mailboxes: all of it each time; without a password the one that is known stays.</summary>
public sealed record MailboxRequest(
    string? Id, string? Name, string? Address, string? DisplayName, string? Unit, string? Language, bool? Active, bool? PlusAddresses, bool? WholeFolder, string? Folder,
    string? ImapHost, int? ImapPort, string? ImapSecurity, string? SmtpHost, int? SmtpPort, string? SmtpSecurity, string? UserName, string? Password, string? Certificate);

/// <summary>One step of trying a mailbox out.</summary>
/// <param name="Name">imap-connect, imap-folder or smtp-connect.</param>
public sealed record MailboxTestStep(string Name, bool Ok, string? Detail);

/// <summary>What trying a mailbox out gave.</summary>
public sealed record MailboxTest(bool Ok, IReadOnlyList<MailboxTestStep> Steps);
