using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Patella.Platform.Clocks;
using Patella.Platform.Identifiers;
using Patella.Platform.Storage;
using Patella.Service.Audit;
using Patella.Service.Edge;

namespace Patella.Service.Access.External;

/// <summary>What came back from a provider, as it stood in the address.</summary>
internal sealed record Returned(string? State, string? Code, string? Iss, string? Error);

/// <summary>How a way to a provider and back ended.</summary>
/// <param name="Problem">A stable word for the sign-in page; null when it went well.</param>
internal sealed record Ended(string Tenant, string ReturnTo, Entered? Entered, string? Problem);

/// <summary>
/// Signs in with an OpenID provider: authorization code flow with PKCE. State, nonce and verifier are made for each way; the state is used once,
/// by the browser that began (a cookie), for the provider it was made for.
/// </summary>
internal sealed class ExternalSignIn(
    IStore store, ProviderStore providers, ProviderDocuments documents, IdTokens tokens, ExternalAccounts accounts, Entrance entrance, Outbound outbound,
    AuditTrail audit, MachineTime machine)
{
    public const string CallbackPath = "/api/v1/sessions/callback";
    private const long Lifetime = 10 * 60 * Microseconds.PerSecond;
    private const int FlowLimit = 10_000;

    /// <summary>The address of the provider to go to. <paramref name="browser"/> is the secret kept in the browser's cookie.</summary>
    public async Task<Outcome<ExternalStart>> Start(ExternalStartRequest request, string browser, string ownAddress)
    {
        var check = new Validation()
            .Must(TenantId.IsValid(request.Tenant), "/tenant", "Must be the short name of an ecosystem.")
            .Id(request.Provider, "/provider")
            .Must(request.ReturnTo is null || IsOwnPath(request.ReturnTo), "/returnTo", "Must be a path of the console.");
        if (check.Failed)
        {
            return check.Problem;
        }

        var tenant = new TenantId(request.Tenant!);
        if (await providers.Find(tenant, request.Provider!) is not { Enabled: true } provider)
        {
            return Problem.NotFound("The provider");
        }

        try
        {
            var metadata = await documents.Metadata(tenant, provider);
            return await Remember(tenant, provider, metadata, request.ReturnTo ?? "/console/", browser, RedirectAddress(provider.Settings, ownAddress));
        }
        catch (HttpRequestException failure)
        {
            return new Problem(502, "provider-unreachable", $"The sign-in provider cannot be used now. {failure.Message}");
        }
    }

    /// <summary>Where the provider sends the browser back to; registered with it exactly so.</summary>
    public static string RedirectAddress(ProviderSettings settings, string ownAddress) => (settings.PublicAddress ?? ownAddress).TrimEnd('/') + CallbackPath;

    /// <summary>Takes up what came back.</summary>
    public async Task<Ended> Finish(Returned returned, string? browser, string device)
    {
        var tenant = returned.State?.Split('.') is [var name, _] && TenantId.IsValid(name) ? new TenantId(name) : (TenantId?)null;
        var flow = tenant is { } known ? await Take(known, returned.State!) : null;
        if (tenant is null || flow is null || flow.ExpiresAt < machine.Now)
        {
            return new Ended("", "/console/", null, "sign-in-over");
        }

        var provider = await providers.Find(tenant.Value, flow.Provider);
        try
        {
            return new Ended(tenant.Value.Value, flow.ReturnTo, await Enter(tenant.Value, provider, flow, returned, browser, device), null);
        }
        catch (TokenRefusedException refused)
        {
            await Tell(tenant.Value, flow.Provider, refused.Message);
            return new Ended(tenant.Value.Value, flow.ReturnTo, null, refused.Message is "no-account" or "no-role" or "provider-refused" or "other-browser" ? refused.Message : "provider-not-believed");
        }
        catch (HttpRequestException)
        {
            await Tell(tenant.Value, flow.Provider, "unreachable");
            return new Ended(tenant.Value.Value, flow.ReturnTo, null, "provider-unreachable");
        }
    }

    internal static bool IsOwnPath(string path)
        => path.StartsWith("/console/", StringComparison.Ordinal) && path.Length <= 500 && !path.Contains('\\') && !path.Contains("..", StringComparison.Ordinal) && !path.Any(char.IsControl);

    private async Task<ExternalStart> Remember(TenantId tenant, Provider provider, ProviderMetadata metadata, string returnTo, string browser, string redirect)
    {
        var (state, nonce, verifier) = ($"{tenant}.{Secrets.New()}", Secrets.New(), Secrets.New());
        await store.Write(tenant, async transaction =>
        {
            await transaction.Execute(StaffStore.Sql["DropOldFlows"], new { now = machine.Now });
            if (await transaction.One<long>(StaffStore.Sql["CountFlows"]) >= FlowLimit)
            {
                throw new StoreUnavailableException("Too many sign-ins are on their way.");
            }

            await transaction.Execute(StaffStore.Sql["AddFlow"], new
            {
                StateHash = Secrets.Hash(state), Provider = provider.Id, BrowserHash = Secrets.Hash(browser), Nonce = nonce, Verifier = verifier,
                RedirectUri = redirect, ReturnTo = returnTo, ExpiresAt = machine.Now + Lifetime,
            });
        });
        var query = QueryString.Create(new Dictionary<string, string?>
        {
            ["response_type"] = "code",
            ["client_id"] = provider.ClientId,
            ["redirect_uri"] = redirect,
            ["scope"] = string.Join(' ', provider.Settings.Scopes.Prepend("openid").Distinct()),
            ["state"] = state,
            ["nonce"] = nonce,
            ["code_challenge"] = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier))),
            ["code_challenge_method"] = "S256",
        });
        var address = metadata.AuthorizationEndpoint;
        return new ExternalStart(address.Contains('?') ? $"{address}&{query.Value![1..]}" : address + query.Value);
    }

    private async Task<Flow?> Take(TenantId tenant, string state)
    {
        try
        {
            return await store.Write(tenant, transaction => transaction.One<Flow>(StaffStore.Sql["TakeFlow"], new { stateHash = Secrets.Hash(state) }));
        }
        catch (StoreUnavailableException) when (store.Kind == StoreKind.Sqlite)
        {
            return null;
        }
    }

    private async Task<Entered> Enter(TenantId tenant, Provider? provider, Flow flow, Returned returned, string? browser, string device)
    {
        if (provider is not { Enabled: true })
        {
            throw new TokenRefusedException("no-provider");
        }

        if (browser is null || !Secrets.Matches(browser, flow.BrowserHash))
        {
            throw new TokenRefusedException("other-browser");
        }

        // RFC 9207: an answer that says it comes from somebody else, or does not say it though the provider always does, is a mix-up.
        var metadata = await documents.Metadata(tenant, provider);
        if (returned.Iss is null ? metadata.SendsIssuer : returned.Iss != provider.Issuer)
        {
            throw new TokenRefusedException("issuer-mix-up");
        }

        if (returned.Error is not null || string.IsNullOrEmpty(returned.Code))
        {
            throw new TokenRefusedException("provider-refused");
        }

        var person = await tokens.Check(tenant, provider, await Exchange(provider, metadata, flow, returned.Code), flow.Nonce);
        var staff = await store.Write(tenant, transaction => accounts.Ensure(transaction, provider, person));
        return await entrance.Open(tenant, staff, new SessionStart("provider:" + provider.Id, device), strong: provider.Settings.TrustSecondFactor && person.StrongSignIn);
    }

    private async Task<string> Exchange(Provider provider, ProviderMetadata metadata, Flow flow, string code)
    {
        var form = new Dictionary<string, string>
        {
            ["grant_type"] = "authorization_code", ["code"] = code, ["redirect_uri"] = flow.RedirectUri, ["code_verifier"] = flow.Verifier, ["client_id"] = provider.ClientId,
        };
        using var request = new HttpRequestMessage(HttpMethod.Post, metadata.TokenEndpoint);
        if (provider.Secret is { } secret && metadata.TokenAuthentication.Contains("client_secret_basic"))
        {
            var pair = $"{Uri.EscapeDataString(provider.ClientId)}:{Uri.EscapeDataString(secret)}";
            request.Headers.Authorization = new("Basic", Convert.ToBase64String(Encoding.ASCII.GetBytes(pair)));
        }
        else if (provider.Secret is { } posted)
        {
            form["client_secret"] = posted;
        }

        request.Content = new FormUrlEncodedContent(form);
        var (status, body) = await outbound.Send(request, provider.Settings.AllowPrivateNetwork, ProviderDocuments.SizeLimit);
        return (int)status == 200 && IdTokenIn(body) is { } token ? token : throw new TokenRefusedException("code-refused");
    }

    private static string? IdTokenIn(byte[] body)
    {
        try
        {
            using var document = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = Json.MaxDepth });
            return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("id_token", out var token) && token.ValueKind == JsonValueKind.String ? token.GetString() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private Task Tell(TenantId tenant, string provider, string reason)
        => store.Write(tenant, transaction => audit.Write(transaction, "system", "sign-in", "access.external-sign-in-refused", "identity-provider:" + provider, new { reason }));

    private sealed class Flow
    {
        public string Provider { get; init; } = "";

        public string BrowserHash { get; init; } = "";

        public string Nonce { get; init; } = "";

        public string Verifier { get; init; } = "";

        public string RedirectUri { get; init; } = "";

        public string ReturnTo { get; init; } = "";

        public long ExpiresAt { get; init; }
    }
}
