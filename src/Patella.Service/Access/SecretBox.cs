using System.Security.Cryptography;
using System.Text;
using Patella.Platform.Identifiers;
using Patella.Platform.Storage;
using Patella.Service.Tenants;

namespace Patella.Service.Access;

/// <summary>
/// Seals secrets that must be read again (a provider's client secret, the seed of a second factor): AES-256-GCM, bound to tenant and purpose.
/// The key comes from PATELLA_SECRET_KEY, else from the installation's own store: either way a tenant's file or export alone opens nothing.
/// </summary>
public sealed class SecretBox(IStore store, TenantStore tenants)
{
    /// <summary>32 bytes in base64.</summary>
    public const string Variable = "PATELLA_SECRET_KEY";

    private const string Version = "v1.";
    private const string KeySetting = "secret-key";
    private byte[]? _key;

    /// <param name="purpose">What the secret is for; it opens for the same purpose only.</param>
    public async Task<string> Seal(TenantId tenant, string purpose, string secret)
    {
        var nonce = RandomNumberGenerator.GetBytes(12);
        var plain = Encoding.UTF8.GetBytes(secret);
        var sealedBytes = new byte[nonce.Length + plain.Length + 16];
        nonce.CopyTo(sealedBytes, 0);
        using var box = new AesGcm(await Key(), 16);
        box.Encrypt(nonce, plain, sealedBytes.AsSpan(12, plain.Length), sealedBytes.AsSpan(12 + plain.Length), Bound(tenant, purpose));
        return Version + Convert.ToBase64String(sealedBytes);
    }

    /// <summary>The secret, or null when it was sealed with another key or for something else.</summary>
    public async Task<string?> Open(TenantId tenant, string purpose, string text)
    {
        var bytes = new byte[text.Length];
        if (!text.StartsWith(Version, StringComparison.Ordinal) || !Convert.TryFromBase64String(text[Version.Length..], bytes, out var length) || length < 28)
        {
            return null;
        }

        var plain = new byte[length - 28];
        using var box = new AesGcm(await Key(), 16);
        try
        {
            box.Decrypt(bytes.AsSpan(0, 12), bytes.AsSpan(12, plain.Length), bytes.AsSpan(12 + plain.Length, 16), plain, Bound(tenant, purpose));
            return Encoding.UTF8.GetString(plain);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    /// <summary>A name for a value that tells nothing of it and is the same every time: for telling which masked field is meant.</summary>
    public async Task<string> Handle(TenantId tenant, string value)
        => Convert.ToHexStringLower(HMACSHA256.HashData(await Key(), Encoding.UTF8.GetBytes($"handle\n{tenant}\n{value}")).AsSpan(0, 12));

    private static byte[] Bound(TenantId tenant, string purpose) => Encoding.UTF8.GetBytes($"{tenant}\n{purpose}");

    private async Task<byte[]> Key()
    {
        if (_key is not null)
        {
            return _key;
        }

        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } given)
        {
            var key = Convert.FromBase64String(given);
            return _key = key.Length == 32 ? key : throw new InvalidOperationException($"{Variable} must be 32 bytes in base64.");
        }

        var text = await store.Write(TenantId.System, async transaction =>
        {
            if (await tenants.FindSetting<string>(transaction, KeySetting) is { } there)
            {
                return there;
            }

            var fresh = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
            await tenants.SaveSetting(transaction, KeySetting, fresh);
            return fresh;
        }, WriteMode.Serializable);
        return _key = Convert.FromBase64String(text);
    }
}
