using Patella.Platform.Identifiers;
using Patella.Platform.Storage;
using Patella.Platform.Timeline;
using Patella.Service.Connectors.Mail.Outbox;
using Patella.Service.Edge;
using Patella.Service.Orders;

namespace Patella.Service.Conversations;

/// <summary>A message as it comes in over HTTP or the live channel.</summary>
public sealed record MessageRequest(string? ClientId, string? Text, IReadOnlyList<string>? Files = null, string? OrderId = null, bool? Canned = null);

/// <summary>
/// Posting and reading for whoever asks, with the right to do so checked in the same transaction: a consumer in their own conversation,
/// staff in those they have, supervisors in all.
/// </summary>
public sealed class ConversationDesk(IStore store, ConversationStore conversations, OrderMirror orders, IMessageFiles files, MessageIntake intake, OutgoingMails mails)
{
    public async Task<Outcome<Entry>> Post(Caller caller, string id, MessageRequest request)
    {
        var check = Check(request);
        if (check.Failed)
        {
            return check.Problem;
        }

        if (intake.Gathers && caller.Kind == CallerKind.Consumer && request.OrderId is null && request.Files is not { Count: > 0 }
            && await intake.Take(caller.Tenant, new ConsumerMessage(id, caller.Id, new NewMessage(request.ClientId!, request.Text, new EntryContent { Canned = request.Canned }))) is { } said)
        {
            return Show(caller, said);
        }

        return await PostAlone(caller, id, request);
    }

    private Task<Outcome<Entry>> PostAlone(Caller caller, string id, MessageRequest request)
        => Attempt(caller, async Task<Outcome<TimelineEntry>> (transaction) =>
        {
            if (await conversations.Lock(transaction, id) is not { } row || !MaySee(caller, row))
            {
                return Problem.NotFound("The conversation");
            }

            var attached = await files.Attach(transaction, caller, id, request.Files ?? []);
            if (attached.Problem is { } problem)
            {
                return problem;
            }

            var content = new EntryContent { Files = attached.Value.Count > 0 ? attached.Value : null, Canned = request.Canned, About = await AboutOrder(transaction, row, request.OrderId) };
            return caller.Kind == CallerKind.Consumer
                ? await conversations.ConsumerSays(transaction, row, new NewMessage(request.ClientId!, request.Text, content))
                : await conversations.AgentSays(transaction, row, new Actor(Party.Agent, caller.Id, caller.Name), caller.Has(Permission.Supervise),
                    new NewMessage(request.ClientId!, request.Text, content with { Useful = Usefulness.Of(request.Text, request.Canned == true, attached.Value.Count) }));
        });

    /// <summary>Entries after a sequence, as this caller may see them.</summary>
    public async Task<Outcome<EntryPage>> Read(Caller caller, string id, long after, int limit)
    {
        if (after < 0)
        {
            return Problem.Invalid("after", "Must be 0 or a sequence seen before.");
        }

        var (row, entries, deliveries) = await store.Read(caller.Tenant, async reader =>
        {
            var found = await conversations.Find(reader, id);
            return found is null || !MaySee(caller, found) ? (null, [], null)
                : (found, await conversations.ReadEntries(reader, id, after, limit), found.Channel == Channels.Email ? await mails.DeliveriesOf(reader, id) : null);
        });
        if (row is null)
        {
            return Problem.NotFound("The conversation");
        }

        return after > row.LastSequence
            ? Problem.Invalid("after", $"Sequence {after} has not happened yet; the newest is {row.LastSequence}.")
            : new EntryPage(entries.Select(entry => Show(caller, entry, deliveries?.GetValueOrDefault(entry.Id))).ToList(), row.LastSequence);
    }

    /// <summary>Runs a change and turns what rolled it back into an outcome.</summary>
    internal async Task<Outcome<Entry>> Attempt(Caller caller, Func<ITransaction, Task<Outcome<TimelineEntry>>> change)
    {
        try
        {
            var outcome = await store.Write(caller.Tenant, change);
            return outcome.Select(entry => Show(caller, entry));
        }
        catch (RefusedException refused)
        {
            return refused.Problem;
        }
        catch (DuplicateEntryException duplicate)
        {
            return Show(caller, duplicate.Entry);
        }
    }

    internal Entry Show(Caller caller, TimelineEntry entry, MailDelivery? delivery = null)
    {
        var view = ShowToStaff(caller.Tenant, entry) with { Delivery = delivery };
        return caller.Kind == CallerKind.Consumer ? Views.ForConsumer(view) : view;
    }

    internal Entry ShowToStaff(TenantId tenant, TimelineEntry entry) => files.Link(tenant, Views.Of(entry));

    /// <summary>A consumer sees their own, staff who serve see those of their tenant.</summary>
    public static bool MaySee(Caller caller, ConversationRow row)
        => caller.Kind == CallerKind.Consumer ? row.Person == caller.Id : caller.Has(Permission.Serve | Permission.Supervise | Permission.Observe);

    /// <summary>The order that was tapped, when it is the consumer's own; another one is as if it had not been named.</summary>
    private async Task<IReadOnlyDictionary<string, string>?> AboutOrder(IReader reader, ConversationRow row, string? orderId)
        => orderId is not null && await orders.FindOrder(reader, orderId) is { } order && await orders.IsOf(reader, order, row.Person)
            ? new Dictionary<string, string> { ["order"] = order.Id }
            : null;

    private static Validation Check(MessageRequest request) => new Validation()
        .Id(request.ClientId, "/clientId")
        .Text(request.Text ?? "", "/text", 0, NewMessage.TextLimit)
        .Must(!string.IsNullOrWhiteSpace(request.Text) || request.Files is { Count: > 0 }, "/text", "A message needs words or a file.")
        .Must(request.Files is not { Count: > NewMessage.FileLimit }, "/files", $"At most {NewMessage.FileLimit} files in one message.");
}

/// <summary>Entries of a conversation; <paramref name="Newest"/> is its last sequence.</summary>
public sealed record EntryPage(IReadOnlyList<Entry> Items, long Newest);

/// <summary>What Conversations needs of Files: attach what was uploaded, and links to show it.</summary>
public interface IMessageFiles
{
    /// <summary>Binds uploaded files to the conversation; refuses those that are not the caller's.</summary>
    Task<Outcome<IReadOnlyList<EntryFile>>> Attach(ITransaction transaction, Caller caller, string conversation, IReadOnlyList<string> files);

    /// <summary>The entry with short-lived links to its files.</summary>
    Entry Link(TenantId tenant, Entry entry);
}
