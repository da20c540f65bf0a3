using Patella.Platform.Clocks;
using Patella.Platform.Storage;
using Patella.Service.Connectors.Mail.Outbox;
using Patella.Service.Edge;
using Patella.Service.Systems.Registry;

namespace Patella.Service.Systems.Calls;

/// <summary>Calls by e-mail go out with the mails of Connectors, which tell how each fared.</summary>
internal sealed class CallMails(OutgoingMails mails, CallLinks links)
{
    private const string Prefix = "system-call:";

    /// <returns>False when there is no mailbox to send from.</returns>
    public async Task<bool> Send(ITransaction transaction, CallRow call, KnownSystem system)
    {
        var texts = CallMessage.Texts;
        var lines = new[]
        {
            call.Title, "", call.Body, "",
            $"{texts.In(system.Language, "severity")}: {texts.In(system.Language, "severity." + call.Severity)}",
            $"{texts.In(system.Language, "due")}: {Microseconds.ToTime(call.DueAt):yyyy-MM-dd HH:mm} UTC", "",
            texts.In(system.Language, "answer.mail"),
        };
        var subject = texts.In(system.Language, "mail.subject", ("title", call.Title));
        return await mails.Letter(transaction, new MailLetter(Prefix + call.Id, system.Address, subject, string.Join('\n', lines), system.Language, system.Unit, await links.Answer(transaction, call.Id), null));
    }

    /// <summary>The call that an outgoing mail carried; null when it carried none.</summary>
    public static string? CallOf(string? outgoing) => outgoing?.StartsWith(Prefix, StringComparison.Ordinal) == true ? outgoing[Prefix.Length..] : null;
}
