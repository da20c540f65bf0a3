using System.Buffers;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Patella.Service.Connectors.Mail;

/// <summary>Where a mail server is, and how the way to it is kept private.</summary>
/// <param name="Security"><c>tls</c>, <c>starttls</c>, or <c>none</c>, which only a server on this very machine may have.</param>
/// <param name="Certificate">SHA-256 of a certificate that is believed though no authority vouches for it, in hex; null means the system's authorities decide.</param>
public sealed record MailServer(string Host, int Port, string Security, string UserName, string Password, string? Certificate);

/// <summary>What a mail server refused or did not understand. The message is fit to be shown to an administrator.</summary>
public sealed class MailServerException(string code, string message, bool isPermanent = false, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>connect, tls, sign-in, protocol, refused, timeout or size.</summary>
    public string Code => code;

    /// <summary>Whether trying again without a change cannot help.</summary>
    public bool IsPermanent => isPermanent;
}

/// <summary>One connection to a mail server: lines and counted pieces, every one of them bounded and timed.</summary>
internal sealed class MailWire : IAsyncDisposable
{
    public const int MostLine = 1 << 20;
    private static readonly TimeSpan ConnectLimit = TimeSpan.FromSeconds(20);
    private readonly TcpClient _client;
    private readonly MailServer _server;
    private readonly byte[] _buffer = ArrayPool<byte>.Shared.Rent(32 << 10);
    private Stream _stream;
    private int _start;
    private int _end;

    private MailWire(TcpClient client, MailServer server)
    {
        _client = client;
        _server = server;
        _stream = client.GetStream();
    }

    /// <summary>How long one answer may take.</summary>
    public TimeSpan AnswerLimit { get; init; } = TimeSpan.FromSeconds(60);

    public static async Task<MailWire> Connect(MailServer server, CancellationToken cancellation)
    {
        var client = new TcpClient { NoDelay = true };
        try
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            limit.CancelAfter(ConnectLimit);
            await client.ConnectAsync(server.Host, server.Port, limit.Token);
            if (server.Security == "none" && client.Client.RemoteEndPoint is not System.Net.IPEndPoint { Address: var address } || (server.Security == "none" && !System.Net.IPAddress.IsLoopback(((System.Net.IPEndPoint)client.Client.RemoteEndPoint!).Address)))
            {
                throw new MailServerException("tls", "Without encryption only a server on this very machine is spoken to.", isPermanent: true);
            }

            var wire = new MailWire(client, server);
            if (server.Security == "tls")
            {
                await wire.Encrypt(cancellation);
            }

            return wire;
        }
        catch (Exception failure) when (failure is SocketException or IOException || (failure is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            client.Dispose();
            throw new MailServerException("connect", $"{server.Host}:{server.Port} cannot be reached: {(failure is OperationCanceledException ? "no answer in time" : failure.Message)}.", inner: failure);
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }

    /// <summary>Goes on encrypted. What arrived in clear before is thrown away, so that nobody in between can put words in front of the server's.</summary>
    public async Task Encrypt(CancellationToken cancellation)
    {
        (_start, _end) = (0, 0);
        var secure = new SslStream(_stream, leaveInnerStreamOpen: false, Trusts);
        try
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            limit.CancelAfter(ConnectLimit);
            await secure.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = _server.Host, EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13 }, limit.Token);
            _stream = secure;
        }
        catch (Exception failure) when (failure is AuthenticationException or IOException || (failure is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            await secure.DisposeAsync();
            throw new MailServerException("tls", $"{_server.Host} does not show a certificate that is trusted: {failure.Message}", inner: failure);
        }
    }

    /// <summary>The next line without its end, as bytes in Latin-1: every byte is one character.</summary>
    public Task<string> ReadLine(CancellationToken cancellation) => Timed(ReadLineNow, cancellation);

    /// <summary>A line whenever it comes; nothing else may be read until it has.</summary>
    public Task<string> ReadLineWhenever(CancellationToken cancellation) => ReadLineNow(cancellation).AsTask();

    /// <summary>Exactly so many bytes.</summary>
    public async Task<byte[]> ReadBytes(int count, CancellationToken cancellation)
    {
        var bytes = new byte[count];
        var filled = Math.Min(count, _end - _start);
        _buffer.AsSpan(_start, filled).CopyTo(bytes);
        _start += filled;
        while (filled < count)
        {
            var at = filled;
            var read = await Timed(async token => await _stream.ReadAsync(bytes.AsMemory(at), token), cancellation);
            filled += read > 0 ? read : throw new MailServerException("connect", $"{_server.Host} ended the connection.");
        }

        return bytes;
    }

    public async Task Write(ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
        => await Timed(async token =>
        {
            await _stream.WriteAsync(bytes, token);
            await _stream.FlushAsync(token);
            return 0;
        }, cancellation);

    /// <summary>A line of a command; a line end in it would be a second command and is never sent.</summary>
    public Task WriteLine(string line, CancellationToken cancellation)
        => line.AsSpan().IndexOfAny('\r', '\n', '\0') >= 0
            ? throw new MailServerException("protocol", "A command may not contain a line end.", isPermanent: true)
            : Write(Encoding.UTF8.GetBytes(line + "\r\n"), cancellation);

    public async ValueTask DisposeAsync()
    {
        await _stream.DisposeAsync();
        _client.Dispose();
        ArrayPool<byte>.Shared.Return(_buffer);
    }

    private async ValueTask<string> ReadLineNow(CancellationToken cancellation)
    {
        var line = new StringBuilder();
        while (true)
        {
            var feed = _buffer.AsSpan(_start, _end - _start).IndexOf((byte)'\n');
            var taken = feed < 0 ? _end - _start : feed;
            line.Append(Encoding.Latin1.GetString(_buffer, _start, taken));
            _start += feed < 0 ? taken : taken + 1;
            if (feed >= 0)
            {
                return line.Length > 0 && line[^1] == '\r' ? line.ToString(0, line.Length - 1) : line.ToString();
            }

            if (line.Length > MostLine)
            {
                throw new MailServerException("protocol", $"{_server.Host} sent a line of more than {MostLine} bytes.");
            }

            (_start, _end) = (0, await _stream.ReadAsync(_buffer, cancellation));
            if (_end == 0)
            {
                throw new MailServerException("connect", $"{_server.Host} ended the connection.");
            }
        }
    }

    private async Task<T> Timed<T>(Func<CancellationToken, ValueTask<T>> act, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(AnswerLimit);
        try
        {
            return await act(limit.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new MailServerException("timeout", $"{_server.Host} did not answer within {AnswerLimit.TotalSeconds:0} s.");
        }
        catch (Exception failure) when (failure is IOException or SocketException or ObjectDisposedException)
        {
            throw new MailServerException("connect", $"The connection to {_server.Host} broke: {failure.Message}", inner: failure);
        }
    }

    private bool Trusts(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
        => errors == SslPolicyErrors.None
            || (_server.Certificate is { } pinned && certificate is not null && string.Equals(pinned, Convert.ToHexStringLower(SHA256.HashData(certificate.GetRawCertData())), StringComparison.OrdinalIgnoreCase));
}
