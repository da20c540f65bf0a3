using System.Data.Common;

namespace Patella.Host.Doctor;

/// <summary>Mailboxes that fail, mails that wait for a person, and webhooks that were switched off.</summary>
internal static class ConnectorChecks
{
    private const string Name = "connectors";

    private const string Counts =
        """
        select (select count(*) from mailbox b join mailbox_state s on s.tenant = b.tenant and s.mailbox = b.id where b.tenant = @tenant and b.active = 1 and s.state = 'failing') as failing,
            (select count(*) from mail where tenant = @tenant and state = 'quarantined') as aside,
            (select count(*) from outgoing_mail where tenant = @tenant and state in ('failed', 'bounced', 'unknown')) as undelivered,
            (select count(*) from webhook where tenant = @tenant and state = 'disabled') as disabled
        """;

    public static async Task<CheckResult> Look(TenantReader reader)
    {
        var where = reader.Tenant;
        try
        {
            var (failing, aside, undelivered, disabled) = await reader.One<(long Failing, long Aside, long Undelivered, long Disabled)>(Counts);
            var found = new[] { Told(failing, "mailboxes failing"), Told(aside, "mails set aside"), Told(undelivered, "answers not delivered"), Told(disabled, "webhooks switched off") }.OfType<string>().ToList();
            return found.Count == 0 ? CheckResult.Ok(Name, $"{where}: nothing waits for a person")
                : CheckResult.Warning(Name, $"{where}: {string.Join(", ", found)}", "Look at Mailboxes and Webhooks in the console's settings; each says why and can be set going again.");
        }
        catch (DbException)
        {
            return CheckResult.Skipped(Name, $"{where}: its tables are not there yet");
        }
    }

    private static string? Told(long count, string what) => count == 0 ? null : $"{count} {what}";
}
