using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Patella.Platform.Clocks;
using Patella.Platform.Identifiers;
using Patella.Platform.Storage;
using Patella.Service.Access;
using Patella.Service.Connectors.Webhooks;
using Patella.Service.Edge;
using Patella.Service.Tenants;

namespace Patella.Service.Actions.Marketplace;

/// <summary>
/// A marketplace reached over HTTP: PUT /changes/{key} and GET /changes/{key}, signed as our webhooks are, with the key as <c>webhook-id</c>. Only the answers that are
/// written down in the README mean something; whatever else comes, or nothing, is an unknown outcome.
/// </summary>
internal sealed class HttpMarketplace(IStore store, TenantStore tenants, SecretBox secrets, MachineTime machine, EgressPolicy egress) : IMarketplace, IDisposable
{
    private const int MostAnswer = 1 << 20;
    private readonly HttpClient _client = egress.NewClient();

    public Task<MarketplaceAnswer> Change(TenantId tenant, MarketplaceChange change, CancellationToken cancellation)
        => Ask(tenant, HttpMethod.Put, change.Key, JsonSerializer.SerializeToUtf8Bytes(change, Json.Options), cancellation);

    public Task<MarketplaceAnswer> Query(TenantId tenant, string key, CancellationToken cancellation) => Ask(tenant, HttpMethod.Get, key, [], cancellation);

    public void Dispose() => _client.Dispose();

    private async Task<MarketplaceAnswer> Ask(TenantId tenant, HttpMethod method, string key, byte[] body, CancellationToken cancellation)
    {
        var settings = await store.Read(tenant, reader => MarketplaceSettings.Find(tenants, reader), cancellation);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(TimeSpan.FromSeconds(settings.TimeoutSeconds));
        using var request = new HttpRequestMessage(method, $"{(settings.Url ?? throw new InvalidOperationException("No marketplace is set up.")).TrimEnd('/')}/changes/{Uri.EscapeDataString(key)}");
        if (method == HttpMethod.Put)
        {
            request.Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") { CharSet = "utf-8" } } };
        }

        await Sign(request, tenant, settings, key, body);
        using var answer = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
        return answer.StatusCode switch
        {
            HttpStatusCode.Accepted => new MarketplaceAnswer(MarketplaceWord.Underway),
            HttpStatusCode.NotFound when method == HttpMethod.Get => new MarketplaceAnswer(MarketplaceWord.Absent),
            HttpStatusCode.Conflict when method == HttpMethod.Put => new MarketplaceAnswer(MarketplaceWord.Refused, "key-taken"),
            HttpStatusCode.OK => Read(await Body(answer, limit.Token)),
            _ => throw new HttpRequestException($"It answered {(int)answer.StatusCode}."),
        };
    }

    private async Task Sign(HttpRequestMessage request, TenantId tenant, MarketplaceSettings settings, string key, byte[] body)
    {
        var secret = settings.Secret is { } kept ? await secrets.Open(tenant, MarketplaceSettings.Place, kept) : null;
        if (secret is null)
        {
            throw new InvalidOperationException("The marketplace's secret is missing or cannot be opened here: enter it anew.");
        }

        var seconds = machine.Now / Microseconds.PerSecond;
        request.Headers.TryAddWithoutValidation("webhook-id", key);
        request.Headers.TryAddWithoutValidation("webhook-timestamp", seconds.ToString(CultureInfo.InvariantCulture));
        request.Headers.TryAddWithoutValidation("webhook-signature", StandardWebhook.Header([secret], key, seconds, body));
        request.Headers.TryAddWithoutValidation("User-Agent", "Patella/1");
    }

    private static async Task<byte[]> Body(HttpResponseMessage answer, CancellationToken cancellation)
    {
        using var kept = new MemoryStream();
        await using var stream = await answer.Content.ReadAsStreamAsync(cancellation);
        var buffer = new byte[16_384];
        int read;
        while ((read = await stream.ReadAsync(buffer, cancellation)) > 0)
        {
            if (kept.Length + read > MostAnswer)
            {
                throw new HttpRequestException("Its answer is too long.");
            }

            kept.Write(buffer, 0, read);
        }

        return kept.ToArray();
    }

    private static MarketplaceAnswer Read(byte[] body)
    {
        var answer = JsonSerializer.Deserialize<JsonElement>(body, Json.Options);
        if (answer.ValueKind != JsonValueKind.Object)
        {
            throw new HttpRequestException("Its answer is no object.");
        }

        return Text(answer, "outcome") switch
        {
            "done" => new MarketplaceAnswer(MarketplaceWord.Done, Events: answer.TryGetProperty("events", out var events) && events.ValueKind is JsonValueKind.Array or JsonValueKind.Object ? events : null),
            "refused" => new MarketplaceAnswer(MarketplaceWord.Refused, Text(answer, "code") ?? "refused", Text(answer, "detail")),
            "underway" => new MarketplaceAnswer(MarketplaceWord.Underway),
            _ => throw new HttpRequestException("Its answer has no outcome that is known."),
        };
    }

    private static string? Text(JsonElement answer, string name) => answer.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
