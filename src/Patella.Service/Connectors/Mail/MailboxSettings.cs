using System.Text.RegularExpressions;
using Patella.Platform.Clocks;
using Patella.Platform.Identifiers;
using Patella.Platform.Messaging;
using Patella.Platform.Storage;
using Patella.Service.Access;
using Patella.Service.Audit;
using Patella.Service.Connectors.Mail.Imap;
using Patella.Service.Connectors.Mail.Inbox;
using Patella.Service.Connectors.Mail.Mime;
using Patella.Service.Connectors.Mail.Outbox;
using Patella.Service.Connectors.Mail.Smtp;
using Patella.Service.Edge;
using Patella.Service.Tenants;

namespace Patella.Service.Connectors.Mail;

/// <summary>Mailboxes as administrators arrange them; each change is in the audit trail and takes effect at once.</summary>
internal sealed partial class MailboxSettings(IStore store, TenantStore tenants, SecretBox secrets, MailboxSecrets servers, AuditTrail audit, IIdentifiers identifiers, IBus bus)
{
    private static readonly string[] Securities = ["tls", "starttls", "none"];

    public async Task<IReadOnlyList<MailboxView>> List(Caller caller) => await store.Read(caller.Tenant, async reader =>
    {
        var states = (await reader.Many<MailboxState>(MailStore.Sql["ListStates"])).ToDictionary(state => state.Mailbox);
        return (IReadOnlyList<MailboxView>)[.. (await reader.Many<MailboxRow>(MailStore.Sql["ListMailboxes"])).Select(row => ViewOf(row, states.GetValueOrDefault(row.Id)))];
    });

    public async Task<Outcome<MailboxView>> Save(Caller caller, MailboxRequest request)
    {
        var checkedRequest = await Check(caller.Tenant, request);
        if (checkedRequest.Failed)
        {
            return checkedRequest.Problem;
        }

        var id = request.Id ?? identifiers.New();
        var sealedPassword = string.IsNullOrEmpty(request.Password) ? null : await secrets.Seal(caller.Tenant, MailboxRow.PlaceOf(id), request.Password);
        var outcome = await store.Write<Outcome<MailboxView>>(caller.Tenant, async transaction =>
        {
            var before = await transaction.One<MailboxRow>(MailStore.Sql["FindMailbox"], new { id });

            // A known password stays only while it goes to the servers it was given for: whoever may change a host must not thereby learn it.
            if (sealedPassword is null && (before is null || before.ImapHost != request.ImapHost || before.SmtpHost != request.SmtpHost || before.Certificate != Fingerprint(request.Certificate)))
            {
                return Problem.Invalid("/password", "Is required for a new mailbox, and again when a server or its certificate changes.");
            }

            var row = RowOf(request, id, sealedPassword ?? before!.Secret);
            await transaction.Execute(MailStore.Sql["SaveMailbox"], row);
            await audit.Write(transaction, caller, "connectors.mailbox-saved", "mailbox:" + id, new { active = row.Active != 0, row.Unit, passwordChanged = sealedPassword is not null });
            transaction.AfterCommit(() => bus.Publish(new BusMessage(MailboxOwner.Topic(caller.Tenant), "")));
            return ViewOf(row, await transaction.One<MailboxState>(MailStore.Sql["FindState"], new { mailbox = id }));
        });
        return outcome;
    }

    public Task<bool> Delete(Caller caller, string id) => store.Write(caller.Tenant, async transaction =>
    {
        if (await transaction.Execute(MailStore.Sql["DeleteMailbox"], new { id }) == 0)
        {
            return false;
        }

        await audit.Write(transaction, caller, "connectors.mailbox-deleted", "mailbox:" + id);
        transaction.AfterCommit(() => bus.Publish(new BusMessage(MailboxOwner.Topic(caller.Tenant), "")));
        return true;
    });

    /// <summary>Tries a kept mailbox out: signs in to both servers and opens the folder; sends and changes nothing.</summary>
    public async Task<Outcome<MailboxTest>> Test(Caller caller, string id, CancellationToken cancellation)
    {
        if (await store.Read(caller.Tenant, reader => reader.One<MailboxRow>(MailStore.Sql["FindMailbox"], new { id }), cancellation) is not { } row)
        {
            return Problem.NotFound("The mailbox");
        }

        var imap = await servers.ImapOf(caller.Tenant, row);
        var smtp = await servers.SmtpOf(caller.Tenant, row);
        var steps = new[]
        {
            await Step("imap", async () =>
            {
                await using var client = await ImapClient.Open(imap ?? throw NoPassword(), cancellation);
                var folder = await client.Examine(row.Folder, cancellation);
                return $"{row.Folder}: {folder.Exists}{(client.CanIdle ? ", IDLE" : "")}";
            }),
            await Step("smtp", async () =>
            {
                await using var client = await SmtpClient.Open(smtp ?? throw NoPassword(), row.Address[(row.Address.LastIndexOf('@') + 1)..], cancellation);
                return null;
            }),
        };
        return new MailboxTest(steps.All(step => step.Ok), steps);
    }

