using Patella.Kernel.Text;
using Patella.Platform.Clocks;
using Patella.Platform.Identifiers;
using Patella.Platform.Messaging;
using Patella.Platform.Storage;
using Patella.Platform.Timeline;
using Patella.Service.Connectors.Mail;
using Patella.Service.Connectors.Mail.Outbox;
using Patella.Service.Edge;
using Patella.Service.Parties;
using Patella.Service.Tenants;

namespace Patella.Service.Conversations;

/// <summary>
/// Turns mails that came in into what their senders say in a conversation, and what became of our own mails into notes for staff. A reply address or a
/// reference only says which conversation is meant: a mail goes into it only when its sender is known to be that conversation's person.
/// </summary>
internal sealed class MailFollower(
    MailStore mails, OutgoingMails outgoing, ConversationStore conversations, PersonStore persons, IMessageFiles files, TenantStore tenants, IIdentifiers identifiers, BusinessTime clock, IBus bus) : ITimelineReader
{
    private static readonly LocalTexts Texts = new(typeof(MailFollower).Assembly, "Conversations.Texts.mail.json");

    public string Name => "conversations-mail";

    public async Task Apply(ITransaction transaction, IReadOnlyList<TimelineEntry> entries)
    {
        foreach (var entry in entries.Where(entry => entry.Kind.StartsWith("mail.", StringComparison.Ordinal)))
        {
            var data = Json.Read<MailEventData>(entry.Data) ?? new MailEventData();
            await (entry.Kind switch
            {
                MailEvents.Received => Receive(transaction, data.Mail!),
                MailEvents.AutoReply => NoteAutoReply(transaction, entry, data),
                MailEvents.Sent => Tell(transaction, data),
                MailEvents.Failed => NoteProblem(transaction, entry, data, "failed"),
                MailEvents.Bounced => NoteProblem(transaction, entry, data, "bounced"),
                MailEvents.Unknown => NoteProblem(transaction, entry, data, "unknown"),
                _ => Task.CompletedTask,
            });
        }
    }

    private async Task Receive(ITransaction transaction, string id)
    {
        // A person on the mail means that it stands in a conversation already.
        if (await mails.Find(transaction, id) is not { Sender: not null, Person: null } mail)
        {
            return;
        }

        var claimed = mail.Conversation is null ? null : await conversations.Find(transaction, mail.Conversation);
        var theirs = claimed is not null && await IsOf(transaction, claimed.Person, mail.Sender);
        var row = theirs && ConversationRules.ConsumerSpeaks(claimed!, null, clock.Now).Succeeded ? claimed! : await Begin(transaction, mail);
        var begins = row.LastSequence <= 1;
        await Say(transaction, mail, row, begins);
        await conversations.WantPerson(transaction, row.Id, new Actor(Party.Consumer, row.Person), null, null);
        await mails.Join(transaction, mail, row.Id, row.Person);
        if (claimed is not null && !theirs)
        {
            await Note(transaction, row.Id, "mail-of:" + mail.Id, "notTheirs");
        }

        if (mail.Reason == ReceivedMail.Unverified)
        {
            await Note(transaction, row.Id, "mail-unverified:" + mail.Id, "unverified");
        }

        var left = MailStore.FilesOf(mail).Where(file => file.Id is null).Select(file => file.Name).ToList();
        if (left.Count > 0)
        {
            await Note(transaction, row.Id, "mail-left:" + mail.Id, "left", ("names", string.Join(", ", left)));
        }
    }

    private async Task<bool> IsOf(IReader reader, string person, string address)
    {
        var root = (await persons.Find(reader, person))?.Id ?? person;
        return (await persons.Identities(reader, root)).Any(identity => identity.Kind == IdentityKinds.Email && string.Equals(identity.Value, address, StringComparison.OrdinalIgnoreCase));
    }

    private async Task<ConversationRow> Begin(ITransaction transaction, ReceivedMail mail)
    {
        var entrance = await mails.EntranceOf(transaction, mail);
        var unit = entrance?.Unit ?? (await tenants.ListUnits(transaction))[0].Code;
        var language = LanguageOf(mail, entrance?.Language ?? "en");
        var person = mail.Reason == ReceivedMail.Unverified ? await Stranger(transaction, mail, language) : await PersonOf(transaction, mail, language);
        return await conversations.Open(transaction, new NewConversation(mail.Id, person.Id, person.Name, person.Anonymous, person.Tier, unit, unit, null, language, Channels.Email));
    }

    private static string LanguageOf(ReceivedMail mail, string expected)
    {
        var guess = LanguageDetector.Detect($"{mail.Subject} {PlainText.Cut(mail.Body ?? "", 500)}", expected);
        return guess.Confidence < 0.75 ? expected : guess.Language == "zh" ? "zh-CN" : guess.Language;
    }

    /// <summary>Whom the address belongs to; somebody new when nobody is known by it, or several are.</summary>
    private async Task<Person> PersonOf(ITransaction transaction, ReceivedMail mail, string language)
    {
        if (await persons.FindByIdentity(transaction, IdentityKinds.Email, mail.Sender!) is { } known)
        {
            return known;
        }

        if (await mails.PersonOf(transaction, mail.Sender!) is { } kept && await persons.Find(transaction, kept) is { } before)
        {
            return before;
        }

        var person = await Stranger(transaction, mail, language);
        await persons.AddIdentity(transaction, person.Id, IdentityKinds.Email, mail.Sender!);
        await mails.KeepPersonOf(transaction, mail.Sender!, person.Id);
        return person;
    }

    /// <summary>Somebody of whom nothing is known but the name they give.</summary>
    private async Task<Person> Stranger(ITransaction transaction, ReceivedMail mail, string language)
    {
        var person = await persons.AddAnonymous(transaction, identifiers.New(), language);
        await persons.Change(transaction, person.Id, new PersonClaims("", string.IsNullOrWhiteSpace(mail.SenderName) ? null : mail.SenderName));
        return (await persons.Find(transaction, person.Id))!;
    }

    private async Task Say(ITransaction transaction, ReceivedMail mail, ConversationRow row, bool begins)
    {
        var clientId = "mail:" + mail.Id;
        if (await transaction.One<TimelineEntry>(ConversationStore.Sql["FindEntryByClientId"], new { id = row.Id, clientId }) is not null)
        {
            return;
        }

        var words = string.Join("\n\n", new[] { begins ? mail.Subject : null, mail.Body }.Where(part => !string.IsNullOrWhiteSpace(part)));
        var text = PlainText.Sanitize(words.Length > 0 ? words : Texts.In(row.Language, "noWords"), NewMessage.TextLimit);
        var ids = MailStore.FilesOf(mail).Select(file => file.Id).OfType<string>().Take(NewMessage.FileLimit).ToList();
        var owner = new Caller { Kind = CallerKind.Program, Tenant = transaction.Tenant, Id = MailFiles.Owner };
        var attached = ids.Count == 0 ? default : await files.Attach(transaction, owner, row.Id, ids);
        var content = new EntryContent
        {
            Files = ids.Count > 0 && attached.Succeeded ? attached.Value : null,
            About = new Dictionary<string, string> { ["mail"] = mail.Id },
        };
        await conversations.ConsumerSays(transaction, row.Id, row.Person, new NewMessage(clientId, text, content));
    }

    private async Task NoteAutoReply(ITransaction transaction, TimelineEntry entry, MailEventData data)
    {
        if (data.Conversation is { } conversation && await mails.Find(transaction, data.Mail!) is { Sender: { } sender } mail
            && await conversations.Find(transaction, conversation) is { } row && await IsOf(transaction, row.Person, sender))
        {
            await Note(transaction, conversation, "note:" + entry.Id, "autoReply", ("text", PlainText.Cut($"{mail.Subject}\n{mail.Body}", 1_000)));
        }
    }

    /// <summary>Whoever has the conversation sees it in the thread; one that had ended is brought back to a person, because the consumer still waits.</summary>
    private async Task NoteProblem(ITransaction transaction, TimelineEntry entry, MailEventData data, string text)
    {
        if (data.Conversation is not { } conversation || await conversations.Find(transaction, conversation) is not { } row)
        {
            return;
        }

        var problem = data.Outgoing is null ? null : (await outgoing.Find(transaction, data.Outgoing))?.Delivery.Problem;
        await Note(transaction, conversation, "note:" + entry.Id, text, ("problem", PlainText.Cut(problem ?? "", 500)));
        if (row.State is ConversationState.Closed or ConversationState.Wrapup && text != "unknown")
        {
            await conversations.WantPerson(transaction, conversation, Actor.System, null, null);
        }

        await Tell(transaction, data);
    }

    /// <summary>Pages that show the conversation learn how its mail fares; what they show is read from the entries.</summary>
    private async Task Tell(ITransaction transaction, MailEventData data)
    {
        if (data.Conversation is { } conversation && data.Outgoing is { } id && await outgoing.Find(transaction, id) is { } found)
        {
            var topic = BusTopics.Moments(transaction.Tenant);
            var moment = Json.Write(new { type = "delivery", conversation, entry = id, state = found.Delivery.State });
            transaction.AfterCommit(() => bus.Publish(new BusMessage(topic, conversation + "|" + moment)));
        }
    }

    private async Task Note(ITransaction transaction, string conversation, string clientId, string text, params (string Place, object Value)[] values)
    {
        var language = (await tenants.Profile(transaction)).DefaultLanguage;
        await conversations.Note(transaction, conversation, Actor.System, new NewMessage(clientId, Texts.In(language, text, values), new EntryContent()));
    }
}
