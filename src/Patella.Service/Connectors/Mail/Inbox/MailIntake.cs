using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;
using Patella.Platform.Clocks;
using Patella.Platform.Identifiers;
using Patella.Platform.Ownership;
using Patella.Platform.Segments;
using Patella.Platform.Storage;
using Patella.Platform.Timeline;
using Patella.Service.Connectors.Mail.Mime;
using Patella.Service.Connectors.Mail.Outbox;
using Patella.Service.Connectors.Mail.Reading;
using Patella.Service.Edge;

namespace Patella.Service.Connectors.Mail.Inbox;

/// <summary>
/// Takes mails in two steps, each of which may be repeated. Keeping: the raw bytes are on disk, then a row and the folder's cursor move in one transaction;
/// nothing was understood yet and nothing can be lost. Reading: bytes become words and an entry in the timeline, or the mail is set aside with a reason.
/// </summary>
internal sealed partial class MailIntake(
    IStore store, ISegments segments, MailStore mails, OutgoingMails outgoing, MailFileKeeper files, MachineTime machine, BusinessTime business, IIdentifiers identifiers, ILogger<MailIntake> logger)
{
    private const int Batch = 20;
    private const long Hour = 3_600 * Microseconds.PerSecond;

    /// <summary>The same place in a mailbox always has the same id, so keeping twice keeps once.</summary>
    public static string IdOf(string mailbox, long uidValidity, long uid)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{mailbox}/{uidValidity}/{uid}"));
        return new Guid(hash.AsSpan(0, 16)).ToString();
    }

    public static string KeyOf(string mail) => "mail/" + mail;

    /// <summary>Keeps a mail as it came and moves the cursor past it.</summary>
    /// <param name="reason">Why it is set aside at once, such as its size; null for all others.</param>
    public async Task Keep(Ownership ownership, TenantId tenant, string mailbox, long uidValidity, long uid, byte[] raw, long size, string? reason)
    {
        var id = IdOf(mailbox, uidValidity, uid);
        try
        {
            await segments.Put(tenant, KeyOf(id), new MemoryStream(raw), ownership.Lost);
        }
        catch (SegmentConflictException)
        {
            // The server gives other bytes for the same UID than before: the first ones count, as they do for every reader of IMAP.
            LogChanged(mailbox, uid);
        }

        await store.Write(tenant, async transaction =>
        {
            await ownership.Check(transaction);
            await transaction.Execute(MailStore.Sql["AddMail"], new
            {
                Id = id,
                Mailbox = mailbox,
                UidValidity = uidValidity,
                Uid = uid,
                Size = size,
                ReceivedAt = machine.Now,
                State = reason is null ? "stored" : "quarantined",
                Reason = reason,
            });
            await transaction.Execute(MailStore.Sql["SaveCursor"], new { mailbox, validity = uidValidity, uid, now = machine.Now });
        }, cancellation: ownership.Lost);
    }

    /// <summary>Reads what was kept and not read yet; one that cannot be read holds up none of the others.</summary>
    /// <returns>How many were looked at.</returns>
    public async Task<int> ReadStored(Ownership ownership, TenantId tenant)
    {
        var stored = await store.Read(tenant, reader => reader.Many<ReceivedMail>(MailStore.Sql["NextStored"], new { limit = Batch }), ownership.Lost);
        foreach (var mail in stored)
        {
            var (reading, refusal) = await ReadRaw(tenant, mail, ownership.Lost);
            if (reading is null)
            {
                await SetAside(ownership, tenant, mail, refusal!);
            }
            else
            {
                await Take(ownership, tenant, mail, reading);
            }
        }

        return stored.Count;
    }

    private async Task<(MailReading? Reading, string? Refusal)> ReadRaw(TenantId tenant, ReceivedMail mail, CancellationToken cancellation)
    {
        await using var stream = await segments.Get(tenant, KeyOf(mail.Id), cancellation);
        if (stream is null)
        {
            return (null, "raw-missing");
        }

        var raw = new MemoryStream();
        await stream.CopyToAsync(raw, cancellation);
        try
        {
            var reading = MailReading.Of(raw.GetBuffer().AsMemory(0, (int)raw.Length));
            return reading.From is null ? (null, "no-sender") : (reading, null);
        }
        catch (MailFormatException refused)
        {
            return (null, refused.Code);
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            // A fault of ours in reading must cost this mail nothing but time: it waits for the program that can read it.
            LogFault(mail.Id, fault);
            return (null, "parser-failed");
        }
    }

    private async Task Take(Ownership ownership, TenantId tenant, ReceivedMail mail, MailReading reading)
    {
        await mails.Secret(tenant);
        var facts = await store.Read(tenant, reader => Facts(reader, mail, reading), ownership.Lost);
        var kept = MailDecision.Of(reading, facts).Kind == MailKind.Message ? await files.Keep(tenant, mail.Id, reading, ownership.Lost) : [];
        await store.Write(tenant, async transaction =>
        {
            await ownership.Check(transaction);
            if (await mails.Find(transaction, mail.Id) is not { State: "stored" } still)
            {
                return;
            }

            await Decide(transaction, still, reading, kept, facts);
        }, cancellation: ownership.Lost);
    }

    private async Task<MailFacts> Facts(IReader reader, ReceivedMail mail, MailReading reading)
    {
        var sender = reading.From!.Key;
        var twin = await reader.One<string>(MailStore.Sql["FindTwin"], new { fingerprint = reading.Fingerprint, id = mail.Id });
        var boxes = await reader.Many<MailboxRow>(MailStore.Sql["ListMailboxes"]);
        var count = await reader.One<long>(MailStore.Sql["CountFrom"], new { sender, since = mail.ReceivedAt - Hour, until = mail.ReceivedAt });
        var ours = boxes.Any(box => box.Address.Equals(sender, StringComparison.OrdinalIgnoreCase)) || (reading.OwnMark is { } mark && mark == MailComposer.MarkOf(await mails.Secret(reader.Tenant)));
        return new MailFacts(twin is not null, ours, (int)count, mail.Forced != 0);
    }

    private async Task Decide(ITransaction transaction, ReceivedMail mail, MailReading reading, IReadOnlyList<MailFile> kept, MailFacts facts)
    {
        // One process reads a tenant's mails, one after the other, so what was true a moment ago still is.
        var (kind, reason) = MailDecision.Of(reading, facts);
        var claimed = reading.IsForged ? null : await mails.Claimed(transaction, reading.Tokens, reading.References, reading.From!.Key);
        var about = claimed?.By;
        string? conversation = claimed?.Conversation;
        if (kind == MailKind.Bounce)
        {
            (conversation, about) = await outgoing.Learn(transaction, reading.Bounce!, conversation);
        }

        await transaction.Execute(MailStore.Sql["KeepRead"], new
        {
            mail.Id,
            State = "done",
            Kind = kind,
            Reason = reason ?? (reading.IsForged ? ReceivedMail.Unverified : null),
            reading.Fingerprint,
            MessageKey = reading.MessageId is null ? null : MailStore.KeyOf(reading.MessageId),
            reading.MessageId,
            Refs = MailStore.Shorten(string.Join(' ', reading.References.Select(id => $"<{id}>"))),
            Sender = reading.From!.Key,
            SenderName = reading.From.Name,
            reading.Subject,
            reading.Body,
            Files = kept.Count == 0 ? null : Json.Write(kept),
            Conversation = kind is MailKind.Message or MailKind.AutoReply or MailKind.Bounce ? conversation : null,
            About = about,
        });
        if (kind is MailKind.Message or MailKind.AutoReply)
        {
            await Append(transaction, kind == MailKind.Message ? MailEvents.Received : MailEvents.AutoReply, new MailEventData(mail.Id, null, conversation, null, mail.Mailbox));
        }
    }

    private Task SetAside(Ownership ownership, TenantId tenant, ReceivedMail mail, string reason) => store.Write(tenant, async transaction =>
    {
        await ownership.Check(transaction);
        if (await transaction.Execute(MailStore.Sql["Quarantine"], new { id = mail.Id, reason }) == 1)
        {
            await Append(transaction, MailEvents.Quarantined, new MailEventData(mail.Id, null, null, reason, mail.Mailbox));
        }
    }, cancellation: ownership.Lost);

    private Task Append(ITransaction transaction, string kind, MailEventData data) => transaction.Append(new TimelineEntry
    {
        Id = identifiers.New(),
        Kind = kind,
        At = business.Now,
        RecordedAt = machine.Now,
        AuthorParty = "system",
        Data = Json.Write(data),
    });

    [LoggerMessage(Level = LogLevel.Warning, Message = "Mailbox {Mailbox} gives other bytes for UID {Uid} than before; the first ones count")]
    private partial void LogChanged(string mailbox, long uid);

    [LoggerMessage(Level = LogLevel.Error, Message = "Mail {Mail} could not be read and was set aside")]
    private partial void LogFault(string mail, Exception fault);
}
