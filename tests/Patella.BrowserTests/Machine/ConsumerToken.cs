using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Patella.BrowserTests.Machine;

/// <summary>The marketplace's word about who its signed-in customer is.</summary>
internal static class ConsumerToken
{
    public const string Secret = "a secret that the marketplace and we share 0123456789";

    /// <summary>A token, signed with HS256, that is good for an hour.</summary>
    public static string Make(string tenant, string subject, string name)
    {
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        var signed = Part(new { alg = "HS256", kid = "main", typ = "JWT" }) + "." + Part(new { sub = subject, name, aud = "patella:" + tenant, iat = now - 60, nbf = now - 60, exp = now + 3600 });
        return signed + "." + Encode(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), Encoding.UTF8.GetBytes(signed)));
    }

    private static string Part(object value) => Encode(JsonSerializer.SerializeToUtf8Bytes(value));

    private static string Encode(byte[] bytes) => Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_');
}
