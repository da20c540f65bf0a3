using Microsoft.Extensions.Logging;
using Patella.Platform.Clocks;
using Patella.Platform.Identifiers;
using Patella.Platform.Messaging;
using Patella.Platform.Ownership;
using Patella.Platform.Storage;

namespace Patella.Service.Connectors.Mail.Outbox;

/// <summary>What sending needs of the program.</summary>
internal sealed record OutboxSeams(IStore Store, IBus Bus, MailPost Post, OutgoingMails Mails, MachineTime Machine, ILoggerFactory Loggers);

/// <summary>The worker that sends, one process a tenant.</summary>
internal sealed class OutboxWorker(OutboxSeams seams) : ITenantWorker
{
    public (string Partition, IPartitionOwner Owner) For(TenantId tenant) => (OutgoingMails.Topic(tenant), new OutboxOwner(tenant, seams));
}

/// <summary>Sends what is due, each mailbox in a lane of its own so that a slow server holds up only its own mail.</summary>
internal sealed partial class OutboxOwner(TenantId tenant, OutboxSeams seams) : IPartitionOwner
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(2);
    private readonly ILogger _logger = seams.Loggers.CreateLogger<OutboxOwner>();
    private volatile bool _inDoubt = true;

    public async Task Run(Ownership ownership)
    {
        using var wake = new WakeUp(seams.Bus, OutgoingMails.Topic(tenant));
        var lanes = new Dictionary<string, Task>();
        try
        {
            while (!ownership.Lost.IsCancellationRequested)
            {
                if (_inDoubt && lanes.Values.All(lane => lane.IsCompleted))
                {
                    await Doubt(ownership);
                    _inDoubt = false;
                }

                foreach (var mailbox in await Due(ownership))
                {
                    if (!lanes.TryGetValue(mailbox, out var lane) || lane.IsCompleted)
                    {
                        lanes[mailbox] = Task.Run(() => Send(ownership, mailbox));
                    }
                }

                await wake.Sleep(Look, ownership.Lost);
            }
        }
        finally
        {
            // A mail that is being handed over is told to its end before another process may begin.
            await Task.WhenAll(lanes.Values).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    public Task<string> Handle(Ownership ownership, string command, string payload) => throw new NotSupportedException("The outbox takes no commands; mails are rows.");

    private Task<IReadOnlyList<string>> Due(Ownership ownership)
        => seams.Store.Read(tenant, reader => reader.Many<string>(MailStore.Sql["DueMailboxes"], new { now = seams.Machine.Now }), ownership.Lost);

    /// <summary>Those that were being handed over when the last owner died or the store was away.</summary>
    private Task Doubt(Ownership ownership) => seams.Store.Write(tenant, async transaction =>
    {
        await ownership.Check(transaction);
        foreach (var row in await transaction.Many<OutgoingRow>(MailStore.Sql["LeftTransmitting"]))
        {
            await seams.Mails.Doubt(transaction, row, "The sending stopped while it was handed over.");
        }
    }, cancellation: ownership.Lost);

    private async Task Send(Ownership ownership, string mailbox)
    {
        try
        {
            await seams.Post.Send(ownership, tenant, mailbox);
        }
        catch (Exception failure) when (failure is StoreUnavailableException or OwnershipLostException or OperationCanceledException)
        {
            _inDoubt = true;
            LogWaiting(tenant, failure.Message);
        }
        catch (Exception fault)
        {
            LogFault(tenant, mailbox, fault);
            await Task.Delay(Look, seams.Machine.Provider, ownership.Lost).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Outgoing mail of {Tenant} waits: {Reason}")]
    private partial void LogWaiting(TenantId tenant, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "Sending from mailbox {Mailbox} of {Tenant} failed")]
    private partial void LogFault(TenantId tenant, string mailbox, Exception fault);
}
