using System.Globalization;
using System.Text;

namespace Patella.Service.Connectors.Mail.Smtp;

/// <summary>How the sending of one mail ended.</summary>
/// <param name="Outcome">sent, temporary, permanent, or unknown: the mail was handed over whole and the answer never came.</param>
internal sealed record SmtpResult(SmtpOutcome Outcome, string Detail);

/// <summary>Never stored as a number.</summary>
internal enum SmtpOutcome
{
    Sent = 1,
    Temporary = 2,
    Permanent = 3,
    Unknown = 4,
}

/// <summary>
/// As much of SMTP (RFC 5321) as submission needs (RFC 6409): EHLO, STARTTLS (RFC 3207), AUTH PLAIN and LOGIN (RFC 4954), one mail after the other.
/// A failure before the end of DATA leaves nothing at the server; one after it is <see cref="SmtpOutcome.Unknown"/>.
/// </summary>
internal sealed class SmtpClient : IAsyncDisposable
{
    private readonly MailWire _wire;
    private HashSet<string> _extensions = [];
    private string _mechanisms = "";
    private bool _dirty;

    private SmtpClient(MailWire wire) => _wire = wire;

    public bool TakesUtf8 => _extensions.Contains("SMTPUTF8");

    /// <summary>Connects, encrypts and signs in.</summary>
    /// <exception cref="MailServerException">It did not work; nothing was sent.</exception>
    public static async Task<SmtpClient> Open(MailServer server, string ownName, CancellationToken cancellation)
    {
        var wire = await MailWire.Connect(server, cancellation);
        var client = new SmtpClient(wire);
        try
        {
            var greeting = await client.Read(cancellation);
            if (greeting.Code != 220)
            {
                throw new MailServerException("protocol", $"{server.Host}:{server.Port} does not greet as an SMTP server: {greeting.Text}");
            }

            await client.Hello(ownName, cancellation);
            if (server.Security == "starttls")
            {
                if (!client._extensions.Contains("STARTTLS"))
                {
                    throw new MailServerException("tls", $"{server.Host} does not offer STARTTLS.", isPermanent: true);
                }

                await client.Must(220, "STARTTLS", cancellation);
                await wire.Encrypt(cancellation);
                await client.Hello(ownName, cancellation);
            }

            if (server.UserName.Length > 0 && client._mechanisms.Length > 0)
            {
                await client.SignIn(server, cancellation);
            }

            return client;
        }
        catch
        {
            await wire.DisposeAsync();
            throw;
        }
    }

