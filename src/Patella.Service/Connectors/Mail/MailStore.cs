using System.Security.Cryptography;
using System.Text;
using Patella.Platform.Clocks;
using Patella.Platform.Storage;
using Patella.Service.Connectors.Mail.Outbox;
using Patella.Service.Connectors.Mail.Reading;
using Patella.Service.Edge;

namespace Patella.Service.Connectors.Mail;

/// <summary>The contract of incoming mail for use inside other capabilities' transactions.</summary>
public sealed class MailStore(MachineTime machine, TenantSecret secrets)
{
    internal const string SecretName = "mail-key";
    internal static readonly Statements Sql = new(typeof(MailStore).Assembly, "Connectors.mail.sql");

    /// <summary>References that are kept and sent; the first names the thread, the newest are the most useful.</summary>
    private const int ReferenceLimit = 20;

    public Task<ReceivedMail?> Find(IReader reader, string id) => reader.One<ReceivedMail>(Sql["FindMail"], new { id });

    public static IReadOnlyList<MailFile> FilesOf(ReceivedMail mail) => Json.Read<List<MailFile>>(mail.Files) ?? [];

    /// <summary>The unit and language of the mailbox a mail came to; null when the mailbox is gone.</summary>
    public async Task<(string Unit, string Language)?> EntranceOf(IReader reader, ReceivedMail mail)
        => await reader.One<MailboxRow>(Sql["FindMailbox"], new { id = mail.Mailbox }) is { } box ? (box.Unit, box.Language) : null;

    /// <summary>The e-mail side of a conversation, or null when it has none.</summary>
    public Task<MailThread?> ThreadOf(IReader reader, string conversation) => reader.One<MailThread>(Sql["FindThread"], new { conversation });

    /// <summary>The person an address stands for here when nobody else vouches for it.</summary>
    public Task<string?> PersonOf(IReader reader, string address) => reader.One<string>(Sql["FindPersonOf"], new { address });

    public Task KeepPersonOf(ITransaction transaction, string address, string person) => transaction.Execute(Sql["SavePersonOf"], new { address, person });

    /// <summary>A conversation takes a mail: from now on answers go to its sender and refer to it. Twice changes nothing.</summary>
    public async Task Join(ITransaction transaction, ReceivedMail mail, string conversation, string person)
    {
        var before = await ThreadOf(transaction, conversation);
        var refs = Shorten($"{before?.Refs} {mail.Refs} {(mail.MessageId is null ? "" : $"<{mail.MessageId}>")}");
        await transaction.Execute(Sql["SaveThread"], new MailThread
        {
            Conversation = conversation,
            Mailbox = mail.Mailbox,
            Address = mail.Sender!,
            Name = mail.SenderName ?? "",
            Subject = before?.Subject ?? mail.Subject ?? "",
            TokenKey = before?.TokenKey ?? ReplyToken.NewKey(),
            LastMessage = mail.MessageId ?? before?.LastMessage,
            LastMail = mail.Id,
            Refs = refs,
        });
        await transaction.Execute(Sql["SetConversation"], new { id = mail.Id, conversation, person });
    }

    internal Task<byte[]> Secret(Patella.Platform.Identifiers.TenantId tenant) => secrets.Find(tenant, SecretName);

    /// <summary>The conversation that a signed reply address or a reference to our own mail names, and by which of them; the sender is not judged here.</summary>
    internal async Task<(string Conversation, string By)?> Claimed(ITransaction transaction, IEnumerable<string> tokens, IReadOnlyList<string> messageIds, string sender)
    {
        var secret = await secrets.Find(transaction, SecretName);
        foreach (var token in tokens.Distinct().Take(10))
        {
            if (ReplyToken.KeyOf(token) is { } tokenKey && await transaction.One<MailThread>(Sql["FindThreadByToken"], new { tokenKey }) is { } thread
                && ReplyToken.Holds(secret, transaction.Tenant, thread.Conversation, token, machine.Now))
            {
                return (thread.Conversation, "token");
            }
        }

        if (messageIds.Count == 0)
        {
            return null;
        }

        var ids = messageIds.TakeLast(ReferenceLimit).ToList();
        if (await transaction.One<OutgoingRow>(Sql["FindOutgoingByMessage"], new { ids }) is { Conversation: { } answered })
        {
            return (answered, "reference");
        }

        var keys = ids.Select(KeyOf).ToList();
        return await transaction.One<ReceivedMail>(Sql["FindByMessageKeys"], new { keys }) is { } earlier && earlier.Sender == sender ? (earlier.Conversation!, "own") : null;
    }

    /// <summary>The hash under which a Message-ID is looked up.</summary>
    internal static string KeyOf(string messageId) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(messageId)))[..40];

    internal static string Shorten(string refs)
    {
        var ids = MessageIdList.Read(refs).Distinct().ToList();
        return string.Join(' ', (ids.Count <= ReferenceLimit ? ids : [ids[0], .. ids.TakeLast(ReferenceLimit - 1)]).Select(id => $"<{id}>"));
    }
}