    private static MailServerException NoPassword() => new("sign-in", "The password cannot be opened here: enter it again.");

    private static async Task<MailboxTestStep> Step(string name, Func<Task<string?>> act)
    {
        try
        {
            return new MailboxTestStep(name, true, await act());
        }
        catch (MailServerException failure)
        {
            return new MailboxTestStep(name, false, MailWords.Clean(failure.Message, 300));
        }
    }

    private async Task<Validation> Check(TenantId tenant, MailboxRequest request)
        => Check(request, (await store.Read(tenant, tenants.ListUnits)).Select(unit => unit.Code).ToHashSet());

    /// <summary>Collects what is wrong with a mailbox; the password is judged where the known one is at hand.</summary>
    internal static Validation Check(MailboxRequest request, IReadOnlySet<string> units, string at = "", Validation? into = null) => (into ?? new Validation())
        .Id(request.Id, at + "/id", required: false)
        .Text(request.Name, at + "/name", 1, 120).Text(request.DisplayName, at + "/displayName", 1, 120)
        .Must(MailAddresses.IsAddress(request.Address), at + "/address", "Must be an e-mail address.")
        .Must(request.Unit is not null && units.Contains(request.Unit), at + "/unit", "Must be the code of a unit of this tenant.")
        .Text(request.Language ?? "zh-CN", at + "/language", 2, 20).Text(request.Folder ?? "INBOX", at + "/folder", 1, 200)
        .Must(IsHost(request.ImapHost), at + "/imapHost", "Must be the name of a server.").Must(IsHost(request.SmtpHost), at + "/smtpHost", "Must be the name of a server.")
        .Must(request.ImapPort is > 0 and <= 65_535, at + "/imapPort", "Must be 1 to 65535.").Must(request.SmtpPort is > 0 and <= 65_535, at + "/smtpPort", "Must be 1 to 65535.")
        .OneOf(request.ImapSecurity ?? "tls", at + "/imapSecurity", Securities).OneOf(request.SmtpSecurity ?? "tls", at + "/smtpSecurity", Securities)
        .Text(request.UserName, at + "/userName", 1, 254).Text(request.Password ?? "", at + "/password", 0, 1_000)
        .Must(string.IsNullOrWhiteSpace(request.Certificate) || Hex().IsMatch(Fingerprint(request.Certificate)!), at + "/certificate", "Must be the SHA-256 of a certificate: 64 hexadecimal digits.");

    private static bool IsHost(string? host) => host is { Length: > 0 and <= 253 } && Uri.CheckHostName(host) != UriHostNameType.Unknown;

    private static string? Fingerprint(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Replace(":", "", StringComparison.Ordinal).Trim().ToLowerInvariant();

    internal static MailboxRow RowOf(MailboxRequest request, string id, string secret) => new()
    {
        Id = id,
        Name = request.Name!,
        Address = request.Address!.ToLowerInvariant(),
        DisplayName = request.DisplayName!,
        Unit = request.Unit!,
        Language = request.Language ?? "zh-CN",
        Active = request.Active == false ? 0 : 1,
        PlusAddresses = request.PlusAddresses == false ? 0 : 1,
        WholeFolder = request.WholeFolder == true ? 1 : 0,
        Folder = request.Folder ?? "INBOX",
        ImapHost = request.ImapHost!,
        ImapPort = request.ImapPort!.Value,
        ImapSecurity = request.ImapSecurity ?? "tls",
        SmtpHost = request.SmtpHost!,
        SmtpPort = request.SmtpPort!.Value,
        SmtpSecurity = request.SmtpSecurity ?? "tls",
        UserName = request.UserName!,
        Secret = secret,
        Certificate = Fingerprint(request.Certificate),
    };

    private static MailboxView ViewOf(MailboxRow row, MailboxState? state) => new(
        row.Id, row.Name, row.Address, row.DisplayName, row.Unit, row.Language, row.Active != 0, row.PlusAddresses != 0, row.WholeFolder != 0, row.Folder,
        row.ImapHost, (int)row.ImapPort, row.ImapSecurity, row.SmtpHost, (int)row.SmtpPort, row.SmtpSecurity, row.UserName, row.Certificate,
        state?.State ?? "never", state?.State == "failing" ? state.Problem : null, Time(state?.ChangedAt), Time(state?.FetchedAt), Time(state?.LookedAt));

    private static DateTimeOffset? Time(long? at) => at is { } value and > 0 ? Microseconds.ToTime(value) : null;

    [GeneratedRegex("^[0-9a-f]{64}$")]
    private static partial Regex Hex();
}
