using Microsoft.Extensions.Logging;
using Patella.Platform.Clocks;
using Patella.Platform.Identifiers;
using Patella.Platform.Messaging;
using Patella.Platform.Ownership;
using Patella.Platform.Storage;

namespace Patella.Service.Connectors.Mail.Inbox;

/// <summary>Everything a tenant's mailboxes need of the program.</summary>
internal sealed record InboxSeams(IStore Store, IBus Bus, MailIntake Intake, MailboxSecrets Secrets, MachineTime Machine, ILoggerFactory Loggers);

/// <summary>The worker that reads mailboxes, one process a tenant.</summary>
internal sealed class MailboxWorker(InboxSeams seams) : ITenantWorker
{
    public (string Partition, IPartitionOwner Owner) For(TenantId tenant) => ("mail-in:" + tenant.Value, new MailboxOwner(tenant, seams));
}

/// <summary>
/// Keeps one line to every active mailbox of a tenant and reads what they bring. A mailbox that fails or hangs delays no other: each has its own task,
/// and reading what was kept is one more.
/// </summary>
internal sealed partial class MailboxOwner(TenantId tenant, InboxSeams seams) : IPartitionOwner
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(5);
    private readonly ILogger _logger = seams.Loggers.CreateLogger<MailboxOwner>();

    /// <summary>Told when the settings of mailboxes changed or a mail is to be read again.</summary>
    public static string Topic(TenantId tenant) => "mailboxes:" + tenant.Value;

    public async Task Run(Ownership ownership)
    {
        using var settings = new WakeUp(seams.Bus, Topic(tenant));
        using var kept = new WakeUp(seams.Bus, Topic(tenant));
        await using var lines = new Lanes<MailboxRow>(box => (box.Id, box.Version), (box, stop) => new MailboxLine(tenant, box, seams, kept).Run(ownership, stop), ownership.Lost);
        var reading = ReadStored(ownership, kept);
        while (!ownership.Lost.IsCancellationRequested)
        {
            await lines.Arrange((await seams.Store.Read(tenant, reader => reader.Many<MailboxRow>(MailStore.Sql["ListMailboxes"]), ownership.Lost)).Where(box => box.Active != 0));
            if (reading.IsCompleted)
            {
                await reading;
                return;
            }

            await settings.Sleep(Look, ownership.Lost);
        }
    }

    public Task<string> Handle(Ownership ownership, string command, string payload) => throw new NotSupportedException("Mailboxes take no commands; their settings are rows.");

    /// <summary>Reads what was kept, at once when something was, and every few seconds for what is to be read again.</summary>
    private async Task ReadStored(Ownership ownership, WakeUp kept)
    {
        while (!ownership.Lost.IsCancellationRequested)
        {
            try
            {
                if (await seams.Intake.ReadStored(ownership, tenant) == 0)
                {
                    await kept.Sleep(Look, ownership.Lost);
                }
            }
            catch (StoreUnavailableException unavailable)
            {
                LogWaiting(tenant, unavailable.Message);
                await Task.Delay(Look, seams.Machine.Provider, ownership.Lost);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Mails of {Tenant} wait for the store: {Reason}")]
    private partial void LogWaiting(TenantId tenant, string reason);
}
