using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Patella.Service.Connectors.Push;

/// <summary>A tenant's key, by which push services know who writes (RFC 8292). Subscriptions are bound to it, so it stays the same for good.</summary>
internal sealed class VapidKey
{
    /// <summary>RFC 8292, 2: at most a day.</summary>
    private const long LifetimeSeconds = 12 * 3_600;

    private readonly ECParameters _key;

    private VapidKey(ECParameters key)
    {
        _key = key;
        PublicKey = Base64Url.EncodeToString(PushEncryption.PointOf(key.Q));
    }

    /// <summary>The applicationServerKey of subscriptions: a point in base64url.</summary>
    public string PublicKey { get; }

    /// <summary>The key that a secret of 32 bytes stands for, always the same.</summary>
    public static VapidKey Of(byte[] secret)
    {
        // A number outside the curve's order (one of 4 billion) is no key: its hash is the next to try.
        for (var number = secret; ; number = SHA256.HashData(number))
        {
            try
            {
                using var key = ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, D = number });
                return new VapidKey(key.ExportParameters(includePrivateParameters: true));
            }
            catch (CryptographicException)
            {
                // The next one.
            }
        }
    }

    /// <summary>The Authorization header for one push service: a signed token for that origin, and the key to check it with.</summary>
    /// <param name="seconds">Machine time since 1970.</param>
    /// <param name="contact">An address by which the push service reaches whoever runs this: https or mailto.</param>
    public string Authorization(Uri endpoint, long seconds, string contact)
    {
        var header = Base64Url.EncodeToString("""{"typ":"JWT","alg":"ES256"}"""u8);
        var claims = Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(new Claims(endpoint.GetLeftPart(UriPartial.Authority), seconds + LifetimeSeconds, contact)));
        using var key = ECDsa.Create(_key);
        var signature = key.SignData(Encoding.ASCII.GetBytes($"{header}.{claims}"), HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        return $"vapid t={header}.{claims}.{Base64Url.EncodeToString(signature)}, k={PublicKey}";
    }

    private sealed record Claims([property: JsonPropertyName("aud")] string Audience, [property: JsonPropertyName("exp")] long Expires, [property: JsonPropertyName("sub")] string Subject);
}
