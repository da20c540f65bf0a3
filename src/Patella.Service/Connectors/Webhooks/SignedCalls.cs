using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using Patella.Platform.Clocks;
using Patella.Platform.Identifiers;
using Patella.Service.Access;
using Patella.Service.Edge;

namespace Patella.Service.Connectors.Webhooks;

/// <summary>Another system that a tenant's settings name: where it is, the secret both share, sealed, and how long its answer is waited for.</summary>
/// <param name="Url">Null: none is set up.</param>
/// <param name="Place">What the secret is sealed for.</param>
public sealed record SignedPlace(string? Url, string? Secret, string Place, int TimeoutSeconds)
{
    /// <summary>What is wrong with it as somebody entered it, the secret in the clear.</summary>
    public void Check(Validation check, string pointer, EgressPolicy egress)
    {
        if (Url is { } url && egress.Refusal(url) is { } refusal)
        {
            check.Must(false, pointer + "/url", refusal);
        }

        check.Must(Secret is null || StandardWebhook.IsSecret(Secret), pointer + "/secret", "Must begin with whsec_ and go on with 24 to 64 bytes in base64.")
            .Must(TimeoutSeconds is >= 1 and <= 60, pointer + "/timeoutSeconds", "Must be 1 to 60.");
    }

    /// <summary>The secret as it is kept: sealed anew when one was entered; the one there is stays only while the address does.</summary>
    public async Task<string?> Seal(SecretBox secrets, TenantId tenant, SignedPlace before)
        => Secret is { } given ? await secrets.Seal(tenant, Place, given) : Url == before.Url ? before.Secret : null;
}

/// <summary>Calls of our own to other systems and their answers, signed as our webhooks are (Standard Webhooks), never to where the operator does not let us.</summary>
public sealed class SignedCalls(SecretBox secrets, MachineTime machine, EgressPolicy egress) : IDisposable
{
    private readonly HttpClient _client = egress.NewClient();

    /// <summary>What the other system answers, whatever its status.</summary>
    /// <param name="id">Stands in the signature as <c>webhook-id</c>: the key of what is asked for.</param>
    /// <param name="body">Sent with PUT.</param>
    /// <param name="most">Bytes of the answer; a longer one is an error.</param>
    /// <exception cref="InvalidOperationException">The place is not set up, or its secret cannot be opened here.</exception>
    public async Task<(HttpStatusCode Status, byte[] Body)> Ask(TenantId tenant, SignedPlace place, HttpMethod method, string path, string id, byte[] body, int most, CancellationToken cancellation)
    {
        var secret = place.Secret is { } kept ? await secrets.Open(tenant, place.Place, kept) : null;
        if (place.Url is not { } url || secret is null)
        {
            throw new InvalidOperationException("No address is set up, or its secret cannot be opened here: enter it anew.");
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(TimeSpan.FromSeconds(place.TimeoutSeconds));
        using var request = new HttpRequestMessage(method, url.TrimEnd('/') + path);
        if (method == HttpMethod.Put)
        {
            request.Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") { CharSet = "utf-8" } } };
        }

        var seconds = machine.Now / Microseconds.PerSecond;
        request.Headers.TryAddWithoutValidation("webhook-id", id);
        request.Headers.TryAddWithoutValidation("webhook-timestamp", seconds.ToString(CultureInfo.InvariantCulture));
        request.Headers.TryAddWithoutValidation("webhook-signature", StandardWebhook.Header([secret], id, seconds, body));
        request.Headers.TryAddWithoutValidation("User-Agent", "Patella/1");
        using var answer = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
        return (answer.StatusCode, await Read(answer, most, limit.Token));
    }

    public void Dispose() => _client.Dispose();

    private static async Task<byte[]> Read(HttpResponseMessage answer, int most, CancellationToken cancellation)
    {
        using var kept = new MemoryStream();
        await using var stream = await answer.Content.ReadAsStreamAsync(cancellation);
        var buffer = new byte[16_384];
        for (int read; (read = await stream.ReadAsync(buffer, cancellation)) > 0;)
        {
            kept.Write(buffer, 0, kept.Length + read <= most ? read : throw new HttpRequestException("The answer is too long."));
        }

        return kept.ToArray();
    }
}
