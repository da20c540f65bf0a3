using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Patella.Simulator.Api;

/// <summary>Signs consumer tokens as a marketplace would: a JSON Web Token with HMAC-SHA-256 (RFC 7519, RFC 7515).</summary>
public static class MarketplaceToken
{
    /// <summary>A token for one consumer of one tenant, valid from a minute before <paramref name="now"/> for <paramref name="life"/>.</summary>
    public static string Sign(
        string tenant, string keyId, string secret, string subject, string? name, string? locale, DateTimeOffset now, TimeSpan life)
    {
        var header = Part(new { alg = "HS256", typ = "JWT", kid = keyId });
        var claims = Part(new
        {
            aud = $"patella:{tenant}", sub = subject, name, locale,
            iat = now.AddMinutes(-1).ToUnixTimeSeconds(), exp = now.Add(life).ToUnixTimeSeconds(),
        });
        var signature = HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.ASCII.GetBytes($"{header}.{claims}"));
        return $"{header}.{claims}.{Base64Url.EncodeToString(signature)}";
    }

    private static string Part(object value) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(value, value.GetType(), Wire.Json));
}
