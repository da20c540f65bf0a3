using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using Patella.Platform.Clocks;
using Patella.Platform.Identifiers;
using Patella.Service.Access;
using Patella.Service.Connectors.Mail.Mime;

namespace Patella.Service.Connectors.Webhooks;

/// <summary>What a try gave.</summary>
/// <param name="Head">Status line, headers and the beginning of the body of what was answered.</param>
/// <param name="RetryAfter">What the other side asked for; null when it asked for nothing.</param>
internal sealed record WebhookResult(int? Status, string? Head, string? Problem, TimeSpan Duration, TimeSpan? RetryAfter)
{
    public bool Delivered => Status is >= 200 and < 300;
}

/// <summary>Sends one signed request: no redirects, no cookies, no proxy, 15 seconds, and of the answer only its beginning.</summary>
internal sealed class WebhookSender : IDisposable
{
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(15);
    private const int MostAnswer = 2_048;
    private readonly SecretBox _secrets;
    private readonly MachineTime _machine;
    private readonly HttpClient _client;

    public WebhookSender(SecretBox secrets, MachineTime machine, EgressPolicy egress)
    {
        _secrets = secrets;
        _machine = machine;
        _client = egress.NewClient();
    }

    public async Task<WebhookResult> Send(TenantId tenant, WebhookRow webhook, DeliveryRow delivery, byte[] body, CancellationToken cancellation)
    {
        var started = Stopwatch.GetTimestamp();
        try
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            limit.CancelAfter(Limit);
            using var request = new HttpRequestMessage(HttpMethod.Post, webhook.Url) { Content = new ByteArrayContent(body) };
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json") { CharSet = "utf-8" };
            foreach (var (name, value) in await Headers(tenant, webhook, delivery.Id, body))
            {
                request.Headers.TryAddWithoutValidation(name, value);
            }

            using var answer = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            var head = await Head(answer, limit.Token);
            var status = (int)answer.StatusCode;
            var problem = status is >= 200 and < 300 ? null : status is >= 300 and < 400 ? $"Answered {status}: redirects are not followed." : $"Answered {status}.";
            return new WebhookResult(status, head, problem, Stopwatch.GetElapsedTime(started), Asked(answer.Headers.RetryAfter));
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return new WebhookResult(null, null, $"No answer within {Limit.TotalSeconds:0} s.", Stopwatch.GetElapsedTime(started), null);
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException or UriFormatException or InvalidOperationException)
        {
            return new WebhookResult(null, null, MailWords.Clean(failure.Message, 300), Stopwatch.GetElapsedTime(started), null);
        }
    }

    public async Task<IReadOnlyList<(string Name, string Value)>> Headers(TenantId tenant, WebhookRow webhook, string id, byte[] body)
    {
        var seconds = _machine.Now / Microseconds.PerSecond;
        var secrets = new List<string>();
        foreach (var text in new[] { webhook.Secret, webhook.OldUntil > _machine.Now ? webhook.OldSecret : null }.OfType<string>())
        {
            secrets.Add(await _secrets.Open(tenant, WebhookRow.PlaceOf(webhook.Id), text) ?? throw new InvalidOperationException("The secret cannot be opened here: make a new one."));
        }

        return
        [
            ("webhook-id", id), ("webhook-timestamp", seconds.ToString(CultureInfo.InvariantCulture)), ("webhook-signature", StandardWebhook.Header(secrets, id, seconds, body)),
            ("User-Agent", "Patella-Webhooks/1"),
        ];
    }

    public void Dispose() => _client.Dispose();

    /// <summary>RFC 9110: seconds, or an instant by the other side's clock.</summary>
    private TimeSpan? Asked(RetryConditionHeaderValue? retry)
        => retry?.Delta ?? (retry?.Date is { } date && date - Microseconds.ToTime(_machine.Now) is { Ticks: > 0 } wait ? wait : null);

    private static async Task<string> Head(HttpResponseMessage answer, CancellationToken cancellation)
    {
        var text = new StringBuilder($"HTTP/{answer.Version} {(int)answer.StatusCode}\n");
        foreach (var header in answer.Headers.Concat(answer.Content.Headers).Take(30))
        {
            text.Append(header.Key).Append(": ").AppendJoin(", ", header.Value).Append('\n');
        }

        var buffer = new byte[MostAnswer];
        await using var stream = await answer.Content.ReadAsStreamAsync(cancellation);
        var read = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellation);
        return MailWords.Lines(text.Append('\n').Append(Encoding.UTF8.GetString(buffer, 0, read)).ToString(), 4_000);
    }
}
