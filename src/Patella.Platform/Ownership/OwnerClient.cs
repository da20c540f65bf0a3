using System.Net;
using System.Net.Http.Headers;

namespace Patella.Platform.Ownership;

/// <summary>Hands a command to the process that owns a partition.</summary>
internal sealed class OwnerClient : IDisposable
{
    public const string Path = "/internal/partitions/";

    private readonly HttpClient _http = new(new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(1), PooledConnectionLifetime = TimeSpan.FromMinutes(5) })
    {
        // A paused owner keeps the connection and says nothing; its successor has the lease by then.
        Timeout = TimeSpan.FromMilliseconds(2_500),
    };

    public async Task<string> Ask(string address, string secret, string partition, string command, string payload, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{address}{Path}{Uri.EscapeDataString(partition)}/{Uri.EscapeDataString(command)}")
        {
            Content = new StringContent(payload),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", secret);
        using var response = await _http.SendAsync(request, cancellation);
        switch (response.StatusCode)
        {
            case HttpStatusCode.MisdirectedRequest or HttpStatusCode.Unauthorized:
                throw new OwnershipLostException(partition);
            case HttpStatusCode.UnprocessableEntity:
                throw new OwnerCommandFailedException(partition, await response.Content.ReadAsStringAsync(cancellation));
        }

        response.EnsureSuccessStatusCode();
        return await response.Content.ReadAsStringAsync(cancellation);
    }

    public void Dispose() => _http.Dispose();
}
