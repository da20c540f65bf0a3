using Patella.Platform.Clocks;
using Patella.Platform.Identifiers;
using Patella.Platform.Storage;
using Patella.Service.Connectors.Mail;
using Patella.Service.Connectors.Webhooks;
using Patella.Service.Edge;
using Patella.Service.Tenants;

namespace Patella.Service.Connectors;

/// <summary>Mailboxes in the settings document. Passwords never stand there: a mailbox that is new here begins without one and says so until it is entered.</summary>
internal sealed class MailboxSection(IIdentifiers identifiers) : ListSection<MailboxRequest, MailboxRow>
{
    public override string Name => "mailboxes";

    public override async Task<object> Export(IReader reader) => (await reader.Many<MailboxRow>(MailStore.Sql["ListMailboxes"])).Select(row => new MailboxRequest(
        row.Id, row.Name, row.Address, row.DisplayName, row.Unit, row.Language, row.Active != 0, row.PlusAddresses != 0, row.WholeFolder != 0, row.Folder,
        row.ImapHost, (int)row.ImapPort, row.ImapSecurity, row.SmtpHost, (int)row.SmtpPort, row.SmtpSecurity, row.UserName, null, row.Certificate)).ToList();

    protected override void Check(MailboxRequest request, SettingsContext context, string at, Validation into) => MailboxSettings.Check(request, context.UnitCodes, at, into);

    protected override MailboxRow ToValue(MailboxRequest request) => MailboxSettings.RowOf(request, request.Id ?? identifiers.New(), "");

    protected override async Task SaveOne(ITransaction transaction, MailboxRow value)
    {
        var before = await transaction.One<MailboxRow>(MailStore.Sql["FindMailbox"], new { value.Id });
        var same = before is not null && before.ImapHost == value.ImapHost && before.SmtpHost == value.SmtpHost && before.Certificate == value.Certificate;
        await transaction.Execute(MailStore.Sql["SaveMailbox"], value with { Secret = same ? before!.Secret : "" });
    }
}

/// <summary>Webhooks in the settings document. One that is new here has no secret yet and sends nothing until somebody makes one.</summary>
internal sealed class WebhookSection(IIdentifiers identifiers, MachineTime machine, EgressPolicy egress) : ListSection<WebhookRequest, WebhookRow>
{
    public override string Name => "webhooks";

    public override async Task<object> Export(IReader reader) => (await reader.Many<WebhookRow>(WebhookOwner.Sql["List"]))
        .Select(row => new WebhookRequest(row.Id, row.Name, row.Url, row.KindList, row.IncludeText != 0, row.State == "active")).ToList();

    protected override void Check(WebhookRequest request, SettingsContext context, string at, Validation into) => WebhookSettings.Check(request, egress, at, into);

    protected override WebhookRow ToValue(WebhookRequest request) => new()
    {
        Id = request.Id ?? identifiers.New(),
        Name = request.Name!,
        Url = request.Url!,
        Kinds = Json.Write(request.Events),
        IncludeText = request.IncludeText == true ? 1 : 0,
        State = request.Active == false ? "paused" : "active",
        CreatedAt = machine.Now,
    };

    protected override async Task SaveOne(ITransaction transaction, WebhookRow value)
    {
        var before = await transaction.One<WebhookRow>(WebhookOwner.Sql["Find"], new { value.Id });
        await transaction.Execute(WebhookOwner.Sql["Save"], before is null ? value : value with { State = before.State });
    }
}
