using Patella.Platform.Clocks;
using Patella.Platform.Identifiers;
using Patella.Platform.Messaging;
using Patella.Platform.Storage;
using Patella.Platform.Timeline;
using Patella.Service.Connectors.Mail.Reading;
using Patella.Service.Edge;

namespace Patella.Service.Connectors.Mail.Outbox;

/// <summary>The contract of outgoing mail for use inside other capabilities' transactions: what is enqueued is sent if and only if the transaction commits.</summary>
public sealed class OutgoingMails(MachineTime machine, BusinessTime business, IIdentifiers identifiers, IBus bus)
{
    /// <summary>Notices to one address in a day; past it none is written.</summary>
    public const int NoticesPerDay = 4;

    /// <summary>Characters of a letter's file that are sent; a longer one is left out.</summary>
    public const int MostText = 1 << 20;

    /// <summary>Times that a mail may be in doubt.</summary>
    public const int MostDoubts = 3;

    /// <summary>Before a mail in doubt goes again, microseconds: a server that still works on it is done by then.</summary>
    private const long DoubtPause = 5 * Microseconds.PerSecond;

    private const long Day = 86_400 * Microseconds.PerSecond;

    public static string Topic(TenantId tenant) => "mail-out:" + tenant.Value;

    /// <summary>Enqueues an answer to the consumer's mail.</summary>
    /// <returns>False when the conversation has no e-mail side.</returns>
    public async Task<bool> Reply(ITransaction transaction, MailReply reply)
    {
        var thread = await transaction.One<MailThread>(MailStore.Sql["FindThread"], new { conversation = reply.Conversation });
        if (thread is null || await transaction.One<MailboxRow>(MailStore.Sql["FindMailbox"], new { id = thread.Mailbox }) is not { } box)
        {
            return false;
        }

        await Add(transaction, new OutgoingRow
        {
            Id = reply.Id,
            Mailbox = box.Id,
            Conversation = reply.Conversation,
            Person = reply.Person,
            Purpose = "reply",
            Address = thread.Address,
            Name = thread.Name,
            Subject = MailComposer.ReplySubject(thread.Subject, reply.Language),
            Body = reply.Text,
            Files = Json.Write(reply.Files),
            Author = reply.Author,
            Language = reply.Language,
            MessageId = MailComposer.NewMessageId(reply.Id, box.Address),
            InReplyTo = thread.LastMessage,
            QuoteMail = thread.LastMail,
            Refs = thread.Refs,
        });
        return true;
    }

    /// <summary>Enqueues a notice, from the unit's mailbox or else the first one.</summary>
    /// <returns>False when there is no mailbox to send from, or the address had its share today.</returns>
    public async Task<bool> Notice(ITransaction transaction, MailNotice notice)
    {
        var (box, address) = (await BoxOf(transaction, notice.Unit), notice.Address.ToLowerInvariant());
        if (box is null || await transaction.One<long>(MailStore.Sql["CountNotices"], new { address, since = machine.Now - Day }) >= NoticesPerDay)
        {
            return false;
        }

        await Add(transaction, new OutgoingRow
        {
            Id = notice.Id,
            Mailbox = box.Id,
            Person = notice.Person,
            Purpose = "notice",
            Address = address,
            Name = notice.Name,
            Subject = notice.Subject,
            Body = notice.Text,
            Author = box.DisplayName,
            Language = notice.Language,
            Link = notice.Link,
            Unsubscribe = notice.Unsubscribe,
            MessageId = MailComposer.NewMessageId(notice.Id, box.Address),
        });
        return true;
    }

    /// <summary>Enqueues a mail to somebody on a list that staff keep, from the unit's mailbox or else the first one.</summary>
    /// <returns>False when there is no mailbox to send from.</returns>
    public async Task<bool> Letter(ITransaction transaction, MailLetter letter)
    {
        if (await BoxOf(transaction, letter.Unit) is not { } box)
        {
            return false;
        }

        await Add(transaction, new OutgoingRow
        {
            Id = letter.Id,
            Mailbox = box.Id,
            Purpose = "notice",
            Address = letter.Address,
            Subject = letter.Subject,
            Body = letter.Text,
            Files = Json.Write<MailFile[]>(letter.File is { Text.Length: <= MostText } file ? [file] : []),
            Author = box.DisplayName,
            Language = letter.Language,
            Link = letter.Link,
            MessageId = MailComposer.NewMessageId(letter.Id, box.Address),
        });
        return true;
    }

