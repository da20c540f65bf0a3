using Microsoft.Extensions.Logging;
using Patella.Platform.Identifiers;
using Patella.Platform.Messaging;
using Patella.Platform.Ownership;
using Patella.Platform.Storage;
using Patella.Service.Connectors.Mail.Imap;
using Patella.Service.Connectors.Mail.Mime;

namespace Patella.Service.Connectors.Mail.Inbox;

/// <summary>One mailbox: connect, take everything after the cursor, wait to be told, again. After a failure it pauses, longer each time, and goes on from the cursor, however long it was away.</summary>
internal sealed partial class MailboxLine(TenantId tenant, MailboxRow box, InboxSeams seams, WakeUp kept)
{
    private static readonly TimeSpan ShortestPause = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(5);

    /// <summary>Even a server that tells of new mail is asked this often: some forget to.</summary>
    private static readonly TimeSpan IdleFor = TimeSpan.FromMinutes(4);
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(30);
    private readonly ILogger _logger = seams.Loggers.CreateLogger<MailboxLine>();

    public async Task Run(Ownership ownership, CancellationToken stop)
    {
        var pause = ShortestPause;
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await Follow(ownership, () => pause = ShortestPause, stop);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
            catch (OwnershipLostException)
            {
                return;
            }
            catch (Exception failure) when (failure is MailServerException or StoreUnavailableException or IOException)
            {
                LogFailed(box.Id, tenant, failure.Message);
                await Tell(failure.Message, stop);
            }

            await Task.Delay(pause, seams.Machine.Provider, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
    }

    private async Task Follow(Ownership ownership, Action connected, CancellationToken stop)
    {
        var server = await seams.Secrets.ImapOf(tenant, box) ?? throw new MailServerException("sign-in", "The password cannot be opened here: enter it again.", isPermanent: true);
        await using var client = await ImapClient.Open(server, stop);
        var folder = await client.Examine(box.Folder, stop);
        var last = await Begin(ownership, folder, stop);
        await Health("connected", null, looked: false, stop);
        connected();
        while (!stop.IsCancellationRequested)
        {
            var uids = await client.FindAfter(last, stop);
            foreach (var uid in uids)
            {
                await Take(ownership, client, folder.UidValidity, uid, stop);
                last = uid;
            }

            if (uids.Count == 0)
            {
                await Health("connected", null, looked: true, stop);
                await (client.CanIdle ? client.Idle(IdleFor, stop) : Wait(client, stop));
            }
        }
    }

    /// <summary>A folder that was never read begins at its end, unless all of it is wanted; one whose UIDs are new ones is read whole, and what was taken before is known again.</summary>
    private async Task<long> Begin(Ownership ownership, ImapFolder folder, CancellationToken stop)
    {
        var state = await seams.Store.Read(tenant, reader => reader.One<MailboxState>(MailStore.Sql["FindState"], new { mailbox = box.Id }), stop);
        if (state is { UidValidity: > 0 })
        {
            return state.UidValidity == folder.UidValidity ? state.LastUid : 0;
        }

        var from = box.WholeFolder != 0 ? 0 : Math.Max(0, folder.UidNext - 1);
        await seams.Store.Write(tenant, async transaction =>
        {
            await ownership.Check(transaction);
            await transaction.Execute(MailStore.Sql["SaveCursor"], new { mailbox = box.Id, validity = folder.UidValidity, uid = from, now = seams.Machine.Now });
        }, cancellation: stop);
        return from;
    }

    private async Task Take(Ownership ownership, ImapClient client, long uidValidity, long uid, CancellationToken stop)
    {
        var size = await client.SizeOf(uid, stop);
        var tooLarge = size > MimeLimits.MessageBytes;
        var raw = size is null ? null : await client.Fetch(uid, tooLarge, MimeLimits.MessageBytes, stop);
        if (raw is null)
        {
            // Somebody took it away before we came: the next one.
            return;
        }

        await seams.Intake.Keep(ownership, tenant, box.Id, uidValidity, uid, raw, size ?? raw.Length, tooLarge ? "too-large" : null);
        kept.Tell();
    }

    /// <summary>For a server without IDLE. A word in between keeps the line from being cut as idle.</summary>
    private async Task Wait(ImapClient client, CancellationToken stop)
    {
        await Task.Delay(Poll, seams.Machine.Provider, stop);
        await client.Examine(box.Folder, stop);
    }

    private async Task Tell(string problem, CancellationToken stop)
    {
        try
        {
            await Health("failing", MailWords.Clean(problem, 500), looked: false, stop);
        }
        catch (Exception failure) when (failure is StoreUnavailableException or OperationCanceledException)
        {
            // The state is for people; the store has its own alarm.
        }
    }

    private Task Health(string state, string? problem, bool looked, CancellationToken stop) => seams.Store.Write(tenant,
        transaction => transaction.Execute(MailStore.Sql["SaveHealth"], new { mailbox = box.Id, state, problem, now = seams.Machine.Now, looked = looked ? seams.Machine.Now : (long?)null }), cancellation: stop);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Mailbox {Mailbox} of {Tenant} cannot be read now: {Reason}")]
    private partial void LogFailed(string mailbox, TenantId tenant, string reason);
}
