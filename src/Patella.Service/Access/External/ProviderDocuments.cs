using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using Microsoft.IdentityModel.Tokens;
using Patella.Platform.Clocks;
using Patella.Platform.Identifiers;
using Patella.Service.Edge;

namespace Patella.Service.Access.External;

/// <summary>What a provider publishes of itself: its addresses and its keys.</summary>
internal sealed record ProviderMetadata(
    string Issuer, string AuthorizationEndpoint, string TokenEndpoint, string JwksUri, bool SendsIssuer, IReadOnlyList<string> TokenAuthentication);

/// <summary>
/// Reads and remembers providers' documents. Keys are asked for again when a token names one that is unknown, at most once a minute for each
/// provider, so that forged key ids cannot make us flood it.
/// </summary>
internal sealed class ProviderDocuments(Outbound outbound, MachineTime machine)
{
    public const int SizeLimit = 256 * 1024;
    private const long Lifetime = 3_600 * Microseconds.PerSecond;
    private const long RefetchPause = 60 * Microseconds.PerSecond;
    private const int RememberedLimit = 1_000;
    private readonly ConcurrentDictionary<(TenantId, string, string), Known> _known = new();

    /// <exception cref="HttpRequestException">The provider cannot be asked, or its document is not its own; the message says what is wrong.</exception>
    public async Task<ProviderMetadata> Metadata(TenantId tenant, Provider provider)
    {
        var known = KnownOf(tenant, provider);
        await known.Turn.WaitAsync();
        try
        {
            if (known.Metadata is null || known.ReadAt < machine.Now - Lifetime)
            {
                known.Metadata = await Discover(provider);
                known.ReadAt = machine.Now;
                known.Keys = null;
            }

            return known.Metadata;
        }
        finally
        {
            known.Turn.Release();
        }
    }

    /// <summary>The key with this id, or, without an id, the only one there is; null when there is none.</summary>
    public async Task<JsonWebKey?> Key(TenantId tenant, Provider provider, string? kid)
    {
        var metadata = await Metadata(tenant, provider);
        var known = KnownOf(tenant, provider);
        await known.Turn.WaitAsync();
        try
        {
            known.Keys ??= await Keys(metadata, provider);
            var key = Pick(known.Keys, kid);
            if (key is null && known.RefetchedAt < machine.Now - RefetchPause)
            {
                known.RefetchedAt = machine.Now;
                known.Keys = await Keys(metadata, provider);
                key = Pick(known.Keys, kid);
            }

            return key;
        }
        finally
        {
            known.Turn.Release();
        }
    }

    /// <summary>Forgets what a provider said, after its settings changed.</summary>
    public void Forget(TenantId tenant, string provider)
    {
        foreach (var key in _known.Keys.Where(key => key.Item1 == tenant && key.Item2 == provider))
        {
            _known.TryRemove(key, out _);
        }
    }

    /// <summary>Reads both documents anew, for a check of the settings.</summary>
    public async Task<ProviderCheck> Check(Provider provider)
    {
        var metadata = await Discover(provider);
        return new ProviderCheck(metadata.Issuer, metadata.AuthorizationEndpoint, metadata.TokenEndpoint, (await Keys(metadata, provider)).Count);
    }

    private static JsonWebKey? Pick(IReadOnlyList<JsonWebKey> keys, string? kid)
        => string.IsNullOrEmpty(kid) ? keys.Count == 1 ? keys[0] : null : keys.FirstOrDefault(key => key.Kid == kid);

    private Known KnownOf(TenantId tenant, Provider provider)
    {
        if (_known.Count > RememberedLimit)
        {
            _known.Clear();
        }

        return _known.GetOrAdd((tenant, provider.Id, provider.Issuer), _ => new Known());
    }

    private async Task<ProviderMetadata> Discover(Provider provider)
    {
        var root = await Get(provider.Issuer.TrimEnd('/') + "/.well-known/openid-configuration", provider);
        string Text(string name) => root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
        if (Text("issuer") != provider.Issuer)
        {
            throw new HttpRequestException("Its document names another issuer.");
        }

        foreach (var name in new[] { "authorization_endpoint", "token_endpoint", "jwks_uri" })
        {
            if (!Uri.TryCreate(Text(name), UriKind.Absolute, out var address) || !Outbound.MayAsk(address, provider.Settings.AllowPrivateNetwork))
            {
                throw new HttpRequestException($"Its document has no usable {name}.");
            }
        }

        var methods = root.TryGetProperty("token_endpoint_auth_methods_supported", out var list) && list.ValueKind == JsonValueKind.Array
            ? list.EnumerateArray().Where(one => one.ValueKind == JsonValueKind.String).Select(one => one.GetString()!).ToList() : ["client_secret_basic"];
        var sendsIssuer = root.TryGetProperty("authorization_response_iss_parameter_supported", out var sends) && sends.ValueKind == JsonValueKind.True;
        return new ProviderMetadata(provider.Issuer, Text("authorization_endpoint"), Text("token_endpoint"), Text("jwks_uri"), sendsIssuer, methods);
    }

    // Only public keys for signatures count: a shared secret in the document would let anybody sign.
    private async Task<IReadOnlyList<JsonWebKey>> Keys(ProviderMetadata metadata, Provider provider)
    {
        var root = await Get(metadata.JwksUri, provider);
        return [.. new JsonWebKeySet(root.GetRawText()).Keys.Where(key => key.Kty is "RSA" or "EC" && key.Use is null or "sig" && IsStrong(key)).Take(50)];
    }

    private static bool IsStrong(JsonWebKey key) => key.Kty is "EC" || key.KeySize >= 2_048;

    private async Task<JsonElement> Get(string address, Provider provider)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Accept.ParseAdd("application/json");
        var (status, body) = await outbound.Send(request, provider.Settings.AllowPrivateNetwork, SizeLimit);
        if (status != HttpStatusCode.OK)
        {
            throw new HttpRequestException($"{address} answered {(int)status}.");
        }

        try
        {
            using var document = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = Json.MaxDepth });
            return document.RootElement.ValueKind == JsonValueKind.Object ? document.RootElement.Clone() : throw new HttpRequestException($"{address} did not answer with an object.");
        }
        catch (JsonException)
        {
            throw new HttpRequestException($"{address} did not answer with JSON.");
        }
    }

    private sealed class Known
    {
        public SemaphoreSlim Turn { get; } = new(1);

        public ProviderMetadata? Metadata { get; set; }

        public IReadOnlyList<JsonWebKey>? Keys { get; set; }

        public long ReadAt { get; set; }

        public long RefetchedAt { get; set; }
    }
}
