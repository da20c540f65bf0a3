using System.Globalization;
using System.Text;
using Patella.Service.Connectors.Mail;
using Patella.Service.Connectors.Mail.Imap;
using Patella.Service.Connectors.Mail.Mime;
using Patella.Service.Connectors.Mail.Smtp;
using Patella.Tests.Platform;

namespace Patella.Tests.Servers;

/// <summary>Somebody with a mailbox on the real servers: writes mails and waits for answers.</summary>
internal sealed class Correspondent(string address, string account)
{
    private static int _sent;
    private long _seen;

    public string Address => address;

    public static Correspondent Number(int number) => new(string.Create(CultureInfo.InvariantCulture, $"c{number:00}@consumer.test"), string.Create(CultureInfo.InvariantCulture, $"c{number:00}@consumer.test"));

    /// <summary>The Message-ID of what was sent.</summary>
    public async Task<string> Send(string to, string subject, string body, params string[] fields)
    {
        var id = string.Create(CultureInfo.InvariantCulture, $"{Interlocked.Increment(ref _sent)}.{Environment.ProcessId}.{Environment.TickCount64}@consumer.test");
        var head = new[] { $"From: =?utf-8?B?5p2O5aic?= <{address}>", $"To: <{to}>", $"Subject: =?utf-8?B?{Convert.ToBase64String(Encoding.UTF8.GetBytes(subject))}?=", $"Message-ID: <{id}>", "Date: Sun, 22 Nov 2026 10:00:00 +0000", "MIME-Version: 1.0" };
        var hasType = fields.Any(field => field.StartsWith("Content-Type", StringComparison.OrdinalIgnoreCase));
        await SendRaw(to, string.Join("\r\n", [.. head, .. hasType ? [] : new[] { "Content-Type: text/plain; charset=utf-8" }, .. fields]) + "\r\n\r\n" + body.ReplaceLineEndings("\r\n"));
        return id;
    }

    public async Task SendRaw(string to, string mail)
    {
        await using var client = await SmtpClient.Open(Server("Smtp", "starttls"), "consumer.test", CancellationToken.None);
        var result = await client.Send(address, to, Encoding.UTF8.GetBytes(mail), () => Task.CompletedTask, CancellationToken.None);
        Assert.True(result.Outcome == SmtpOutcome.Sent, result.Detail);
    }

    /// <summary>What is in the mailbox already is not an answer.</summary>
    public async Task Forget()
    {
        await using var client = await ImapClient.Open(Server("Imaps", "tls"), CancellationToken.None);
        _seen = (await client.Examine("INBOX", CancellationToken.None)).UidNext - 1;
    }

    /// <summary>The next mail that comes.</summary>
    public async Task<MimeEntity> Receive()
    {
        await using var client = await ImapClient.Open(Server("Imap", "starttls"), CancellationToken.None);
        MimeEntity? mail = null;
        await Waiting.Until(async () =>
        {
            await client.Examine("INBOX", CancellationToken.None);
            if ((await client.FindAfter(_seen, CancellationToken.None)) is not [var uid, ..])
            {
                return false;
            }

            _seen = uid;
            mail = MimeReader.Read(await client.Fetch(uid, headerOnly: false, 10_000_000, CancellationToken.None));
            return true;
        }, "a mail to " + address);
        return mail!;
    }

    /// <summary>Everything that has come since <see cref="Forget"/>.</summary>
    public async Task<IReadOnlyList<MimeEntity>> All()
    {
        await using var client = await ImapClient.Open(Server("Imaps", "tls"), CancellationToken.None);
        await client.Examine("INBOX", CancellationToken.None);
        var mails = new List<MimeEntity>();
        for (var last = _seen; await client.FindAfter(last, CancellationToken.None) is [.., var newest] uids; last = newest)
        {
            foreach (var uid in uids)
            {
                mails.Add(MimeReader.Read(await client.Fetch(uid, headerOnly: false, 10_000_000, CancellationToken.None)));
            }
        }

        return mails;
    }

    private MailServer Server(string port, string security) => new("127.0.0.1", TestMail.Port(port), security, account, "secret", TestMail.Certificate);
}
