using System.Text;
using Patella.Platform.Clocks;
using Patella.Platform.Identifiers;
using Patella.Platform.Ownership;
using Patella.Platform.Storage;
using Patella.Service.Connectors.Mail.Smtp;
using Patella.Service.Edge;
using Patella.Service.Files;

namespace Patella.Service.Connectors.Mail.Outbox;

/// <summary>Hands a mailbox's due mails to its server, one connection for all of them, and writes down how each ended.</summary>
internal sealed class MailPost(IStore store, OutgoingMails outgoing, MailStore mails, MailboxSecrets secrets, FileStore files, MachineTime machine)
{
    private const int Batch = 50;

    /// <summary>How long it is tried, microseconds of machine time.</summary>
    private const long GiveUpAfter = 48L * 3_600 * Microseconds.PerSecond;

    /// <summary>Bytes of files that are attached; the others are named in the conversation only.</summary>
    private const long MostAttached = 20 << 20;

    private static readonly int[] PauseMinutes = [1, 5, 15, 60, 120];

    public async Task Send(Ownership ownership, TenantId tenant, string mailbox)
    {
        var (box, due) = await store.Read(tenant, async reader => (
            await reader.One<MailboxRow>(MailStore.Sql["FindMailbox"], new { id = mailbox }),
            await reader.Many<OutgoingRow>(MailStore.Sql["DueOutgoing"], new { mailbox, now = machine.Now, limit = Batch })), ownership.Lost);
        if (box is not { Active: not 0 })
        {
            await Postpone(ownership, tenant, mailbox, due, "The mailbox is switched off or gone.");
            return;
        }

        try
        {
            var server = await secrets.SmtpOf(tenant, box) ?? throw new MailServerException("sign-in", "The password cannot be opened here: enter it again.");
            await using var client = await SmtpClient.Open(server, box.Address[(box.Address.LastIndexOf('@') + 1)..], ownership.Lost);
            foreach (var row in due)
            {
                await SendOne(ownership, tenant, client, box, row with { Attempts = row.Attempts + 1 });
            }
        }
        catch (MailServerException failure)
        {
            // Nothing of what is still queued was handed over.
            await Postpone(ownership, tenant, mailbox, due, failure.Message);
        }
    }

    private async Task SendOne(Ownership ownership, TenantId tenant, SmtpClient client, MailboxRow box, OutgoingRow row)
    {
        var draft = await Draft(tenant, box, row, ownership.Lost);
        var from = MailComposer.ReplyAddress(box, draft.Token);
        var result = await client.Send(from, row.Address, MailComposer.Write(draft), () => Write(ownership, tenant, row, OutgoingState.Transmitting, null, null), ownership.Lost);
        await (result.Outcome switch
        {
            SmtpOutcome.Sent => Write(ownership, tenant, row, OutgoingState.Sent, MailEvents.Sent, null),
            SmtpOutcome.Permanent => Write(ownership, tenant, row, OutgoingState.Failed, MailEvents.Failed, result.Detail),
            SmtpOutcome.Unknown => Doubt(ownership, tenant, row, result.Detail),
            SmtpOutcome.Temporary when machine.Now - row.CreatedAt > GiveUpAfter => Write(ownership, tenant, row, OutgoingState.Failed, MailEvents.Failed, result.Detail),
            SmtpOutcome.Temporary => Write(ownership, tenant, row, OutgoingState.Queued, null, result.Detail, NextAt(row.Attempts)),
            _ => throw new ArgumentOutOfRangeException(nameof(row), result.Outcome, "unknown outcome"),
        });
    }

    private async Task<MailDraft> Draft(TenantId tenant, MailboxRow box, OutgoingRow row, CancellationToken cancellation)
    {
        // All of it follows from what was decided when the mail was written, so that every try gives the same bytes.
        var secret = await mails.Secret(tenant);
        var (thread, quoted) = await store.Read(tenant, async reader => (
            row.Conversation is null ? null : await mails.ThreadOf(reader, row.Conversation),
            row.QuoteMail is null ? null : await mails.Find(reader, row.QuoteMail)), cancellation);
        var token = thread is null ? null : ReplyToken.Make(secret, tenant, thread.Conversation, thread.TokenKey, row.CreatedAt);
        return new MailDraft(row, box, token, MailComposer.MarkOf(secret), quoted?.Body, await Contents(tenant, row, cancellation), row.CreatedAt);
    }

    private async Task<IReadOnlyList<(MailFile File, byte[] Content)>> Contents(TenantId tenant, OutgoingRow row, CancellationToken cancellation)
    {
        var contents = new List<(MailFile, byte[])>();
        var total = 0L;
        foreach (var file in Json.Read<List<MailFile>>(row.Files) ?? [])
        {
            if (file.Text is { } text)
            {
                contents.Add((file, Encoding.UTF8.GetBytes(text)));
                continue;
            }

            if (file.Id is null || (total += file.Size) > MostAttached || await store.Read(tenant, reader => files.Find(reader, file.Id), cancellation) is not { } stored
                || await files.Open(tenant, stored, cancellation) is not { } stream)
            {
                continue;
            }

            await using (stream)
            {
                var bytes = new MemoryStream();
                await stream.CopyToAsync(bytes, cancellation);
                contents.Add((file, bytes.ToArray()));
            }
        }

        return contents;
    }

    private Task Postpone(Ownership ownership, TenantId tenant, string mailbox, IReadOnlyList<OutgoingRow> due, string problem) => store.Write(tenant, async transaction =>
    {
        await ownership.Check(transaction);
        foreach (var late in due.Where(row => machine.Now - row.CreatedAt > GiveUpAfter))
        {
            await outgoing.Move(transaction, late, OutgoingState.Failed, MailEvents.Failed, problem, [OutgoingState.Queued]);
        }

        var attempts = due.Count == 0 ? 0 : due.Max(row => row.Attempts) + 1;
        await transaction.Execute(MailStore.Sql["PostponeMailbox"], new { mailbox, problem, now = machine.Now, nextAt = NextAt(attempts) });
    }, cancellation: ownership.Lost);

    // Not cancelled with the ownership: how a mail that was handed over ended is written down if it can be at all.
    private Task Write(Ownership ownership, TenantId tenant, OutgoingRow row, string state, string? tells, string? problem, long? nextAt = null) => store.Write(tenant, async transaction =>
    {
        await ownership.Check(transaction);
        if (!await outgoing.Move(transaction, row, state, tells, problem, [OutgoingState.Queued, OutgoingState.Transmitting], nextAt) && state == OutgoingState.Transmitting)
        {
            throw new OwnershipLostException(ownership.Partition);
        }
    });

    private Task Doubt(Ownership ownership, TenantId tenant, OutgoingRow row, string? problem) => store.Write(tenant, async transaction =>
    {
        await ownership.Check(transaction);
        await outgoing.Doubt(transaction, row, problem ?? "No answer came.");
    });

    private long NextAt(long attempts) => machine.Now + (PauseMinutes[Math.Clamp((int)attempts - 1, 0, PauseMinutes.Length - 1)] * 60 * Microseconds.PerSecond);
}
