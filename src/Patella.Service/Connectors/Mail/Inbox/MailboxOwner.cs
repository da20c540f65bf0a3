using System.Collections.Concurrent;
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
        using var wake = new WakeUp(seams.Bus, Topic(tenant));
        var lines = new Dictionary<string, (long Version, Task Task, CancellationTokenSource Stop)>();
        var reading = ReadStored(ownership, wake);
        try
        {
            while (!ownership.Lost.IsCancellationRequested)
            {
                await Arrange(ownership, lines, wake);
                if (reading.IsCompleted)
                {
                    await reading;
                    return;
                }

                await wake.Settings.WaitAsync(Look, ownership.Lost);
            }
        }
        finally
        {
            foreach (var (_, _, stop) in lines.Values)
            {
                await stop.CancelAsync();
            }

            await Task.WhenAll(lines.Values.Select(line => line.Task)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    public Task<string> Handle(Ownership ownership, string command, string payload) => throw new NotSupportedException("Mailboxes take no commands; their settings are rows.");

    private async Task Arrange(Ownership ownership, Dictionary<string, (long Version, Task Task, CancellationTokenSource Stop)> lines, WakeUp wake)
    {
        var boxes = (await seams.Store.Read(tenant, reader => reader.Many<MailboxRow>(MailStore.Sql["ListMailboxes"]), ownership.Lost)).Where(box => box.Active != 0).ToDictionary(box => box.Id);
        foreach (var (id, line) in lines.Where(line => !boxes.TryGetValue(line.Key, out var box) || box.Version != line.Value.Version || line.Value.Task.IsCompleted).ToList())
        {
            await line.Stop.CancelAsync();
            await line.Task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            line.Stop.Dispose();
            lines.Remove(id);
        }

        foreach (var box in boxes.Values.Where(box => !lines.ContainsKey(box.Id)))
        {
            var stop = CancellationTokenSource.CreateLinkedTokenSource(ownership.Lost);
            var line = new MailboxLine(tenant, box, seams, wake);
            lines[box.Id] = (box.Version, Task.Run(() => line.Run(ownership, stop.Token)), stop);
        }
    }

    /// <summary>Reads what was kept, at once when something was, and every few seconds for what is to be read again.</summary>
    private async Task ReadStored(Ownership ownership, WakeUp wake)
    {
        while (!ownership.Lost.IsCancellationRequested)
        {
            try
            {
                if (await seams.Intake.ReadStored(ownership, tenant) == 0)
                {
                    await wake.Kept.WaitAsync(Look, ownership.Lost);
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

/// <summary>Hints that something changed or was kept; a lost one costs seconds.</summary>
internal sealed class WakeUp : IDisposable
{
    private readonly IDisposable _hints;

    public WakeUp(IBus bus, string topic) => _hints = bus.Subscribe(message =>
    {
        if (message.Topic == topic)
        {
            Tell(Settings);
            Tell(Kept);
        }
    });

    public SemaphoreSlim Settings { get; } = new(0, 1);

    public SemaphoreSlim Kept { get; } = new(0, 1);

    public static void Tell(SemaphoreSlim one)
    {
        try
        {
            one.Release();
        }
        catch (SemaphoreFullException)
        {
            // Told already.
        }
    }

    // The semaphores are left to the collector: a hint may be under way.
    public void Dispose() => _hints.Dispose();
}
