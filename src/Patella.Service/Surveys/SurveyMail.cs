using Patella.Platform;
using Patella.Platform.Clocks;
using Patella.Platform.Storage;
using Patella.Service.Connectors.Mail;
using Patella.Service.Connectors.Mail.Outbox;
using Patella.Service.Edge;
using Patella.Service.Notifications;
using Patella.Service.Parties;
using Patella.Service.Tenants;

namespace Patella.Service.Surveys;

/// <summary>
/// Asks by mail whom no page reached: one mail a survey, to the address they write from or are known by, never to somebody who wants no mails of ours.
/// The link in it is signed for this survey and its conversation, and ends with the survey.
/// </summary>
internal sealed class SurveyMail(SurveyStore surveys, PersonStore persons, TenantStore tenants, MailStore mail, OutgoingMails outgoing, SignedLinks links, MutedPersons muted, PlatformOptions options)
{
    /// <summary>Business time in which somebody who is still here answers on the page, microseconds.</summary>
    public const long Patience = 3_600 * Microseconds.PerSecond;

    private const string KeyPrefix = "mail:";
    internal static readonly LocalTexts Texts = new(typeof(SurveyMail).Assembly, "Surveys.Texts.mail.json");

    /// <summary>The key of the timer that sends it.</summary>
    public static string KeyOf(string survey) => KeyPrefix + survey;

    /// <summary>The survey of such a key; null for any other.</summary>
    public static string? SurveyOf(string key) => key.StartsWith(KeyPrefix, StringComparison.Ordinal) ? key[KeyPrefix.Length..] : null;

    /// <summary>What a link is bound to: the survey, and the conversation or case it is about.</summary>
    public static string BoundTo(Survey survey) => $"{survey.Id}|{survey.SubjectKind}|{survey.SubjectId}";

    public async Task Invite(ITransaction transaction, string id)
    {
        if (await surveys.Find(transaction, id) is not { State: SurveyState.Sampled } survey || await persons.Find(transaction, survey.Person) is not { } person
            || await muted.Any(transaction, await persons.IdsOf(transaction, person.Id)) || await AddressOf(transaction, survey, person) is not { } address)
        {
            return;
        }

        if (await outgoing.Notice(transaction, await NoticeOf(transaction, survey, person, address)))
        {
            await surveys.Mail(transaction, survey);
        }
    }

    private async Task<string?> AddressOf(ITransaction transaction, Survey survey, Person person)
        => (survey.Conversation is { } conversation ? (await mail.ThreadOf(transaction, conversation))?.Address : null)
            ?? (await persons.Identities(transaction, person.Id)).FirstOrDefault(identity => identity.Kind == IdentityKinds.Email)?.Value;

    private async Task<MailNotice> NoticeOf(ITransaction transaction, Survey survey, Person person, string address)
    {
        var profile = await tenants.Profile(transaction);
        var language = LocalTexts.Pick(person.Language ?? profile.DefaultLanguage);
        var server = options.Address.TrimEnd('/');
        var rules = await SurveyStore.Rules(transaction);
        var token = await links.Make(transaction, SurveyPage.TokenPrefix, BoundTo(survey), rules.OpenHours * 3_600);
        return new MailNotice(
            "survey:" + survey.Id, person.Id, address, person.Name ?? "", Texts.In(language, "subject", ("shop", profile.Name)),
            Texts.In(language, "body", ("name", person.Name ?? Texts.In(language, "you")), ("shop", profile.Name), ("hours", rules.OpenHours)), language, survey.Unit,
            $"{server}/api/v1/surveys/by-mail?lang={Uri.EscapeDataString(language)}&token={token}", $"{server}/api/v1/reminders/mute?token={await links.Mute(transaction, person.Id)}");
    }
}
