using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using Patella.Service.Edge;

namespace Patella.Service.Connectors.Webhooks;

/// <summary>
/// Where this server may be sent by somebody's settings: public addresses only, so that nobody reaches what stands behind it. The name is resolved once and
/// the connection goes to an address that was looked at, so a name that changes its mind in between gains nothing.
/// The operator opens private addresses with PATELLA_ALLOW_PRIVATE_ADDRESSES=yes.
/// </summary>
public sealed class EgressPolicy
{
    public const string Variable = "PATELLA_ALLOW_PRIVATE_ADDRESSES";

    private static readonly IPNetwork[] Closed =
    [
        // RFC 6890 and its registry, and what carries an IPv4 address inside (RFC 6052, 3056, 4380).
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16",
            "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4", "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20",
        }.Select(text => IPNetwork.Parse(text)),
    ];

    private ImmutableHashSet<(string Host, int Port)> _opened = [];

    private static readonly IPNetwork Global6 = IPNetwork.Parse("2000::/3");

    /// <summary>Whether private addresses, and requests without encryption, are allowed.</summary>
    public bool AllowPrivate { get; internal set; } = Environment.GetEnvironmentVariable(Variable) is "yes" or "1" or "true";

    /// <summary>Opens one address that this program itself listens on, such as the marketplace of the demonstration; every other private address stays closed.</summary>
    public void Open(Uri address) => ImmutableInterlocked.Update(ref _opened, opened => opened.Add((address.Host, address.Port)));

    /// <summary>Whether an address may be reached.</summary>
    public bool Allows(IPAddress address) => AllowPrivate || IsPublic(address);

    public static bool IsPublic(IPAddress address)
    {
        var one = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return (one.AddressFamily == AddressFamily.InterNetwork || Global6.Contains(one)) && !Closed.Any(network => network.BaseAddress.AddressFamily == one.AddressFamily && network.Contains(one));
    }

    /// <summary>What is wrong with an address of a webhook as it is written; null when nothing is.</summary>
    public ProblemText? Refusal(string? text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || text!.Length > 2_000 || uri.UserInfo.Length > 0 || uri.Fragment.Length > 0)
        {
            return "Must be an absolute address without user, password and fragment.";
        }

        if (uri.Scheme == "http" && _opened.Contains((uri.Host, uri.Port)))
        {
            return null;
        }

        if (uri.Scheme != "https" && !(uri.Scheme == "http" && AllowPrivate))
        {
            return "Must begin with https://.";
        }

        if (IPAddress.TryParse(uri.Host.Trim('[', ']'), out var address) && !Allows(address))
        {
            return "Must be a public address; this one is private or reserved.";
        }

        return null;
    }

    /// <summary>A client for requests to addresses that others chose: no redirects, no cookies, no proxy. Whoever uses it sets the time limit.</summary>
    public HttpClient NewClient() => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        ConnectTimeout = TimeSpan.FromSeconds(10),
        PooledConnectionLifetime = TimeSpan.FromMinutes(2),
        MaxConnectionsPerServer = 8,
        MaxResponseHeadersLength = 32,
        ConnectCallback = Connect,
    })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    /// <summary>Opens connections for an HTTP client, to addresses that were looked at.</summary>
    public async ValueTask<Stream> Connect(SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
        var addresses = await Dns.GetHostAddressesAsync(context.DnsEndPoint.Host, cancellation);
        var allowed = _opened.Contains((context.DnsEndPoint.Host, context.DnsEndPoint.Port)) ? addresses : addresses.Where(Allows).ToArray();
        if (allowed.Length == 0)
        {
            throw new HttpRequestException($"{context.DnsEndPoint.Host} is at a private or reserved address, which this server does not call.");
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, context.DnsEndPoint.Port, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
