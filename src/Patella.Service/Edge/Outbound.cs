using System.Net;
using System.Net.Sockets;

namespace Patella.Service.Edge;

/// <summary>
/// Requests to addresses that people of a tenant typed in. A name is resolved once, every private, local or reserved address is refused, and the
/// connection goes to the very address that was checked, so that a name cannot change its mind in between. No redirect is followed.
/// </summary>
public sealed class Outbound : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private readonly HttpClient _public = Client(allowPrivate: false);
    private readonly HttpClient _private = Client(allowPrivate: true);

    /// <summary>Sends, and reads the answer up to <paramref name="limit"/> bytes.</summary>
    /// <param name="allowPrivate">Plain HTTP and private addresses: for what stands in the tenant's own network, by its own setting.</param>
    /// <exception cref="HttpRequestException">Not reachable, not allowed, not a plain answer, or too long; the message says which.</exception>
    public async Task<(HttpStatusCode Status, byte[] Body)> Send(HttpRequestMessage request, bool allowPrivate, int limit, CancellationToken cancellation = default)
    {
        if (request.RequestUri is not { IsAbsoluteUri: true } uri || !MayAsk(uri, allowPrivate))
        {
            throw new HttpRequestException("The address must be https, without user name.");
        }

        // Over the whole answer: one that drips byte by byte must not hold us longer than one that never comes.
        using var limitTime = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limitTime.CancelAfter(Patience);
        try
        {
            using var response = await (allowPrivate ? _private : _public).SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limitTime.Token);
            if ((int)response.StatusCode is >= 300 and < 400)
            {
                throw new HttpRequestException("It answered with a redirect, which is not followed.");
            }

            await using var stream = await response.Content.ReadAsStreamAsync(limitTime.Token);
            var body = new MemoryStream();
            var buffer = new byte[8_192];
            for (int read; (read = await stream.ReadAsync(buffer, limitTime.Token)) > 0;)
            {
                body.Write(buffer, 0, body.Length + read <= limit ? read : throw new HttpRequestException($"Its answer is longer than {limit} bytes."));
            }

            return (response.StatusCode, body.ToArray());
        }
        catch (Exception failure) when ((failure is OperationCanceledException or IOException) && !cancellation.IsCancellationRequested)
        {
            throw new HttpRequestException("It did not answer in time.", failure);
        }
    }

    public static bool MayAsk(Uri uri, bool allowPrivate)
        => (uri.Scheme == Uri.UriSchemeHttps || (allowPrivate && uri.Scheme == Uri.UriSchemeHttp)) && uri.UserInfo.Length == 0;

    /// <summary>Whether an address is somebody's on the open internet; IPv6 forms of IPv4 addresses count as these.</summary>
    public static bool IsPublic(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
        {
            return IsPublic(address.MapToIPv4());
        }

        var bytes = address.GetAddressBytes();
        if (address.AddressFamily == AddressFamily.InterNetwork)
        {
            return bytes is not ([0 or 10 or 127, ..] or [100, >= 64 and <= 127, ..] or [169, 254, ..] or [172, >= 16 and <= 31, ..] or [192, 168, ..]
                or [192, 0, 0 or 2, _] or [192, 88, 99, _] or [198, 18 or 19, ..] or [198, 51, 100, _] or [203, 0, 113, _] or [>= 224, ..]);
        }

        // Global unicast only; 6to4, Teredo, NAT64 and documentation hide other addresses or nobody.
        return bytes is [>= 0x20 and <= 0x3f, ..] && bytes is not ([0x20, 0x02, ..] or [0x20, 0x01, 0, ..] or [0x20, 0x01, 0x0d, 0xb8, ..] or [0x20, 0x01, 0x01 or 0x02, ..]);
    }

    public void Dispose()
    {
        _public.Dispose();
        _private.Dispose();
    }

    private static HttpClient Client(bool allowPrivate) => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        ConnectTimeout = TimeSpan.FromSeconds(5),
        PooledConnectionLifetime = TimeSpan.FromMinutes(2),
        MaxResponseHeadersLength = 32,
        ConnectCallback = (context, cancellation) => Connect(context.DnsEndPoint, allowPrivate, cancellation),
    }) { Timeout = Patience };

    private static async ValueTask<Stream> Connect(DnsEndPoint target, bool allowPrivate, CancellationToken cancellation)
    {
        var addresses = IPAddress.TryParse(target.Host.Trim('[', ']'), out var literal) ? [literal] : await Dns.GetHostAddressesAsync(target.Host, cancellation);
        var allowed = addresses.Where(address => allowPrivate || IsPublic(address)).ToArray();
        if (allowed.Length < addresses.Length || allowed.Length == 0)
        {
            throw new HttpRequestException($"{target.Host} stands in a private network; the setting does not allow that.");
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, target.Port, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
