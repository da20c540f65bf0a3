using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Patella.Platform.Clocks;
using Patella.Platform.Identifiers;
using Patella.Platform.Storage;
using Patella.Service.Connectors;

namespace Patella.Service.Notifications;

/// <summary>Links that stand in messages to consumers: back into their conversation, or out of the reminders. Signed with the tenant's own key; each purpose has another.</summary>
public sealed class SignedLinks(IStore store, TenantSecret secrets, MachineTime machine)
{
    /// <summary>What a sign-back token begins with.</summary>
    public const string SignBackPrefix = "sb_";

    private const string MutePrefix = "mu_";
    private const string SecretName = "link-key";
    private const long SignBackSeconds = 3 * 86_400;
    private const long MuteSeconds = 365L * 86_400;

    /// <summary>A token with which a person comes back for three days.</summary>
    public Task<string> SignBack(ITransaction transaction, string person) => Make(transaction, SignBackPrefix, person, SignBackSeconds);

    /// <summary>A token with which a person wants no more reminders.</summary>
    public Task<string> Mute(ITransaction transaction, string person) => Make(transaction, MutePrefix, person, MuteSeconds);

    /// <summary>The person a sign-back token of this tenant stands for; null when it is forged or has run out.</summary>
    public async Task<string?> FindSignBack(TenantId tenant, string token) => (await Find(SignBackPrefix, token)) is { } found && found.Tenant == tenant ? found.Subject : null;

    /// <summary>Tenant and person of a mute token; null when it is forged or has run out.</summary>
    public Task<(TenantId Tenant, string Person)?> FindMute(string token) => Find(MutePrefix, token);

    /// <summary>A token of another purpose.</summary>
    /// <param name="prefix">Names the purpose; tokens of one are worth nothing for another.</param>
    /// <param name="subject">What it stands for; readable by whoever holds it.</param>
    /// <param name="seconds">Machine time it is good for.</param>
    public async Task<string> Make(ITransaction transaction, string prefix, string subject, long seconds)
    {
        var payload = Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(new Payload(subject, (machine.Now / Microseconds.PerSecond) + seconds)));
        var text = $"{prefix}{transaction.Tenant}.{payload}";
        return $"{text}.{Sign(await secrets.Find(transaction, SecretName), text)}";
    }

    /// <summary>Tenant and subject of a token of that purpose; null when it is forged or has run out.</summary>
    public async Task<(TenantId Tenant, string Subject)?> Find(string prefix, string token)
    {
        var parts = token.Length < 1_000 && token.StartsWith(prefix, StringComparison.Ordinal) ? token[prefix.Length..].Split('.') : [];
        if (parts.Length != 3 || !TenantId.IsValid(parts[0]) || parts[0] == TenantId.System.Value)
        {
            return null;
        }

        try
        {
            var expected = Encoding.ASCII.GetBytes(Sign(await secrets.Find(new TenantId(parts[0]), SecretName), $"{prefix}{parts[0]}.{parts[1]}"));
            if (!CryptographicOperations.FixedTimeEquals(expected, Encoding.UTF8.GetBytes(parts[2])))
            {
                return null;
            }
        }
        catch (StoreUnavailableException) when (store.Kind == StoreKind.Sqlite)
        {
            // A tenant that is not here.
            return null;
        }

        var payload = JsonSerializer.Deserialize<Payload>(Base64Url.DecodeFromChars(parts[1]))!;
        return payload.Expires >= machine.Now / Microseconds.PerSecond ? (new TenantId(parts[0]), payload.Person) : null;
    }

    private static string Sign(byte[] key, string text) => Base64Url.EncodeToString(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text)));

    private sealed record Payload(string Person, long Expires);
}
