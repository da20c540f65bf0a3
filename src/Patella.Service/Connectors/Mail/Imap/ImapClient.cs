using System.Globalization;
using System.Text;

namespace Patella.Service.Connectors.Mail.Imap;

/// <summary>A folder as it was when it was opened. A new <paramref name="UidValidity"/> means that all UIDs are other ones (RFC 9051, 2.3.1.1).</summary>
internal sealed record ImapFolder(long UidValidity, long UidNext, long Exists);

/// <summary>
/// As much of IMAP4rev1 (RFC 3501) and rev2 (RFC 9051) as reading needs: sign in, open a folder for reading only, find UIDs, fetch, and IDLE (RFC 2177).
/// It never changes anything on the server. Every failure is a <see cref="MailServerException"/>.
/// </summary>
internal sealed class ImapClient : IAsyncDisposable
{
    /// <summary>UIDs of one search that are taken; the next search goes on after them.</summary>
    public const int MostUids = 10_000;

    private readonly MailWire _wire;
    private HashSet<string> _capabilities = new(StringComparer.OrdinalIgnoreCase);
    private long _tag;

    private ImapClient(MailWire wire) => _wire = wire;

    /// <summary>Whether the server tells of new mail by itself.</summary>
    public bool CanIdle => _capabilities.Contains("IDLE");

    /// <summary>Connects, encrypts and signs in.</summary>
    public static async Task<ImapClient> Open(MailServer server, CancellationToken cancellation)
    {
        var wire = await MailWire.Connect(server, cancellation);
        var client = new ImapClient(wire);
        try
        {
            var greeting = await wire.ReadLine(cancellation);
            if (!greeting.StartsWith("* OK", StringComparison.OrdinalIgnoreCase) && !greeting.StartsWith("* PREAUTH", StringComparison.OrdinalIgnoreCase))
            {
                throw new MailServerException("protocol", $"{server.Host}:{server.Port} does not greet as an IMAP server: {Shown(greeting)}");
            }

            if (server.Security == "starttls")
            {
                await client.Do("STARTTLS", cancellation);
                await wire.Encrypt(cancellation);
            }

            await client.Capabilities(cancellation);
            if (!greeting.StartsWith("* PREAUTH", StringComparison.OrdinalIgnoreCase))
            {
                await client.SignIn(server, cancellation);
                await client.Capabilities(cancellation);
            }

            return client;
        }
        catch
        {
            await wire.DisposeAsync();
            throw;
        }
    }

    /// <summary>Opens a folder for reading only.</summary>
    public async Task<ImapFolder> Examine(string folder, CancellationToken cancellation)
    {
        var lines = await Do("EXAMINE " + ImapText.Quote(ImapText.FolderName(folder)), cancellation);
        var (validity, next, exists) = (0L, 0L, 0L);
        foreach (var line in lines)
        {
            validity = ImapText.NumberAfter(line, "[UIDVALIDITY ") ?? validity;
            next = ImapText.NumberAfter(line, "[UIDNEXT ") ?? next;
            exists = line.EndsWith(" EXISTS", StringComparison.OrdinalIgnoreCase) && long.TryParse(line.Split(' ')[1], out var count) ? count : exists;
        }

        return validity > 0 ? new ImapFolder(validity, next, exists) : throw new MailServerException("protocol", "The server does not say the folder's UIDVALIDITY, so nothing in it can be told apart.", isPermanent: true);
    }

    /// <summary>UIDs above the one given, in order.</summary>
    public async Task<IReadOnlyList<long>> FindAfter(long uid, CancellationToken cancellation)
    {
        var lines = await Do(string.Create(CultureInfo.InvariantCulture, $"UID SEARCH UID {uid + 1}:*"), cancellation);
        var found = new SortedSet<long>();
        foreach (var line in lines.Where(line => line.StartsWith("* SEARCH", StringComparison.OrdinalIgnoreCase)))
        {
            foreach (var word in line[8..].Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                // "n:*" always names the last mail, even when its UID is below n.
                if (long.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var one) && one > uid)
                {
                    found.Add(one);
                }
            }
        }

