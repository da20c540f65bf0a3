using System.Collections.Concurrent;
using System.Security.Cryptography;
using Patella.Platform.Identifiers;
using Patella.Platform.Storage;
using Patella.Service.Tenants;

namespace Patella.Service.Connectors;

/// <summary>A tenant's own key for what it signs itself (reply addresses, sign-back links), made at first use.</summary>
public sealed class TenantSecret(IStore store, TenantStore tenants)
{
    private readonly ConcurrentDictionary<(TenantId, string), byte[]> _keys = new();

    /// <param name="name">What is signed; each has a key of its own.</param>
    public async Task<byte[]> Find(TenantId tenant, string name)
    {
        if (_keys.TryGetValue((tenant, name), out var known))
        {
            return known;
        }

        var text = await store.Read(tenant, reader => tenants.FindSetting<string>(reader, name)) ?? await store.Write(tenant, transaction => Make(transaction, name), WriteMode.Serializable);
        return _keys[(tenant, name)] = Convert.FromBase64String(text);
    }

    /// <summary>The same inside a transaction that goes on.</summary>
    public async Task<byte[]> Find(ITransaction transaction, string name)
        => _keys.TryGetValue((transaction.Tenant, name), out var known) ? known : Convert.FromBase64String(await Make(transaction, name));

    private async Task<string> Make(ITransaction transaction, string name)
    {
        if (await tenants.FindSetting<string>(transaction, name) is { } there)
        {
            return there;
        }

        var fresh = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
        await tenants.SaveSetting(transaction, name, fresh);
        return fresh;
    }
}
