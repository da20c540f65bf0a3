using System.Security.Cryptography;
using System.Text;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Patella.Platform.Clocks;
using Patella.Platform.Storage;
using Patella.Service.Edge;

namespace Patella.Service.Access;

/// <summary>
/// Checks the token in which a marketplace says who its consumer is. The key id picks the key and the key its one algorithm,
/// so a token cannot choose how it is checked; "none" has no key at all.
/// </summary>
public sealed class ConsumerTokens(MachineTime machine)
{
    public static readonly IReadOnlyList<string> Algorithms = ["HS256", "RS256", "ES256"];
    private static readonly TimeSpan ClockSkew = TimeSpan.FromSeconds(30);
    private readonly JsonWebTokenHandler _handler = new() { MapInboundClaims = false };

    public async Task<Outcome<ConsumerClaims>> Check(IReader reader, string token)
    {
        if (token.Length > 8_192 || !_handler.CanReadToken(token))
        {
            return Refuse("It is not a signed JSON Web Token.");
        }

        var kid = _handler.ReadJsonWebToken(token).Kid;
        var row = string.IsNullOrEmpty(kid) ? null : await reader.One<KeyRow>(StaffStore.Sql["FindConsumerKey"], new { kid });
        if (row is null || row.RevokedAt is not null)
        {
            return Refuse("Its key id (kid) names no key of this tenant.");
        }

        using var keys = new KeyHolder(row);
        var result = await _handler.ValidateTokenAsync(token, new TokenValidationParameters
        {
            IssuerSigningKey = keys.Key,
            ValidAlgorithms = [row.Algorithm],
            ValidAudience = "patella:" + reader.Tenant,
            ValidateIssuer = false,
            RequireExpirationTime = true,
            RequireSignedTokens = true,
            // Expiry is a matter of the machine's real clock, checked here so that tests can turn it.
            LifetimeValidator = (from, until, _, _) => until + ClockSkew >= machine.Provider.GetUtcNow().UtcDateTime && (from is null || from - ClockSkew <= machine.Provider.GetUtcNow().UtcDateTime),
        });
        if (!result.IsValid)
        {
            return Refuse(Reason(result.Exception));
        }

        var claims = (JsonWebToken)result.SecurityToken;
        return string.IsNullOrEmpty(claims.Subject) || claims.Subject.Length > 200
            ? Refuse("It has no subject (sub) of 1 to 200 characters.")
            : new ConsumerClaims(claims.Subject, Claim(claims, "name"), Claim(claims, "locale"), Claim(claims, "tier"));
    }

    /// <summary>Null when the key can be used with the algorithm, else what is wrong with it.</summary>
    public static ProblemText? Problem(ConsumerKey key)
    {
        try
        {
            using var holder = new KeyHolder(new KeyRow { Algorithm = key.Algorithm, Key = key.Key });
            return key.Algorithm == "HS256" && key.Key.Length < 32 ? (ProblemText)"A shared secret must have at least 32 characters." : null;
        }
        catch (Exception failure) when (failure is CryptographicException or ArgumentException)
        {
            return "The key is not a public key in PEM form.";
        }
    }

    private static string? Claim(JsonWebToken token, string name) => token.TryGetPayloadValue<string>(name, out var value) && value.Length <= 200 ? value : null;

    private static Problem Refuse(ProblemText why) => new(401, "consumer-token", $"The consumer's token was refused. {why}");

    private static ProblemText Reason(Exception? failure) => failure switch
    {
        SecurityTokenInvalidLifetimeException or SecurityTokenNoExpirationException or SecurityTokenExpiredException => "It has expired, or has no expiry (exp).",
        SecurityTokenInvalidAudienceException => "Its audience (aud) is not this tenant.",
        _ => "Its signature does not fit its key and the key's algorithm.",
    };

    internal sealed class KeyRow
    {
        public string Kid { get; init; } = "";

        public string Algorithm { get; init; } = "";

        public string Key { get; init; } = "";

        public long? RevokedAt { get; init; }
    }

    private sealed class KeyHolder : IDisposable
    {
        private readonly IDisposable? _algorithm;

        public KeyHolder(KeyRow row)
        {
            switch (row.Algorithm)
            {
                case "RS256":
                    var rsa = RSA.Create();
                    _algorithm = rsa;
                    rsa.ImportFromPem(row.Key);
                    Key = new RsaSecurityKey(rsa) { CryptoProviderFactory = new CryptoProviderFactory { CacheSignatureProviders = false } };
                    break;
                case "ES256":
                    var curve = ECDsa.Create();
                    _algorithm = curve;
                    curve.ImportFromPem(row.Key);
                    Key = new ECDsaSecurityKey(curve) { CryptoProviderFactory = new CryptoProviderFactory { CacheSignatureProviders = false } };
                    break;
                default:
                    Key = new SymmetricSecurityKey(Encoding.UTF8.GetBytes(row.Key));
                    break;
            }
        }

        public SecurityKey Key { get; }

        public void Dispose() => _algorithm?.Dispose();
    }
}
