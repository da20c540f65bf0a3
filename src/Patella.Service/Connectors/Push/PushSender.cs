using System.Buffers.Text;
using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Patella.Platform;
using Patella.Platform.Clocks;
using Patella.Platform.Identifiers;
using Patella.Service.Connectors.Webhooks;
using Patella.Service.Edge;

namespace Patella.Service.Connectors.Push;

/// <summary>Hands one encrypted message to one browser's push service (RFC 8030). The address came from a browser, so it is guarded as those of webhooks are.</summary>
internal sealed class PushSender(TenantSecret secrets, PlatformOptions options, MachineTime machine, EgressPolicy egress) : IDisposable
{
    private const string SecretName = "push-key";

    /// <summary>How long a push service keeps what a browser that is switched off has not fetched: three days.</summary>
    private const int KeptSeconds = 3 * 86_400;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(15);
    private readonly HttpClient _client = egress.NewClient();

    public async Task<VapidKey> Key(TenantId tenant) => VapidKey.Of(await secrets.Find(tenant, SecretName));

    public async Task<(PushOutcome Outcome, string? Problem, TimeSpan? RetryAfter)> Send(TenantId tenant, PushSubscriptionRow browser, PushNoticeRow notice, CancellationToken cancellation)
    {
        if (egress.Refusal(browser.Endpoint) is { } refusal)
        {
            return (PushOutcome.Refused, refusal.ToString(), null);
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(Limit);
        try
        {
            using var request = await Request(tenant, browser, notice);
            using var answer = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            var status = (int)answer.StatusCode;
            return (OutcomeOf(status), status is >= 200 and < 300 ? null : $"Answered {status}.", answer.Headers.RetryAfter?.Delta);
        }
        catch (CryptographicException)
        {
            return (PushOutcome.Gone, "The browser's key is none.", null);
        }
        catch (HttpRequestException failure) when (failure.HttpRequestError is HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError)
        {
            return (PushOutcome.Busy, failure.Message, null);
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException || (failure is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            return (PushOutcome.Doubt, failure is OperationCanceledException ? $"No answer within {Limit.TotalSeconds:0} s." : failure.Message, null);
        }
    }

    public void Dispose() => _client.Dispose();

    private static PushOutcome OutcomeOf(int status) => status switch
    {
        >= 200 and < 300 => PushOutcome.Accepted,
        404 or 410 => PushOutcome.Gone,
        408 or 429 or >= 500 => PushOutcome.Busy,
        _ => PushOutcome.Refused,
    };

    private async Task<HttpRequestMessage> Request(TenantId tenant, PushSubscriptionRow browser, PushNoticeRow notice)
    {
        var message = JsonSerializer.SerializeToUtf8Bytes(new { notice.Title, notice.Body, tag = notice.Conversation, notice.Path }, Json.Options);
        var body = PushEncryption.Encrypt(message, Base64Url.DecodeFromChars(browser.PublicKey), Base64Url.DecodeFromChars(browser.Secret));
        var request = new HttpRequestMessage(HttpMethod.Post, browser.Endpoint) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        request.Content.Headers.ContentEncoding.Add("aes128gcm");
        request.Headers.TryAddWithoutValidation("Authorization", (await Key(tenant)).Authorization(request.RequestUri!, machine.Now / Microseconds.PerSecond, options.Address));
        request.Headers.TryAddWithoutValidation("TTL", KeptSeconds.ToString(CultureInfo.InvariantCulture));
        request.Headers.TryAddWithoutValidation("Urgency", "normal");
        // RFC 8030, 5.4: what was not fetched yet under the same topic is replaced; up to 32 characters of base64url.
        request.Headers.TryAddWithoutValidation("Topic", Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(notice.Conversation)))[..32]);
        return request;
    }
}
