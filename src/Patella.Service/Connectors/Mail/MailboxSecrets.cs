using Patella.Platform.Identifiers;
using Patella.Service.Access;

namespace Patella.Service.Connectors.Mail;

/// <summary>The servers of a mailbox with its password opened; null when the password was sealed elsewhere.</summary>
internal sealed class MailboxSecrets(SecretBox box)
{
    public async Task<MailServer?> ImapOf(TenantId tenant, MailboxRow mailbox)
        => await box.Open(tenant, MailboxRow.PlaceOf(mailbox.Id), mailbox.Secret) is { } password
            ? new MailServer(mailbox.ImapHost, (int)mailbox.ImapPort, mailbox.ImapSecurity, mailbox.UserName, password, mailbox.Certificate) : null;

    public async Task<MailServer?> SmtpOf(TenantId tenant, MailboxRow mailbox)
        => await box.Open(tenant, MailboxRow.PlaceOf(mailbox.Id), mailbox.Secret) is { } password
            ? new MailServer(mailbox.SmtpHost, (int)mailbox.SmtpPort, mailbox.SmtpSecurity, mailbox.UserName, password, mailbox.Certificate) : null;
}