        return found.Take(MostUids).ToList();
    }

    /// <summary>Bytes of a mail; null when it is gone.</summary>
    public async Task<long?> SizeOf(long uid, CancellationToken cancellation)
        => (await Do($"UID FETCH {uid} (UID RFC822.SIZE)", cancellation)).Select(line => ImapText.NumberAfter(line, "RFC822.SIZE ")).FirstOrDefault(size => size is not null);

    /// <summary>The whole mail as it stands, or only its header; null when it is gone. It is not marked as read.</summary>
    public async Task<byte[]?> Fetch(long uid, bool headerOnly, int limit, CancellationToken cancellation)
    {
        var tag = await Send($"UID FETCH {uid} (UID BODY.PEEK[{(headerOnly ? "HEADER" : "")}])", cancellation);
        byte[]? content = null;
        while (true)
        {
            var (line, literal) = await ReadResponse(limit, cancellation);
            if (literal is not null && line.Contains(" FETCH ", StringComparison.OrdinalIgnoreCase))
            {
                content = literal;
            }
            else if (line.StartsWith(tag + " ", StringComparison.Ordinal))
            {
                MustBeOk(line[(tag.Length + 1)..], "UID FETCH");
                return content;
            }
        }
    }

    /// <summary>Waits until the server tells of something, or until the time is over, whichever is first.</summary>
    public async Task Idle(TimeSpan most, CancellationToken cancellation)
    {
        var tag = await Send("IDLE", cancellation);
        var answer = await _wire.ReadLine(cancellation);
        if (!answer.StartsWith('+'))
        {
            throw new MailServerException("protocol", "The server does not idle though it says that it can: " + Shown(answer));
        }

        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        over.CancelAfter(most);
        var ended = Task.Delay(Timeout.InfiniteTimeSpan, over.Token);
        var line = _wire.ReadLineWhenever(cancellation);
        while (await Task.WhenAny(line, ended) == line)
        {
            var told = await line;
            if (told.EndsWith(" EXISTS", StringComparison.OrdinalIgnoreCase) || told.EndsWith(" RECENT", StringComparison.OrdinalIgnoreCase))
            {
                line = _wire.ReadLineWhenever(cancellation);
                break;
            }

            line = told.StartsWith("* BYE", StringComparison.OrdinalIgnoreCase) ? throw new MailServerException("connect", "The server said goodbye.") : _wire.ReadLineWhenever(cancellation);
        }

        cancellation.ThrowIfCancellationRequested();
        await _wire.WriteLine("DONE", cancellation);

        // The line that was awaited is read to its end first: a reading that is cut off would lose its bytes.
        while (!(await line.WaitAsync(_wire.AnswerLimit, cancellation)).StartsWith(tag + " ", StringComparison.Ordinal))
        {
            line = _wire.ReadLineWhenever(cancellation);
        }
    }

    public ValueTask DisposeAsync() => _wire.DisposeAsync();

    private static string Shown(string line) => Mime.MailWords.Clean(line, 200);

    private static void MustBeOk(string status, string command)
    {
        if (!status.StartsWith("OK", StringComparison.OrdinalIgnoreCase))
        {
            throw new MailServerException("refused", $"The server refused {command}: {Shown(status)}");
        }
    }

    private async Task Capabilities(CancellationToken cancellation)
    {
        var said = (await Do("CAPABILITY", cancellation)).FirstOrDefault(line => line.StartsWith("* CAPABILITY", StringComparison.OrdinalIgnoreCase)) ?? "";
        _capabilities = said.Split(' ', StringSplitOptions.RemoveEmptyEntries).ToHashSet(StringComparer.OrdinalIgnoreCase);
    }

    private async Task SignIn(MailServer server, CancellationToken cancellation)
    {
        var initial = Convert.ToBase64String(Encoding.UTF8.GetBytes($"\0{server.UserName}\0{server.Password}"));
        try
        {
            if (_capabilities.Contains("AUTH=PLAIN"))
            {
                var tag = await Send(_capabilities.Contains("SASL-IR") ? "AUTHENTICATE PLAIN " + initial : "AUTHENTICATE PLAIN", cancellation);
                if (!_capabilities.Contains("SASL-IR"))
                {
                    await _wire.ReadLine(cancellation);
                    await _wire.WriteLine(initial, cancellation);
                }

                await Finish(tag, "signing in", cancellation);
                return;
            }

            await Do($"LOGIN {ImapText.Quote(server.UserName)} {ImapText.Quote(server.Password)}", cancellation, "signing in");
        }
        catch (MailServerException refused) when (refused.Code == "refused")
        {
            throw new MailServerException("sign-in", $"{server.Host} does not take this user name and password.", inner: refused);
        }
    }

    private async Task<string> Send(string command, CancellationToken cancellation)
    {
        var tag = string.Create(CultureInfo.InvariantCulture, $"p{++_tag}");
        await _wire.WriteLine($"{tag} {command}", cancellation);
        return tag;
    }

    /// <summary>The untagged lines of a command's answer.</summary>
    private async Task<IReadOnlyList<string>> Do(string command, CancellationToken cancellation, string? name = null)
        => await Finish(await Send(command, cancellation), name ?? command.Split(' ')[0], cancellation);

    private async Task<IReadOnlyList<string>> Finish(string tag, string command, CancellationToken cancellation)
    {
        var lines = new List<string>();
        while (true)
        {
            var (line, _) = await ReadResponse(MailWire.MostLine, cancellation);
            if (line.StartsWith(tag + " ", StringComparison.Ordinal))
            {
                MustBeOk(line[(tag.Length + 1)..], command);
                return lines;
            }

            if (lines.Count < 100_000)
            {
                lines.Add(line);
            }
        }
    }

    /// <summary>One response: its line, with the counted pieces taken out, and the last of those pieces.</summary>
    private async Task<(string Line, byte[]? Literal)> ReadResponse(int limit, CancellationToken cancellation)
    {
        var line = new StringBuilder();
        byte[]? literal = null;
        while (true)
        {
            line.Append(await _wire.ReadLine(cancellation));
            if (ImapText.LiteralAtEnd(line) is not { } length)
            {
                return (line.ToString(), literal);
            }

            if (length > limit || line.Length > MailWire.MostLine)
            {
                throw new MailServerException("size", $"The server sends a piece of {length} bytes; at most {limit} are taken.");
            }

            literal = await _wire.ReadBytes((int)length, cancellation);
        }
    }
}
