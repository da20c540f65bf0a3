using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Patella.Platform.Clocks;
using Patella.Platform.Identifiers;
using Patella.Platform.Storage;
using Patella.Service.Tenants;

namespace Patella.Service.Files;

/// <summary>
/// Links to the bytes of a file: whoever holds one may read that one file for an hour. Signed with the tenant's own key, so a link needs no row
/// and works in an image tag, where no credential can be sent.
/// </summary>
public sealed class FileLinks(IStore store, TenantStore tenants, MachineTime machine)
{
    private const string KeySetting = "file-key";
    private const long Lifetime = 3600;
    private readonly ConcurrentDictionary<TenantId, byte[]> _keys = new();

    /// <summary>The address of a file's content, from now on for an hour of machine time. The first one of a tenant reads its key.</summary>
    public string UrlOf(TenantId tenant, string file)
    {
        var expires = machine.Now / Microseconds.PerSecond + Lifetime;
        var key = _keys.TryGetValue(tenant, out var known) ? known : Prepare(tenant).GetAwaiter().GetResult();
        return string.Create(CultureInfo.InvariantCulture, $"/api/v1/files/{file}/content?tenant={tenant}&expires={expires}&signature={Sign(key, tenant, file, expires)}");
    }

    /// <summary>Reads or makes the tenant's key, so that <see cref="UrlOf"/> need not wait.</summary>
    public async Task<byte[]> Prepare(TenantId tenant)
    {
        if (_keys.TryGetValue(tenant, out var known))
        {
            return known;
        }

        var text = await store.Read(tenant, reader => tenants.FindSetting<string>(reader, KeySetting)).ConfigureAwait(false)
            ?? await store.Write(tenant, async transaction =>
            {
                if (await tenants.FindSetting<string>(transaction, KeySetting) is { } there)
                {
                    return there;
                }

                var fresh = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
                await tenants.SaveSetting(transaction, KeySetting, fresh);
                return fresh;
            }, WriteMode.Serializable).ConfigureAwait(false);
        return _keys[tenant] = Encoding.UTF8.GetBytes(text);
    }

    /// <summary>Whether a link was made here and has not run out.</summary>
    public async Task<bool> Holds(TenantId tenant, string file, long expires, string signature)
    {
        if (expires < machine.Now / Microseconds.PerSecond)
        {
            return false;
        }

        try
        {
            var expected = Sign(await Prepare(tenant), tenant, file, expires);
            return CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(expected), Encoding.UTF8.GetBytes(signature));
        }
        catch (StoreUnavailableException) when (store.Kind == StoreKind.Sqlite && !_keys.ContainsKey(tenant))
        {
            // A tenant that is not here.
            return false;
        }
    }

    private static string Sign(byte[] key, TenantId tenant, string file, long expires)
        => Base64Url.EncodeToString(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{tenant}/{file}/{expires}"))));
}
