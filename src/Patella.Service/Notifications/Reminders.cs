using Patella.Kernel.Text;
using Patella.Platform;
using Patella.Platform.Clocks;
using Patella.Platform.Storage;
using Patella.Service.Connectors.Mail.Outbox;
using Patella.Service.Connectors.Push;
using Patella.Service.Edge;
using Patella.Service.Parties;
using Patella.Service.Tenants;

namespace Patella.Service.Notifications;

/// <summary>
/// Tells a consumer who has left, once for each time they were away, and by one way: on their devices when they asked for that, else by mail. When the
/// devices surely showed nothing, mail follows; when they may have, it does not.
/// </summary>
internal sealed class Reminders(
    IUnreadAnswers unread, PersonStore persons, TenantStore tenants, OutgoingMails mails, PushNotices push, MutedPersons muted, SignedLinks links, PlatformOptions options, BusinessTime clock)
{
    private const int TextLimit = 200;
    internal static readonly LocalTexts Texts = new(typeof(Reminders).Assembly, "Notifications.Texts.reminders.json");
    internal static readonly Statements Sql = new(typeof(Reminders).Assembly, "Notifications.notifications.sql");

    /// <summary>Whoever has read meanwhile needs nothing.</summary>
    public async Task Tell(ITransaction transaction, string conversation)
    {
        if (await unread.Find(transaction, conversation) is not { } answer)
        {
            return;
        }

        var id = IdOf(answer);
        if (await transaction.One<string>(Sql["FindReminder"], new { id }) is not null || await persons.Find(transaction, answer.Person) is not { } person)
        {
            return;
        }

        var ids = await persons.IdsOf(transaction, person.Id);
        var outcome = await muted.Any(transaction, ids) ? "muted"
            : await push.Enqueue(transaction, await NoticeOf(transaction, id, answer, person, ids)) ? "push"
            : await Mail(transaction, id, answer, person);
        await transaction.Execute(Sql["AddReminder"], new { Id = id, answer.Conversation, Person = person.Id, Outcome = outcome, At = clock.Now });
    }

    /// <summary>The devices showed nothing: the same reminder goes by mail, if it is still needed.</summary>
    public async Task TellByMail(ITransaction transaction, string id, string conversation)
    {
        if (await unread.Find(transaction, conversation) is { } answer && IdOf(answer) == id && await persons.Find(transaction, answer.Person) is { } person)
        {
            await transaction.Execute(Sql["ChangeOutcome"], new { id, outcome = await Mail(transaction, id, answer, person) });
        }
    }

    /// <summary>One for each time they were away.</summary>
    private static string IdOf(UnreadAnswer answer) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"reminder:{answer.Conversation}:{answer.Read}");

    private async Task<string> Mail(ITransaction transaction, string id, UnreadAnswer answer, Person person)
    {
        var address = (await persons.Identities(transaction, person.Id)).FirstOrDefault(identity => identity.Kind == IdentityKinds.Email)?.Value;
        return address is null ? "no-address" : await mails.Notice(transaction, await MailOf(transaction, id, answer, person, address)) ? "mail" : "not-sent";
    }

    // Neither the words of the answer nor a key stand in it: it shows on a locked screen, and opens what this browser is signed in to.
    private async Task<PushNotice> NoticeOf(ITransaction transaction, string id, UnreadAnswer answer, Person person, IReadOnlyList<string> ids)
    {
        var language = person.Language ?? answer.Language;
        return new PushNotice(id, [person.Id, .. ids.Where(one => one != person.Id)], answer.Conversation, (await tenants.Profile(transaction)).Name, Texts.In(language, "push", ("count", answer.Count)), PathOf(transaction, answer, language));
    }

    private async Task<MailNotice> MailOf(ITransaction transaction, string id, UnreadAnswer answer, Person person, string address)
    {
        var language = person.Language ?? answer.Language;
        var shop = (await tenants.Profile(transaction)).Name;
        var server = options.Address.TrimEnd('/');
        var body = Texts.In(language, "body", ("name", person.Name ?? Texts.In(language, "you")), ("count", answer.Count), ("text", PlainText.Cut(answer.Text, TextLimit)));
        return new MailNotice(
            id, person.Id, address, person.Name ?? "", Texts.In(language, "subject", ("shop", shop)), body, language, answer.Unit,
            $"{server}{PathOf(transaction, answer, language)}&token={await links.SignBack(transaction, person.Id)}",
            $"{server}/api/v1/reminders/mute?token={await links.Mute(transaction, person.Id)}");
    }

    private static string PathOf(ITransaction transaction, UnreadAnswer answer, string language)
        => $"/help/{transaction.Tenant}?unit={Uri.EscapeDataString(answer.Unit)}&lang={Uri.EscapeDataString(language)}";
}
