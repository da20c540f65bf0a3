using System.Globalization;
using Patella.Platform;
using Patella.Platform.Storage;
using Patella.Service.Access;
using Patella.Service.Connectors.Mail.Outbox;
using Patella.Service.Edge;
using Patella.Service.Listening.Seats;
using Patella.Service.Listening.Targets;

namespace Patella.Service.Listening;

/// <summary>Tells listeners by mail what stands on their page too; an ecosystem without a mailbox tells it there alone. No words of a contact are in a mail.</summary>
internal sealed class ListeningMails(OutgoingMails mails, StaffStore people, PlatformOptions options)
{
    private static readonly LocalTexts Texts = new(typeof(ListeningMails).Assembly, "Listening.Texts.mail.json");

    public Task Remind(ITransaction transaction, Staff person, Quarter quarter, long done, int target) => Send(transaction, person, $"listening:{quarter.Name}:{person.Id}", "reminder",
        ("quarter", quarter.Name), ("done", done.ToString(CultureInfo.InvariantCulture)), ("target", target.ToString(CultureInfo.InvariantCulture)));

    /// <param name="about">The note or the obstacle that was answered: once for each.</param>
    public async Task Answered(ITransaction transaction, ListeningNote note, string about)
    {
        if (await people.Find(transaction, note.Listener) is { Active: true } person)
        {
            await Send(transaction, person, "listening-note:" + about, "answered", ("who", note.AnsweredName ?? ""), ("outcome", Texts.In(person.Language, "as-" + note.State)));
        }
    }

    private async Task Send(ITransaction transaction, Staff person, string id, string key, params (string Place, object Value)[] values)
        => await mails.Letter(transaction, new MailLetter(
            id, person.Email, Texts.In(person.Language, key + "-subject", values), Texts.In(person.Language, key, values), person.Language, null, $"{options.Address.TrimEnd('/')}/console/listening", null));
}
