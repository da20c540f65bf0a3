using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Patella.Simulator.Marketplace;

/// <summary>Signatures as in Standard Webhooks: base64 of HMAC-SHA256 over <c>id.timestamp.body</c>, keyed by what follows whsec_.</summary>
public static class Signature
{
    public const string SecretPrefix = "whsec_";
    private const long ToleranceSeconds = 5 * 60;

    /// <summary>A secret that follows from a word; for demonstrations and tests, where everybody may know it.</summary>
    public static string SecretOf(string word) => SecretPrefix + Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(word)));

    public static bool IsSecret(string secret)
        => secret.StartsWith(SecretPrefix, StringComparison.Ordinal) && Convert.TryFromBase64String(secret[SecretPrefix.Length..], new byte[secret.Length], out var length) && length >= 16;

    /// <summary>One signature, as it stands in the webhook-signature header.</summary>
    public static string Sign(string secret, string id, long seconds, ReadOnlySpan<byte> body)
    {
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Convert.FromBase64String(secret[SecretPrefix.Length..]));
        hash.AppendData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{id}.{seconds}.")));
        hash.AppendData(body);
        return "v1," + Convert.ToBase64String(hash.GetHashAndReset());
    }

    /// <summary>Why a call is refused; null when it was signed with the secret within five minutes.</summary>
    public static string? Refusal(string secret, string? id, string? timestamp, string? signatures, ReadOnlySpan<byte> body, DateTimeOffset now)
    {
        if (string.IsNullOrEmpty(id) || string.IsNullOrEmpty(signatures))
        {
            return "The headers webhook-id, webhook-timestamp and webhook-signature are needed.";
        }

        if (!long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) || Math.Abs(now.ToUnixTimeSeconds() - seconds) > ToleranceSeconds)
        {
            return "The webhook-timestamp is more than five minutes away from this machine's time.";
        }

        var expected = Encoding.ASCII.GetBytes(Sign(secret, id, seconds, body));
        return signatures.Split(' ', StringSplitOptions.RemoveEmptyEntries).Take(10).Any(one => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(one), expected))
            ? null : "The webhook-signature does not fit the body and the secret.";
    }
}
