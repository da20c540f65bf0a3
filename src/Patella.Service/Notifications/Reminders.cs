using Patella.Kernel.Text;
using Patella.Platform;
using Patella.Platform.Clocks;
using Patella.Platform.Storage;
using Patella.Platform.Timeline;
using Patella.Platform.Timers;
using Patella.Service.Connectors.Mail.Outbox;
using Patella.Service.Edge;
using Patella.Service.Parties;
using Patella.Service.Tenants;

namespace Patella.Service.Notifications;

/// <summary>Sets a clock for each answer of a person; the next answer moves it, so that one reminder tells of all.</summary>
internal sealed class ReminderFollower(TimerTable timers, BusinessTime clock) : ITimelineReader
{
    /// <summary>Business time an answer may stand unread, microseconds.</summary>
    public const long Patience = 3 * 60 * Microseconds.PerSecond;

    public string Name => "notifications";

    public async Task Apply(ITransaction transaction, IReadOnlyList<TimelineEntry> entries)
    {
        foreach (var conversation in entries.Where(entry => entry is { Kind: "conversation.message", AuthorParty: "agent", Conversation: not null }).Select(entry => entry.Conversation!).Distinct())
        {
            await timers.Set(transaction, ReminderTimer.Name, conversation, clock.Now + Patience);
        }
    }
}

/// <summary>When the time is over: whoever has read needs nothing, everybody else gets one mail with the way back.</summary>
internal sealed class ReminderTimer(
    IUnreadAnswers unread, PersonStore persons, TenantStore tenants, OutgoingMails mails, SignedLinks links, PlatformOptions options, BusinessTime clock) : ITimerHandler
{
    public const string Name = "notifications";
    private const int TextLimit = 200;
    internal static readonly LocalTexts Texts = new(typeof(ReminderTimer).Assembly, "Notifications.Texts.reminders.json");
    internal static readonly Statements Sql = new(typeof(ReminderTimer).Assembly, "Notifications.notifications.sql");

    public string Capability => Name;

    public async Task Fire(ITransaction transaction, BusinessTimer timer)
    {
        if (await unread.Find(transaction, timer.Key) is not { } answer)
        {
            return;
        }

        var id = IdOf(answer);
        if (await transaction.One<string>(Sql["FindReminder"], new { id }) is not null || await persons.Find(transaction, answer.Person) is not { } person)
        {
            return;
        }

        var outcome = await Tell(transaction, id, answer, person);
        await transaction.Execute(Sql["AddReminder"], new { Id = id, answer.Conversation, Person = person.Id, Outcome = outcome, At = clock.Now });
    }

    /// <summary>One for each time they were away.</summary>
    private static string IdOf(UnreadAnswer answer) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"reminder:{answer.Conversation}:{answer.Read}");

    private async Task<string> Tell(ITransaction transaction, string id, UnreadAnswer answer, Person person)
    {
        if (await transaction.One<long>(Sql["IsMuted"], new { ids = await persons.IdsOf(transaction, person.Id) }) > 0)
        {
            return "muted";
        }

        var address = (await persons.Identities(transaction, person.Id)).FirstOrDefault(identity => identity.Kind == IdentityKinds.Email)?.Value;
        if (address is null)
        {
            return "no-address";
        }

        return await mails.Notice(transaction, await NoticeOf(transaction, id, answer, person, address)) ? "mail" : "not-sent";
    }

    private async Task<MailNotice> NoticeOf(ITransaction transaction, string id, UnreadAnswer answer, Person person, string address)
    {
        var language = person.Language ?? answer.Language;
        var shop = (await tenants.Profile(transaction)).Name;
        var server = options.Address.TrimEnd('/');
        var body = Texts.In(language, "body", ("name", person.Name ?? Texts.In(language, "you")), ("count", answer.Count), ("text", PlainText.Cut(answer.Text, TextLimit)));
        return new MailNotice(
            id, person.Id, address, person.Name ?? "", Texts.In(language, "subject", ("shop", shop)), body, language, answer.Unit,
            $"{server}/help/{transaction.Tenant}?unit={Uri.EscapeDataString(answer.Unit)}&lang={Uri.EscapeDataString(language)}&token={await links.SignBack(transaction, person.Id)}",
            $"{server}/api/v1/reminders/mute?token={await links.Mute(transaction, person.Id)}");
    }
}
