using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Patella.Platform.Clocks;
using Patella.Platform.Identifiers;

namespace Patella.Service.Access.External;

/// <summary>Who a provider says has signed in.</summary>
/// <param name="Email">Null unless the provider says it is verified.</param>
/// <param name="StrongSignIn">The provider says it asked for more than a password (amr).</param>
internal sealed record ExternalPerson(string Subject, string? Name, string? Email, string? Language, IReadOnlyList<string> Groups, bool StrongSignIn);

/// <summary>An identity token that cannot be believed; <paramref name="reason"/> is a stable word for the audit trail.</summary>
internal sealed class TokenRefusedException(string reason) : Exception(reason);

/// <summary>
/// Checks identity tokens (OpenID Connect Core 3.1.3.7). The algorithm must be asymmetric and fit the key; "none" and shared-secret algorithms are
/// never accepted, whatever the token, the key or the provider's document says.
/// </summary>
internal sealed class IdTokens(ProviderDocuments documents, MachineTime machine)
{
    public static readonly IReadOnlyList<string> Algorithms = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"];
    private static readonly TimeSpan Skew = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan AgeLimit = TimeSpan.FromMinutes(10);
    private static readonly string[] StrongMeans = ["mfa", "otp", "hwk", "swk", "fpt", "face", "sc"];
    private readonly JsonWebTokenHandler _handler = new() { MapInboundClaims = false };

    /// <exception cref="TokenRefusedException">It cannot be believed.</exception>
    public async Task<ExternalPerson> Check(TenantId tenant, Provider provider, string token, string nonce)
    {
        try
        {
            return await Believe(tenant, provider, token, nonce);
        }
        catch (Exception broken) when (broken is ArgumentException or FormatException or SecurityTokenException or InvalidCastException or InvalidOperationException or JsonException)
        {
            throw new TokenRefusedException("malformed");
        }
    }

    private async Task<ExternalPerson> Believe(TenantId tenant, Provider provider, string token, string nonce)
    {
        if (token.Length > 32_768 || !_handler.CanReadToken(token))
        {
            throw new TokenRefusedException("no-token");
        }

        var unread = _handler.ReadJsonWebToken(token);
        if (!Algorithms.Contains(unread.Alg))
        {
            throw new TokenRefusedException("algorithm");
        }

        var key = await documents.Key(tenant, provider, unread.Kid) ?? throw new TokenRefusedException("unknown-key");
        if (!Fits(key, unread.Alg))
        {
            throw new TokenRefusedException("algorithm");
        }

        var result = await _handler.ValidateTokenAsync(token, new TokenValidationParameters
        {
            IssuerSigningKey = key,
            ValidAlgorithms = [unread.Alg],
            ValidIssuer = provider.Issuer,
            ValidAudience = provider.ClientId,
            RequireExpirationTime = true,
            RequireSignedTokens = true,
            // The machine's clock decides, so that tests can turn it.
            LifetimeValidator = (from, until, _, _) => until + Skew > Now && (from is null || from - Skew <= Now),
        });
        if (!result.IsValid)
        {
            throw new TokenRefusedException(Reason(result.Exception));
        }

        return Read((JsonWebToken)result.SecurityToken, provider, nonce);
    }

    private DateTime Now => machine.Provider.GetUtcNow().UtcDateTime;

    // A key for one algorithm is not to be used with another.
    private static bool Fits(JsonWebKey key, string algorithm)
        => (string.IsNullOrEmpty(key.Alg) || key.Alg == algorithm) && (key.Kty == "EC") == algorithm.StartsWith("ES", StringComparison.Ordinal);

    private static string Reason(Exception? failure) => failure switch
    {
        SecurityTokenInvalidIssuerException => "issuer",
        SecurityTokenInvalidAudienceException => "audience",
        SecurityTokenInvalidLifetimeException or SecurityTokenNoExpirationException or SecurityTokenExpiredException => "expired",
        _ => "signature",
    };

    private ExternalPerson Read(JsonWebToken token, Provider provider, string nonce)
    {
        var authorized = Text(token, "azp");
        if ((authorized is not null && authorized != provider.ClientId) || (token.Audiences.Count() > 1 && authorized is null))
        {
            throw new TokenRefusedException("authorized-party");
        }

        if (!CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(Text(token, "nonce") ?? ""), Encoding.UTF8.GetBytes(nonce)))
        {
            throw new TokenRefusedException("nonce");
        }

        var issued = token.TryGetPayloadValue<long>("iat", out var seconds) && seconds is > 0 and < 253_402_300_800 ? DateTimeOffset.FromUnixTimeSeconds(seconds).UtcDateTime : DateTime.MinValue;
        if (issued == DateTime.MinValue || issued - Skew > Now || issued + AgeLimit < Now)
        {
            throw new TokenRefusedException("issued-at");
        }

        if (Text(token, "sub") is not { Length: <= 255 } subject)
        {
            throw new TokenRefusedException("subject");
        }

        var verified = token.TryGetPayloadValue<object>("email_verified", out var said) && said is true or "true";
        return new ExternalPerson(subject, Text(token, "name"), verified ? Text(token, "email") : null, Text(token, "locale"),
            provider.Settings.GroupClaim is { } claim ? Many(token, claim) : [], Many(token, "amr").Intersect(StrongMeans).Any());
    }

    private static string? Text(JsonWebToken token, string name) => token.TryGetPayloadValue<object>(name, out var value) && value is string { Length: > 0 and <= 500 } text ? text : null;

    private static IReadOnlyList<string> Many(JsonWebToken token, string name)
    {
        if (!token.TryGetPayloadValue<JsonElement>(name, out var value))
        {
            return Text(token, name) is { } one ? [one] : [];
        }

        return value.ValueKind switch
        {
            JsonValueKind.Array => [.. value.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.String).Select(item => item.GetString()!).Take(500)],
            JsonValueKind.String => [value.GetString()!],
            _ => [],
        };
    }
}
