using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Patella.Platform.Clocks;
using Patella.Platform.Identifiers;
using Patella.Platform.Storage;
using Patella.Service.Edge;
using Patella.Service.Tenants;

namespace Patella.Service.Access;

/// <summary>
/// Tokens of consumers in the widget, signed with the tenant's own key (HMAC-SHA256), so that ten thousand of them need no row and no look-up:
/// <c>cv_tenant.payload.signature</c>.
/// </summary>
public sealed class VisitorTokens(IStore store, TenantStore tenants, MachineTime machine)
{
    public const string Prefix = "cv_";
    private const string KeySetting = "visitor-key";
    private const long Lifetime = 30L * 24 * 3600 * Microseconds.PerSecond;
    private readonly ConcurrentDictionary<TenantId, byte[]> _keys = new();

    /// <summary>Makes a token for a person.</summary>
    public async Task<(string Token, DateTimeOffset ExpiresAt)> Issue(TenantId tenant, string person, bool anonymous, string language)
    {
        var expires = machine.Now + Lifetime;
        var payload = Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(new Payload(person, expires, anonymous, language)));
        var signed = $"{tenant}.{payload}";
        return ($"{Prefix}{signed}.{Sign(await Key(tenant), signed)}", Microseconds.ToTime(expires));
    }

    /// <summary>The consumer behind a token, or null when it is forged, expired or of a tenant that is not here.</summary>
    public async Task<Caller?> Find(string token)
    {
        var parts = token.Length < 1_000 ? token[Prefix.Length..].Split('.') : [];
        if (parts.Length != 3 || !TenantId.IsValid(parts[0]))
        {
            return null;
        }

        var tenant = new TenantId(parts[0]);
        if (await FindKey(tenant) is not { } key || !Matches(key, $"{parts[0]}.{parts[1]}", parts[2]))
        {
            return null;
        }

        var payload = JsonSerializer.Deserialize<Payload>(Base64Url.DecodeFromChars(parts[1]))!;
        return payload.Expires < machine.Now ? null : new Caller
        {
            Kind = CallerKind.Consumer,
            Tenant = tenant,
            Id = payload.Person,
            IsVisitor = payload.Anonymous,
            Language = payload.Language,
            Permissions = Permission.Consume,
        };
    }

    private static string Sign(byte[] key, string text) => Base64Url.EncodeToString(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text)));

    private static bool Matches(byte[] key, string text, string signature)
        => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(Sign(key, text)), Encoding.UTF8.GetBytes(signature));

    private async Task<byte[]?> FindKey(TenantId tenant)
    {
        try
        {
            return await Key(tenant);
        }
        catch (StoreUnavailableException) when (store.Kind == StoreKind.Sqlite && !_keys.ContainsKey(tenant))
        {
            return null;
        }
    }

    private async Task<byte[]> Key(TenantId tenant)
    {
        if (_keys.TryGetValue(tenant, out var known))
        {
            return known;
        }

        var text = await store.Read(tenant, reader => tenants.FindSetting<string>(reader, KeySetting))
            ?? await store.Write(tenant, async transaction =>
            {
                if (await tenants.FindSetting<string>(transaction, KeySetting) is { } there)
                {
                    return there;
                }

                var fresh = Secrets.New();
                await tenants.SaveSetting(transaction, KeySetting, fresh);
                return fresh;
            }, WriteMode.Serializable);
        return _keys[tenant] = Encoding.UTF8.GetBytes(text);
    }

    private sealed record Payload(string Person, long Expires, bool Anonymous, string Language);
}
