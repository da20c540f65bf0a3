using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Patella.Service.Connectors.Webhooks;

/// <summary>Signatures as in Standard Webhooks: base64 of HMAC-SHA256 over <c>id.timestamp.body</c>, several in one header while a secret changes.</summary>
public static class StandardWebhook
{
    public const string SecretPrefix = "whsec_";

    public static string NewSecret() => SecretPrefix + Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    /// <summary>Whether a text is a secret: the prefix and 24 to 64 bytes in base64.</summary>
    public static bool IsSecret(string text)
    {
        var bytes = new byte[text.Length];
        return text.StartsWith(SecretPrefix, StringComparison.Ordinal) && text.Length < 200 && Convert.TryFromBase64String(text[SecretPrefix.Length..], bytes, out var length) && length is >= 24 and <= 64;
    }

    /// <param name="seconds">Machine time since 1970.</param>
    public static string Sign(string secret, string id, long seconds, ReadOnlySpan<byte> body)
    {
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Convert.FromBase64String(secret[SecretPrefix.Length..]));
        hash.AppendData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{id}.{seconds}.")));
        hash.AppendData(body);
        return Convert.ToBase64String(hash.GetHashAndReset());
    }

    /// <summary>The webhook-signature header.</summary>
    public static string Header(IEnumerable<string> secrets, string id, long seconds, byte[] body) => string.Join(' ', secrets.Select(secret => "v1," + Sign(secret, id, seconds, body)));
}
