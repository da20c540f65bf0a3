using Patella.Platform.Clocks;
using Patella.Platform.Segments;
using Patella.Platform.Storage;
using Patella.Service.Connectors.Mail.Inbox;
using Patella.Service.Connectors.Mail.Outbox;
using Patella.Service.Parties.Privacy;

namespace Patella.Service.Connectors.Mail;

/// <summary>Mails in the export and the erasure of a person: those in their conversations, those they sent, and those written to them. The raw bytes go too.</summary>
internal sealed class MailData(ISegments segments) : IPersonData
{
    private const int Chunk = 200;

    public IReadOnlyList<string> Tables => ["mail", "mail_thread", "mail_sender_person", "outgoing_mail"];

    public Task Collect(IReader reader, PersonSubject subject) => Task.CompletedTask;

    public async Task Export(IReader reader, PersonSubject subject, IPersonArchive archive)
    {
        var received = new List<object>();
        foreach (var mail in await Received(reader, subject))
        {
            received.Add(new { mail.Id, at = Microseconds.ToTime(mail.ReceivedAt), from = mail.Sender, mail.Subject, mail.Body });
            if (await segments.Get(subject.Tenant, MailIntake.KeyOf(mail.Id)) is { } raw)
            {
                await using (raw)
                {
                    await archive.AddFile(mail.Id + ".eml", raw);
                }
            }
        }

        var sent = (await Sent(reader, subject)).Select(row => new { row.Id, at = Microseconds.ToTime(row.CreatedAt), to = row.Address, row.Subject, row.Body });
        archive.Add("mails", new { received, sent });
    }

    public async Task<long> Erase(IStore store, PersonSubject subject)
    {
        var (received, sent) = await store.Read(subject.Tenant, async reader => (await Received(reader, subject), await Sent(reader, subject)));
        foreach (var mail in received)
        {
            await segments.Delete(subject.Tenant, MailIntake.KeyOf(mail.Id));
        }

        var rows = 0L;
        foreach (var ids in received.Select(mail => mail.Id).Chunk(Chunk))
        {
            rows += await store.Write(subject.Tenant, transaction => transaction.Execute(MailStore.Sql["EraseMails"], new { ids }));
        }

        foreach (var ids in sent.Select(row => row.Id).Chunk(Chunk))
        {
            rows += await store.Write(subject.Tenant, transaction => transaction.Execute(MailStore.Sql["EraseOutgoing"], new { ids }));
        }

        foreach (var ids in subject.Conversations.Chunk(Chunk))
        {
            rows += await store.Write(subject.Tenant, transaction => transaction.Execute(MailStore.Sql["EraseThreads"], new { ids }));
        }

        return rows + await store.Write(subject.Tenant, transaction => transaction.Execute(MailStore.Sql["EraseSenders"], new { persons = subject.Persons }));
    }

    /// <summary>By person, by conversation, and by the addresses that stand for the person.</summary>
    private static async Task<IReadOnlyList<ReceivedMail>> Received(IReader reader, PersonSubject subject)
    {
        var found = (await reader.Many<ReceivedMail>(MailStore.Sql["OfPersons"], new { persons = subject.Persons })).ToDictionary(mail => mail.Id);
        foreach (var conversations in subject.Conversations.Chunk(Chunk))
        {
            foreach (var mail in await reader.Many<ReceivedMail>(MailStore.Sql["OfConversations"], new { conversations }))
            {
                found[mail.Id] = mail;
            }
        }

        return [.. found.Values];
    }

    private static async Task<IReadOnlyList<OutgoingRow>> Sent(IReader reader, PersonSubject subject) => await reader.Many<OutgoingRow>(MailStore.Sql["OutgoingOfPersons"], new { persons = subject.Persons });
}
