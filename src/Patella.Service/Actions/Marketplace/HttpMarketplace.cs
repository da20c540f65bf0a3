using System.Net;
using System.Text.Json;
using Patella.Platform.Identifiers;
using Patella.Platform.Storage;
using Patella.Service.Connectors.Webhooks;
using Patella.Service.Edge;
using Patella.Service.Tenants;

namespace Patella.Service.Actions.Marketplace;

/// <summary>
/// A marketplace reached over HTTP: PUT /changes/{key} and GET /changes/{key}, signed as our webhooks are, with the key as <c>webhook-id</c>. Only the answers that are
/// written down in the README mean something; whatever else comes, or nothing, is an unknown outcome.
/// </summary>
internal sealed class HttpMarketplace(IStore store, TenantStore tenants, SignedCalls calls) : IMarketplace
{
    private const int MostAnswer = 1 << 20;

    public Task<MarketplaceAnswer> Change(TenantId tenant, MarketplaceChange change, CancellationToken cancellation)
        => Ask(tenant, HttpMethod.Put, change.Key, JsonSerializer.SerializeToUtf8Bytes(change, Json.Options), cancellation);

    public Task<MarketplaceAnswer> Query(TenantId tenant, string key, CancellationToken cancellation) => Ask(tenant, HttpMethod.Get, key, [], cancellation);

    private async Task<MarketplaceAnswer> Ask(TenantId tenant, HttpMethod method, string key, byte[] body, CancellationToken cancellation)
    {
        var settings = await store.Read(tenant, reader => MarketplaceSettings.Find(tenants, reader), cancellation);
        var (status, answer) = await calls.Ask(tenant, settings.Place, method, "/changes/" + Uri.EscapeDataString(key), key, body, MostAnswer, cancellation);
        return status switch
        {
            HttpStatusCode.Accepted => new MarketplaceAnswer(MarketplaceWord.Underway),
            HttpStatusCode.NotFound when method == HttpMethod.Get => new MarketplaceAnswer(MarketplaceWord.Absent),
            HttpStatusCode.Conflict when method == HttpMethod.Put => new MarketplaceAnswer(MarketplaceWord.Refused, "key-taken"),
            HttpStatusCode.OK => Read(answer),
            _ => throw new HttpRequestException($"It answered {(int)status}."),
        };
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
