using Patella.Platform.Storage;
using Patella.Platform.Timeline;
using Patella.Service.Connectors.Mail;
using Patella.Service.Connectors.Mail.Outbox;

namespace Patella.Service.Conversations;

/// <summary>What staff say in an e-mail conversation leaves by the way the question came, if and only if the entry commits.</summary>
public sealed class AnswersByMail(OutgoingMails mails)
{
    internal async Task Send(ITransaction transaction, ConversationRow row, TimelineEntry entry, Actor by, NewMessage message)
    {
        if (row.Channel != Channels.Email || entry.Kind != Views.KindPrefix + "message" || by.Party == Party.Consumer)
        {
            return;
        }

        var files = message.Content.Files?.Select(file => new MailFile(file.Id, file.Name, file.ContentType, file.Size)).ToList() ?? [];
        await mails.Reply(transaction, new MailReply(entry.Id, row.Id, row.Person, message.Text ?? "", files, by.Name ?? message.Content.Name ?? "", row.Language));
    }
}
