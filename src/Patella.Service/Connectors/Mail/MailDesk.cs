using Patella.Platform.Clocks;
using Patella.Platform.Identifiers;
using Patella.Platform.Messaging;
using Patella.Platform.Segments;
using Patella.Platform.Storage;
using Patella.Service.Audit;
using Patella.Service.Connectors.Mail.Inbox;
using Patella.Service.Connectors.Mail.Outbox;
using Patella.Service.Connectors.Mail.Reading;
using Patella.Service.Edge;

namespace Patella.Service.Connectors.Mail;

/// <summary>A mail that came in, in a list.</summary>
/// <param name="State">stored (waits to be read), done or quarantined.</param>
/// <param name="Kind">message, auto-reply, bounce, list, loop or duplicate; absent until it was read.</param>
/// <param name="Reason">Why it was set aside, as a word.</param>
public sealed record MailView(string Id, string Mailbox, DateTimeOffset ReceivedAt, long Size, string State, string? Kind, string? Reason, string? Sender, string? Subject, string? Conversation);

/// <summary>A mail on its way out, in a list.</summary>
public sealed record OutgoingMailView(string Id, string Mailbox, string Purpose, string State, string? Problem, string Address, string Subject, string? Conversation, int Attempts, DateTimeOffset CreatedAt, DateTimeOffset ChangedAt, DateTimeOffset? NextAt);

/// <summary>POST /mails/{id}/replays.</summary>
/// <param name="AsMessage">It is a person's message, whatever it looks like.</param>
public sealed record ReplayRequest(bool? AsMessage);

/// <summary>Looking at mails and at those that were set aside, and setting them going again.</summary>
internal sealed class MailDesk(IStore store, ISegments segments, OutgoingMails outgoing, MachineTime machine, AuditTrail audit, IBus bus)
{
    private static readonly string[] States = ["stored", "done", "quarantined"];

    public async Task<Outcome<Page<MailView>>> List(Caller caller, string? state, string? kind, string? after, int? limit)
    {
        if (!Paging.TryRead(after, out var sort, out var id))
        {
            return Problem.Invalid("after", "Is not a cursor of this list.");
        }

        if ((state is not null && !States.Contains(state)) || (kind is not null && !MailKind.All.Contains(kind)))
        {
            return Problem.Invalid(state is null ? "kind" : "state", $"Must be one of: {string.Join(", ", state is null ? MailKind.All : States)}.");
        }

        var most = Paging.Limit(limit);
        var sql = $"select * from mail where tenant = @tenant and (received_at, id) < (@sort, @id){(state is null ? "" : " and state = @state")}{(kind is null ? "" : " and kind = @kind")} order by received_at desc, id desc limit @most";
        var rows = await store.Read(caller.Tenant, reader => reader.Many<ReceivedMail>(sql, new { sort, id, state, kind, most }));
        return new Page<MailView>([.. rows.Select(ViewOf)], rows.Count == most ? Paging.Cursor(rows[^1].ReceivedAt, rows[^1].Id) : null);
    }

    /// <summary>The raw mail as it came, or null.</summary>
    public async Task<Stream?> Raw(Caller caller, string id)
        => await store.Read(caller.Tenant, reader => reader.One<ReceivedMail>(MailStore.Sql["FindMail"], new { id })) is null ? null : await segments.Get(caller.Tenant, MailIntake.KeyOf(id));

    /// <summary>Reads a mail again: one that was set aside, or one that was taken for a machine's.</summary>
    public async Task<Outcome<MailView>> Replay(Caller caller, string id, bool asMessage) => await store.Write<Outcome<MailView>>(caller.Tenant, async transaction =>
    {
        var forced = asMessage ? 1L : 0L;
        if (await transaction.Execute(MailStore.Sql["Replay"], new { id, forced }) == 1)
        {
            await audit.Write(transaction, caller, "connectors.mail-replayed", "mail:" + id, new { asMessage });
            transaction.AfterCommit(() => bus.Publish(new BusMessage(MailboxOwner.Topic(caller.Tenant), "")));
        }

        return await transaction.One<ReceivedMail>(MailStore.Sql["FindMail"], new { id }) is { } mail ? ViewOf(mail) : Problem.NotFound("The mail");
    });

    public async Task<Outcome<Page<OutgoingMailView>>> ListOutgoing(Caller caller, string? state, string? after, int? limit)
    {
        if (!Paging.TryRead(after, out var sort, out var id))
        {
            return Problem.Invalid("after", "Is not a cursor of this list.");
        }

        if (state is not null && !OutgoingState.All.Contains(state))
        {
            return Problem.Invalid("state", $"Must be one of: {string.Join(", ", OutgoingState.All)}.");
        }

        var most = Paging.Limit(limit);
        var sql = $"select * from outgoing_mail where tenant = @tenant and (created_at, id) < (@sort, @id){(state is null ? "" : " and state = @state")} order by created_at desc, id desc limit @most";
        var rows = await store.Read(caller.Tenant, reader => reader.Many<OutgoingRow>(sql, new { sort, id, state, most }));
        return new Page<OutgoingMailView>([.. rows.Select(ViewOf)], rows.Count == most ? Paging.Cursor(rows[^1].CreatedAt, rows[^1].Id) : null);
    }

    /// <summary>Sends again what failed, bounced or is in doubt, under the same Message-ID, so that whoever has it already shows it once.</summary>
    public async Task<Outcome<OutgoingMailView>> Resend(Caller caller, string id) => await store.Write<Outcome<OutgoingMailView>>(caller.Tenant, async transaction =>
    {
        if (await transaction.One<OutgoingRow>(MailStore.Sql["FindOutgoing"], new { id }) is not { } row)
        {
            return Problem.NotFound("The mail");
        }

        if (await outgoing.Move(transaction, row with { Attempts = 0 }, OutgoingState.Queued, null, null, [OutgoingState.Failed, OutgoingState.Bounced, OutgoingState.Unknown], machine.Now))
        {
            await audit.Write(transaction, caller, "connectors.mail-resent", "outgoing-mail:" + id, new { from = row.State });
            transaction.AfterCommit(() => bus.Publish(new BusMessage(OutgoingMails.Topic(caller.Tenant), "")));
        }

        return ViewOf((await transaction.One<OutgoingRow>(MailStore.Sql["FindOutgoing"], new { id }))!);
    });

    private static MailView ViewOf(ReceivedMail mail) => new(mail.Id, mail.Mailbox, Microseconds.ToTime(mail.ReceivedAt), mail.Size, mail.State, mail.Kind, mail.Reason, mail.Sender, mail.Subject, mail.Conversation);

    private static OutgoingMailView ViewOf(OutgoingRow row) => new(
        row.Id, row.Mailbox, row.Purpose, row.State, row.Problem, row.Address, row.Subject, row.Conversation, (int)row.Attempts, Microseconds.ToTime(row.CreatedAt), Microseconds.ToTime(row.ChangedAt),
        row.State == OutgoingState.Queued ? Microseconds.ToTime(row.NextAt) : null);
}