    /// <summary>How the answers of a conversation fare, by entry id.</summary>
    public async Task<IReadOnlyDictionary<string, MailDelivery>> DeliveriesOf(IReader reader, string conversation)
        => (await reader.Many<OutgoingRow>(MailStore.Sql["OfConversation"], new { conversation })).ToDictionary(row => row.Id, row => new MailDelivery(row.State == OutgoingState.Transmitting ? OutgoingState.Queued : row.State, row.Problem));

    /// <summary>How one answer fares; null when it is no mail.</summary>
    public async Task<(string? Conversation, MailDelivery Delivery)?> Find(IReader reader, string id)
        => await reader.One<OutgoingRow>(MailStore.Sql["FindOutgoing"], new { id }) is { } row ? (row.Conversation, new MailDelivery(row.State, row.Problem)) : null;

    /// <summary>A server's report: when it is final, the mail it is about has bounced.</summary>
    /// <returns>The conversation it belongs to, and a word for what was learned.</returns>
    internal async Task<(string? Conversation, string About)> Learn(ITransaction transaction, BounceReport report, string? claimed)
    {
        var ids = report.MessageIds.ToList();
        var row = ids.Count == 0 ? null : await transaction.One<OutgoingRow>(MailStore.Sql["FindOutgoingByMessage"], new { ids });
        if (row is null)
        {
            return (claimed, "not-ours");
        }

        if (!report.Permanent)
        {
            return (row.Conversation, "delayed");
        }

        await Move(transaction, row, OutgoingState.Bounced, MailEvents.Bounced, $"{report.Status} {report.Diagnosis}".Trim(), [OutgoingState.Sent, OutgoingState.Unknown, OutgoingState.Transmitting]);
        return (row.Conversation, "bounced");
    }

    /// <summary>
    /// Nobody can say whether it was taken: it goes again, after a pause, the same bytes under the same Message-ID, so that a double is known as one. After
    /// some times a person decides.
    /// </summary>
    internal Task<bool> Doubt(ITransaction transaction, OutgoingRow row, string problem)
    {
        var doubted = row with { Doubts = row.Doubts + 1 };
        return doubted.Doubts < MostDoubts
            ? Move(transaction, doubted, OutgoingState.Queued, null, problem, [OutgoingState.Queued, OutgoingState.Transmitting], machine.Now + DoubtPause)
            : Move(transaction, doubted, OutgoingState.Unknown, MailEvents.Unknown, problem, [OutgoingState.Queued, OutgoingState.Transmitting]);
    }

    /// <summary>Moves a mail to its next state and tells it; from any other state nothing happens.</summary>
    internal async Task<bool> Move(ITransaction transaction, OutgoingRow row, string state, string? tells, string? problem, string[] from, long? nextAt = null)
    {
        var moved = await transaction.Execute(MailStore.Sql["SetOutgoing"], new { row.Id, state, attempts = row.Attempts, nextAt = nextAt ?? row.NextAt, problem, doubts = row.Doubts, now = machine.Now, from });
        if (moved == 0 || tells is null)
        {
            return moved == 1;
        }

        await transaction.Append(new TimelineEntry
        {
            Id = identifiers.New(),
            Kind = tells,
            At = business.Now,
            RecordedAt = machine.Now,
            AuthorParty = "system",
            Data = Json.Write(new MailEventData(null, row.Id, row.Conversation, null, row.Mailbox)),
        });
        return true;
    }

    private static async Task<MailboxRow?> BoxOf(IReader reader, string? unit)
    {
        var boxes = (await reader.Many<MailboxRow>(MailStore.Sql["ListMailboxes"])).Where(box => box.Active != 0).ToList();
        return boxes.Find(one => one.Unit == unit) ?? boxes.FirstOrDefault();
    }

    private async Task Add(ITransaction transaction, OutgoingRow row)
    {
        await transaction.Execute(MailStore.Sql["AddOutgoing"], row with { NextAt = machine.Now, CreatedAt = machine.Now });
        var tenant = transaction.Tenant;
        transaction.AfterCommit(() => bus.Publish(new BusMessage(Topic(tenant), "")));
    }
}