    /// <summary>Hands one mail over. <paramref name="beforeEnd"/> runs when everything but the last line is sent: what it keeps says that from here on the outcome may be unknown.</summary>
    public async Task<SmtpResult> Send(string from, string to, ReadOnlyMemory<byte> message, Func<Task> beforeEnd, CancellationToken cancellation)
    {
        if (!Mime.MailAddresses.IsAddress(from) || !Mime.MailAddresses.IsAddress(to))
        {
            return new SmtpResult(SmtpOutcome.Permanent, "The address is none that a mail can be sent to.");
        }

        var utf8 = !Ascii.IsValid(from) || !Ascii.IsValid(to);
        if (utf8 && !TakesUtf8)
        {
            return new SmtpResult(SmtpOutcome.Permanent, "The mail server takes no addresses with letters beyond ASCII (SMTPUTF8).");
        }

        if (_dirty)
        {
            await Must(250, "RSET", cancellation);
        }

        _dirty = true;
        var size = _extensions.Contains("SIZE") ? string.Create(CultureInfo.InvariantCulture, $" SIZE={message.Length}") : "";
        foreach (var command in new[] { $"MAIL FROM:<{from}>{size}{(utf8 ? " SMTPUTF8" : "")}", $"RCPT TO:<{to}>", "DATA" })
        {
            await _wire.WriteLine(command, cancellation);
            var answer = await Read(cancellation);
            if (answer.Code is not (250 or 251 or 354))
            {
                return Refused(answer);
            }
        }

        await _wire.Write(Stuff(message.Span), cancellation);
        await beforeEnd();
        return await End();
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(2));
            await _wire.WriteLine("QUIT", limit.Token);
        }
        catch (Exception gone) when (gone is MailServerException or OperationCanceledException)
        {
            // It is gone already.
        }

        await _wire.DisposeAsync();
    }

    private static SmtpResult Refused((int Code, string Text) answer)
        => new(answer.Code is >= 500 and < 600 ? SmtpOutcome.Permanent : SmtpOutcome.Temporary, Mime.MailWords.Clean(answer.Text, 300));

    private async Task<SmtpResult> End()
    {
        try
        {
            await _wire.Write("\r\n.\r\n"u8.ToArray(), CancellationToken.None);
            var answer = await Read(CancellationToken.None);
            return answer.Code is >= 200 and < 300 ? new SmtpResult(SmtpOutcome.Sent, Mime.MailWords.Clean(answer.Text, 300)) : Refused(answer);
        }
        catch (MailServerException lost)
        {
            return new SmtpResult(SmtpOutcome.Unknown, "The connection broke after the mail was handed over: " + lost.Message);
        }
    }

    private async Task Hello(string ownName, CancellationToken cancellation)
    {
        await _wire.WriteLine("EHLO " + ownName, cancellation);
        var answer = await Read(cancellation);
        if (answer.Code != 250)
        {
            throw new MailServerException("refused", "The server refused EHLO: " + answer.Text);
        }

        var lines = answer.Text.Split('\n').Skip(1).Select(line => line.Trim()).ToList();
        _extensions = lines.Select(line => line.Split(' ')[0].ToUpperInvariant()).ToHashSet();
        _mechanisms = lines.FirstOrDefault(line => line.StartsWith("AUTH ", StringComparison.OrdinalIgnoreCase))?.ToUpperInvariant() ?? "";
    }

    private async Task SignIn(MailServer server, CancellationToken cancellation)
    {
        try
        {
            if (_mechanisms.Contains(" PLAIN", StringComparison.Ordinal))
            {
                await Must(235, "AUTH PLAIN " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"\0{server.UserName}\0{server.Password}")), cancellation);
                return;
            }

            await Must(334, "AUTH LOGIN", cancellation);
            await Must(334, Convert.ToBase64String(Encoding.UTF8.GetBytes(server.UserName)), cancellation);
            await Must(235, Convert.ToBase64String(Encoding.UTF8.GetBytes(server.Password)), cancellation);
        }
        catch (MailServerException refused) when (refused.Code == "refused")
        {
            throw new MailServerException("sign-in", $"{server.Host} does not take this user name and password for sending.", inner: refused);
        }
    }

    private async Task Must(int code, string command, CancellationToken cancellation)
    {
        await _wire.WriteLine(command, cancellation);
        var answer = await Read(cancellation);
        if (answer.Code != code)
        {
            throw new MailServerException("refused", $"The server refused {command.Split(' ')[0]}: {Mime.MailWords.Clean(answer.Text, 200)}");
        }
    }

    private async Task<(int Code, string Text)> Read(CancellationToken cancellation)
    {
        var text = new StringBuilder();
        for (var lines = 0; lines < 100; lines++)
        {
            var line = await _wire.ReadLine(cancellation);
            if (line.Length < 3 || !int.TryParse(line.AsSpan(0, 3), NumberStyles.None, CultureInfo.InvariantCulture, out var code))
            {
                throw new MailServerException("protocol", "The server's answer is not SMTP: " + Mime.MailWords.Clean(line, 200));
            }

            text.Append(text.Length > 0 ? "\n" : "").Append(lines == 0 ? line : line[Math.Min(4, line.Length)..]);
            if (line.Length == 3 || line[3] != '-')
            {
                return (code, text.ToString());
            }
        }

        throw new MailServerException("protocol", "The server's answer has no end.");
    }

    /// <summary>A line that begins with a dot gets another one (RFC 5321, 4.5.2); lone line ends become whole ones.</summary>
    private static byte[] Stuff(ReadOnlySpan<byte> message)
    {
        var output = new MemoryStream(message.Length + 1_024);
        byte last = (byte)'\n';
        foreach (var letter in message)
        {
            if (letter == '\r')
            {
                continue;
            }

            if (letter == '\n')
            {
                output.WriteByte((byte)'\r');
            }
            else if (letter == '.' && last == '\n')
            {
                output.WriteByte((byte)'.');
            }

            output.WriteByte(letter);
            last = letter;
        }

        return output.ToArray();
    }
}
